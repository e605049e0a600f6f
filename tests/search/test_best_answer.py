from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.search.results import BestAnswer, Confidence, SearchRequest
from helpcenter.web.addresses import article_url

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation


def answer(generation: Generation, text: str, locale: str = "en", **options: object) -> BestAnswer | None:
    request = SearchRequest(text, locale, **options)  # type: ignore[arg-type] # options of the request
    return generation.best_answer(generation.search(request), article_url)


def test_a_sure_search_answers_with_the_text_of_the_best_section(generation: Generation) -> None:
    best = answer(generation, "the reset e-mail does not arrive, spam folder")
    assert best
    assert best.hit.slug == "account/reset-password"
    assert best.excerpt.section.heading == "The e-mail does not arrive"
    assert best.excerpt.text.startswith("Look into the spam folder.")


def test_an_answer_in_japanese_comes_from_the_japanese_article(generation: Generation) -> None:
    best = answer(generation, "パスワードの再設定メールが届かない", "ja")
    assert best
    assert "迷惑メールフォルダー" in best.excerpt.html


def test_an_unsure_search_gives_no_answer(generation: Generation) -> None:
    results = generation.search(SearchRequest("customers of the moon like pdf cheese and trees", "en"))
    assert results.hits
    assert results.confidence is Confidence.LOW_CONFIDENCE
    assert generation.best_answer(results, article_url) is None


def test_nothing_found_is_no_answer(generation: Generation) -> None:
    assert answer(generation, "xyzzy") is None
    assert answer(generation, "password", "fr") is None


def test_only_the_first_page_has_the_answer(generation: Generation) -> None:
    assert answer(generation, "reset password", per_page=1)
    assert answer(generation, "reset password", per_page=1, page=2) is None


def test_a_filter_that_hides_the_best_article_leaves_no_answer(generation: Generation) -> None:
    assert answer(generation, "reset password account", topic="account")
    assert answer(generation, "reset password address", topic="billing") is None
