"""What people ask about this product is found in its own manual."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpcenter.search.evaluation import Answer, ask
from helpcenter.search.generations import Generations
from helpcenter.search.judgments import Judgment, read_judgments
from helpcenter.search.publish import publish

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation

MANUAL = Path(__file__).parents[2] / "articles"
JUDGMENTS = read_judgments(MANUAL / "searches.yml")
ANSWERABLE = tuple(judgment for judgment in JUDGMENTS if judgment.slugs)
WANTED_ANSWER_RATE = 0.95


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder = tmp_path_factory.mktemp("manual")
    publish(MANUAL, folder)
    return Generations(folder).current()


@pytest.fixture(scope="module")
def answers(manual: Generation) -> tuple[Answer, ...]:
    return tuple(ask(judgment, manual.search) for judgment in ANSWERABLE)


def test_there_are_enough_queries_in_both_languages() -> None:
    assert len(ANSWERABLE) >= 40
    for locale in ("ja", "en"):
        assert sum(judgment.locale == locale for judgment in ANSWERABLE) >= 20


def test_queries_are_not_copies_of_what_the_articles_say(manual: Generation) -> None:
    said = {
        text.casefold()
        for locale in manual.locales
        for article in manual.articles(locale)
        for text in (article.title, *article.questions, *(section.heading for section in article.sections))
        if len(text.split()) > 1 or len(text) > 12  # one word may well be a heading too
    }
    assert [judgment.query for judgment in JUDGMENTS if judgment.query.casefold() in said] == []


def test_judged_articles_exist(manual: Generation) -> None:
    missing = [
        (judgment.query, slug)
        for judgment in ANSWERABLE
        for slug in judgment.slugs
        if manual.article(judgment.locale, slug) is None
    ]
    assert missing == []


def test_the_right_article_is_in_the_top_three(answers: tuple[Answer, ...]) -> None:
    lost = [(answer.judgment.query, answer.rank) for answer in answers if not 1 <= answer.rank <= 3]
    assert 1 - len(lost) / len(answers) >= WANTED_ANSWER_RATE, lost


def test_every_article_but_the_overview_is_asked_for() -> None:
    asked = {(judgment.locale, slug) for judgment in ANSWERABLE for slug in judgment.slugs}
    all_slugs = {
        (locale, path.relative_to(MANUAL / locale).with_suffix("").as_posix())
        for locale in ("ja", "en")
        for path in (MANUAL / locale).rglob("*.md")
    }
    assert {(locale, slug) for locale, slug in all_slugs - asked if slug != "index"} == set()


def _judgment_id(judgment: Judgment) -> str:
    return f"{judgment.locale}:{judgment.query}"


@pytest.mark.parametrize("judgment", [each for each in JUDGMENTS if not each.slugs], ids=_judgment_id)
def test_what_no_article_answers_is_not_answered_with_confidence(judgment: Judgment, manual: Generation) -> None:
    assert ask(judgment, manual.search).confidence != "answered"
