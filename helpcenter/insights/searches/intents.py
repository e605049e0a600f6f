"""Search intents: what somebody was after in one attempt, and how each event changes it. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz.fuzz import ratio

from helpcenter.insights.leads import kept_query
from helpcenter.insights.outcomes import NOT_MADE, Outcome, outcome_of
from helpcenter.insights.searches.events import (
    Audience,
    Click,
    Escalation,
    Event,
    Finding,
    Search,
    SearchSurface,
    Verdict,
)
from helpcenter.search.results import PER_PAGE, Confidence  # msgspec reads annotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VISIT: Final = timedelta(minutes=30)
"""What somebody did longer ago has nothing to do with what they do now (what web analytics calls a session)."""
REFINING: Final = timedelta(minutes=5)
"""Who searches again so soon is still after the same, unless they found it."""
TYPING: Final = timedelta(seconds=10)
_NO_TIME: Final = timedelta(seconds=2)
"""Nobody ends one thought and begins another so soon; but half-converted kana become kanji."""
_ONE_CLICK: Final = timedelta(seconds=10)
_ALIKE: Final = 50  # percent; what was typed so far and what became of it
_MOST_SHOWN: Final = 50


class Intent(Struct, frozen=True, kw_only=True):
    """One attempt: a row of `search_intents`, whose columns have the same names."""

    id: str
    at: datetime
    last_at: datetime
    visitor: str
    audience: Audience
    surface: SearchSurface
    locale: str
    screen: str
    segment: str
    query: str
    normalized: str
    results: int
    confidence: Confidence | None
    confidence_score: float
    generation: str
    commit: str
    shown: tuple[str, ...]
    chain: str
    last_event: str
    outcome: Outcome = Outcome.UNCLICKED
    clicked: str = ""
    rank: int | None = None
    clicked_at: datetime | None = None
    clicks: int = 0
    dwell: int | None = None
    keystrokes: int = 1
    refined: bool = False
    vote: int | None = None
    question: str = ""


def advanced(recent: Sequence[Intent], event: Event) -> tuple[Intent, ...]:
    """Return the intents that an event makes or changes.

    `recent` are those of its visitor, the latest first, as far as they are not older than `VISIT` at the event's time.
    An event that is already in them changes nothing.
    """
    if any(event.id in {each.id, each.last_event} for each in recent):
        return ()
    return advanced_by_new(recent, event)


def advanced_by_new(recent: Sequence[Intent], event: Event) -> tuple[Intent, ...]:
    """Do what `advanced` does with an event that is known not to be in any of the intents."""
    match event:
        case Search():
            return tuple(_searched(recent, event))
        case Click():
            return tuple(_clicked(recent, event))
        case Verdict():
            return tuple(_judged(recent, event))
        case Escalation():
            return tuple(_escalated(recent, event))


def _searched(recent: Sequence[Intent], event: Search) -> Iterable[Intent]:
    now = _intent(event)
    before = next((each for each in recent if (each.surface, each.locale) == (now.surface, now.locale)), None)
    if before is not None and before.outcome is Outcome.ABANDONED:
        if _is_taken_up(before, now):
            yield _typed_on(before, now)
            return
    elif before is not None and event.refused is Outcome.ABANDONED and _is_same(before, now):
        return  # it was searched for: the words still stand in the field
    if before is not None and not _is_new(before, now) and event.refused is None:
        if _is_same(before, now):
            yield _repeated(before, now, event.page)
            return
        if event.is_typing and _is_typed_on(before, now):
            yield _typed_on(before, now)
            return
        if _is_refined(before, now):
            yield _judged_anew(replace(_read_until(before, event.at), refined=True))
            yield replace(now, chain=before.chain)
            return
    yield from (_judged_anew(_read_until(each, event.at)) for each in recent[:1] if _is_being_read(each))
    yield now


def _intent(event: Search) -> Intent:
    found = event.finding
    intent = Intent(
        id=event.id,
        at=event.at,
        last_at=event.at,
        visitor=event.visitor,
        audience=event.audience,
        surface=event.surface,
        locale=event.locale,
        screen=event.screen,
        segment=event.segment,
        query=event.query,
        normalized=kept_query(event.query),
        results=found.results,
        confidence=found.confidence,
        confidence_score=found.confidence_score,
        generation=found.generation,
        commit=found.commit,
        shown=found.shown,
        chain=event.id,
        last_event=event.id,
    )
    return replace(intent, outcome=event.refused) if event.refused else _judged_anew(intent)


def _is_new(before: Intent, now: Intent) -> bool:
    """Whether nothing of the intent before goes on: it was never made, or is of somebody who was signed in then."""
    return before.outcome in NOT_MADE or before.audience is not now.audience or bool(before.question)


def _is_same(before: Intent, now: Intent) -> bool:
    return _compared(before) == _compared(now)


def _is_typed_on(before: Intent, now: Intent) -> bool:
    since = now.at - before.last_at
    if before.clicks or since > TYPING:
        return False
    return since <= _NO_TIME or _are_alike(before, now)


def _are_alike(before: Intent, now: Intent) -> bool:
    was, became = _compared(before), _compared(now)
    return was.startswith(became) or became.startswith(was) or ratio(was, became) >= _ALIKE


def _is_taken_up(before: Intent, now: Intent) -> bool:
    """Whether somebody goes on with what they only typed before, and had not given up."""
    return before.audience is now.audience and now.at - before.last_at <= REFINING and _are_alike(before, now)


def _is_refined(before: Intent, now: Intent) -> bool:
    since = now.at - before.last_at
    return since <= REFINING and (not before.clicks or bool(_pieces(before) & _pieces(now)))


def _compared(intent: Intent) -> str:
    return intent.normalized or intent.query.casefold()


def _pieces(intent: Intent) -> set[str]:
    """The words of a query; of those without spaces, as in Japanese, the pairs of characters."""
    words = _compared(intent).split()
    pairs = (word[place : place + 2] for word in words if not word.isascii() for place in range(len(word) - 1))
    return {*words, *pairs}


def _repeated(before: Intent, now: Intent, page: int) -> Intent:
    """The same once more: another page of it, a reload, back from an article."""
    if page == 1 or len(before.shown) != PER_PAGE * (page - 1):
        shown = before.shown
    else:
        shown = (*before.shown, *now.shown)[:_MOST_SHOWN]
    return replace(_read_until(before, now.at), shown=shown, last_at=_later(before, now), last_event=now.id)


def _typed_on(before: Intent, now: Intent) -> Intent:
    grown = replace(
        now,
        id=before.id,
        at=before.at,
        last_at=_later(before, now),
        chain=before.chain,
        keystrokes=before.keystrokes + 1,
    )
    return _judged_anew(grown)


def _clicked(recent: Sequence[Intent], event: Click) -> Iterable[Intent]:
    wanted = kept_query(event.query) or event.query.casefold()
    led = [each for each in recent if (_compared(each) == wanted if wanted else event.article in each.shown)]
    for each in recent:
        if _is_being_read(each) and each not in led[:1]:
            yield _judged_anew(_read_until(each, event.at))
            break
    for each in led[:1]:
        if each.clicked == event.article and each.clicked_at and event.at - each.clicked_at < _ONE_CLICK:
            continue  # told by the page it was on and by the page it led to, or a double click
        rank = event.rank or (each.shown.index(event.article) + 1 if event.article in each.shown else None)
        opened = replace(
            each,
            clicked=event.article,
            rank=rank,
            clicked_at=event.at,
            clicks=each.clicks + 1,
            dwell=None,
            last_at=max(each.last_at, event.at),
            last_event=event.id,
        )
        yield _judged_anew(opened)


def _judged(recent: Sequence[Intent], event: Verdict) -> Iterable[Intent]:
    for each in [intent for intent in recent if intent.clicked == event.article][:1]:
        yield _judged_anew(replace(each, vote=int(event.helpful), last_event=event.id))


def _escalated(recent: Sequence[Intent], event: Escalation) -> Iterable[Intent]:
    """The searches that the question ends; without any it is one of its own."""
    wanted = kept_query(event.searched) or event.searched.casefold()
    searched = [each for each in recent if wanted and _compared(each) == wanted][:1]
    written = [each for each in recent if each.surface is SearchSurface.FORM and each not in searched][:1]
    for each in (*searched, *written):
        last = max(each.last_at, event.at)
        yield _judged_anew(replace(each, question=event.question, last_at=last, last_event=event.id))
    if not searched and not written:
        asked = Search(
            id=event.id,
            at=event.at,
            visitor=event.visitor,
            audience=event.audience,
            surface=SearchSurface.FORM,
            locale=event.locale,
            query=event.searched or event.text,
            finding=Finding(),
        )
        yield _judged_anew(replace(_intent(asked), question=event.question))


def _is_being_read(intent: Intent) -> bool:
    return intent.clicked_at is not None and intent.dwell is None


def _read_until(intent: Intent, at: datetime) -> Intent:
    """With how long its article was read, which is known when its reader does something else."""
    if intent.clicked_at is None or intent.dwell is not None or at < intent.clicked_at:
        return intent
    return replace(intent, dwell=int((at - intent.clicked_at).total_seconds()))


def _later(before: Intent, now: Intent) -> datetime:
    return max(before.last_at, now.at)


def _judged_anew(intent: Intent) -> Intent:
    if intent.outcome in NOT_MADE:
        return intent
    outcome = outcome_of(
        intent.confidence,
        is_clicked=intent.clicks > 0,
        is_refined=intent.refined,
        dwell=intent.dwell,
        is_helpful=None if intent.vote is None else bool(intent.vote),
        is_escalated=bool(intent.question),
    )
    return replace(intent, outcome=outcome)
