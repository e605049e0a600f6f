"""What people search for: the top queries, what came of them, and one query in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from helpcenter.insights.reports.one_query import OneQuery, one_query
from helpcenter.insights.reports.searches import QueryOrder, by_day, top_queries, totals
from helpcenter.insights.rollups.searches import MOST_QUERIES
from helpcenter.web.addresses import article_url, dashboard_url
from helpcenter.web.dashboard.blueprint import BASE, dashboard
from helpcenter.web.dashboard.charts import Chart, chart_of
from helpcenter.web.dashboard.exporting import Asked, exported
from helpcenter.web.dashboard.figure_texts import FigureCard, card_of
from helpcenter.web.dashboard.frame import BoardPage, board_of, send_page
from helpcenter.web.dashboard.outcomes import outcome_counts, outcome_title, outcomes_table
from helpcenter.web.dashboard.tables import Cell, Column, Form, Table, cells
from helpcenter.web.dashboard.tabs import Tab, tabs_of
from helpcenter.web.dashboard.titles import article_title
from helpcenter.web.query import readable_query

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from helpcenter.insights.reports.searches import QueryCount

_USED = ("locale", "surface")


@dataclass(frozen=True, slots=True)
class SearchesPage(BoardPage):
    """The queries in one order, and what came of all searches; `kept` is how many queries of a day are."""

    tabs: tuple[Tab, ...]
    queries: Table
    outcomes: Table
    chart: Chart
    kept: int


@dataclass(frozen=True, slots=True)
class QueryPage(BoardPage):
    """One query."""

    query: OneQuery
    figures: tuple[FigureCard, ...]
    chart: Chart
    outcomes: Table
    opened: Table
    following: Table
    screens: Table
    search_url: str


@dashboard.get(f"{BASE}/searches")
def searches(locale: str) -> Response:
    """The top queries."""
    order = _order(request.args.get("by", ""))
    more = {"by": order.value} if order is not QueryOrder.SEARCHES else {}
    board = board_of(locale, "searches", used=_USED, kept=more.items())
    asked = Asked(locale, board.filters, more)
    titles = {
        QueryOrder.SEARCHES.value: gettext("Searched most"),
        QueryOrder.UNANSWERED.value: gettext("Without an answer"),
        QueryOrder.EMPTY.value: gettext("Without a result"),
    }
    days = by_day(asked.database, board.filters.scope)
    series = {gettext("Searches"): {day: counts.searches for day, counts in days.items()}}
    page = SearchesPage(
        board=board,
        title=gettext("Searches"),
        tabs=tabs_of(board, titles, order),
        queries=queries_table(asked),
        outcomes=all_outcomes(asked),
        chart=chart_of("all-searches", gettext("Searches by day"), series),
        kept=MOST_QUERIES,
    )
    return send_page("searches", page)


@dashboard.get(f"{BASE}/searches/query")
def query(locale: str) -> Response:
    """One query, by the parameters `of` (its locale) and `q` (its normal form)."""
    of, normalized = request.args.get("of", locale), readable_query(request.args.get("q", ""))[0]
    more = {"of": of, "q": normalized}
    board = board_of(locale, "searches", used=("surface",), kept=more.items())
    asked = Asked(locale, board.filters, more)
    found = one_query(asked.database, board.filters.scope, of, normalized)
    if found is None:
        raise NotFound
    counts = found.counts
    before = one_query(asked.database, board.filters.scope.before, of, normalized)
    series = {
        gettext("Answered"): {day: each.answered for day, each in found.days.items()},
        gettext("Without an answer"): {day: each.unanswered for day, each in found.days.items()},
    }
    page = QueryPage(
        board=board,
        title=found.text,
        query=found,
        figures=_cards(found, before, locale),
        chart=chart_of("query", gettext("Searches by day"), series),
        outcomes=outcomes_table(counts),
        opened=opened_table(found),
        following=following_table(asked, found),
        screens=_screens_table(found),
        search_url=f"/{of}/search",
    )
    return send_page("query", page)


@exported("queries")
def queries_table(asked: Asked) -> Table:
    """The top queries with what came of them."""
    columns = (
        Column("query", gettext("Query")),
        Column("locale", gettext("Language")),
        Column("searches", gettext("Searches"), Form.NUMBER),
        Column("visitors", gettext("People"), Form.NUMBER, gettext("Visitors of each day added up, at least two")),
        Column("answer_rate", gettext("Answer rate"), Form.SHARE),
        Column("no_result", gettext("No result"), Form.NUMBER),
        Column("unclicked", outcome_title("unclicked"), Form.NUMBER),
        Column("refined", gettext("Refined"), Form.NUMBER),
        Column("escalated", outcome_title("escalated"), Form.NUMBER),
        Column("mean_rank", gettext("Mean click rank"), Form.DECIMAL),
    )
    found = top_queries(asked.database, asked.filters.scope, _order(asked.more.get("by", "")))
    return Table("queries", gettext("Top queries"), columns, query_rows(asked, found))


@exported("outcomes")
def all_outcomes(asked: Asked) -> Table:
    """What came of all searches."""
    return outcomes_table(totals(asked.database, asked.filters.scope).all)


def query_rows(asked: Asked, found: list[QueryCount]) -> tuple[tuple[Cell, ...], ...]:
    """A row for each query."""
    return tuple(
        cells(
            Cell(each.text, query_url(asked, each), lang=each.locale),
            each.locale,
            counts.searches,
            each.visitors,
            counts.answered / counts.made if counts.made else None,
            counts.empty,
            counts.unclicked + counts.low_confidence,
            counts.refined,
            counts.escalated,
            counts.ranks / counts.ranked if counts.ranked else None,
        )
        for each in found
        for counts in (each.counts,)
    )


def query_url(asked: Asked, each: QueryCount) -> str:
    """Where one query is told in full."""
    return asked.filters.url(dashboard_url(asked.locale, "searches/query"), of=each.locale, q=each.normalized)


def opened_table(found: OneQuery) -> Table:
    """What was opened after it."""
    columns = (
        Column("article", gettext("Article")),
        Column("language", gettext("Language")),
        Column("times", gettext("Opened"), Form.NUMBER),
    )
    rows = tuple(
        cells(Cell(article_title(locale, slug), article_url(locale, slug), lang=locale), locale, times)
        for name, times in found.opened
        for locale, _, slug in (name.partition("/"),)
    )
    empty = gettext("Nobody opened a result in the searches that are still kept.")
    return Table("opened", gettext("Opened results"), columns, rows, empty)


def following_table(asked: Asked, found: OneQuery) -> Table:
    """What was searched for next."""
    columns = (Column("query", gettext("Query")), Column("people", gettext("People"), Form.NUMBER))
    path = dashboard_url(asked.locale, "searches/query")
    rows = tuple(
        cells(
            Cell(each.text, asked.filters.url(path, of=found.locale, q=each.normalized), lang=found.locale),
            each.visitors,
        )
        for each in found.next
    )
    empty = gettext("No two people searched for the same next.")
    return Table("following", gettext("Searched for next"), columns, rows, empty)


def _screens_table(found: OneQuery) -> Table:
    columns = (Column("screen", gettext("Screen")), Column("searches", gettext("Searches"), Form.NUMBER))
    empty = gettext("It was not searched for in the product.")
    return Table("query-screens", gettext("Screens"), columns, tuple(cells(*pair) for pair in found.screens), empty)


def _cards(found: OneQuery, before: OneQuery | None, locale: str) -> tuple[FigureCard, ...]:
    now, then = outcome_counts(found.counts), outcome_counts(before.counts if before else None)
    return tuple(card_of(*pair, locale) for pair in zip(now, then, strict=True))


def _order(name: str) -> QueryOrder:
    return next((each for each in QueryOrder if each.value == name), QueryOrder.SEARCHES)
