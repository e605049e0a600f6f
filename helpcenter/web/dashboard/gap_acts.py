"""What the forms of a gap's page do."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import flash, redirect, request
from flask_babel import gettext, ngettext
from werkzeug.exceptions import BadRequest

from helpcenter.errors import GapError
from helpcenter.insights.gaps.confirming import confirm, deny
from helpcenter.insights.gaps.gap import Person
from helpcenter.insights.gaps.merging import keep_apart, merge
from helpcenter.insights.gaps.proving import prove_one
from helpcenter.insights.gaps.refreshing import Sources, look_again, sources_of
from helpcenter.insights.gaps.splitting import split
from helpcenter.insights.gaps.states import REPLAYED, State
from helpcenter.insights.gaps.values import QueryKey
from helpcenter.insights.gaps.working import Doing, assign, comment, move, rename, ship, take
from helpcenter.web import sessions
from helpcenter.web.dashboard.blueprint import BASE, dashboard
from helpcenter.web.dashboard.gap import BY_HAND, gap_url, show_gap
from helpcenter.web.dashboard.gap_answer import text_in_form
from helpcenter.web.dashboard.gap_texts import state_title
from helpcenter.web.dashboard.refusals import told_of
from helpcenter.web.forms import typed, typed_line
from helpcenter.web.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response


@dashboard.post(f"{BASE}/gaps/<int:number>")
def change_gap(locale: str, number: int) -> Response:
    """Does what a form of the page asks for."""
    act = _ACTS.get(request.form.get("do", ""))
    if act is None:
        raise BadRequest
    try:
        told = act(doing_of(number))
    except GapError as error:
        return show_gap(locale, number, told_of(error), HTTPStatus.CONFLICT)
    flash(told)
    return redirect(gap_url(locale, number), HTTPStatus.SEE_OTHER)


def doing_of(number: int) -> Doing:
    """Who changes a gap, as of the version that their form shows."""
    user = sessions.reader()
    if user is None:
        raise BadRequest
    return Doing(number, Person(user.id, user.name), _form_number("version"))


def _take(doing: Doing) -> str:
    take(serving().recording.database, doing)
    return str(gettext("It is yours now."))


def _assign(doing: Doing) -> str:
    wanted = _form_number("owner") if request.form.get("owner") else None
    owner = assign(serving().recording.database, doing, wanted).owner
    return str(gettext("%(name)s looks after it now.", name=owner.name) if owner else gettext("Nobody looks after it."))


def _move(doing: Doing) -> str:
    wanted = request.form.get("state", "")
    if wanted not in BY_HAND:
        raise BadRequest
    moved = move(serving().recording.database, doing, State(wanted), typed("reason"))
    return str(gettext("State: %(state)s", state=state_title(moved.state)))


def _ship(doing: Doing) -> str:
    generations = serving().generations
    commit = generations.current().commit if generations.is_published else ""
    shipped = ship(serving().recording.database, doing, typed_line("answer"), commit)
    if not generations.is_published:
        return str(gettext("Shipped. It is replayed when something is published."))
    proof = prove_one(serving().recording.database, shipped.id, generations.current())
    if proof.state is State.PROVEN:
        return str(gettext("Shipped, and proven: the queries find the answer already."))
    if proof.waits_for_a_person:
        return str(gettext("Shipped. The queries find it: say now whether its text answers them."))
    return str(gettext("Shipped. It is replayed whenever something is published."))


def _comment(doing: Doing) -> str:
    comment(serving().recording.database, doing, typed("text"))
    return str(gettext("Your comment is kept."))


def _rename(doing: Doing) -> str:
    rename(serving().recording.database, doing, typed_line("title"))
    return str(gettext("It has another title now."))


def _replay(doing: Doing) -> str:
    proof = prove_one(serving().recording.database, doing.gap, serving().generations.current())
    if proof.state is State.PROVEN:
        return str(gettext("Every query that may be shown finds the answer."))
    if proof.waits_for_a_person:
        return str(gettext("The queries find it: say now whether its text answers them."))
    missing = len(proof.missing)
    return str(
        ngettext("%(num)s query does not find the answer yet.", "%(num)s queries do not find the answer yet.", missing)
    )


def _merge(doing: Doing) -> str:
    into = merge(serving().recording.database, doing, _form_number("other"), _form_number("other_version"))
    return str(gettext("Merged: its queries belong to gap %(number)s now.", number=into.id))


def _apart(doing: Doing) -> str:
    other = _form_number("other")
    keep_apart(serving().recording.database, doing, other)
    return str(gettext("It stays apart from gap %(number)s, and that is not proposed again.", number=other))


def _split(doing: Doing) -> str:
    keys = {
        QueryKey(locale, text) for locale, _, text in (each.partition("/") for each in request.form.getlist("query"))
    }
    into = _form_number("into") if request.form.get("into") else None
    done = split(serving().recording.database, doing, keys, into)
    if (sources := _sources()) is not None:
        look_again(serving().recording.database, sources, {done.gap.id, done.other.id})
    return str(
        ngettext(
            "Gap %(number)s has %(num)s query of it now, and stays apart.",
            "Gap %(number)s has %(num)s queries of it now, and stays apart.",
            done.moved,
            number=done.other.id,
        )
    )


def _confirm(doing: Doing) -> str:
    confirmed = confirm(serving().recording.database, doing, text_in_form(doing.gap))
    if confirmed.state not in REPLAYED:
        return str(gettext("Kept: the text answers them."))
    proof = prove_one(serving().recording.database, doing.gap, serving().generations.current())
    if proof.state is State.PROVEN:
        return str(gettext("Proven: the text answers the queries, and they find it."))
    return str(gettext("Kept: the text answers them. Not all of the queries find it yet."))


def _deny(doing: Doing) -> str:
    deny(serving().recording.database, doing, text_in_form(doing.gap))
    return str(gettext("Kept: the text does not answer them. The article is not named for this gap again."))


def _sources() -> Sources | None:
    """What gaps are explained by; None when nothing is published."""
    state = serving()
    if not state.generations.is_published:
        return None
    return sources_of(state.generations.current(), state.internal.current() if state.internal.is_published else None)


def _form_number(name: str) -> int:
    text = request.form.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise BadRequest
    return int(text)


_ACTS: Final[dict[str, Callable[[Doing], str]]] = {
    "take": _take,
    "assign": _assign,
    "move": _move,
    "ship": _ship,
    "comment": _comment,
    "rename": _rename,
    "replay": _replay,
    "merge": _merge,
    "apart": _apart,
    "split": _split,
    "confirm": _confirm,
    "deny": _deny,
}
