"""The first page: how well readers are answered, how that changes, and where to begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext

from helpcenter.insights.figures import Figure, Kind
from helpcenter.insights.reports.searches import QueryOrder, by_day, by_screen, top_queries, totals
from helpcenter.web.addresses import dashboard_url
from helpcenter.web.dashboard.blueprint import BASE, dashboard
from helpcenter.web.dashboard.charts import Chart, chart_of
from helpcenter.web.dashboard.exporting import Asked, exported
from helpcenter.web.dashboard.figure_texts import FigureCard, card_of, figure_text
from helpcenter.web.dashboard.filters import NARROWING
from helpcenter.web.dashboard.frame import BoardPage, board_of, send_page
from helpcenter.web.dashboard.searches import query_url
from helpcenter.web.dashboard.tables import Cell, Column, Form, Table, cells

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from werkzeug.wrappers import Response

    from helpcenter.insights.figures import SearchCounts

_FEW = 8


@dataclass(frozen=True, slots=True)
class OverviewPage(BoardPage):
    """The figures with what they were before; charts; what needs an answer most. `lost` searches could not be made."""

    figures: tuple[FigureCard, ...]
    figures_table: Table
    charts: tuple[Chart, ...]
    unanswered: Table
    screens: Table
    is_empty: bool
    lost: int


@dashboard.get(f"{BASE}/")
def overview(locale: str) -> Response:
    """The overview."""
    board = board_of(locale, "overview", used=NARROWING)
    asked = Asked(locale, board.filters)
    scope = board.filters.scope
    now, before = totals(asked.database, scope), totals(asked.database, scope.before)
    days = by_day(asked.database, scope)
    page = OverviewPage(
        board=board,
        title=gettext("Overview"),
        figures=tuple(card_of(*pair, locale) for pair in zip(now.figures, before.figures, strict=True)),
        figures_table=figures_table(asked),
        charts=(_searches_chart(days), _answers_chart(days)),
        unanswered=unanswered_table(asked),
        screens=_screens_table(asked),
        is_empty=not now.all.searches,
        lost=now.all.unavailable,
    )
    return send_page("overview", page)


@exported("figures")
def figures_table(asked: Asked) -> Table:
    """Every figure with its formula, numerator and denominator."""
    columns = (
        Column("figure", gettext("Figure")),
        Column("formula", gettext("Formula")),
        Column("value", gettext("Value"), Form.DECIMAL),
        Column("numerator", gettext("Numerator"), Form.NUMBER),
        Column("denominator", gettext("Denominator"), Form.NUMBER),
    )
    return Table("figures", gettext("All figures"), columns, tuple(map(_row, _figures(asked))))


@exported("days")
def days_table(asked: Asked) -> Table:
    """The searches of each day by what came of them."""
    names = ("searches", "made", "answered", "unclicked", "low_confidence", "zero_result", "escalated", "unhelpful")
    kept = (*names, "rejected", "unavailable")
    columns = (Column("day", gettext("Day"), Form.DATE), *(Column(name, name, Form.NUMBER) for name in kept))
    days = by_day(asked.database, asked.filters.scope)
    rows = tuple(cells(day, *(getattr(counts, name) for name in kept)) for day, counts in days.items())
    return Table("days", gettext("Searches by day"), columns, rows)


@exported("unanswered")
def unanswered_table(asked: Asked) -> Table:
    """The queries that most often had no answer."""
    queries = top_queries(asked.database, asked.filters.scope, QueryOrder.UNANSWERED, most=_FEW)
    columns = (
        Column("query", gettext("Query")),
        Column("unanswered", gettext("Without an answer"), Form.NUMBER),
        Column("searches", gettext("Searches"), Form.NUMBER),
    )
    rows = tuple(
        cells(Cell(each.text, query_url(asked, each), lang=each.locale), each.counts.unanswered, each.counts.searches)
        for each in queries
    )
    return Table("unanswered", gettext("Most searched without an answer"), columns, rows)


def _figures(asked: Asked) -> tuple[Figure, ...]:
    return totals(asked.database, asked.filters.scope).figures


def _row(figure: Figure) -> tuple[Cell, ...]:
    name, formula = figure_text(Kind(figure.kind))
    return cells(name, formula, figure.value, figure.numerator, figure.denominator)


def _screens_table(asked: Asked) -> Table:
    columns = (
        Column("screen", gettext("Screen")),
        Column("unanswered", gettext("Without an answer"), Form.NUMBER),
        Column("searches", gettext("Searches"), Form.NUMBER),
    )
    rows = tuple(
        cells(
            Cell(screen, asked.filters.url(dashboard_url(asked.locale), screen=screen)),
            counts.unanswered,
            counts.searches,
        )
        for screen, counts in by_screen(asked.database, asked.filters.scope, most=_FEW)
    )
    return Table("screens-overview", gettext("Screens with most searches without an answer"), columns, rows)


def _searches_chart(days: Mapping[date, SearchCounts]) -> Chart:
    series = {
        gettext("Answered"): {day: counts.answered for day, counts in days.items()},
        gettext("Without an answer"): {day: counts.unanswered for day, counts in days.items()},
    }
    return chart_of("searches", gettext("Searches by day"), series)


def _answers_chart(days: Mapping[date, SearchCounts]) -> Chart:
    rates = {day: counts.answered / counts.made if counts.made else None for day, counts in days.items()}
    return chart_of("answer-rate", gettext("Answer rate by day"), {gettext("Answer rate"): rates}, Form.SHARE)
