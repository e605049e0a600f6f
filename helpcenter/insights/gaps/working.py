"""What people do about a gap: every change is a line of its history, and none overwrites what nobody looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update

from helpcenter.clock import utc_now
from helpcenter.errors import GapError
from helpcenter.insights.gaps.gap import MAX_COMMENT, MAX_TITLE, Gap, Happened, Person
from helpcenter.insights.gaps.refusals import Refusal
from helpcenter.insights.gaps.states import BY_PEOPLE, State
from helpcenter.insights.gaps.store import read_gap, read_history, read_queries, written_detail
from helpcenter.insights.masking import mask
from helpcenter.storage.tables import GapHistory, GapQueries, Gaps, UserRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from helpcenter.storage.database import Database


class GapChangedError(GapError):
    """Somebody else was first; `by` is None when that was the software."""

    def __init__(self, number: int, by: Person | None, at: datetime) -> None:
        who = by.name if by else "The software"
        super().__init__(
            f"{who} was first and changed gap {number} on {at:%Y-%m-%d at %H:%M} UTC. Look at it again, then decide."
        )
        self.by = by
        self.at = at


class GapTakenError(GapChangedError):
    """Somebody else looks after it already."""


@dataclass(frozen=True, slots=True)
class Doing:
    """Who changes which gap, as of which version they saw; without an author it is a terminal, or the software."""

    gap: int
    author: Person | None
    version: int | None = None


def take(database: Database, doing: Doing, now: datetime | None = None) -> Gap:
    """Give a gap to who asks for it, unless somebody has it.

    Raises:
        GapTakenError: somebody has it; the error says who.
        GapChangedError: it was changed since it was looked at.
        GapError: there is no such gap, or nobody who takes it.
        DatabaseUnavailableError: nothing was changed.
    """
    now = now or utc_now()
    if doing.author is None:
        told = "Only somebody with an account can take a gap. helpcenter user add makes one."
        raise GapError(told, Refusal.NO_ACCOUNT)
    with database.writing() as session:
        known = read_gap(session, doing.gap)
        if known.owner is not None and known.owner != doing.author:
            raise GapTakenError(known.id, *_since_when(session, known, known.owner))
        return _assigned(session, known, doing, doing.author, now)


def assign(database: Database, doing: Doing, owner: int | None, now: datetime | None = None) -> Gap:
    """Give a gap to a user by their id, or to nobody.

    Raises:
        GapChangedError: it was changed since it was looked at.
        GapError: there is no such gap or user, or it is no longer to be worked on.
        DatabaseUnavailableError: nothing was changed.
    """
    now = now or utc_now()
    with database.writing() as session:
        known = read_gap(session, doing.gap)
        user = session.get(UserRow, owner) if owner is not None else None
        if owner is not None and (user is None or user.disabled_at is not None):
            told = f"User {owner} cannot look after gap {known.id}: there is no such account in use."
            raise GapError(told, Refusal.NO_SUCH_OWNER)
        return _assigned(session, known, doing, Person(user.id, user.name) if user else None, now)


def move(database: Database, doing: Doing, state: State, reason: str = "", now: datetime | None = None) -> Gap:
    """Bring a gap into another state; `reason` is needed to leave one as it is, and kept masked.

    Raises:
        GapChangedError: it was changed since it was looked at.
        GapError: there is no such gap, or it cannot come into this state like this.
        DatabaseUnavailableError: nothing was changed.
    """
    now = now or utc_now()
    reason = _said(reason)
    with database.writing() as session:
        known = read_gap(session, doing.gap)
        if state not in BY_PEOPLE[known.state]:
            wanted = ", ".join(sorted(BY_PEOPLE[known.state]))
            told = f"Gap {known.id} is {known.state} and cannot become {state} by hand; it may become {wanted}."
            raise GapError(told, Refusal.NOT_THERE, state=known.state, wanted=state)
        if state is State.SHIPPED:
            told = f"Say which article answers gap {known.id}: ship it with its answer."
            raise GapError(told, Refusal.NO_ANSWER)
        if state is State.WONT_FIX and not reason:
            raise GapError(f"Say why nobody is to mend gap {known.id}.", Refusal.NO_REASON)
        if state is State.ASSIGNED and known.owner is None:
            raise GapError(f"Say who looks after gap {known.id}: assign it to somebody.", Refusal.NO_OWNER)
        values: dict[str, object] = {"state": state}
        if state is State.OPEN:
            values["owner"] = None
        change(session, known, doing, values, now)
        note(session, doing, Happened.STATE, reason, {"from": known.state, "to": state}, now)
        return read_gap(session, known.id)


def ship(database: Database, doing: Doing, answer: str, commit: str = "", now: datetime | None = None) -> Gap:
    """Say that the fix is written and which article ("locale/slug") answers it; the next publishing proves it, or not.

    Without `answer` it is the article that was chosen before, else the one its kind names. `commit` is what was in
    force until now. The ranks before the fix are those of the answer in what each query found at first.

    Raises:
        GapChangedError: it was changed since it was looked at.
        GapError: there is no such gap, it cannot be shipped, or nobody says what answers it.
        DatabaseUnavailableError: nothing was changed.
    """
    now = now or utc_now()
    with database.writing() as session:
        known = read_gap(session, doing.gap)
        answer = _checked_answer(answer or known.answer or known.article, known)
        if State.SHIPPED not in BY_PEOPLE[known.state]:
            told = f"Gap {known.id} is {known.state}. Open it again before it is shipped once more."
            raise GapError(told, Refusal.CLOSED, state=known.state)
        values = {"state": State.SHIPPED, "answer": answer, "shipped_at": now, "shipped_commit": commit}
        change(session, known, doing, values, now)
        _keep_ranks_before(session, known.id, answer)
        note(session, doing, Happened.STATE, "", {"from": known.state, "to": State.SHIPPED, "answer": answer}, now)
        return read_gap(session, known.id)


def choose(database: Database, doing: Doing, answer: str, fix: str, now: datetime | None = None) -> Gap:
    """Say which article ("locale/slug") is to answer a gap, and what is done to it; the gap is in progress from then.

    Raises:
        GapChangedError: it was changed since it was looked at.
        GapError: there is no such gap, it is shipped or closed, or the article has no name.
        DatabaseUnavailableError: nothing was changed.
    """
    now = now or utc_now()
    with database.writing() as session:
        known = read_gap(session, doing.gap)
        answer = _checked_answer(answer, known)
        if known.state is not State.IN_PROGRESS and State.IN_PROGRESS not in BY_PEOPLE[known.state]:
            told = f"Gap {known.id} is {known.state}. Open it again before it is mended."
            raise GapError(told, Refusal.CLOSED, state=known.state)
        change(session, known, doing, {"state": State.IN_PROGRESS, "answer": answer}, now)
        note(session, doing, Happened.FIX, fix, {"answer": answer, "from": known.state}, now)
        return read_gap(session, known.id)


def comment(database: Database, doing: Doing, text: str, now: datetime | None = None) -> None:
    """Add to the discussion, masked; needs no version, as it takes nothing away.

    Raises:
        GapError: there is no such gap, or nothing was said.
        DatabaseUnavailableError: nothing was kept.
    """
    now = now or utc_now()
    text = _said(text)
    if not text:
        raise GapError("The comment is empty.", Refusal.NO_COMMENT)
    with database.writing() as session:
        known = read_gap(session, doing.gap)
        note(session, Doing(known.id, doing.author), Happened.COMMENT, text, {}, now)


def rename(database: Database, doing: Doing, title: str, now: datetime | None = None) -> Gap:
    """Give a gap a better title, masked.

    Raises:
        GapChangedError: it was changed since it was looked at.
        GapError: there is no such gap, or the title is empty or too long.
        DatabaseUnavailableError: nothing was changed.
    """
    now = now or utc_now()
    title = " ".join(mask(title).split())
    if not title or len(title) > MAX_TITLE:
        raise GapError(f"A title has 1 to {MAX_TITLE} characters.", Refusal.TITLE, most=MAX_TITLE)
    with database.writing() as session:
        known = read_gap(session, doing.gap)
        change(session, known, doing, {"title": title}, now)
        note(session, doing, Happened.TITLE, title, {"from": known.title}, now)
        return read_gap(session, known.id)


def change(session: Session, known: Gap, doing: Doing, values: Mapping[str, object], now: datetime) -> None:
    """Write values of a gap if nobody changed it since its author looked.

    Raises:
        GapChangedError: somebody did; the error says who.
    """
    seen = known.version if doing.version is None else doing.version
    # To psycopg a name of an enumeration is not the text that it is.
    plain = {name: str(value) if isinstance(value, str) else value for name, value in values.items()}
    changed = session.connection().execute(
        update(Gaps).where(Gaps.id == known.id, Gaps.version == seen).values(**plain, version=seen + 1, updated_at=now)
    )
    if not changed.rowcount:
        last = next(iter(read_history(session, known.id, most=1)), None)
        raise GapChangedError(known.id, last.author if last else None, last.at if last else known.updated_at)
    session.expire_all()


def note(
    session: Session, doing: Doing, kind: Happened, text: str, detail: Mapping[str, object], now: datetime
) -> None:
    """Add a line to a gap's history."""
    session.add(
        GapHistory(
            gap_id=doing.gap,
            at=now,
            author=doing.author.id if doing.author else None,
            kind=str(kind),
            text=text,
            detail=written_detail(detail),
        )
    )
    session.flush()


