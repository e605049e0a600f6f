from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from helpcenter.insights.gaps.failures import failure_of
from helpcenter.insights.gaps.values import Evidence, Failure, FailureKind, QueryKey, Reason, Replay, ReplayedQuery
from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.search.results import Confidence, SearchRequest
from tests.insights.gaps import seeded

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation

LOCALES = ("en", "ja")


class Indexes:
    """The seeded library, published for everybody and for signed-in readers."""

    def __init__(self, public: Generation, internal: Generation) -> None:
        self._public = public
        self._internal = internal
        self.articles = frozenset(f"{locale}/{slug}" for locale in LOCALES for slug in public.slugs(locale))

    def evidence(self, case: seeded.Case) -> Evidence:
        queries = [self._replayed(query, case.locale) for query in case.queries]
        queries[0] = replace(queries[0], chosen=case.chosen, rejected=case.rejected)
        return Evidence(tuple(queries), self.articles)

    def _replayed(self, query: str, locale: str) -> ReplayedQuery:
        return ReplayedQuery(
            QueryKey(locale, query),
            times=5,
            visitors=2,
            own=replay(self._public, query, locale),
            others={other: replay(self._public, query, other) for other in LOCALES if other != locale},
            internal=replay(self._internal, query, locale),
        )


def replay(generation: Generation, query: str, locale: str) -> Replay:
    results = generation.search(SearchRequest(query, locale, per_page=20))
    return Replay(
        tuple(f"{hit.locale}/{hit.slug}" for hit in results.hits), results.confidence, results.confidence_score
    )


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Indexes:
    folder = tmp_path_factory.mktemp("seeded")
    seeded.write(folder / "articles")
    publish(folder / "articles", folder / "index", internal=folder / "internal")
    return Indexes(Generations(folder / "index").current(), Generations(folder / "internal").current())


def test_the_kind_of_failure_is_right_for_nine_of_ten_gaps_in_both_languages(indexes: Indexes) -> None:
    assert len(seeded.CASES) >= 60
    wrong: list[str] = []
    unnamed: list[str] = []
    for case in seeded.CASES:
        failure = failure_of(indexes.evidence(case))
        told = f"{case.locale} {' | '.join(case.queries)}: {case.kind} {case.article}, found {failure}"
        if failure.kind is not case.kind:
            wrong.append(told)
        elif failure.article.partition("/")[2] != case.article:
            unnamed.append(told)
    by_locale = Counter(told[:2] for told in wrong)
    assert all(by_locale[locale] <= 0.1 * len(seeded.CASES) / 2 for locale in LOCALES), "\n".join(wrong)
    assert len(unnamed) <= 0.05 * len(seeded.CASES), "\n".join(unnamed)


SURE = Confidence.ANSWERED
PUBLIC = frozenset({"en/cards", "en/plans", "ja/cards"})


def asked(query: str = "q", times: int = 1, own: Replay | None = None) -> ReplayedQuery:
    return ReplayedQuery(QueryKey("en", query), times, own or Replay())


def found(*articles: str, confidence_score: float = 0.95) -> Replay:
    return Replay(articles, SURE, confidence_score)


def test_a_gap_whose_queries_come_near_to_nothing_misses_an_article() -> None:
    unsure = Replay(("en/cards",), Confidence.LOW_CONFIDENCE, 0.2)
    failure = failure_of(Evidence((asked("a", 3, unsure), asked("b", 1)), PUBLIC))
    assert failure == Failure(FailureKind.MISSING, "", Reason.NOTHING_NEAR, 1.0)


def test_without_any_query_an_article_is_missing() -> None:
    assert failure_of(Evidence((), PUBLIC)).kind is FailureKind.MISSING


def test_readers_name_the_article_by_opening_it_in_the_end() -> None:
    query = replace(asked(own=found("en/plans")), chosen={"en/cards": 3, "en/plans": 1})
    assert failure_of(Evidence((query,), PUBLIC)) == Failure(FailureKind.UNFINDABLE, "en/cards", Reason.CHOSEN, 0.75)


def test_one_reader_alone_names_nothing_also_when_a_search_finds_it_too() -> None:
    query = replace(asked(), chosen={"en/cards": 1})
    assert failure_of(Evidence((query,), PUBLIC)).kind is FailureKind.MISSING
    found_too = replace(query, own=Replay(("en/plans", "en/cards"), Confidence.LOW_CONFIDENCE, 0.3))
    assert failure_of(Evidence((found_too,), PUBLIC)).kind is FailureKind.MISSING


def test_few_of_many_readers_name_nothing() -> None:
    query = replace(asked(times=80), visitors=80, chosen={"en/cards": 3})
    assert failure_of(Evidence((query,), PUBLIC)).kind is FailureKind.MISSING
    assert failure_of(Evidence((replace(query, chosen={"en/cards": 16}),), PUBLIC)).article == "en/cards"


def test_article_that_is_merely_near_is_a_hint_and_never_the_kind() -> None:
    near = Replay(("en/cards", "en/plans"), Confidence.CONFIDENT, 0.7)
    failure = failure_of(Evidence((asked("a", 3, near), asked("b", 1)), PUBLIC))
    assert failure == Failure(FailureKind.MISSING, "", Reason.PERHAPS, 1.0, hint="en/cards")
    rare = failure_of(Evidence((asked("a", 1, near), asked("b", 9)), PUBLIC))
    assert (rare.reason, rare.hint) == (Reason.NOTHING_NEAR, "")


def test_article_of_which_a_person_said_that_it_does_not_answer_is_not_named() -> None:
    query = replace(asked(own=found("en/cards")), chosen={"en/cards": 9})
    failure = failure_of(Evidence((query,), PUBLIC, denied=frozenset({"en/cards"})))
    assert failure == Failure(FailureKind.MISSING, "", Reason.DENIED, 1.0)


def test_an_article_that_readers_found_unhelpful_is_not_named() -> None:
    query = replace(asked(own=found("en/cards")), chosen={"en/cards": 1}, rejected={"en/cards": 2})
    assert failure_of(Evidence((query,), PUBLIC)).kind is FailureKind.MISSING


def test_what_some_queries_find_and_others_do_not_ranks_too_low_for_them() -> None:
    queries = (asked("a", 2, found("en/cards")), asked("b", 3))
    assert failure_of(Evidence(queries, PUBLIC)) == Failure(FailureKind.UNFINDABLE, "en/cards", Reason.RANKED_LOW, 0.4)


def test_a_translation_that_is_there_is_to_be_found_not_to_be_written() -> None:
    query = replace(asked(), others={"ja": found("ja/cards")})
    assert failure_of(Evidence((query,), PUBLIC)) == Failure(FailureKind.UNFINDABLE, "en/cards", Reason.READ_NEAR, 1.0)


def test_an_untranslated_article_is_named_in_its_own_language() -> None:
    query = replace(asked(), others={"ja": found("ja/taxes")})
    failure = failure_of(Evidence((query,), PUBLIC | {"ja/taxes"}))
    assert (failure.kind, failure.article) == (FailureKind.OTHER_LOCALE, "ja/taxes")


def test_an_internal_article_counts_only_when_it_answers_better_than_public_ones() -> None:
    query = replace(
        asked(own=found("en/cards", confidence_score=0.94)), internal=found("en/staff", confidence_score=0.96)
    )
    assert failure_of(Evidence((query,), PUBLIC)).kind is FailureKind.FILTERED
    query = replace(query, internal=found("en/staff", confidence_score=0.92))
    assert failure_of(Evidence((query,), PUBLIC)).kind is FailureKind.UNFINDABLE
