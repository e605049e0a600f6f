"""Mending a gap: the change to Markdown, what it would do to other queries, and the way it gets into the articles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import flash, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from helpcenter.content.git import prefix_of
from helpcenter.content.hindrances import Hindrance
from helpcenter.errors import ChangeError, ContentError, GapError, IndexUnavailableError, JudgmentsError
from helpcenter.insights.gaps.fixing import Place, adding, address_of, drafting, improving, questions_for
from helpcenter.insights.gaps.gap import Gap, GapQuery
from helpcenter.insights.gaps.previewing import Origin, Preview, preview
from helpcenter.insights.gaps.proving import prove_one
from helpcenter.insights.gaps.store import gap as kept_gap
from helpcenter.insights.gaps.store import queries_of
from helpcenter.insights.gaps.working import choose, ship
from helpcenter.web import sessions
from helpcenter.web.dashboard.blueprint import BASE, dashboard
from helpcenter.web.dashboard.frame import BoardPage, board_of, send_page
from helpcenter.web.dashboard.gap import Named, fix_url, gap_url, named
from helpcenter.web.dashboard.gap_acts import doing_of
from helpcenter.web.dashboard.gap_texts import gap_title
from helpcenter.web.dashboard.refusals import told_of
from helpcenter.web.dashboard.tables import Cell, Column, Form, Table
from helpcenter.web.forms import readable_text, typed, typed_line
from helpcenter.web.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.content.changes import Change
    from helpcenter.insights.gaps.previewing import Moved

_MOST_ASKS: Final = 10
_WAYS: Final = frozenset({"add", "improve", "new"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a fix is to be: its way, the article ("locale/slug"), and what was typed."""

    way: str
    article: str
    anchor: str
    questions: str
    title: str


@dataclass(frozen=True, slots=True)
class FixPage(BoardPage):
    """A fix of a gap. `patch` is empty until it was made; `place` is where to improve; `problem` what is wrong.

    `action` is where its form leads; its parameters say all it takes to open the page, in another language too.
    `asked` is how many queries a preview tried, `asks` what readers asked, to be answered where it is improved.
    """

    gap: Gap
    gap_url: str
    gap_title: str
    wanted: Wanted
    action: str
    article: Named | None
    path: str
    patch: str
    own: Table | None
    others: Table | None
    asked: int
    asks: tuple[GapQuery, ...]
    edit_url: str
    place: Place | None
    edits_here: bool
    problem: str


@dashboard.get(f"{BASE}/gaps/<int:number>/fix")
def fix(locale: str, number: int) -> Response:
    """The form of a fix, filled with what the gap offers."""
    known, queries = _gap(number)
    way = request.args.get("way", "")
    if way not in _WAYS:
        raise NotFound
    article = readable_text(request.args.get("article", "")) or f"{known.locale}/"
    questions = "\n".join(questions_for(queries, article.partition("/")[0]))
    wanted = Wanted(way, article, readable_text(request.args.get("anchor", "")), questions, known.title)
    if way != "improve":
        return _show(locale, known, wanted)
    try:
        return _show(locale, known, wanted, place=_place(wanted))
    except ChangeError as error:
        return _show(locale, known, wanted, problem=told_of(error))


