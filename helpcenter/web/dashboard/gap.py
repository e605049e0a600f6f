"""One gap: its queries, why they fail, who looks after it, the ways to mend it, and the proof."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from helpcenter.accounts.users import Role
from helpcenter.errors import GapError
from helpcenter.insights.gaps.reading import GapReport, gap_report
from helpcenter.insights.gaps.states import BY_PEOPLE, REPLAYED, State
from helpcenter.search.results import Hit, SearchRequest
from helpcenter.web.addresses import article_url, dashboard_url
from helpcenter.web.dashboard.blueprint import BASE, dashboard
from helpcenter.web.dashboard.charts import Chart, chart_of
from helpcenter.web.dashboard.frame import BoardPage, board_of, send_page
from helpcenter.web.dashboard.gap_alike import OtherGap, alike, merged
from helpcenter.web.dashboard.gap_answer import Question, question_of
from helpcenter.web.dashboard.gap_texts import (
    HistoryLine,
    gap_title,
    history_line,
    kind_text,
    kind_title,
    next_step,
    reason_text,
    state_title,
    state_tone,
)
from helpcenter.web.dashboard.gaps import Option
from helpcenter.web.dashboard.tables import Cell, Column, Form, Table, cells
from helpcenter.web.dashboard.titles import article_title
from helpcenter.web.query import readable_query
from helpcenter.web.serving import serving

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from helpcenter.insights.gaps.gap import Gap, GapQuery

_MOST_HITS: Final = 6
MOST_QUERIES: Final = 100
BY_HAND: Final = (State.OPEN, State.IN_PROGRESS, State.WONT_FIX)
"""States that have a button; a gap is assigned by its owner and shipped with its answer."""


@dataclass(frozen=True, slots=True)
class Named:
    """An article: what it is called, and where it is read; `is_gone` when the site has it no more."""

    name: str
    title: str
    url: str
    locale: str
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Way:
    """An article that was found for a gap's query, and the ways to mend the gap with it."""

    hit: Hit
    article: Named
    add_url: str
    improve_url: str


@dataclass(frozen=True, slots=True)
class GapPage(BoardPage):
    """A gap. `problem` says why what was asked for was not done, `more` how many queries are too rare to be listed.

    `next_step` is what its state asks for, `merged` the gap that has its queries now, `hint` the article that perhaps
    answers it, `question` what only a person can say.
    """

    report: GapReport
    state: str
    tone: str
    kind: str
    kind_text: str
    reason: str
    article: Named | None
    answer: Named | None
    chart: Chart
    queries: Table
    screens: Table
    segments: Table
    history: tuple[HistoryLine, ...]
    owners: tuple[Option, ...]
    moves: tuple[Option, ...]
    can_ship: bool
    can_mend: bool
    is_replayed: bool
    find: str
    ways: tuple[Way, ...]
    new_url: str
    next_step: str
    alike: tuple[OtherGap, ...]
    merged: OtherGap | None
    problem: str
    hint: Named | None
    question: Question | None
    can_split: bool
    more: int = 0
    most_queries: int = MOST_QUERIES

    @property
    def gap(self) -> Gap:
        """The gap itself."""
        return self.report.gap


@dashboard.get(f"{BASE}/gaps/<int:number>")
def gap(locale: str, number: int) -> Response:
    """The page."""
    return show_gap(locale, number)


def gap_url(locale: str, number: int) -> str:
    """Where a gap is."""
    return dashboard_url(locale, f"gaps/{number}")


def named(article: str) -> Named | None:
    """An article by "locale/slug"; None for ""."""
    if not article:
        return None
    locale, _, slug = article.partition("/")
    generations = serving().generations
    is_gone = generations.is_published and not generations.current().translations(slug)
    return Named(article, article_title(locale, slug), article_url(locale, slug), locale, is_gone)


