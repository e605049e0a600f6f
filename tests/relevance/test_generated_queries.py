"""Titles typed with a slip, in hiragana and in romaji lead to their articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.search.results import SearchRequest
from tests.relevance import evaluation_data, generated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.search.generation import Generation

WANTED = 0.95
LIBRARIES = {"manual": Path(__file__).parents[2] / "articles", "mackerel": evaluation_data.articles_of("mackerel")}


@pytest.fixture(scope="module", params=LIBRARIES)
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    articles = LIBRARIES[request.param]
    if not articles.is_dir():
        pytest.skip(f"{articles} is not there; {evaluation_data.VARIABLE} can name the folder of evaluation data")
    folder = tmp_path_factory.mktemp(request.param)
    publish(articles, folder)
    return Generations(folder).current()


def assert_found(asked: Iterable[generated.Asked], locale: str, library: Generation) -> None:
    found = [
        (query, slug, slug in [hit.slug for hit in library.search(SearchRequest(query, locale, per_page=3)).hits])
        for query, slug in asked
    ]
    lost = [(query, slug) for query, slug, is_found in found if not is_found]
    assert len(found) >= 12
    # Among few titles, one that is lost weighs more than the share allows.
    assert len(lost) <= max(1, (1 - WANTED) * len(found)), lost


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_a_title_with_a_slip_finds_its_article(library: Generation, locale: str) -> None:
    assert_found(generated.slips(library, locale), locale, library)


def test_a_title_in_hiragana_finds_its_article(library: Generation) -> None:
    assert_found(generated.in_hiragana(library), "ja", library)


def test_a_title_in_romaji_finds_its_article(library: Generation) -> None:
    assert_found(generated.in_romaji(library), "ja", library)


@pytest.mark.parametrize(
    ("hiragana", "romaji"),
    [
        ("せっていする", "setteisuru"),
        ("ちぇっく", "chekku"),
        ("てぃー", "ti-"),
        ("きょういっち", "kyouitchi"),
        ("じゅん", "jun"),
    ],
)
def test_readings_are_spelled_as_people_type_them(hiragana: str, romaji: str) -> None:
    assert generated.spelled(hiragana) == romaji
