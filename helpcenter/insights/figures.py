"""Figures: each one value with its numerator and denominator, defined here once for pages, exports and the digest.

All of them count what `outcomes` defines, of readers alone. A search that was *made* was neither rejected, unavailable
nor abandoned. What stands in a rollup adds up over days, so a figure of a month is not the mean of its days.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final


@dataclass(frozen=True, slots=True)
class SearchCounts:
    """How many searches there were, and what came of them.

    `made` were made, `found` had results, `empty` had none; in `clicked` a result was opened, whose `ranks` add up over
    those `ranked`; `refined` were followed by another search after the same. The others are outcomes.
    """

    searches: int = 0
    made: int = 0
    found: int = 0
    empty: int = 0
    clicked: int = 0
    ranked: int = 0
    ranks: int = 0
    refined: int = 0
    answered: int = 0
    unclicked: int = 0
    low_confidence: int = 0
    zero_result: int = 0
    escalated: int = 0
    unhelpful: int = 0
    rejected: int = 0
    unavailable: int = 0
    abandoned: int = 0

    def __add__(self, other: SearchCounts) -> SearchCounts:
        return SearchCounts(*(getattr(self, name) + getattr(other, name) for name in COUNTS))

    @property
    def unanswered(self) -> int:
        """How many were made without an answer, as far as is known."""
        return self.unclicked + self.low_confidence + self.zero_result + self.escalated + self.unhelpful


COUNTS: Final = tuple(field.name for field in fields(SearchCounts))


class Kind(StrEnum):
    """The figures, in the order they are shown."""

    ANSWER_RATE = "answer_rate"
    ZERO_RESULT_RATE = "zero_result_rate"
    NO_CLICK_RATE = "no_click_rate"
    CLICK_THROUGH_RATE = "click_through_rate"
    MEAN_CLICK_RANK = "mean_click_rank"
    REFINEMENT_RATE = "refinement_rate"
    SELF_SERVICE_RATIO = "self_service_ratio"
    DEFLECTION = "deflection"


RATIOS: Final = frozenset({Kind.MEAN_CLICK_RANK, Kind.SELF_SERVICE_RATIO})
"""Not shares of a whole: a rank, and a number of answers for each question."""
BETTER_WHEN_LOWER: Final = frozenset(
    {Kind.ZERO_RESULT_RATE, Kind.NO_CLICK_RATE, Kind.MEAN_CLICK_RANK, Kind.REFINEMENT_RATE}
)
ESTIMATES: Final = frozenset({Kind.DEFLECTION})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its numerator divided by its denominator."""

    kind: Kind
    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """What it comes to; None without data, which is not nought."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def is_share(self) -> bool:
        """Whether it is a share of a whole, from 0 to 1."""
        return self.kind not in RATIOS

    @property
    def is_estimate(self) -> bool:
        """Whether it says what probably happened."""
        return self.kind in ESTIMATES


def figures_of(all_surfaces: SearchCounts, form: SearchCounts) -> tuple[Figure, ...]:
    """Return every figure of some searches; `form` are those of the question form among them.

    Answer rate: answered searches / searches made. Zero-result rate: searches without a result / searches made.
    No-click rate: searches with results of which none was opened / searches with results. Click-through rate: searches
    in which a result was opened / searches made. Mean click rank: sum of the ranks of the results opened last / number
    of those. Refinement rate: searches followed by another one after the same / searches made. Self-service ratio:
    answered searches / searches that ended with a question to people. Deflection: of those who were shown articles in
    the question form, who opened one and sent nothing / all who were shown any or sent their question; an estimate, as
    nobody knows whether they had their answer.
    """
    counts = all_surfaces
    return (
        Figure(Kind.ANSWER_RATE, counts.answered, counts.made),
        Figure(Kind.ZERO_RESULT_RATE, counts.empty, counts.made),
        Figure(Kind.NO_CLICK_RATE, max(counts.found - counts.clicked, 0), counts.found),
        Figure(Kind.CLICK_THROUGH_RATE, counts.clicked, counts.made),
        Figure(Kind.MEAN_CLICK_RANK, counts.ranks, counts.ranked),
        Figure(Kind.REFINEMENT_RATE, counts.refined, counts.made),
        Figure(Kind.SELF_SERVICE_RATIO, counts.answered, counts.escalated),
        Figure(Kind.DEFLECTION, form.answered, form.answered + form.unanswered),
    )
