"""What a cross-encoder does to searches of a small published library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.search.generations import Generations
from helpcenter.search.reranking.reranker import RerankError
from helpcenter.search.results import Confidence, Preference, SearchRequest

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation
    from helpcenter.search.reranking.time_box import Reranking
    from helpcenter.search.results import SearchResults
    from tests.search.conftest import Shelf
    from tests.search.reranking.conftest import TameReranker

QUERY = "address on the invoice"
BOTH = "e-mail with the invoice"
TITLES = {"billing/invoice": "Send an invoice", "account/reset-password": "Reset your password"}


@pytest.fixture
def reranked(generation: Generation, reranking: Reranking) -> Generation:
    return Generations(generation.folder.parent, reranking=reranking).current()


def asked(generation: Generation, query: str = QUERY, locale: str = "en", **named: object) -> SearchResults:
    return generation.search(SearchRequest(query, locale, **{"rerank": True, **named}))  # type: ignore[arg-type]


def slugs(results: SearchResults) -> list[str]:
    return [hit.slug for hit in results.hits]


def test_the_most_relevant_article_comes_first_whatever_words_say(reranked: Generation, tame: TameReranker) -> None:
    before = asked(reranked, BOTH, rerank=False)
    first, second, *_ = slugs(before)
    tame.judge = lambda _query, passage: 0.2 if passage.startswith(TITLES[first]) else 0.9

    after = asked(reranked, BOTH)

    assert (slugs(after)[0], slugs(after)[-1]) == (second, first)
    assert [hit.score for hit in after.hits] == [hit.score for hit in before.hits]


def test_what_is_equally_relevant_stays_in_order(reranked: Generation, tame: TameReranker) -> None:
    tame.judge = lambda _query, _passage: 0.7
    assert slugs(asked(reranked, BOTH)) == slugs(asked(reranked, BOTH, rerank=False))


def test_best_section_is_judged_under_its_title_and_heading(reranked: Generation, tame: TameReranker) -> None:
    asked(reranked)
    ((query, passages),) = tame.asked
    assert query == QUERY
    assert passages[0] == ("Send an invoice\nChange the address\nThe address on the invoice comes from your profile.")


def test_a_search_that_did_not_ask_for_it_and_suggestions_ask_nobody(reranked: Generation, tame: TameReranker) -> None:
    reranked.search(SearchRequest(QUERY, "en"))
    reranked.suggest("invo", "en")
    assert tame.asked == []


@pytest.mark.parametrize("query", ["", "   ", '"address on the invoice"', "xyzzy"])
def test_nothing_to_judge_and_quoted_phrases_ask_nobody(reranked: Generation, tame: TameReranker, query: str) -> None:
    results = asked(reranked, query)
    assert tame.asked == []
    assert results == reranked.search(SearchRequest(query, "en", rerank=True))
    assert results.complete


def test_without_a_relevant_passage_nothing_is_answered(reranked: Generation, tame: TameReranker) -> None:
    before = asked(reranked, rerank=False)
    assert before.confidence is Confidence.ANSWERED
    tame.judge = lambda _query, _passage: 0.02

    after = asked(reranked)

    assert after.confidence is Confidence.LOW_CONFIDENCE
    assert after.confidence_score == 0.02
    assert slugs(after) == slugs(before)
    assert reranked.best_answer(after, lambda locale, slug: f"{locale}/{slug}") is None


def test_a_relevant_passage_leaves_the_judgment_to_the_search(reranked: Generation, tame: TameReranker) -> None:
    tame.judge = lambda _query, _passage: 0.99
    before, after = asked(reranked, rerank=False), asked(reranked)
    assert (after.confidence, after.confidence_score) == (before.confidence, before.confidence_score)


def test_a_relevant_article_behind_the_first_leaves_a_list_without_an_answer(
    empty_shelf: Shelf, reranking: Reranking, tame: TameReranker
) -> None:
    for code in ("E1043", "E1044"):
        empty_shelf.write(f"en/errors/{code.lower()}.md", f"---\ntitle: Error {code}\n---\nThe printer says {code}.\n")
    for matter in ("Invoices", "Customers", "Logo", "Password", "Refunds", "Team"):
        empty_shelf.write(f"en/{matter.lower()}.md", f"---\ntitle: {matter}\n---\nAbout this matter.\n")
    empty_shelf.publish()
    generation = Generations(empty_shelf.index, reranking=reranking).current()
    assert asked(generation, "printer error E1044", rerank=False).confidence is Confidence.ANSWERED
    tame.judge = lambda _query, passage: 0.9 if "E1043" in passage else 0.1

    results = asked(generation, "printer error E1044")

    assert slugs(results) == ["errors/e1044", "errors/e1043"]
    assert results.confidence is Confidence.CONFIDENT


def test_relevance_never_makes_an_unsure_search_sure(reranked: Generation, tame: TameReranker) -> None:
    tame.judge = lambda _query, _passage: 1.0
    query = "address of the nearest hospital and the weather there"
    assert asked(reranked, query, rerank=False).confidence is Confidence.LOW_CONFIDENCE
    assert asked(reranked, query).confidence is Confidence.LOW_CONFIDENCE


@pytest.mark.parametrize(("relevance", "first"), [(0.6, "printer"), (0.2, "ink")])
def test_the_very_question_of_an_article_is_passed_only_when_that_is_not_relevant(
    empty_shelf: Shelf, reranking: Reranking, tame: TameReranker, relevance: float, first: str
) -> None:
    empty_shelf.write("en/printer.md", "---\ntitle: The printer\n---\nA printer, a printer, a printer.\n")
    empty_shelf.write("en/ink.md", "---\ntitle: Buy ink\n---\nThe cartridge of a printer holds ink for a year.\n")
    empty_shelf.publish()
    generation = Generations(empty_shelf.index, reranking=reranking).current()
    tame.judge = lambda _query, passage: relevance if passage.startswith("The printer") else 0.9

    results = asked(generation, "the printer")

    assert slugs(results)[0] == first
    assert (results.confidence is Confidence.ANSWERED) == (first == "printer")


def test_a_wrong_code_does_not_pass_the_right_one(empty_shelf: Shelf, reranking: Reranking, tame: TameReranker) -> None:
    for code in ("E1043", "E1044"):
        empty_shelf.write(f"en/errors/{code.lower()}.md", f"---\ntitle: Error {code}\n---\nThe printer says {code}.\n")
    empty_shelf.publish()
    generation = Generations(empty_shelf.index, reranking=reranking).current()
    tame.judge = lambda _query, passage: 0.9 if "E1043" in passage else 0.8

    assert slugs(asked(generation, "what does the printer error E1044 mean"))[0] == "errors/e1044"


def test_an_article_found_in_the_other_language_is_judged_in_the_readers(
    reranked: Generation, tame: TameReranker
) -> None:
    results = asked(reranked, "invoice address", "ja")
    assert slugs(results)[0] == "billing/invoice"
    assert tame.asked[0][1][0].startswith("請求書を送る")


def test_what_readers_choose_settles_what_words_find_equal(
    empty_shelf: Shelf, reranking: Reranking, tame: TameReranker
) -> None:
    for name in ("one", "two"):
        empty_shelf.write(f"en/{name}.md", f"---\ntitle: Printer {name}\n---\nA printer prints.\n")
    empty_shelf.publish()
    generation = Generations(empty_shelf.index, reranking=reranking).current()
    tame.judge = lambda _query, passage: 0.9 if "one" in passage else 0.8

    assert slugs(asked(generation, "printer")) == ["one", "two"]
    assert slugs(asked(generation, "printer", preferred=(Preference("en/two", 1.0),))) == ["two", "one"]


def test_only_the_first_ten_are_judged_and_a_long_text_is_cut(
    empty_shelf: Shelf, reranking: Reranking, tame: TameReranker
) -> None:
    for number in range(14):
        empty_shelf.write(f"en/x/{number}.md", f"---\ntitle: Printer {number}\n---\n{'A printer prints. ' * 500}\n")
        empty_shelf.write(f"ja/x/{number}.md", f"---\ntitle: 印刷 {number}\n---\n{'印刷機で印刷します。' * 500}\n")
    empty_shelf.publish()
    generation = Generations(empty_shelf.index, reranking=reranking).current()
    tame.judge = lambda _query, passage: float("Printer 9" in passage)

    results = asked(generation, "printer " * 60)
    asked(generation, "印刷", "ja")

    assert [len(passages) for _, passages in tame.asked] == [10, 10]
    assert {len(passage) <= 1_200 for passage in tame.asked[0][1]} == {True}
    assert {len(passage) <= 500 for passage in tame.asked[1][1]} == {True}
    assert len(tame.asked[0][0]) <= 300
    assert results.total == 14
    assert slugs(results)[-1] in slugs(asked(generation, "printer " * 60, rerank=False))


def test_the_next_page_and_a_topic_ask_nothing_new(reranked: Generation, tame: TameReranker) -> None:
    asked(reranked)
    asked(reranked, page=2)
    asked(reranked, topic="billing")
    assert len(tame.asked) == 1


def test_a_failing_server_changes_nothing_but_that_nobody_keeps_the_answer(
    reranked: Generation, tame: TameReranker
) -> None:
    tame.error = RerankError("broken")
    before, after = asked(reranked, rerank=False), asked(reranked)
    assert before.complete
    assert not after.complete
    assert (after.hits, after.total, after.confidence, after.confidence_score) == (
        before.hits,
        before.total,
        before.confidence,
        before.confidence_score,
    )


def test_an_explanation_tells_the_relevance(reranked: Generation, tame: TameReranker) -> None:
    tame.judge = lambda _query, _passage: 0.75
    explained = asked(reranked, explain=True).hits[0].explanation
    assert [part.score for part in explained if part.layer == "relevance"] == [0.75]
