"""What every command prints in the same way: problems and progress."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from helpcenter.content.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from helpcenter.content.problems import Problem

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show what long work is doing and how far it is, on standard error; silent when that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Preparing", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)


def print_problems(problems: Iterable[Problem]) -> None:
    """Print one line for each problem: where it is, what it is, how to mend it."""
    for problem in problems:
        click.echo(f"{click.style(problem.severity, fg=COLOURS[problem.severity])}: {problem}")


def counted(number: int, thing: str) -> str:
    """Return ``1 article`` or ``2 articles``."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def summary_of(problems: Iterable[Problem]) -> str:
    """Return how many errors and warnings there are, in words."""
    found = [problem.severity for problem in problems]
    if not found:
        return "no problems"
    counts = ((found.count(Severity.ERROR), "error"), (found.count(Severity.WARNING), "warning"))
    return ", ".join(counted(number, thing) for number, thing in counts if number)
