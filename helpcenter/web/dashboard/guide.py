"""The guide inside the product: funnels of walkthroughs, elements that are missing, and the screens of searches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import request
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from helpcenter.content.screens import matches_path
from helpcenter.errors import IndexUnavailableError
from helpcenter.insights.reports import guide as reports
from helpcenter.insights.reports.guide import StepCount
from helpcenter.insights.reports.searches import by_screen
from helpcenter.web.addresses import article_url, dashboard_url
from helpcenter.web.dashboard.blueprint import BASE, dashboard
from helpcenter.web.dashboard.exporting import Asked, exported
from helpcenter.web.dashboard.frame import BoardPage, board_of, send_page
from helpcenter.web.dashboard.tables import Cell, Column, Form, Table, cells
from helpcenter.web.dashboard.titles import article_title
from helpcenter.web.query import readable_query
from helpcenter.web.serving import generation

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

_USED: Final = ("locale", "screen", "segment")


@dataclass(frozen=True, slots=True)
class WalkthroughsPage(BoardPage):
    """All walkthroughs, and what they could not point at."""

    table: Table
    missing: Table


@dataclass(frozen=True, slots=True)
class WalkthroughPage(BoardPage):
    """One walkthrough, step by step."""

    url: str
    funnel: Table
    missing: Table


@dataclass(frozen=True, slots=True)
class ScreensPage(BoardPage):
    """The screens of the product on which people search."""

    table: Table


@dashboard.get(f"{BASE}/walkthroughs")
def walkthroughs(locale: str) -> Response:
    """All walkthroughs."""
    board = board_of(locale, "walkthroughs", used=_USED)
    asked = Asked(locale, board.filters)
    title = gettext("Walkthroughs")
    return send_page("walkthroughs", WalkthroughsPage(board, title, walkthroughs_table(asked), missing_table(asked)))


@dashboard.get(f"{BASE}/walkthroughs/walkthrough")
def walkthrough(locale: str) -> Response:
    """One walkthrough, by the parameter `slug`."""
    slug = readable_query(request.args.get("slug", ""))[0]
    more = {"slug": slug}
    board = board_of(locale, "walkthroughs", used=_USED, kept=more.items())
    asked = Asked(locale, board.filters, more)
    funnel = funnel_table(asked)
    if not funnel.rows:
        raise NotFound
    page = WalkthroughPage(
        board=board,
        title=article_title(locale, slug),
        url=article_url(locale, slug),
        funnel=funnel,
        missing=missing_table(asked),
    )
    return send_page("walkthrough", page)


@dashboard.get(f"{BASE}/screens")
def screens(locale: str) -> Response:
    """The screens of searches."""
    board = board_of(locale, "screens", used=("locale", "segment"))
    return send_page("screens", ScreensPage(board, gettext("Screens"), screens_table(Asked(locale, board.filters))))


@exported("walkthroughs")
def walkthroughs_table(asked: Asked) -> Table:
    """All walkthroughs that anything happened with."""
    columns = (
        Column("walkthrough", gettext("Walkthroughs")),
        Column("started", gettext("Started"), Form.NUMBER),
        Column("completed", gettext("Completed"), Form.NUMBER),
        Column("completion", gettext("Completion"), Form.SHARE),
        Column("dismissed", gettext("Left"), Form.NUMBER),
        Column("seconds", gettext("Time to complete"), Form.SECONDS),
        Column("missing", gettext("Element missing"), Form.NUMBER),
    )
    path = dashboard_url(asked.locale, "walkthroughs/walkthrough")
    rows = tuple(
        cells(
            Cell(article_title(asked.locale, each.slug), asked.filters.url(path, slug=each.slug)),
            each.started,
            each.completed,
            Cell(each.completion, bar=each.completion),
            each.dismissed,
            each.mean_seconds,
            Cell(each.missing, tone="bad" if each.missing else ""),
        )
        for each in reports.walkthroughs(asked.database, asked.filters.scope)
    )
    empty = gettext("Nobody began a walkthrough in these days.")
    return Table("walkthroughs", gettext("All walkthroughs"), columns, rows, empty)


@exported("funnel")
def funnel_table(asked: Asked) -> Table:
    """The steps of one walkthrough in the order of its article; steps that are gone come last."""
    columns = (
        Column("step", gettext("Step")),
        Column("shown", gettext("Shown to"), Form.NUMBER),
        Column("reached", gettext("Of those who began"), Form.SHARE),
        Column("lost", gettext("Lost before the next"), Form.SHARE),
        Column("dismissed", gettext("Left here"), Form.NUMBER),
        Column("missing", gettext("Element missing"), Form.NUMBER),
    )
    slug = asked.more.get("slug", "")
    counted = reports.steps(asked.database, asked.filters.scope, slug)
    titles = _steps(asked.locale, slug)
    order = [*titles, *sorted(set(counted) - set(titles))]
    found = [counted.get(step, StepCount(step)) for step in order]
    began = max((each.shown for each in found), default=0)
    following = [*(each.shown for each in found[1:]), None][: len(found)]
    rows = tuple(
        cells(
            titles.get(each.step, each.step),
            each.shown,
            Cell(each.shown / began, bar=each.shown / began) if began else None,
            _lost(each.shown, after),
            each.dismissed,
            Cell(each.missing, tone="bad" if each.missing else ""),
        )
        for each, after in zip(found, following, strict=True)
    )
    empty = gettext("Nobody saw a step of it in these days.")
    return Table("funnel", gettext("Step by step"), columns, rows, empty)


@exported("missing-targets")
def missing_table(asked: Asked) -> Table:
    """The steps whose element was not there, with the screen."""
    columns = (
        Column("step", gettext("Step")),
        Column("walkthrough", gettext("Walkthroughs")),
        Column("screen", gettext("Screen")),
        Column("times", gettext("Times"), Form.NUMBER),
    )
    found = reports.missing_targets(asked.database, asked.filters.scope, asked.more.get("slug", ""))
    rows = tuple(
        cells(
            _steps(asked.locale, each.slug).get(each.step, each.step),
            article_title(asked.locale, each.slug),
            each.screen,
            each.times,
        )
        for each in found
    )
    empty = gettext("Every step found its element.")
    return Table("missing-targets", gettext("Elements that were missing"), columns, rows, empty)


@exported("screens")
def screens_table(asked: Asked) -> Table:
    """The screens of the product, those with most searches without an answer first."""
    columns = (
        Column("screen", gettext("Screen")),
        Column("searches", gettext("Searches"), Form.NUMBER),
        Column("unanswered", gettext("Without an answer"), Form.NUMBER),
        Column("answer_rate", gettext("Answer rate"), Form.SHARE),
        Column("share", gettext("Of all failures"), Form.SHARE),
        Column("walkthroughs", gettext("Walkthroughs there")),
    )
    found = by_screen(asked.database, asked.filters.scope)
    failures = sum(counts.unanswered for _, counts in found)
    path = dashboard_url(asked.locale)
    rows = tuple(
        cells(
            Cell(screen, asked.filters.url(path, screen=screen)),
            counts.searches,
            counts.unanswered,
            counts.answered / counts.made if counts.made else None,
            Cell(counts.unanswered / failures, bar=counts.unanswered / failures) if failures else None,
            _walkthroughs_on(asked.locale, screen) or None,
        )
        for screen, counts in found
    )
    empty = gettext("Nobody searched inside the product in these days.")
    return Table("screens", gettext("Screens by searches without an answer"), columns, rows, empty)


def _lost(shown: int, after: int | None) -> float | None:
    return max(shown - after, 0) / shown if shown and after is not None else None


def _steps(locale: str, slug: str) -> dict[str, str]:
    """The headings of a walkthrough's steps by their anchors, in its order, in the reader's locale or another one."""
    try:
        current = generation()
    except IndexUnavailableError:
        return {}
    known = (locale, *current.translations(slug))
    article = next((found for each in known if (found := current.article(each, slug))), None)
    return {each.anchor: each.heading for each in article.sections if each.step} if article else {}


def _walkthroughs_on(locale: str, screen: str) -> str:
    try:
        current = generation()
    except IndexUnavailableError:
        return ""
    if locale not in current.locales:
        return ""
    entries = current.guide(locale).walkthroughs
    return ", ".join(each.title for each in entries if any(matches_path(one, screen) for one in each.screens))
