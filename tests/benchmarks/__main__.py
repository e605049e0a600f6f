"""Prints the tables and writes the rows: ``python -m tests.benchmarks [SUBJECT]...``."""

from __future__ import annotations

from importlib import import_module

import click
from rich.console import Console

from helpcenter.config import load_config
from tests.benchmarks import figures

# Each has a module, whose `measure` yields figures.
SUBJECTS = {"search": "search", "build": "building", "open": "opening", "web": "web", "pages": "page_quality"}


@click.command()
@click.argument("subjects", nargs=-1, type=click.Choice(list(SUBJECTS)))
def main(subjects: tuple[str, ...]) -> None:
    """Measure the named SUBJECTS, or all of them."""
    console = Console(width=None if Console().is_terminal else 140)
    rows: list[figures.Figure] = []
    for subject in subjects or SUBJECTS:
        with console.status(f"Measuring {subject} (a first run builds its articles, which takes minutes)"):
            found = list(import_module(f"tests.benchmarks.{SUBJECTS[subject]}").measure())
        figures.show(subject, found, console)
        rows += found
    path = load_config().instance / "bench.json"
    figures.write(rows, path)
    console.print(f"Written to {path}")


if __name__ == "__main__":
    main()
