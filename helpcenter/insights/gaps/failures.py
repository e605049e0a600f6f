"""Why a gap has no answer: nothing is written, or it is not found, in another language, or not for everybody.

What enough readers did says most: those who asked again in other words and then opened an article have named it. Where
nobody did, the searches of today are asked: everybody's own, that in the other languages, that of signed-in readers.
Unless one of them says, and is sure, that an article answers (`Confidence.ANSWERED`), nothing is written yet: an
article that is merely near is a hint, and never the kind.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from helpcenter.insights.gaps.choices import is_believed
from helpcenter.insights.gaps.values import Failure, FailureKind, Reason
from helpcenter.search.results import Confidence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from helpcenter.insights.gaps.values import Evidence, Replay, ReplayedQuery

_OF_CHOICES: Final = 0.5
_OF_SEARCHES: Final = 1 / 3
# Searches that became a gap are not all searches: where one in four of all has no article (as `confidence_score`
# assumes), some three in four of these have none. By Bayes' rule their odds are nine times worse, so that it takes 0.9
# to be as sure as a card is of any search.
_SURE_ENOUGH: Final = 0.9
_NEARLY_ALL: Final = 2 / 3
_NEAR: Final = frozenset({Confidence.ANSWERED, Confidence.CONFIDENT})


class _Candidate(NamedTuple):
    """An article that may be the answer, and why it did not get to the readers."""

    kind: FailureKind
    article: str
    reason: Reason


_NOTHING: Final = _Candidate(FailureKind.MISSING, "", Reason.NOTHING_NEAR)


def failure_of(evidence: Evidence) -> Failure:
    """Tell why a gap has no answer; `share` is the part of the choices, or of the searches, that say so."""
    rejected = _rejected(evidence.queries) | evidence.denied
    chosen = _by_choice(evidence, rejected)
    if chosen is not None:
        return chosen
    asked = sum(query.times for query in evidence.queries)
    said: Counter[_Candidate] = Counter()
    for query in evidence.queries:
        said[_by_replay(query, evidence.public, rejected)] += query.times
    answering = [(times, candidate) for candidate, times in said.items() if candidate is not _NOTHING]
    times, best = max(answering, key=lambda each: (each[0], each[1].article), default=(0, _NOTHING))
    if not asked or times < _OF_SEARCHES * asked:
        return _missing(evidence, rejected, said[_NOTHING] / asked if asked else 1.0)
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
    choices = +Counter({article: readers for article, readers in chosen.items() if article not in rejected})
    if not choices:
        return None
    article, readers = max(choices.items(), key=lambda each: (each[1], each[0]))
    asked = max(sum(query.visitors for query in evidence.queries), choices.total())
    if readers < _OF_CHOICES * choices.total() or not is_believed(readers, asked):
        return None
    placed = _placed(article, evidence.queries[0].key.locale, evidence.public)
    return Failure(placed.kind, placed.article, Reason.CHOSEN, share=readers / choices.total())


def _missing(evidence: Evidence, rejected: Collection[str], share: float) -> Failure:
    """Return that nothing is written yet, with the article that perhaps answers enough of what was asked."""
    asked = sum(query.times for query in evidence.queries)
    near: Counter[str] = Counter()
    for query in evidence.queries:
        placed = (_placed(replay.found[0], query.key.locale, evidence.public) for replay in _near(query, _NEAR))
        hint = next((each.article for each in placed if each.article not in rejected), "")
        near[hint] += query.times if hint else 0
    hint, times = max(near.items(), key=lambda each: (each[1], each[0]), default=("", 0))
    if hint and times >= _OF_SEARCHES * asked:
        return Failure(FailureKind.MISSING, "", Reason.PERHAPS, share, hint)
    reason = Reason.DENIED if evidence.denied else Reason.NOTHING_NEAR
    return Failure(FailureKind.MISSING, "", reason, share)


def _by_replay(query: ReplayedQuery, public: Collection[str], rejected: Collection[str]) -> _Candidate:
    """Return what the surest of the searches says is the answer; the readers' own when others are no surer."""
    sure = [
        (replay.confidence_score, placed)
        for replay in _near(query, {Confidence.ANSWERED})
        if replay.confidence_score >= _SURE_ENOUGH
        and (placed := _placed(replay.found[0], query.key.locale, public)).article not in rejected
    ]
    return max(sure, key=lambda each: each[0])[1] if sure else _NOTHING


def _near(query: ReplayedQuery, confidences: Collection[Confidence]) -> Iterator[Replay]:
    """Yield the searches that found something with one of these confidences, the readers' own first."""
    for replay in (query.own, *([query.internal] if query.internal else []), *query.others.values()):
        if replay.found and replay.confidence in confidences:
            yield replay


def _placed(article: str, locale: str, public: Collection[str]) -> _Candidate:
    """Tell why readers of a locale do not get to an article; its twin in their language is the one to mend."""
    its, _, slug = article.partition("/")
    twin = f"{locale}/{slug}"
    if twin in public:
        return _Candidate(FailureKind.UNFINDABLE, twin, Reason.READ_NEAR)
    if its == locale:
        return _Candidate(FailureKind.FILTERED, article, Reason.INTERNAL)
    return _Candidate(FailureKind.OTHER_LOCALE, article, Reason.UNTRANSLATED)
