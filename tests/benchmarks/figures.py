"""Figures: what was measured, beside a peer or a wanted value, as tables and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

WANTED = "wanted"  # stands in a peer's place where the figure has a bound instead


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: ours beside a peer's `figure` in the same unit; `ratio` is ours divided by the peer's."""

    name: str
    ours: float
    peer: str
    peer_version: str
    figure: float
    unit: str
    ratio: float


def beside(name: str, ours: float, peer: str, version: str, figure: float, unit: str) -> Figure:
    """Make a row from two measurements; beside nothing, the ratio is ours."""
    ratio = round(ours / figure if figure else ours, 3)
    return Figure(name, round(ours, 4), peer, version, round(figure, 4), unit, ratio)


def wanted(name: str, ours: float, bound: float, unit: str, *, least: bool = False) -> Figure:
    """Make a row whose figure is the most, or the least, that is wanted."""
    return beside(name, ours, f"{WANTED} at {'least' if least else 'most'}", "", bound, unit)


def show(subject: str, figures: Sequence[Figure], console: Console) -> None:
    """Print the rows of one subject as a table."""
    table = Table(title=subject, title_justify="left", title_style="bold", header_style="")
    for heading in ("name", "ours", "peer", "version", "figure", "unit", "ratio"):
        table.add_column(heading, justify="right" if heading in {"ours", "figure", "ratio"} else "left")
    for figure in figures:
        table.add_row(
            figure.name,
            f"{figure.ours:,.3f}",
            figure.peer,
            figure.peer_version,
            f"{figure.figure:,.3f}",
            figure.unit,
            f"{figure.ratio:.2f}",
        )
    console.print(table)


def write(figures: Sequence[Figure], path: Path) -> None:
    """Write the rows as a JSON list."""
    rows = [asdict(figure) for figure in figures]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
