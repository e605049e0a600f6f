"""Impacts and ranking beside the same formulas written the slow and plain way."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest

from helpcenter.content.article import Article, Section, Visibility
from helpcenter.search import locale_index
from helpcenter.search.analysis.analyzer import analyze
from helpcenter.search.locale_index import LocaleIndex
from helpcenter.search.query import parse
from helpcenter.search.ranking import rank
from helpcenter.search.weights import WEIGHTS

if TYPE_CHECKING:
    from pathlib import Path

    from helpcenter.search.query import QueryTerm
    from helpcenter.search.weights import Weights

pytestmark = pytest.mark.usefixtures("each_scoring")

# Few words, so that they meet in many articles; both layers and words that count as one after stemming.
WORDS = "invoice invoices send bill address e-mail the of CloudWatch 請求書 送信 通知 アラート エージェント".split()  # noqa: SIM905
SEEDS = range(6)
CANDIDATES = 64  # for so many articles the sections are weighed


def random_library(seed: int, size: int = 30) -> list[Article]:
    random = Random(seed)

    def words(most: int) -> str:
        return " ".join(random.choices(WORDS, k=random.randint(0, most)))

    return [
        article(
            f"a{number:03}",
            title=words(3) or "untitled",
            summary=words(4),
            questions=tuple(words(4) for _ in range(random.randint(0, 2))),
            sections=(
                section(words(12)),
                *(section(words(12), words(3) or "more") for _ in range(random.randint(0, 4))),
            ),
        )
        for number in range(size)
    ]


def section(text: str, heading: str = "") -> Section:
    return Section(anchor=heading, heading=heading, level=2 if heading else 1, path=(), text=text, html="")


def article(
    slug: str, *, title: str, summary: str, questions: tuple[str, ...], sections: tuple[Section, ...]
) -> Article:
    return Article(
        locale="en",
        slug=slug,
        title=title,
        summary=summary,
        topic="",
        order=0,
        questions=questions,
        screens=(),
        aliases=(),
        related=(),
        walkthrough=None,
        visibility=Visibility.PUBLIC,
        updated=date(2026, 11, 21),
        review_by=None,
        sections=sections,
        links=(),
        attachments=(),
        source=f"en/{slug}.md",
        digest=slug,
    )


def index_of(articles: list[Article], folder: Path) -> LocaleIndex:
    locale_index.write(folder, articles, topic_titles={}, records={}, indexed={}, weights=WEIGHTS)
    return LocaleIndex(folder)


Fields = dict[str, Counter[str]]  # terms by field


def terms(*texts: str) -> Counter[str]:
    return Counter(term for text in texts for term in analyze(text).terms)


def fields_of_section(article: Article, number: int) -> Fields:
    """A section counts with its own words and with all that is said of the article."""
    section = article.sections[number]
    return {
        "title": terms(article.title),
        "questions": Counter(term for question in article.questions for term in terms(question)),
        "summary": terms(article.summary),
        "headings": terms(section.heading),
        "body": terms(section.text),
    }


def fields_of_article(article: Article) -> Fields:
    return {
        **fields_of_section(article, 0),
        "headings": terms(*(section.heading for section in article.sections)),
        "body": terms(*(section.text for section in article.sections)),
    }


class NaiveBM25F:
    """BM25F over documents made of fields, each layer of terms with its own field lengths."""

    def __init__(self, documents: list[Fields], weights: Weights) -> None:
        self.documents = documents
        self.weights = weights
        # Both are asked for again and again.
        self.rarity = cache(self._rarity)
        self.average = cache(self._average)

    def _rarity(self, term: str) -> float:
        found_in = sum(any(counts[term] for counts in document.values()) for document in self.documents)
        idf = math.log(1 + (len(self.documents) - found_in + 0.5) / (found_in + 0.5))
        return float(idf**self.weights.rarity)

    def _average(self, layer: str, name: str) -> float:
        return sum(length(layer, document[name]) for document in self.documents) / len(self.documents)

    def impact(self, term: str, document: Fields) -> float:
        total = sum(self.weighted(term, name, counts) for name, counts in document.items())
        return self.rarity(term) * total * (self.weights.saturation + 1) / (self.weights.saturation + total)

    def weighted(self, term: str, name: str, counts: Counter[str]) -> float:
        if not counts[term]:
            return 0.0
        scale = self.weights.fields[name]
        relative = length(term[0], counts) / self.average(term[0], name)
        return scale.weight * math.pow(counts[term], scale.repetition) / (1 - scale.length + scale.length * relative)


def length(layer: str, counts: Counter[str]) -> int:
    return sum(count for term, count in counts.items() if term[0] == layer)


def vocabulary_of(articles: list[Article]) -> set[str]:
    return {term for each in articles for counts in fields_of_article(each).values() for term in counts}


@pytest.mark.parametrize("seed", SEEDS)
def test_impacts_of_articles_follow_the_formula(seed: int, tmp_path: Path) -> None:
    articles = random_library(seed)
    index = index_of(articles, tmp_path)
    naive = NaiveBM25F([fields_of_article(each) for each in articles], WEIGHTS)
    wanted = {
        (term, number): pytest.approx(naive.impact(term, document), rel=1e-5)
        for term in vocabulary_of(articles)
        for number, document in enumerate(naive.documents)
        if any(counts[term] for counts in document.values())
    }
    rows = index.impacts
    found = {
        (index.terms[number], int(rows.articles[posting])): float(rows.article_impacts[posting])
        for number in range(len(index.terms))
        for posting in range(rows.starts[number], rows.starts[number + 1])
    }
    assert found == wanted
    assert {term: float(rows.rarity[index.terms.find(term)]) for term in vocabulary_of(articles)} == {
        term: pytest.approx(naive.rarity(term), rel=1e-5) for term in vocabulary_of(articles)
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_impacts_of_sections_follow_the_formula(seed: int, tmp_path: Path) -> None:
    articles = random_library(seed)
    index = index_of(articles, tmp_path)
    documents = [fields_of_section(each, number) for each in articles for number in range(len(each.sections))]
    naive = NaiveBM25F(documents, WEIGHTS)
    wanted = {
        (term, number): pytest.approx(naive.impact(term, document), rel=1e-5)
        for term in vocabulary_of(articles)
        for number, document in enumerate(documents)
        if any(counts[term] for counts in document.values())
    }
    rows = index.impacts
    found = {
        (index.terms[number], int(rows.sections[entry])): float(rows.section_impacts[entry])
        for number in range(len(index.terms))
        for posting in range(rows.starts[number], rows.starts[number + 1])
        for entry in range(rows.section_starts[posting], rows.section_starts[posting + 1])
    }
    assert found == wanted


class NaiveRanking:
    """Scores every article that has any of the terms by itself and by its best section."""

    def __init__(self, articles: list[Article], weights: Weights) -> None:
        self.share = weights.section_share
        self.sections = [[fields_of_section(each, number) for number in range(len(each.sections))] for each in articles]
        self.by_article = NaiveBM25F([fields_of_article(each) for each in articles], weights)
        self.by_section = NaiveBM25F([document for documents in self.sections for document in documents], weights)

    def scores(self, query: tuple[QueryTerm, ...]) -> dict[int, float]:
        found: dict[int, float] = {}
        for number, (article, sections) in enumerate(zip(self.by_article.documents, self.sections, strict=True)):
            whole = score(query, article, self.by_article)
            best = max(score(query, section, self.by_section) for section in sections)
            if whole:
                found[number] = (1 - self.share) * whole + self.share * best
        return found


def score(query: tuple[QueryTerm, ...], document: Fields, naive: NaiveBM25F) -> float:
    return sum(term.weight * naive.impact(term.text, document) for term in query)


@pytest.mark.parametrize("seed", SEEDS)
def test_ranking_is_a_full_sort_by_article_and_best_section(seed: int, tmp_path: Path) -> None:
    articles = random_library(seed, size=CANDIDATES)
    index = index_of(articles, tmp_path)
    weights = replace(WEIGHTS, tail=0.0, closeness=0.0, question=0.0, freshness=0.0)
    naive = NaiveRanking(articles, weights)
    random = Random(seed)
    for text in (*WORDS[:6], *(" ".join(random.sample(WORDS, k=size)) for size in (2, 3, 5, 8))):
        query = parse(text, index, weights).terms
        wanted = naive.scores(query)
        ranking = rank(query, index, weights)
        assert dict(zip(ranking.articles, ranking.scores, strict=True)) == pytest.approx(wanted, rel=1e-5), text
        # Slugs ascend with numbers, so this order is by score and then by slug.
        order = sorted(range(len(ranking.articles)), key=lambda i: (-ranking.scores[i], ranking.articles[i]))
        assert order == list(range(len(order))), text


@pytest.mark.parametrize("seed", SEEDS)
def test_tail_is_cut_below_its_share_of_the_best_score(seed: int, tmp_path: Path) -> None:
    index = index_of(random_library(seed, size=CANDIDATES), tmp_path)
    query = parse("請求書 invoice of", index, WEIGHTS).terms
    everything = rank(query, index, replace(WEIGHTS, tail=0.0))
    shown = rank(query, index, replace(WEIGHTS, tail=0.5))
    limit = 0.5 * everything.scores[0]
    assert tuple(shown.articles) == tuple(
        number for number, score in zip(everything.articles, everything.scores, strict=True) if score >= limit
    )
    assert 0 < len(shown.articles) < len(everything.articles)


def test_equal_scores_are_ordered_by_slug(tmp_path: Path) -> None:
    same = [
        article(slug, title="Invoice", summary="", questions=(), sections=(section("Send it."),))
        for slug in ("a", "b", "c", "d")
    ]
    index = index_of(same, tmp_path)
    ranking = rank(parse("invoice", index, WEIGHTS).terms, index, WEIGHTS)
    assert [index.card(number).slug for number in ranking.articles] == ["a", "b", "c", "d"]
