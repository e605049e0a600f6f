"""Prints the tables and writes the rows: ``python -m tests.benchmarks [--size ARTICLES]... [SUBJECT]...``."""

from __future__ import annotations

from importlib import import_module

import click
from rich.console import Console

from helpcenter.config import load_config
from tests.benchmarks import figures

# Each has a module, whose `measure` yields figures.
SUBJECTS = {
    "search": "search",
    "suggest": "suggestions",
    "meaning": "meaning",
    "refusal": "refusal",
    "build": "building",
    "open": "opening",
    "web": "web",
    "hostile": "hostile",
    "pages": "page_quality",
    "guide": "guide",
    "dashboard": "dashboard",
    "log": "search_log",
}
SIZES = (1_500, 20_000)


@click.command()
@click.argument("subjects", nargs=-1, type=click.Choice(list(SUBJECTS)))
@click.option("--size", "sizes", type=int, multiple=True, default=SIZES, help="Articles of a library; may be repeated.")
def main(subjects: tuple[str, ...], sizes: tuple[int, ...]) -> None:
    """Measure the named SUBJECTS, or all of them, in libraries of the sizes given."""
    console = Console(width=None if Console().is_terminal else 140)
    rows: list[figures.Figure] = []
    for subject in subjects or SUBJECTS:
        with console.status(f"Measuring {subject} (a first run builds its articles, which takes minutes)"):
            found = list(import_module(f"tests.benchmarks.{SUBJECTS[subject]}").measure(sorted(set(sizes))))
        figures.show(subject, found, console)
        rows += found
    path = load_config().instance / "bench.json"
    figures.write(rows, path)
    console.print(f"Written to {path}")


if __name__ == "__main__":
    main()
