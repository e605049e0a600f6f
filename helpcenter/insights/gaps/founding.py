"""New gaps, and new queries of known ones. Whoever else does the same at the same time finds it done."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete

from helpcenter.insights.gaps.days import CountedQuery
from helpcenter.insights.gaps.gap import MAX_TITLE, SHOWN_FROM, GapQuery, Happened
from helpcenter.insights.gaps.replaying import replay
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.working import Doing, note
from helpcenter.storage.batches import insert
from helpcenter.storage.tables import GapQueries, Gaps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from helpcenter.search.generation import Generation
    from helpcenter.storage.database import Database

Named = CountedQuery | GapQuery
"""What a gap can be named after."""
_LEAST_IN_COMMON: Final = 2  # characters; one kanji says little


def found_gap(
    database: Database,
    queries: Sequence[CountedQuery],
    generation: Generation,
    now: datetime,
    *,
    by_words: bool = False,
) -> int | None:
    """Make a gap of queries, the most typical first; None when all of them belong to one by now.

    `by_words` tells that they came together by words alone.

    Raises:
        DatabaseUnavailableError: nothing was made.
    """
    found = _found(queries, generation)
    with database.writing() as session:
        number = new_gap(session, queries, now, by_words=by_words)
        added = _add(session, number, queries, found)
        if not added:
            session.execute(delete(Gaps).where(Gaps.id == number))
            return None
        note(session, Doing(number, None), Happened.CREATED, "", {"queries": added}, now)
        return number


def new_gap(session: Session, queries: Sequence[Named], now: datetime, *, by_words: bool = False) -> int:
    """Make a gap that has no queries yet, named after those it is to have, and return its number."""
    locale = Counter(query.key.locale for query in queries for _ in range(query.times)).most_common(1)[0][0]
    gap = Gaps(
        title=title_of(sorted(queries, key=lambda query: query.key.locale != locale)),  # in its own language
        locale=locale,
        state=str(State.OPEN),
        owner=None,
        kind="",
        article="",
        answer="",
        created_at=now,
        updated_at=now,
        shipped_at=None,
        shipped_commit="",
        proven_at=None,
        proven_commit="",
        version=1,
        reason="",
        harm=0.0,
        volume=0.0,
        trend=0.0,
        weight=0.0,
        hint="",
        by_words=by_words,
        confirmed_section="",
        confirmed_hash="",
        confirmed_at=None,
        confirmed_by=None,
    )
    session.add(gap)
    session.flush()
    return gap.id


def join_gap(
    database: Database, number: int, queries: Sequence[CountedQuery], generation: Generation, now: datetime
) -> int:
    """Add queries to a known gap; return how many of them belonged to none until then.

    Raises:
        DatabaseUnavailableError: none was added.
    """
    found = _found(queries, generation)
    with database.writing() as session:
        added = _add(session, number, queries, found)
        if added:
            note(session, Doing(number, None), Happened.QUERIES, "", {"queries": added}, now)
        return added


def title_of(queries: Sequence[Named]) -> str:
    """Return what names a gap: its most typical query that may be shown, else what two of its queries have in common.

    What one person alone typed names nothing; "" when there is no other name.
    """
    shown = next((query.text for query in queries if query.visitors >= SHOWN_FROM), "")
    return " ".join(shown.split())[:MAX_TITLE] or _common([query.key.normalized for query in queries])


def _common(texts: Sequence[str]) -> str:
    """Return the longest run of characters, of whole words where there are spaces, that two texts have in common."""
    best = ""
    for place, one in enumerate(texts[:20]):
        for other in texts[place + 1 : 20]:
            units, others = (one.split(), other.split()) if " " in one and " " in other else (list(one), list(other))
            match = SequenceMatcher(None, units, others, autojunk=False).find_longest_match()
            run = (" " if " " in one and " " in other else "").join(units[match.a : match.a + match.size])
            best = max(best, run.strip(), key=len)
    return best[:MAX_TITLE] if len(best) >= _LEAST_IN_COMMON else ""


def _found(queries: Sequence[CountedQuery], generation: Generation) -> list[tuple[str, ...]]:
    # Outside the transaction: nobody waits for a search while the database is held.
    return [replay(query.text, query.key.locale, generation).found for query in queries]


def _add(session: Session, number: int, queries: Sequence[CountedQuery], found: Sequence[tuple[str, ...]]) -> int:
    added = 0
    for query, articles in zip(queries, found, strict=True):
        adding = insert(session, GapQueries).values(
            locale=query.key.locale,
            normalized=query.key.normalized,
            gap_id=number,
            text=query.text,
            first_day=query.first_day,
            rank_before=None,
            rank_after=None,
            replayed_at=None,
            found="\n".join(articles),
            times=query.times,
            visitors=query.visitors,
            confidence_after="",
        )
        added += session.scalar(adding.on_conflict_do_nothing().returning(GapQueries.gap_id)) is not None
    return added
