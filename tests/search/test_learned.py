from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.search.results import Preference, SearchRequest, SearchResults
from helpcenter.search.weights import WEIGHTS
from tests.search.conftest import Shelf

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation

TWINS = ("a", "b", "c")


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """Three articles that are alike, one that is much better, one that is about something else."""
    shelf = Shelf(tmp_path_factory.mktemp("learned"))
    for slug in TWINS:
        shelf.write(f"en/{slug}.md", f"---\ntitle: Parcel {slug}\n---\nAbout a refund.")
    shelf.write("en/refund.md", "---\ntitle: Refund\nquestions: [refund]\n---\nRefund.")
    shelf.write("en/other.md", "---\ntitle: Other\n---\nNothing of it.")
    shelf.publish()
    return shelf.generation()


def search(generation: Generation, *preferred: Preference, explain: bool = False) -> SearchResults:
    return generation.search(SearchRequest("refund", "en", preferred=preferred, explain=explain))


def slugs(results: SearchResults) -> list[str]:
    return [hit.slug for hit in results.hits]


def test_what_people_chose_goes_before_what_is_equal(generation: Generation) -> None:
    assert slugs(search(generation)) == ["refund", "a", "b", "c"]
    assert slugs(search(generation, Preference("en/c", 0.4))) == ["refund", "c", "a", "b"]
    assert slugs(search(generation, Preference("en/c", 0.4), Preference("en/b", 0.5))) == ["refund", "b", "c", "a"]


def test_better_article_stays_first_however_often_another_was_chosen(generation: Generation) -> None:
    assert slugs(search(generation, Preference("en/c", 1.0)))[0] == "refund"


def test_article_that_was_not_found_is_not_brought_in(generation: Generation) -> None:
    assert slugs(search(generation, Preference("en/other", 1.0), Preference("en/gone", 1.0))) == slugs(
        search(generation)
    )


def test_explanation_says_what_was_learned(generation: Generation) -> None:
    plain = next(hit for hit in search(generation).hits if hit.slug == "c")
    results = search(generation, Preference("en/c", 0.5), explain=True)
    hit = next(hit for hit in results.hits if hit.slug == "c")
    [learned] = [part.score for part in hit.explanation if part.layer == "learned"]
    assert learned == pytest.approx(plain.score * WEIGHTS.learned * 0.5, abs=1e-3)
    assert hit.score == pytest.approx(plain.score + learned, abs=1e-3)
    assert not [part for part in results.hits[0].explanation if part.layer == "learned"]