@dashboard.post(f"{BASE}/gaps/<int:number>/fix")
def make_fix(locale: str, number: int) -> Response:
    """Tries the fix, hands it out as a patch, or writes it."""
    known, queries = _gap(number)
    wanted = Wanted(
        request.form.get("way", ""),
        typed_line("article"),
        typed_line("anchor"),
        typed("questions"),
        typed_line("title"),
    )
    act = request.form.get("do", "")
    if wanted.way not in _WAYS:
        raise BadRequest
    try:
        if wanted.way == "improve":
            choose(serving().recording.database, doing_of(number), wanted.article, _place(wanted).path)
            flash(gettext("%(article)s is to answer it. Ship the gap when it is improved.", article=wanted.article))
            return _back(locale, number)
        change = _change(known, queries, wanted)
        if act == "write":
            return _write(locale, known, wanted, change)
        if act == "patch":
            return _hand_out(known, wanted, change)
        return _show(locale, known, wanted, change=change, seen=_try(known, wanted, change))
    except GapError as error:
        return _show(locale, known, wanted, problem=told_of(error), status=HTTPStatus.CONFLICT)
    except (ChangeError, ContentError, JudgmentsError, IndexUnavailableError) as error:
        return _show(locale, known, wanted, problem=told_of(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _gap(number: int) -> tuple[Gap, tuple[GapQuery, ...]]:
    database = serving().recording.database
    try:
        return kept_gap(database, number), queries_of(database, [number])[number]
    except GapError as error:
        raise NotFound from error


def _change(known: Gap, queries: tuple[GapQuery, ...], wanted: Wanted) -> Change:
    articles = serving().config.articles
    if wanted.way == "add":
        questions = [line for line in wanted.questions.splitlines() if line.strip()]
        if not questions:
            raise ChangeError("Write at least one question.", Hindrance.NO_QUESTION)
        return adding(articles, wanted.article, questions)
    return drafting(articles, known, queries, wanted.article, wanted.title)


def _place(wanted: Wanted) -> Place:
    locale, _, slug = wanted.article.partition("/")
    article = serving().generations.current().article(locale, slug)
    if article is None:
        raise ChangeError(f"There is no article {wanted.article} any more.", Hindrance.GONE, path=wanted.article)
    return improving(serving().config.articles, article, wanted.anchor)


def _try(known: Gap, wanted: Wanted, change: Change) -> Preview:
    state = serving()
    current = state.generations.current()
    return preview(state.recording.database, known.id, change, wanted.article, state.config.articles, current)


def _write(locale: str, known: Gap, wanted: Wanted, change: Change) -> Response:
    """Writes into the articles folder, on a writer's own machine only, once the gap is theirs to change."""
    state = serving()
    if not state.config.edits_here:
        raise BadRequest
    database, doing = state.recording.database, doing_of(known.id)
    before = state.generations.current()
    chosen = choose(database, doing, wanted.article, change.path)
    change.write(state.config.articles)
    if wanted.way == "add":
        ship(database, replace(doing, version=chosen.version), wanted.article, before.commit)
        if (now := state.generations.current()) is not before:  # published before the gap was shipped, so not replayed
            prove_one(database, known.id, now)
        flash(gettext("%(path)s is written. The gap is replayed as soon as it is published.", path=change.path))
    else:
        flash(gettext("The draft %(path)s is written. Finish it, then ship the gap.", path=change.path))
    return _back(locale, known.id)


def _hand_out(known: Gap, wanted: Wanted, change: Change) -> Response:
    choose(serving().recording.database, doing_of(known.id), wanted.article, change.path)
    response = Response(change.patch(prefix_of(serving().config.articles)), mimetype="text/x-diff")
    response.headers["Content-Disposition"] = f"attachment; filename=gap-{known.id}.patch"
    response.headers["Cache-Control"] = sessions.PRIVATE
    return response


def _back(locale: str, number: int) -> Response:
    return redirect(gap_url(locale, number), HTTPStatus.SEE_OTHER)


def _show(
    locale: str,
    known: Gap,
    wanted: Wanted,
    *,
    change: Change | None = None,
    seen: Preview | None = None,
    place: Place | None = None,
    problem: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    titles = {
        "add": gettext("Add questions to an article"),
        "improve": gettext("Improve an article"),
        "new": gettext("Write a new article"),
    }
    config, database = serving().config, serving().recording.database
    path = place.path if place else f"{wanted.article}.md"
    page = FixPage(
        board=board_of(locale, "gaps", path=f"{gap_url(locale, known.id)}/fix"),
        title=titles[wanted.way],
        gap=kept_gap(database, known.id),  # as it stands by now
        gap_url=gap_url(locale, known.id),
        gap_title=gap_title(known),
        wanted=wanted,
        action=fix_url(locale, known.id, wanted.way, wanted.article, wanted.anchor),
        article=named(wanted.article) if wanted.way != "new" else None,
        path=path,
        patch=change.patch(prefix_of(config.articles)) if change else "",
        own=_own_table(seen.own) if seen else None,
        others=_others_table(seen.moved) if seen else None,
        asked=seen.asked if seen else 0,
        asks=tuple(each for each in queries_of(database, [known.id])[known.id] if each.is_shown)[:_MOST_ASKS],
        edit_url=address_of(config.edit_url, place or Place(path, 1)) if wanted.way != "new" else "",
        place=place,
        edits_here=config.edits_here,
        problem=problem,
    )
    return send_page("gap_fix", page, status)


def _own_table(moved: Iterable[Moved]) -> Table:
    rows = tuple((_query(each), *_ranks(each)) for each in moved)
    empty = gettext("Each of its queries was asked by one person alone, so none is shown.")
    return Table(
        "gap-own", gettext("The queries of this gap"), (Column("query", gettext("Query")), *_columns()), rows, empty
    )


def _others_table(moved: Iterable[Moved]) -> Table:
    origins = {
        Origin.PROVEN: gettext("Proven"),
        Origin.JUDGED: gettext("Judged"),
        Origin.LOGGED: gettext("Searched lately"),
    }
    columns = (
        Column("query", gettext("Query")),
        *_columns(),
        Column("article", gettext("Article")),
        Column("origin", gettext("Where it is from")),
    )
    rows = tuple(
        (_query(each), *_ranks(each), Cell(each.query.article), Cell(origins[each.query.origin])) for each in moved
    )
    empty = gettext("No other query would move.")
    return Table("gap-others", gettext("Other queries that would move"), columns, rows, empty)


def _columns() -> tuple[Column, ...]:
    deep = gettext("— is not among the first twenty")
    before = Column("before", gettext("Rank before"), Form.NUMBER, deep)
    return before, Column("after", gettext("Rank after"), Form.NUMBER, deep)


def _query(moved: Moved) -> Cell:
    return Cell(moved.query.text, lang=moved.query.locale)


def _ranks(moved: Moved) -> tuple[Cell, ...]:
    tone = "good" if moved.is_gained else "bad" if moved.is_lost else ""
    return Cell(moved.before), Cell(moved.after, tone=tone)
