"""The compiled comparison of vectors beside the one with numpy, and beside what both should say."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.search.scoring import vectors_with_numpy

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

seeds = st.integers(0, 2**32 - 1)


def numbers(seed: int, most: int, *shape: int) -> NDArray[np.int64]:
    return np.random.default_rng(seed).integers(-most, most + 1, shape)


@given(seed=seeds, count=st.integers(0, 600), width=st.integers(1, 70) | st.just(384))
def test_products_are_those_of_whole_numbers(compiled: ModuleType, seed: int, count: int, width: int) -> None:
    rows, query = numbers(seed, 127, count, width), numbers(seed + 1, (2**31 - 1) // (127 * width) % 2**15, width)
    asked = rows.astype(np.int8), query.astype(np.int16)

    assert np.frombuffer(compiled.products(*asked), dtype=np.int32).tolist() == (rows @ query).tolist()
    assert vectors_with_numpy.products(*asked) == compiled.products(*asked)


def test_the_largest_numbers_do_not_overflow(compiled: ModuleType) -> None:
    width = 500
    rows, query = np.full((2, width), 127, dtype=np.int8), np.full(width, 2**15 - 1, dtype=np.int16)
    rows[1] = -127

    for products in (compiled.products, vectors_with_numpy.products):
        found = np.frombuffer(products(rows, query), dtype=np.int32).tolist()
        assert found == [127 * 32767 * width, -127 * 32767 * width]


@given(seed=seeds, counts=st.lists(st.integers(0, 6), max_size=40), many_ties=st.booleans())
def test_the_best_of_each_article_are_its_own(
    compiled: ModuleType, seed: int, counts: list[int], many_ties: bool
) -> None:
    values = (numbers(seed, 3 if many_ties else 10**6, sum(counts)) / (3 if many_ties else 10**6)).astype(np.float32)
    first = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)

    found = compiled.means_of_best(values, first)

    assert found == vectors_with_numpy.means_of_best(values, first)
    for means, most in zip((np.frombuffer(part, dtype=np.float32) for part in found), (2, 3), strict=True):
        best = [np.sort(values[start:end])[::-1][:most] for start, end in pairwise(first)]
        assert means.tolist() == pytest.approx([each.mean() if len(each) else -1 for each in best], abs=1e-6)


@pytest.mark.parametrize("first", [[0, 4], [-1, 2], [0, 3, 1], [2**31 - 1], []])
def test_articles_that_lead_outside_of_the_values_are_an_error(compiled: ModuleType, first: list[int]) -> None:
    values, bounds = np.zeros(3, dtype=np.float32), np.array(first, dtype=np.int32)
    for means_of_best in (compiled.means_of_best, vectors_with_numpy.means_of_best):
        with pytest.raises(IndexError):
            means_of_best(values, bounds)


def test_arrays_of_other_types_are_an_error(compiled: ModuleType) -> None:
    rows, query = np.zeros((3, 4), dtype=np.int8), np.zeros(4, dtype=np.int16)
    with pytest.raises(TypeError, match="type"):
        compiled.products(rows.astype(np.float32), query)
    with pytest.raises(TypeError, match="type"):
        compiled.products(rows[0], query)
    with pytest.raises(ValueError, match="wide"):
        compiled.products(rows, query[:3])
    with pytest.raises(TypeError, match="type"):
        compiled.means_of_best(query, query)
