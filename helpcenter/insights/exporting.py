"""Tables for spreadsheets, in which nothing that a reader typed becomes a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FORMULAS: Final = frozenset("=+-@＝＋－＠\t\r\n\0")


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV (RFC 4180), with a mark at its beginning by which spreadsheets know that it is UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return f"\ufeff{file.getvalue()}"


def safe_cell(text: str) -> str:
    """Return a text with an apostrophe in front if a spreadsheet may take it for a formula (OWASP: CSV injection)."""
    first, begins = text[:1], text.lstrip()[:1]  # some drop spaces first
    return f"'{text}" if first in _FORMULAS or begins in _FORMULAS else text
