"""What a hostile query may cost, counted in calls and not in time: the same on every machine, however busy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.search.results import SearchRequest
from tests.benchmarks.hostile_queries import KINDS, Words, hostile_queries

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation

MANUAL = Path(__file__).parents[2] / "articles"
ORDINARY = {"en": "how do I change the colours of my site", "ja": "サイトの色を変えたい"}
MOST_CALLS = 250_000
"""Of Python and C together, which take about 40 ms; an ordinary search takes two thousand when it is repeated."""


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """The product's own manual, published."""
    index = tmp_path_factory.mktemp("manual")
    publish(MANUAL, index)
    generation = Generations(index).current()
    for locale, query in ORDINARY.items():
        generation.search(SearchRequest(query, locale))
    return generation


def calls_of(manual: Generation, query: str, locale: str) -> int:
    """Count the functions that a search calls."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        manual.search(SearchRequest(query, locale))
    finally:
        sys.setprofile(None)
    return calls


def test_hostile_queries_are_as_long_as_is_read_and_the_same_every_time(manual: Generation) -> None:
    words = [Words.of(manual, locale) for locale in manual.locales]
    drawn = hostile_queries(words, 2 * len(KINDS))
    assert drawn == hostile_queries(words, 2 * len(KINDS))
    assert {kind for kind, _ in drawn} == set(KINDS)
    assert {len(query) for _, query in drawn} == {500}


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_hostile_query_leads_to_much_more_work(manual: Generation, kind: str) -> None:
    words = [Words.of(manual, locale) for locale in manual.locales]
    asked = [query for its, query in hostile_queries(words, 3 * len(KINDS)) if its == kind]
    work = [calls_of(manual, query, locale) for query in asked for locale in manual.locales]
    assert max(work) <= MOST_CALLS