def rank_of(answer: str, found: tuple[str, ...]) -> int | None:
    """Return the place of an article among those found, from 1; in whichever language its reader gets it."""
    slug = answer.partition("/")[2]
    return next((place for place, each in enumerate(found, start=1) if each.partition("/")[2] == slug), None)


def _assigned(session: Session, known: Gap, doing: Doing, owner: Person | None, now: datetime) -> Gap:
    if known.state in {State.PROVEN, State.WONT_FIX}:
        told = f"Gap {known.id} is {known.state}. Open it again before somebody looks after it."
        raise GapError(told, Refusal.CLOSED, state=known.state)
    state = known.state
    if owner is not None and state is State.OPEN:
        state = State.ASSIGNED
    elif owner is None and state in {State.ASSIGNED, State.IN_PROGRESS}:
        state = State.OPEN
    change(session, known, doing, {"owner": owner.id if owner else None, "state": state}, now)
    detail = {"from": known.owner.name if known.owner else "", "to": owner.name if owner else ""}
    note(session, doing, Happened.OWNER, "", detail, now)
    return read_gap(session, known.id)


def _since_when(session: Session, known: Gap, owner: Person) -> tuple[Person, datetime]:
    lines = (line for line in read_history(session, known.id) if line.kind is Happened.OWNER)
    return owner, next((line.at for line in lines), known.updated_at)


def _keep_ranks_before(session: Session, number: int, answer: str) -> None:
    for query in read_queries(session, [number])[number]:
        at = (GapQueries.locale == query.key.locale, GapQueries.normalized == query.key.normalized)
        session.execute(update(GapQueries).where(*at).values(rank_before=rank_of(answer, query.found)))


def _checked_answer(answer: str, known: Gap) -> str:
    locale, _, slug = answer.strip().partition("/")
    if not locale or not slug or len(answer) > 1_100:
        told = f"Say which article answers gap {known.id}, as locale/slug such as en/billing/refund."
        raise GapError(told, Refusal.NO_ANSWER)
    return f"{locale}/{slug}"


def _said(text: str) -> str:
    text = mask(text).strip()
    if len(text) > MAX_COMMENT:
        told = f"The text has {len(text):,} characters; {MAX_COMMENT:,} is the most."
        raise GapError(told, Refusal.LONG_TEXT, length=len(text), most=MAX_COMMENT)
    return text
