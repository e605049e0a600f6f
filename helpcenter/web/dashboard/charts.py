"""Charts: lines over days, drawn by a script from the table that stands beside each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext

from helpcenter.web.dashboard.tables import Column, Form, Table, cells

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from helpcenter.web.dashboard.tables import Value


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: the table that it draws, of a day and one number of each series; shares go from 0 to 1."""

    table: Table
    is_share: bool


def chart_of(name: str, title: str, series: Mapping[str, Mapping[date, Value]], form: Form = Form.NUMBER) -> Chart:
    """The chart of some series, each by what it is called, with a value for each day."""
    days = list(next(iter(series.values())))
    columns = (
        Column("day", gettext("Day"), Form.DATE),
        *(Column(f"series{number}", title, form) for number, title in enumerate(series, 1)),
    )
    rows = tuple(cells(day, *(values[day] for values in series.values())) for day in days)
    return Chart(Table(name, title, columns, rows), form is Form.SHARE)
