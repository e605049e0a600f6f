"""The compiled scoring beside the one with numpy, and what it does with rows that no build would write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.search.scoring import with_numpy
from helpcenter.search.scoring.rows import Bounds, Neighbours, Rows, Shares, Term, Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from helpcenter.search.scoring.rows import Scoring

TERMS = 9
# Narrow enough that every one of them is reached by small libraries.
BOUNDS = Bounds(ranked=24, candidates=10, favourites=4, read=12, near=3)
SHARES = Shares(tail=0.15, section_share=0.5, whole_question=1.0, closeness=0.2, question=0.3, freshness=0.01)


def rows_of(seed: int, articles: int, *, many_ties: bool) -> Rows:
    """Rows of a library drawn at random; with `many_ties`, few impacts differ."""
    random = np.random.default_rng(seed)

    def impacts(size: int) -> NDArray[np.float32]:
        drawn = random.integers(1, 4, size).astype(np.float32) if many_ties else random.gamma(2.0, size=size)
        return drawn.astype(np.float32)

    first_section = np.concatenate(([0], random.integers(1, 5, articles).cumsum())).astype(np.int32)
    lengths = random.integers(0, 3, 2 * first_section[-1])
    said = random.integers(0, TERMS, lengths.sum()).astype(np.int32)
    said_by = np.repeat(np.repeat(np.arange(articles), 2 * np.diff(first_section)), lengths)
    # What an article says it has, and some terms more, as those of its summary.
    rows = [
        np.flatnonzero(np.isin(np.arange(articles), said_by[said == term]) | (random.random(articles) < 0.2))
        for term in range(TERMS)
    ]
    posted = np.concatenate(rows)
    sections = [
        np.flatnonzero(random.random(first_section[article + 1] - first_section[article]) < 0.6)
        + first_section[article]
        for article in posted
    ]
    asked = [
        random.choice(TERMS, random.integers(1, 5), replace=False) for _ in range(random.integers(0, 2 * articles))
    ]
    return Rows(
        starts=np.array([0, *np.cumsum([len(row) for row in rows])], dtype=np.int64),
        articles=posted.astype(np.int32),
        article_impacts=impacts(len(posted)),
        section_starts=np.array([0, *np.cumsum([len(each) for each in sections])], dtype=np.int64),
        sections=np.concatenate([*sections, np.zeros(0)]).astype(np.int32),
        section_impacts=impacts(sum(map(len, sections))),
        first_section=first_section,
        freshness=random.random(articles).astype(np.float32),
        said=said,
        text_ends=lengths.cumsum().astype(np.int64),
        questions=np.array([0, *sorted(random.integers(0, len(asked) + 1, articles - 1)), len(asked)], dtype=np.int32),
        question_bounds=np.array([0, *np.cumsum([len(words) for words in asked])], dtype=np.int64),
        question_terms=np.concatenate([*asked, np.zeros(0)]).astype(np.int32),
        question_says=impacts(len(asked)),
    )


libraries = st.builds(
    rows_of,
    seed=st.integers(0, 2**32 - 1),
    articles=st.integers(1, 12) | st.integers(60, 300),
    many_ties=st.booleans(),
)
numbers = st.integers(0, TERMS - 1)
weights = st.floats(0.125, 2.0, width=32)
queries = st.lists(st.tuples(numbers, weights), min_size=1, max_size=6, unique_by=lambda term: term[0]).map(tuple)
words = st.lists(st.tuples(numbers, weights), max_size=6, unique_by=lambda term: term[0]).map(
    lambda chosen: (tuple(chosen), sum(says for _, says in chosen))
)
neighbours = st.lists(st.tuples(numbers, numbers, weights), max_size=4).map(tuple)


@st.composite
def some_articles(draw: st.DrawFn, rows: Rows, most: int) -> tuple[int, ...]:
    count = len(rows.freshness)
    return tuple(draw(st.lists(st.integers(0, count - 1), max_size=min(count, most), unique=True)))


@given(
    rows=libraries, terms=queries, pairs=neighbours, said=words, tail=st.sampled_from([0.0, 0.15, 0.9]), data=st.data()
)
def test_both_scorings_say_the_same_to_the_last_bit(
    compiled_scoring: Scoring,
    rows: Rows,
    terms: tuple[Term, ...],
    pairs: tuple[Neighbours, ...],
    said: Words,
    tail: float,
    data: st.DataObject,
) -> None:
    asked_of = data.draw(some_articles(rows, 2))
    chosen = data.draw(st.none() | some_articles(rows, 40))
    only = None if chosen is None else np.array(chosen, dtype=np.int64)
    shares = SHARES._replace(tail=tail)

    asked = (rows, terms, pairs, said, asked_of, only, BOUNDS, shares)

    assert compiled_scoring(*asked) == with_numpy.score(*asked)


def score(scoring: Scoring, rows: Rows, **asked: Any) -> object:
    terms = asked.get("terms", tuple((number, 1.0) for number in range(TERMS)))
    words = (((0, 1.0), (1, 2.0)), 3.0)
    only = asked.get("only")
    return scoring(rows, terms, ((0, 1, 1.0),), words, asked.get("asked_of", ()), only, BOUNDS, SHARES)


def changed(rows: Rows, name: str, place: int, value: int) -> Rows:
    array = getattr(rows, name).copy()
    array[place] = value
    return rows._replace(**{name: array})


SOUND = rows_of(1, 80, many_ties=False)


@pytest.mark.parametrize(
    ("name", "place", "value"),
    [
        ("starts", 1, -1),
        ("starts", TERMS, 2**40),
        ("articles", 5, -1),
        ("articles", 5, 80),
        ("section_starts", slice(None), -5),
        ("section_starts", slice(1, None), 2**40),
        ("sections", slice(None), -1),
        ("sections", slice(None), 2**31 - 1),
        ("first_section", slice(None), 7),
        ("first_section", slice(1, None), 2**31 - 1),
        ("text_ends", slice(None), 2**40),
        ("text_ends", slice(None), -2),
        ("questions", slice(None), -1),
        ("questions", slice(1, None), 2**31 - 1),
        ("question_bounds", slice(None), -3),
        ("question_bounds", slice(1, None), 2**40),
    ],
)
def test_rows_that_lead_outside_of_their_arrays_are_an_error(
    compiled_scoring: Scoring, name: str, place: int, value: int
) -> None:
    with pytest.raises(IndexError, match="damaged"):
        score(compiled_scoring, changed(SOUND, name, place, value))


@given(
    rows=libraries,
    damage=st.lists(
        st.tuples(st.sampled_from(Rows._fields), st.integers(0, 2**16), st.integers(-(2**31), 2**31 - 1)),
        min_size=1,
        max_size=20,
    ),
)
def test_whatever_the_rows_hold_there_is_an_answer_or_an_error(
    compiled_scoring: Scoring, rows: Rows, damage: list[tuple[str, int, int]]
) -> None:
    for name, place, value in damage:
        if len(getattr(rows, name)):
            rows = changed(rows, name, place % len(getattr(rows, name)), value)
    try:
        found: Any = score(compiled_scoring, rows)
    except IndexError:
        return
    assert found is None or [type(part) for part in found] == [bytes] * 9


def test_arrays_that_do_not_belong_together_are_an_error(compiled_scoring: Scoring) -> None:
    with pytest.raises(IndexError, match="belong together"):
        score(compiled_scoring, SOUND._replace(article_impacts=SOUND.article_impacts[:-1]))
    with pytest.raises(TypeError, match="type"):
        score(compiled_scoring, SOUND._replace(articles=SOUND.articles.astype(np.int64)))


@pytest.mark.parametrize("asked", [{"terms": ((TERMS, 1.0),)}, {"asked_of": (80,)}, {"only": np.array([-1])}])
def test_numbers_of_nothing_are_an_error(compiled_scoring: Scoring, asked: dict[str, Any]) -> None:
    with pytest.raises(IndexError):
        score(compiled_scoring, SOUND, **asked)
