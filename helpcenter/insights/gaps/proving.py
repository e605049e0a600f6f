"""Proof: a person says which text answers the queries of a gap, and a replay shows that they find it.

A gap is proven when somebody confirmed a text of its answer that still says the same (see `confirming`), when each of
its queries that two or more people asked is answered by that article, and when at least four fifths of all its queries
have it among their first three. *Answered* means that the article comes first and the search stands behind it: its
readers see the card of the first article, so a right article in third place below the card of a wrong one is no proof.
What one person alone asked is never shown; nobody can confirm it, so it only has to find the article. Where nothing
may be shown, four fifths have to be answered.

A proven gap has regressed when a query that may be shown and had found its answer finds it there no more, or has the
card of another article in its place, or when by such losses fewer than four fifths find it. A text that was changed
since somebody confirmed it brings the gap back to shipped. Gaps that were proven before anybody was asked stay proven.
Queries of a locale that the site no longer has are not asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import update

from helpcenter.clock import utc_now
from helpcenter.insights.gaps.confirming import Standing, standing_of
from helpcenter.insights.gaps.gap import WANTED_RANK, Gap, GapQuery, Happened
from helpcenter.insights.gaps.replaying import replay
from helpcenter.insights.gaps.states import REPLAYED, State
from helpcenter.insights.gaps.store import GapFilter, gap, gaps, queries_of, read_gap
from helpcenter.insights.gaps.values import QueryKey
from helpcenter.insights.gaps.working import Doing, GapChangedError, change, note, rank_of
from helpcenter.search.results import Confidence
from helpcenter.storage.tables import GapQueries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from helpcenter.search.generation import Generation
    from helpcenter.storage.database import Database


PROVEN_SHARE: Final = 0.8
"""So much of all queries of a gap has to find the answer, and all that may be shown."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of a gap that was replayed: the rank of the answer before the fix, at the last replay, and now.

    `confidence` is how far the search stands behind what comes first now.
    """

    key: QueryKey
    text: str
    is_shown: bool
    before: int | None
    last: int | None
    now: int | None
    confidence: Confidence

    @property
    def is_found(self) -> bool:
        """Whether the answer is where readers see it."""
        return _is_high(self.now)

    @property
    def is_answered(self) -> bool:
        """Whether the answer comes first, and the search stands behind it."""
        return self.now == 1 and self.confidence is Confidence.ANSWERED

    @property
    def is_lost(self) -> bool:
        """Whether the answer was there at the last replay, and is no more, or has another's card in its place."""
        is_overtaken = self.last == 1 != self.now and self.confidence is Confidence.ANSWERED
        return _is_high(self.last) and (is_overtaken or not self.is_found)


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of replaying a gap. `is_published` tells whether the site has the article that is to answer it.

    `standing` is what a person's word about its answer is worth. `is_first` is set when it was not replayed since it
    was shipped.
    """

    gap: Gap
    asked: tuple[Asked, ...]
    state: State
    is_published: bool
    is_first: bool
    standing: Standing = Standing.NONE

    @property
    def missing(self) -> tuple[Asked, ...]:
        """The queries that may be shown and are not answered by the answer."""
        return tuple(each for each in self.asked if each.is_shown and not each.is_answered)

    @property
    def waits_for_a_person(self) -> bool:
        """Whether all it takes to be proven is that somebody says what answers it."""
        return self.gap.state in REPLAYED and self.standing is not Standing.HOLDS and _is_answered(self.asked)

    @property
    def is_moved(self) -> bool:
        """Whether the gap comes into another state by it."""
        return self.state is not self.gap.state


def prove(database: Database, generation: Generation, now: datetime | None = None) -> tuple[Proof, ...]:
    """Replay all gaps that were shipped once on what was published, and write down what came of it.

    A gap that somebody changes meanwhile is left to the next time.

    Raises:
        DatabaseUnavailableError: the database cannot be used; gaps after that one were not replayed.
    """
    now = now or utc_now()
    proofs = []
    for known in gaps(database, GapFilter(states=REPLAYED)):
        try:
            proofs.append(prove_one(database, known.id, generation, now))
        except GapChangedError:
            continue
    return tuple(proofs)


def prove_one(database: Database, number: int, generation: Generation, now: datetime | None = None) -> Proof:
    """Replay one gap, and write down what came of it when it was shipped once; otherwise only look.

    Raises:
        GapError: there is no such gap, or it was changed meanwhile.
        DatabaseUnavailableError: the database cannot be used; nothing was changed.
    """
    known = gap(database, number)
    proof = proof_of(known, queries_of(database, [number])[number], generation)
    if known.state in REPLAYED:
        with database.writing() as session:
            _keep(session, proof, generation, now or utc_now())
    return proof


def proof_of(known: Gap, queries: Sequence[GapQuery], generation: Generation) -> Proof:
    """Replay a gap's queries; without an answer that was chosen, the article its kind names is looked for."""
    answer = known.answer or known.article
    asked = tuple(_asked(query, answer, generation) for query in queries if query.key.locale in generation.locales)
    slug = answer.partition("/")[2]
    is_published = bool(slug) and bool(generation.translations(slug))
    replayed = max((query.replayed_at for query in queries if query.replayed_at), default=None)
    is_first = replayed is None or (known.shipped_at is not None and replayed < known.shipped_at)
    standing = standing_of(known, generation)
    return Proof(known, asked, _state_after(known.state, asked, standing), is_published, is_first, standing)


