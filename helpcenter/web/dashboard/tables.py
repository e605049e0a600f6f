"""Tables: one value that a page shows, and that is exported as CSV and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

NO_DATA: Final = "—"
"""What stands where there is nothing to count."""

Value = str | int | float | date | None


class Form(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"  # of 1, written as a percentage
    DECIMAL = "decimal"
    FACTOR = "factor"  # what a number is multiplied by
    SECONDS = "seconds"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `key` is its name in exports, which stays the same in every language."""

    key: str
    title: str
    form: Form = Form.TEXT
    help: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, None for no data; `url` is where it leads, `tone` (good, warn, bad) marks it beside what it says.

    `bar` draws a share of 1 beside it.
    """

    value: Value
    url: str = ""
    tone: str = ""
    lang: str = ""
    bar: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table by the name its export has; `empty` says what it means that there is no row."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    csv_url: str = ""
    json_url: str = ""


def cells(*values: Value | Cell) -> tuple[Cell, ...]:
    """A row; what is no cell yet becomes one."""
    return tuple(value if isinstance(value, Cell) else Cell(value) for value in values)
