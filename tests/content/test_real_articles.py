"""The content floor on real help centers; skipped where their files are not at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

from helpcenter.content.library import load_library
from helpcenter.content.problems import Severity
from helpcenter.content.topics import topics_of

if TYPE_CHECKING:
    from helpcenter.content.article import Library

_EVAL = Path(__file__).parents[3] / "shared" / "eval"


@pytest.fixture(scope="module", params=["mackerel", "banking77", "clinc150"])
def library(request: pytest.FixtureRequest) -> Library:
    folder = _EVAL / request.param / "articles"
    if not folder.is_dir():
        pytest.skip("the real articles are not at hand")
    return load_library(folder)


def test_every_real_article_is_published(library: Library) -> None:
    assert library.articles
    assert [problem for problem in library.problems if problem.severity is Severity.ERROR] == []


def test_problems_are_few_and_say_what_to_do(library: Library) -> None:
    assert len(library.problems) < 0.3 * len(library.articles) + 1
    assert all(problem.suggestion for problem in library.problems)
    assert sum(problem.line == 0 for problem in library.problems) <= 3


def test_every_section_can_be_linked_to_and_has_markup(library: Library) -> None:
    for article in library.articles:
        anchors = [section.anchor for section in article.sections]
        assert len(set(anchors)) == len(anchors), article.source
        assert all(section.html for section in article.sections), article.source
        assert any(section.text for section in article.sections), article.source


def test_every_section_is_well_formed_on_its_own(library: Library) -> None:
    for article in library.articles:
        for section in article.sections:
            tree = lxml_html.fragment_fromstring(section.html, create_parent="div")
            assert section.anchor == "" or tree[0][0].get("id") == section.anchor, article.source


def test_topics_count_every_article_once(library: Library) -> None:
    roots = {topic.locale: topic.count for topic in topics_of(library) if not topic.path}
    assert sum(roots.values()) == len(library.articles)