def _asked(query: GapQuery, answer: str, generation: Generation) -> Asked:
    found = replay(query.text, query.key.locale, generation)
    return Asked(
        query.key,
        query.text,
        query.is_shown,
        query.rank_before,
        query.rank_after,
        rank_of(answer, found.found),
        found.confidence,
    )


def _state_after(state: State, asked: Sequence[Asked], standing: Standing) -> State:
    if state is State.PROVEN:
        lost = [each for each in asked if each.is_lost]
        if any(each.is_shown for each in lost) or (lost and not _are_enough(asked)):
            return State.REGRESSED
        return State.SHIPPED if standing is Standing.OUTDATED else state
    is_proven = standing is Standing.HOLDS and _is_answered(asked)
    return State.PROVEN if is_proven and state in REPLAYED else state


def _is_answered(asked: Sequence[Asked]) -> bool:
    shown = [each for each in asked if each.is_shown]
    if not shown:  # then the search has to stand behind the answer where nobody can look
        return bool(asked) and sum(each.is_answered for each in asked) >= PROVEN_SHARE * len(asked)
    return _are_enough(asked) and all(each.is_answered for each in shown)


def _are_enough(asked: Sequence[Asked]) -> bool:
    return bool(asked) and sum(each.is_found for each in asked) >= PROVEN_SHARE * len(asked)


def _is_high(rank: int | None) -> bool:
    return rank is not None and rank <= WANTED_RANK


def _keep(session: Session, proof: Proof, generation: Generation, now: datetime) -> None:
    known, commit = proof.gap, generation.commit
    doing = Doing(known.id, None, known.version)
    if read_gap(session, known.id).version != known.version:
        raise GapChangedError(known.id, None, now)
    if proof.is_moved:
        values: dict[str, object] = {"state": proof.state}
        if proof.state is State.PROVEN:
            values |= {"proven_at": now, "proven_commit": commit}
        change(session, known, doing, values, now)
    elif known.state is State.PROVEN and known.proven_commit.endswith("+") and not commit.endswith("+"):
        change(session, known, doing, {"proven_commit": commit}, now)  # what was proven is in a commit now
    if proof.is_moved or proof.is_first or any(each.last != each.now for each in proof.asked):
        note(session, doing, Happened.REPLAY, "", _told(proof, commit), now)
    for each in proof.asked:
        at = (GapQueries.locale == each.key.locale, GapQueries.normalized == each.key.normalized)
        replayed = {"rank_after": each.now, "confidence_after": str(each.confidence), "replayed_at": now}
        session.execute(update(GapQueries).where(*at).values(**replayed))


def _told(proof: Proof, commit: str) -> dict[str, object]:
    shown = [each for each in proof.asked if each.is_shown]
    return {
        "from": proof.gap.state,
        "to": proof.state,
        "commit": commit,
        "answer": proof.gap.answer,
        "found": sum(each.is_found for each in proof.asked),
        "answered": sum(each.is_answered for each in proof.asked),
        "of": len(proof.asked),
        "standing": proof.standing,
        "published": proof.is_published,
        "ranks": [
            {"locale": each.key.locale, "query": each.text, "before": each.before, "now": each.now} for each in shown
        ],
    }
