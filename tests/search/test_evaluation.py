from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.errors import JudgmentsError
from helpcenter.search.evaluation import Latency, Rates, Unanswerable, evaluate
from helpcenter.search.judgments import Judgment, read_judgments
from helpcenter.search.results import Confidence, Fragment, Hit, SearchRequest, SearchResults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def judged(query: str, *slugs: str, kind: str = "") -> Judgment:
    return Judgment(query, "en", slugs, kind, line=2)


def found(request: SearchRequest, slugs: list[str], confidence: Confidence) -> SearchResults:
    hits = tuple(
        Hit(request.locale, slug, (Fragment(slug, marked=False),), "", "", "", None, 1.0, (), ()) for slug in slugs
    )
    return SearchResults(
        request, hits, len(hits), confidence, confidence_score=0.0, corrections=(), truncated=False, generation="g1"
    )


def engine(answers: dict[str, list[str]], unsure: str = "") -> Callable[[SearchRequest], SearchResults]:
    """A search that finds for each query what it was told to find."""

    def search(request: SearchRequest) -> SearchResults:
        slugs = answers.get(request.text, [])
        confidence = Confidence.ANSWERED if slugs else Confidence.ZERO_RESULT
        return found(request, slugs, Confidence.LOW_CONFIDENCE if request.text == unsure else confidence)

    return search


def test_right_article_counts_at_its_rank() -> None:
    search = engine({"first": ["a"], "third": ["x", "y", "a"], "fifth": ["v", "w", "x", "y", "a"], "lost": ["x"]})
    report = evaluate([judged(query, "a") for query in ("first", "third", "fifth", "lost")], search)
    assert (report.answer_at_1, report.answer_at_3, report.answer_at_5) == (0.25, 0.5, 0.75)
    assert report.mrr == pytest.approx((1 + 1 / 3 + 1 / 5) / 4)


def test_any_of_the_judged_articles_answers() -> None:
    report = evaluate([judged("q", "best", "also")], engine({"q": ["x", "also", "best"]}))
    assert (report.answer_at_1, report.answer_at_3, report.mrr) == (0.0, 1.0, 0.5)


def test_eleventh_place_counts_nowhere() -> None:
    report = evaluate([judged("q", "a")], engine({"q": [*"bcdefghijk", "a"]}))
    assert (report.answer_at_5, report.mrr) == (0.0, 0.0)


def test_cards_are_counted_with_what_they_offer() -> None:
    search = engine({"right": ["a"], "wrong": ["x", "a"], "doubted": ["a"], "gone": ["x"]}, unsure="doubted")
    cards = evaluate([*(judged(query, "a") for query in ("right", "wrong", "doubted")), judged("gone")], search).cards
    assert (cards.answerable, cards.answerable_first, cards.carded) == (3, 2, 2)
    assert (cards.first_carded, cards.carded_right) == (1, 1)
    assert (cards.unanswerable, cards.unanswerable_carded) == (1, 1)


def test_query_is_asked_on_the_site_of_its_locale() -> None:
    asked: list[SearchRequest] = []

    def search(request: SearchRequest) -> SearchResults:
        asked.append(request)
        return found(request, [], Confidence.ZERO_RESULT)

    evaluate([Judgment("通知", "ja", ("howto/alerts",), "cross", 2)], search)
    assert [(request.text, request.locale, request.page) for request in asked] == [("通知", "ja", 1)]


def test_articles_weigh_the_same_however_many_queries_they_have() -> None:
    judgments = [judged("1", "a"), judged("2", "a"), judged("3", "a"), judged("4", "b", "a")]
    report = evaluate(judgments, engine({"1": ["a"], "2": ["a"], "3": ["a"], "4": ["x"]}))
    assert report.answer_at_1 == 0.75
    assert report.by_article == Rates(0.5, 0.5, 0.5, 0.5)


def test_kinds_have_their_own_rates() -> None:
    judgments = [judged("1", "a", kind="typo"), judged("2", "a", kind="typo"), judged("3", "a", kind="kana")]
    report = evaluate([*judgments, judged("4", "a")], engine({"1": ["a"], "3": ["a"], "4": ["a"]}))
    assert list(report.by_kind) == ["kana", "typo"]
    assert (report.by_kind["typo"].queries, report.by_kind["typo"].answer_at_1) == (2, 0.5)
    assert (report.by_kind["kana"].queries, report.by_kind["kana"].mrr) == (1, 1.0)


def test_unanswerable_queries_are_flagged_and_stay_out_of_the_rates() -> None:
    judgments = [judged("right", "a"), judged("doubted", "a"), judged("gone", "a")]
    judgments += [judged("nonsense", kind="none"), judged("near", kind="none")]
    search = engine({"right": ["a"], "doubted": ["a"], "near": ["b"]}, unsure="doubted")
    report = evaluate(judgments, search)
    assert report.queries == 5
    assert report.answer_at_1 == pytest.approx(2 / 3)
    assert report.zero_result_rate == pytest.approx(1 / 3)
    assert report.unanswerable == Unanswerable(queries=2, flagged=1)
    assert report.answerable_flagged == 2
    assert report.by_kind == {}


def test_latency_is_the_time_of_the_search_alone() -> None:
    def clock() -> Iterator[float]:
        now = 0.0
        for milliseconds in range(1, 101):
            yield now
            now += milliseconds / 1000
            yield now
            now += 5  # what happens between two searches

    times = clock()
    report = evaluate([judged(str(n), "a") for n in range(100)], engine({}), lambda: next(times))
    assert report.latency_ms.p50 == pytest.approx(50)
    assert report.latency_ms.p95 == pytest.approx(95)