def show_gap(locale: str, number: int, problem: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
    """The page of a gap, with what went wrong."""
    board = board_of(locale, "gaps", path=gap_url(locale, number))
    scope = board.filters.scope
    try:
        report = gap_report(serving().recording.database, number, scope.since, scope.until)
    except GapError as error:
        raise NotFound from error
    known, question = report.gap, question_of(report)
    find = readable_query(request.args.get("find", ""))[0] or next((query.text for query in report.queries), "")
    series = {
        gettext("Answered"): {day: each.answered for day, each in report.days.items()},
        gettext("Without an answer"): {day: each.unanswered for day, each in report.days.items()},
    }
    page = GapPage(
        board=board,
        title=gap_title(known),
        report=report,
        state=state_title(known.state),
        tone=state_tone(known.state),
        kind=kind_title(known.kind),
        kind_text=kind_text(known.kind, known.reason),
        reason=reason_text(known.reason),
        article=named(known.article),
        answer=named(known.answer),
        chart=chart_of("gap-days", gettext("Searches by day"), series),
        queries=_queries_table(report),
        screens=_counted_table("gap-screens", gettext("Screens"), gettext("Screen"), report.screens),
        segments=_counted_table("gap-segments", gettext("Segments"), gettext("Segment"), report.segments),
        history=tuple(map(history_line, report.history)),
        owners=_owners(known),
        moves=tuple(
            Option(state, state_title(state), state is known.state)
            for state in BY_HAND
            if state in BY_PEOPLE[known.state]
        ),
        can_ship=State.SHIPPED in BY_PEOPLE[known.state],
        can_mend=State.IN_PROGRESS in BY_PEOPLE[known.state] or known.state is State.IN_PROGRESS,
        is_replayed=known.state in REPLAYED,
        find=find,
        ways=_ways(locale, known, find),
        new_url=fix_url(locale, number, "new"),
        next_step=next_step(known, is_confirmed=question is None or not question.is_asked),
        alike=alike(locale, report),
        merged=merged(locale, report),
        problem=problem,
        hint=named(known.hint),
        question=question,
        can_split=bool(report.queries) and known.queries > 1,
        more=max(len(report.queries) - MOST_QUERIES, 0),
    )
    return send_page("gap", page, status)


def fix_url(locale: str, number: int, way: str, article: str = "", anchor: str = "") -> str:
    """Where a gap is mended in one way."""
    said = {"way": way, "article": article, "anchor": anchor}
    return f"{gap_url(locale, number)}/fix?{urlencode({name: value for name, value in said.items() if value})}"


def _ways(locale: str, known: Gap, find: str) -> tuple[Way, ...]:
    generations = serving().generations
    if not find or not generations.is_published:
        return ()
    found = generations.current().search(SearchRequest(find, known.locale, per_page=_MOST_HITS))
    return tuple(
        Way(
            hit,
            article,
            fix_url(locale, known.id, "add", article.name),
            fix_url(locale, known.id, "improve", article.name, hit.sections[0].anchor if hit.sections else ""),
        )
        for hit in found.hits
        if (article := named(f"{hit.locale}/{hit.slug}"))
    )


def _owners(known: Gap) -> tuple[Option, ...]:
    writers = (user for user in serving().users.all() if user.is_enabled and user.may_act_as(Role.WRITER))
    owner = known.owner.id if known.owner else None
    return (
        Option("", gettext("Nobody"), owner is None),
        *(Option(str(user.id), user.name, user.id == owner) for user in writers),
    )


def _queries_table(report: GapReport) -> Table:
    is_shipped = report.gap.shipped_at is not None
    deep = gettext("— is not among the first twenty")
    ranks = (
        Column("rank_before", gettext("Rank before"), Form.NUMBER, deep),
        Column("rank_after", gettext("Rank now"), Form.NUMBER, deep),
    )
    columns = (
        Column("query", gettext("Query")),
        *(ranks if is_shipped else ()),
        Column("searches", gettext("Searches"), Form.NUMBER),
        Column("people", gettext("People"), Form.NUMBER, gettext("Visitors of each day added up, at least two")),
    )
    rows = tuple(
        (
            Cell(query.text, lang=query.key.locale),
            *(_ranks(query) if is_shipped else ()),
            Cell(query.times),
            Cell(query.visitors),
        )
        for query in report.queries[:MOST_QUERIES]
    )
    empty = gettext("Each of its queries was asked by one person alone, so none is shown.")
    return Table("gap-queries", gettext("Queries"), columns, rows, empty)


def _ranks(query: GapQuery) -> tuple[Cell, Cell]:
    tone = ("good" if query.is_answered else "warn" if query.is_found else "bad") if query.replayed_at else ""
    return Cell(query.rank_before), Cell(query.rank_after, tone=tone)


def _counted_table(name: str, title: str, of_what: str, counted: tuple[tuple[str, int], ...]) -> Table:
    columns = (Column("name", of_what), Column("searches", gettext("Searches"), Form.NUMBER))
    return Table(name, title, columns, tuple(cells(*pair) for pair in counted), gettext("None was told."))
