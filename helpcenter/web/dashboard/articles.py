"""Articles: how often they are read, what readers say about them, whether they go on, and how fresh they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import request
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from helpcenter.insights.reports import articles as reports
from helpcenter.insights.reports.articles import ArticleCount
from helpcenter.web.addresses import article_url, dashboard_url
from helpcenter.web.dashboard.blueprint import BASE, dashboard
from helpcenter.web.dashboard.charts import Chart, chart_of
from helpcenter.web.dashboard.exporting import Asked, exported
from helpcenter.web.dashboard.filters import today
from helpcenter.web.dashboard.frame import BoardPage, board_of, send_page
from helpcenter.web.dashboard.tables import Cell, Column, Form, Table, cells
from helpcenter.web.dashboard.tabs import Tab, tabs_of
from helpcenter.web.dashboard.titles import Freshness, article_title, library
from helpcenter.web.query import readable_query

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response

_USED: Final = ("locale", "surface")
_MOST: Final = 500
_UNKNOWN: Final = Freshness("", None, None)
_Line = tuple[ArticleCount, Freshness]
_ORDERS: Final[dict[str, Callable[[_Line], tuple[object, ...]]]] = {
    "views": lambda line: (-line[0].views,),
    "unhelpful": lambda line: (-line[0].unhelpful, line[0].helpful),
    "exits": lambda line: (-line[0].exits,),
    "asked": lambda line: (-line[0].asked,),
    "review": lambda line: (line[1].review_by is None, line[1].review_by),
    "oldest": lambda line: (line[1].updated is None, line[1].updated),
}


@dataclass(frozen=True, slots=True)
class ArticlesPage(BoardPage):
    """All articles in one order."""

    tabs: tuple[Tab, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class ArticlePage(BoardPage):
    """One article."""

    locale: str
    url: str
    chart: Chart
    counts: Table
    comments: Table


@dashboard.get(f"{BASE}/articles")
def articles(locale: str) -> Response:
    """All articles."""
    order = request.args.get("by", "")
    more = {"by": order} if order in _ORDERS and order != "views" else {}
    board = board_of(locale, "articles", used=_USED, kept=more.items())
    titles = {
        "views": gettext("Read most"),
        "unhelpful": gettext("Did not help"),
        "exits": gettext("Exits"),
        "asked": gettext("Questions after it"),
        "review": gettext("To be reviewed"),
        "oldest": gettext("Changed longest ago"),
    }
    page = ArticlesPage(
        board=board,
        title=gettext("Articles"),
        tabs=tabs_of(board, titles, more.get("by", "views")),
        table=articles_table(Asked(locale, board.filters, more)),
    )
    return send_page("articles", page)


@dashboard.get(f"{BASE}/articles/article")
def article(locale: str) -> Response:
    """One article, by the parameters `of` (its locale) and `slug`."""
    of, slug = request.args.get("of", locale), readable_query(request.args.get("slug", ""))[0]
    more = {"of": of, "slug": slug}
    board = board_of(locale, "articles", used=("surface",), kept=more.items())
    asked = Asked(locale, board.filters, more)
    found = reports.articles(asked.database, board.filters.scope).get((of, slug))
    if found is None and (of, slug) not in library():
        raise NotFound
    days = reports.views_by_day(asked.database, board.filters.scope, of, slug)
    page = ArticlePage(
        board=board,
        title=article_title(of, slug),
        locale=of,
        url=article_url(of, slug),
        chart=chart_of("views", gettext("Views by day"), {gettext("Views"): days}),
        counts=_counts_table(asked, found or ArticleCount(of, slug)),
        comments=comments_table(asked),
    )
    return send_page("article", page)


@exported("articles")
def articles_table(asked: Asked) -> Table:
    """All articles of the library, and those that were read and are gone."""
    columns = (Column("article", gettext("Article")), Column("language", gettext("Language")), *_columns())
    counted, known = reports.articles(asked.database, asked.filters.scope), library()
    wanted = asked.filters.scope.locale
    keys = {key for key in (*counted, *known) if wanted in {"", key[0]}}
    lines = [(counted.get(key, ArticleCount(*key)), known.get(key, _UNKNOWN)) for key in sorted(keys)]
    lines.sort(key=_ORDERS.get(asked.more.get("by", ""), _ORDERS["views"]))
    rows = tuple(_row(asked, *line) for line in lines[:_MOST])
    return Table("articles", gettext("All articles"), columns, rows)


@exported("comments")
def comments_table(asked: Asked) -> Table:
    """The latest comments on one article."""
    columns = (
        Column("comment", gettext("Comment")),
        Column("day", gettext("Day"), Form.DATE),
        Column("helpful", gettext("Helpful?")),
    )
    said = reports.article_comments(
        asked.database, asked.filters.scope, asked.more.get("of", ""), asked.more.get("slug", "")
    )
    rows = tuple(cells(text, day, gettext("Yes") if helpful else gettext("No")) for day, helpful, text in said)
    empty = gettext("Nobody left a comment that is still kept.")
    return Table("comments", gettext("Latest comments"), columns, rows, empty)


def _columns() -> tuple[Column, ...]:
    exits = gettext("Share of the views on the help site after which no other article was opened from it")
    return (
        Column("views", gettext("Views"), Form.NUMBER),
        Column("found", gettext("Found by search"), Form.NUMBER),
        Column("helpfulness", gettext("Helpful"), Form.SHARE),
        Column("votes", gettext("Votes"), Form.NUMBER),
        Column("comments", gettext("Comments"), Form.NUMBER),
        Column("exit_rate", gettext("Exits"), Form.SHARE, exits),
        Column("asked", gettext("Questions after it"), Form.NUMBER),
        Column("updated", gettext("Changed"), Form.DATE),
        Column("review_by", gettext("Review by"), Form.DATE),
    )


def _row(asked: Asked, count: ArticleCount, fresh: Freshness) -> tuple[Cell, ...]:
    url = asked.filters.url(dashboard_url(asked.locale, "articles/article"), of=count.locale, slug=count.slug)
    return (Cell(fresh.title or count.slug, url, lang=count.locale), Cell(count.locale), *_numbers(count, fresh))


def _numbers(count: ArticleCount, fresh: Freshness) -> tuple[Cell, ...]:
    is_due = fresh.review_by is not None and fresh.review_by < today()
    return cells(
        count.views,
        count.found,
        count.helpfulness,
        count.helpful + count.unhelpful,
        count.comments,
        count.exit_rate,
        count.asked,
        fresh.updated,
        Cell(fresh.review_by, tone="bad" if is_due else ""),
    )


def _counts_table(asked: Asked, count: ArticleCount) -> Table:
    columns = (Column("what", gettext("What")), Column("value", gettext("Value")))
    known = library().get((count.locale, count.slug), _UNKNOWN)
    named = zip(_columns(), _numbers(count, known), strict=True)
    rows = tuple(
        (Cell(column.title), Cell(asked.written(cell.value, column.form), tone=cell.tone)) for column, cell in named
    )
    return Table("article", gettext("In these days"), columns, rows)
