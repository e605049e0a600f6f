"""What the states, kinds and history of gaps are called, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext, ngettext

from helpcenter.insights.gaps.gap import Happened
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.values import FailureKind, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpcenter.insights.gaps.gap import Entry, Gap

_TONES = {State.PROVEN: "good", State.REGRESSED: "bad", State.SHIPPED: "warn"}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A line of the history: who did what, when; `text` is what somebody wrote about it."""

    at: datetime
    who: str
    what: str
    text: str
    is_comment: bool


def state_title(state: State) -> str:
    """What a state is called."""
    titles = {
        State.OPEN: gettext("Open"),
        State.ASSIGNED: gettext("Assigned"),
        State.IN_PROGRESS: gettext("In progress"),
        State.SHIPPED: gettext("Shipped"),
        State.PROVEN: gettext("Proven"),
        State.REGRESSED: gettext("Regressed"),
        State.WONT_FIX: gettext("Won't fix"),
    }
    return str(titles[state])


def state_tone(state: State) -> str:
    """How a state is marked beside its name."""
    return _TONES.get(state, "")


def kind_title(kind: FailureKind | None) -> str:
    """What a kind of failure is called; a dash while it is not known."""
    titles = {
        FailureKind.MISSING: gettext("Not written yet"),
        FailureKind.UNFINDABLE: gettext("Written, but not found"),
        FailureKind.OTHER_LOCALE: gettext("Only in the other language"),
        FailureKind.FILTERED: gettext("Hidden by audience"),
    }
    return str(titles[kind]) if kind else "—"


def kind_text(kind: FailureKind | None, reason: Reason | None = None) -> str:
    """What a kind of failure means, and what helps."""
    if reason is Reason.READ_NEAR:
        return str(gettext("The search finds an article, and readers pass it by. Say in its title what they ask."))
    if reason is Reason.PERHAPS:
        return str(gettext("No article answers this for certain. Look at the nearest one; if it does not, write one."))
    texts = {
        FailureKind.MISSING: gettext("No article answers this. Write one."),
        FailureKind.UNFINDABLE: gettext("An article answers this, but these words do not lead to it. Add them to it."),
        FailureKind.OTHER_LOCALE: gettext("Only an article in another language answers this. Translate it."),
        FailureKind.FILTERED: gettext("An article answers this, but these readers may not see it."),
    }
    return str(texts[kind]) if kind else str(gettext("Why it fails is not known yet; it is looked at every hour."))


def reason_text(reason: Reason | None) -> str:
    """What tells that it is so."""
    texts = {
        Reason.CHOSEN: gettext("Readers who searched again in other words opened it."),
        Reason.RANKED_LOW: gettext("It answers some of the queries; others find it only too far down."),
        Reason.READ_NEAR: gettext("Those who asked saw it and did not open it."),
        Reason.UNTRANSLATED: gettext("The search in the other language finds it."),
        Reason.INTERNAL: gettext("The search of signed-in readers finds it."),
        Reason.PERHAPS: gettext("An article is near. Whether it answers, the search cannot say."),
        Reason.DENIED: gettext("Somebody read the text that seemed to answer, and said that it does not."),
        Reason.NOTHING_NEAR: gettext("No search comes near."),
    }
    return str(texts[reason]) if reason else ""


def next_step(gap: Gap, *, is_confirmed: bool = True) -> str:
    """What the state of a gap asks for."""
    texts = {
        State.OPEN: gettext("Take it, or say who looks after it."),
        State.ASSIGNED: gettext("Choose below how to fix it."),
        State.IN_PROGRESS: gettext("Choose below how to fix it."),
        State.SHIPPED: gettext("Publish the articles. Its queries are replayed then, which proves the fix, or not."),
        State.PROVEN: gettext("Nothing is left to do. If a later change loses the answer, it is told here."),
        State.REGRESSED: gettext("See which queries have lost their answer, and fix it again."),
        State.WONT_FIX: gettext("Open it again if it is to be fixed after all."),
    }
    if gap.state is State.SHIPPED and not is_confirmed:
        return str(gettext("Say whether the text answers the queries. A replay of what is published does the rest."))
    if gap.state is State.IN_PROGRESS and gap.answer:
        return str(gettext("When the article answers it, ship the gap."))
    return str(texts[gap.state])


def gap_title(gap: Gap) -> str:
    """What a gap is about; how many searches it has where nothing of it may be shown."""
    return gap.title or str(ngettext("%(num)s query of one person", "%(num)s queries, each of one person", gap.queries))


def history_line(entry: Entry) -> HistoryLine:
    """A line of the history in words."""
    who = entry.author.name if entry.author else str(gettext("Help center"))
    return HistoryLine(entry.at, who, _what(entry), entry.text, entry.kind is Happened.COMMENT)


def _what(entry: Entry) -> str:
    detail = entry.detail
    states = {"before": _state(detail, "from"), "after": _state(detail, "to")}
    replayed = {"found": _number(detail, "found"), "of": _number(detail, "of"), "state": _state(detail, "to")}
    given = gettext("gave it to %(name)s", name=detail["to"]) if detail.get("to") else gettext("let it go")
    texts = {
        Happened.CREATED: gettext("found this gap"),
        Happened.STATE: gettext("changed the state: %(before)s → %(after)s", **states),
        Happened.OWNER: given,
        Happened.COMMENT: gettext("wrote"),
        Happened.FIX: gettext("chose %(article)s to answer it", article=detail.get("answer", "")),
        Happened.REPLAY: gettext(
            "replayed it: %(found)s of %(of)s queries find the answer; %(state)s",
            **replayed,
        ),
        Happened.QUERIES: ngettext("added %(num)s query", "added %(num)s queries", _number(detail, "queries")),
        Happened.TITLE: gettext("renamed it from “%(title)s”", title=detail.get("from", "")),
        Happened.MERGED: _merged(detail),
        Happened.SPLIT: _split(detail),
        Happened.CONFIRMED: gettext("said that %(section)s answers the queries", section=detail.get("section", ""))
        if detail.get("answers")
        else gettext("said that %(section)s does not answer the queries", section=detail.get("section", "")),
    }
    return str(texts[entry.kind])


def _merged(detail: Mapping[str, object]) -> str:
    if like := _number(detail, "like"):
        return str(gettext("noticed that it seems to be about the same as gap %(number)s", number=like))
    if apart := _number(detail, "apart"):
        return str(gettext("said that gap %(number)s is about something else", number=apart))
    if into := _number(detail, "into"):
        return str(gettext("gave its queries to gap %(number)s", number=into))
    return str(gettext("gave it the queries of gap %(number)s", number=_number(detail, "from")))


def _split(detail: Mapping[str, object]) -> str:
    count = _number(detail, "queries")
    if into := _number(detail, "into"):
        return str(
            ngettext(
                "took %(num)s query out, into gap %(number)s",
                "took %(num)s queries out, into gap %(number)s",
                count,
                number=into,
            )
        )
    number = _number(detail, "from")
    return str(
        ngettext(
            "gave it %(num)s query of gap %(number)s", "gave it %(num)s queries of gap %(number)s", count, number=number
        )
    )


def _state(detail: Mapping[str, object], key: str) -> str:
    name = str(detail.get(key, ""))
    return state_title(State(name)) if name in set(State) else name


def _number(detail: Mapping[str, object], key: str) -> int:
    value = detail.get(key, 0)
    return value if isinstance(value, int) else 0
