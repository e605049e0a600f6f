"""Tables for spreadsheets and programs; nothing that a reader typed becomes a formula in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_FORMULAS: Final = frozenset("=+-@＝＋－＠\t\r\n\0")

Value = str | int | float | date | None


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Return a table as CSV (RFC 4180), with a mark at its beginning by which spreadsheets know that it is UTF-8.

    Numbers stay numbers, days are written like 2026-11-01, and None is an empty cell.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return f"\ufeff{file.getvalue()}"


def json_of(about: Mapping[str, object], columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Return a table as a JSON object: what it is `about`, and its rows by the names of the columns."""
    named = [dict(zip(columns, map(_plain, row), strict=True)) for row in rows]
    return json.dumps({**about, "rows": named}, ensure_ascii=False, indent=2) + "\n"


def safe_cell(text: str) -> str:
    """Return a text with an apostrophe in front if a spreadsheet may take it for a formula (OWASP: CSV injection)."""
    first, begins = text[:1], text.lstrip()[:1]  # some drop spaces first
    return f"'{text}" if first in _FORMULAS or begins in _FORMULAS else text


def _plain(value: Value) -> str | int | float | None:
    return value.isoformat() if isinstance(value, date) else value
