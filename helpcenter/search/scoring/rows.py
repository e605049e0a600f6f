"""What is added up, for what, and what comes of it: the same for the compiled scoring and for that with numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Term: TypeAlias = tuple[int, float]
"""A term's number, and what to multiply its impacts by."""
Neighbours: TypeAlias = tuple[int, int, float]
"""The numbers of two terms that follow each other in the query, and how rare the more common of them is."""


Words: TypeAlias = tuple[tuple[Term, ...], float]
"""The terms a question may share with the query and how much each says, and how much the query says in all."""


class Rows(NamedTuple):
    """The arrays of one locale: of `Impacts`, sections and freshness by article, texts as terms, and `QuestionTerms`.

    `first_section` has one number more than there are articles; `said` and `text_ends` are the terms and the ends of
    `Streams`.
    """

    starts: NDArray[np.int64]
    articles: NDArray[np.int32]
    article_impacts: NDArray[np.float32]
    section_starts: NDArray[np.int64]
    sections: NDArray[np.int32]
    section_impacts: NDArray[np.float32]
    first_section: NDArray[np.int32]
    freshness: NDArray[np.float32]
    said: NDArray[np.int32]
    text_ends: NDArray[np.int64]
    questions: NDArray[np.int32]
    question_bounds: NDArray[np.int64]
    question_terms: NDArray[np.int32]
    question_says: NDArray[np.float32]


class Bounds(NamedTuple):
    """How far scoring looks.

    At most so many articles are `ranked`; sections are weighed for the `candidates` among them, and bonuses given to
    the `favourites` among those. They are `read` as far as so many terms, and what comes `near` comes within so many.
    """

    ranked: int
    candidates: int
    favourites: int
    read: int
    near: int


class Shares(NamedTuple):
    """Those of `Weights` by which scores are put together."""

    tail: float
    section_share: float
    whole_question: float
    closeness: float
    question: float
    freshness: float


class Scored(NamedTuple):
    """What comes of it, as bytes of arrays.

    `articles` (int32) with their `scores` (float32), best first, ties by number. `weighed` (int32) are those whose
    sections were weighed, ascending; the scores of the i-th one's sections are `sections[ends[i]:ends[i + 1]]`
    (float32, int64). The `favourites` (int32, ascending) gained shares of their scores by `closeness`, `question` and
    `freshness` (float32, parallel).
    """

    articles: bytes
    scores: bytes
    weighed: bytes
    ends: bytes
    sections: bytes
    favourites: bytes
    closeness: bytes
    question: bytes
    freshness: bytes


class Scoring(Protocol):
    """A way to score articles."""

    def __call__(
        self,
        rows: Rows,
        terms: tuple[Term, ...],
        neighbours: tuple[Neighbours, ...],
        words: Words,
        asked_of: tuple[int, ...],
        only: NDArray[np.int64] | None,
        bounds: Bounds,
        shares: Shares,
        /,
    ) -> tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes] | None:
        """Score the articles that have any of the terms; return what `Scored` holds, or None when there are none.

        Those the very question is `asked_of` gain. With `only`, no other articles are scored.

        Raises:
            IndexError: a number leads outside of the rows.
        """
