"""Why a gap has no answer: no article, one that is not found, one in another language, one that is not for everybody.

What readers did says most: those who asked again in other words and then opened an article have named it. Where
nobody did, the searches of today are asked: everybody's own, that in the other languages, that of signed-in readers.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from helpcenter.insights.gaps.values import Failure, FailureKind, Reason
from helpcenter.search.results import Confidence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from helpcenter.insights.gaps.values import Evidence, ReplayedQuery

_CHOSEN_BY: Final = 2  # readers, or one whose choice a replay bears out
_OF_CHOICES: Final = 0.5
_OF_SEARCHES: Final = 1 / 3
_NEARLY_ALL: Final = 2 / 3


class _Candidate(NamedTuple):
    """An article that may be the answer, and why it did not get to the readers."""

    kind: FailureKind
    article: str
    reason: Reason


_NOTHING: Final = _Candidate(FailureKind.MISSING, "", Reason.NOTHING_NEAR)


def failure_of(evidence: Evidence) -> Failure:
    """Tell why a gap has no answer; `share` is the part of the choices, or of the searches, that say so."""
    rejected = _rejected(evidence.queries)
    chosen = _by_choice(evidence, rejected)
    if chosen is not None:
        return chosen
    asked = sum(query.times for query in evidence.queries)
    said: Counter[_Candidate] = Counter()
    for query in evidence.queries:
        said[_by_replay(query, evidence.public, rejected)] += query.times
    near = [(times, candidate) for candidate, times in said.items() if candidate is not _NOTHING]
    times, best = max(near, key=lambda each: (each[0], each[1].article), default=(0, _NOTHING))
    if not asked or times < _OF_SEARCHES * asked:
        return Failure(*_NOTHING, share=said[_NOTHING] / asked if asked else 1.0)
    if best.reason is Reason.READ_NEAR and times < _NEARLY_ALL * asked:
        best = best._replace(reason=Reason.RANKED_LOW)
    return Failure(*best, share=times / asked)


def _rejected(queries: Iterable[ReplayedQuery]) -> frozenset[str]:
    """Return the articles that more readers voted unhelpful than chose."""
    said: Counter[str] = Counter()
    for query in queries:
        said.update(query.chosen)
        said.subtract(query.rejected)
    return frozenset(article for article, votes in said.items() if votes < 0)


def _by_choice(evidence: Evidence, rejected: Collection[str]) -> Failure | None:
    """Return what readers found in the end, when enough of them found the same."""
    chosen: Counter[str] = Counter()
    for query in evidence.queries:
        chosen.update(query.chosen)
    choices = +Counter({article: times for article, times in chosen.items() if article not in rejected})
    if not choices:
        return None
    article, times = max(choices.items(), key=lambda each: (each[1], each[0]))
    is_borne_out = times == 1 == choices.total() and any(article in _found_by(query) for query in evidence.queries)
    if times < _OF_CHOICES * choices.total() or (times < _CHOSEN_BY and not is_borne_out):
        return None
    placed = _placed(article, evidence.queries[0].key.locale, evidence.public)
    return Failure(placed.kind, placed.article, Reason.CHOSEN, share=times / choices.total())


def _found_by(query: ReplayedQuery) -> Iterable[str]:
    replays = [query.own, *query.others.values(), *([query.internal] if query.internal else [])]
    return {article for replay in replays for article in replay.found}


def _by_replay(query: ReplayedQuery, public: Collection[str], rejected: Collection[str]) -> _Candidate:
    """Return what the surest of the searches stands behind; the readers' own when others are no surer."""
    locale = query.key.locale
    replays = [query.own, *([query.internal] if query.internal else []), *query.others.values()]
    sure = [
        (replay.confidence_score, placed)
        for replay in replays
        if replay.found
        and replay.confidence is Confidence.ANSWERED
        and (placed := _placed(replay.found[0], locale, public)).article not in rejected
    ]
    return max(sure, key=lambda each: each[0])[1] if sure else _NOTHING


def _placed(article: str, locale: str, public: Collection[str]) -> _Candidate:
    """Tell why readers of a locale do not get to an article; its twin in their language is the one to mend."""
    its, _, slug = article.partition("/")
    twin = f"{locale}/{slug}"
    if twin in public:
        return _Candidate(FailureKind.UNFINDABLE, twin, Reason.READ_NEAR)
    if its == locale:
        return _Candidate(FailureKind.FILTERED, article, Reason.INTERNAL)
    return _Candidate(FailureKind.OTHER_LOCALE, article, Reason.UNTRANSLATED)