def test_no_data_is_no_figure() -> None:
    report = evaluate([], engine({}))
    assert report.queries == 0
    assert (report.answer_at_3, report.mrr, report.zero_result_rate) == (None, None, None)
    assert report.by_article == Rates(None, None, None, None)
    assert report.latency_ms == Latency(None, None)


@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from("abc")), min_size=1))
def test_rates_are_fractions_that_grow_with_depth(asked: list[tuple[int, str]]) -> None:
    answers = {str(n): ["x"] * rank + [slug] for n, (rank, slug) in enumerate(asked)}
    report = evaluate([judged(str(n), slug) for n, (_, slug) in enumerate(asked)], engine(answers))
    for rates in (report, report.by_article):
        assert rates.answer_at_1 is not None
        assert rates.answer_at_3 is not None
        assert rates.answer_at_5 is not None
        assert rates.mrr is not None
        assert 0 <= rates.answer_at_1 <= rates.answer_at_3 <= rates.answer_at_5 <= 1
        assert rates.answer_at_1 <= rates.mrr <= 1


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_tab_separated_judgments_are_read(tmp_path: Path) -> None:
    text = '\ufeffquery\tlang\tslugs\tkind\r\n"exact" words\tja\thowto/a b\tkeyword\r\nweather?\ten\t\tnone\r\n'
    assert read_judgments(write(tmp_path / "j.tsv", text)) == (
        Judgment('"exact" words', "ja", ("howto/a", "b"), "keyword", 2),
        Judgment("weather?", "en", (), "none", 3),
    )


def test_kind_may_be_missing(tmp_path: Path) -> None:
    path = write(tmp_path / "j.tsv", "query\tlang\tslugs\nline\u2028break\tpt-BR\ta\nnone\ten\t\n")
    assert [(j.query, j.slugs, j.kind) for j in read_judgments(path)] == [
        ("line\u2028break", ("a",), ""),
        ("none", (), ""),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "j.tsv:1: the header is ''"),
        ("question\tlang\tslugs\nq\ten\ta\n", "j.tsv:1: the header is 'question"),
        ("query\tlang\tslugs\nq\ten\ta\nq\ten\n", "j.tsv:3: 2 columns where the header has 3"),
        ("query\tlang\tslugs\tkind\nq\ten\ta\n", "j.tsv:2: 3 columns where the header has 4"),
        ("query\tlang\tslugs\n \ten\ta\n", "j.tsv:2: the query is empty"),
        ("query\tlang\tslugs\nq\tenglish\ta\n", "j.tsv:2: 'english' is not a locale"),
    ],
)
def test_malformed_line_is_refused_with_its_number(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(JudgmentsError) as raised:
        read_judgments(write(tmp_path / "j.tsv", text))
    assert message in str(raised.value)


def test_unreadable_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.tsv").write_bytes(b"query\tlang\tslugs\ncaf\xe9\ten\ta\n")
    for path in (tmp_path / "missing.tsv", tmp_path / "latin.tsv", tmp_path):
        with pytest.raises(JudgmentsError, match="cannot be read"):
            read_judgments(path)


def test_yaml_judgments_are_read_as_text(tmp_path: Path) -> None:
    text = "# ours\n- query: no\n  locale: en\n  articles: [a, b/c]\n- {query: 4, locale: ja, articles: []}\n"
    assert read_judgments(write(tmp_path / "searches.yml", text)) == (
        Judgment("no", "en", ("a", "b/c"), "", 2),
        Judgment("4", "ja", (), "", 5),
    )
    assert read_judgments(write(tmp_path / "empty.yml", "# nothing yet\n")) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("query: a\n", "s.yml:1: must be a list"),
        ("- {query: a, locale: en, articles: [], proven: 2026-11-22}\n", "s.yml:1: proven is a day"),
        ("- {query: a, locale: en, articles: [], proven: 22.11.2026, rank: 1}\n", "s.yml:1: proven is a day"),
        ("- {query: a, locale: en, articles: [], proven: 2026-11-31, rank: 1}\n", "no day of the calendar"),
        ("- {query: a, locale: en, articles: [], proven: 2026-11-22, rank: 0}\n", "rank a number from 1"),
        ("- query: a\n  locale: en\n", "s.yml:1: each entry has exactly the keys"),
        ("- {query: a, locale: en, articles: []}\n- plain\n", "s.yml:2: each entry has exactly the keys"),
        ("- {query: [a], locale: en, articles: []}\n", "s.yml:1: query and locale are texts"),
        ("- {query: a, locale: en, articles: b}\n", "s.yml:1: query and locale are texts"),
        ("\n- {query: '', locale: en, articles: []}\n", "s.yml:2: the query is empty"),
        ("- {query: a, locale: en, articles: [}\n", "s.yml:1: is not YAML"),
        ("- &a {query: *a, locale: en, articles: []}\n", "s.yml:1: query and locale are texts"),
        ("- a\n---\n- b\n", "s.yml:2: is not YAML"),
        ("- {query: a, locale: en, articles: []}\n- query: \x07\n", "s.yml: is not YAML"),
    ],
)
def test_malformed_yaml_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(JudgmentsError) as raised:
        read_judgments(write(tmp_path / "s.yml", text))
    assert message in str(raised.value)
