"""Drafts: read as the file would be, without there being one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.content.drafts import Draft, read_draft
from helpcenter.content.problems import Severity
from helpcenter.content.walkthrough import walkthrough_of

if TYPE_CHECKING:
    from pathlib import Path

STEP = '## Open { target="[data-guide=\'new\']" advance="click" }\n\nChoose **New**.\n'


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    (tmp_path / "en").mkdir()
    return tmp_path


def read(text: str, folder: Path) -> Draft:
    return read_draft(text, locale="en", title="Draft", folder=folder)


def test_some_steps_are_a_walkthrough_without_front_matter(articles: Path) -> None:
    draft = read(STEP, articles)
    assert draft.problems == ()
    assert draft.article
    walkthrough = walkthrough_of(draft.article)
    assert walkthrough
    assert walkthrough.title == "Draft"
    assert walkthrough.steps[0].step.targets == ("[data-guide='new']",)
    assert walkthrough.steps[0].step.advance == "click"


def test_a_whole_article_keeps_what_its_front_matter_says(articles: Path) -> None:
    draft = read(f"---\r\ntitle: Send\r\nwalkthrough: {{missing: skip}}\r\n---\r\n{STEP}", articles)
    assert draft.article
    walkthrough = walkthrough_of(draft.article)
    assert walkthrough
    assert (walkthrough.title, walkthrough.steps[0].missing) == ("Send", "skip")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('Text.\n\n## Open { target="a[" }\n', 3, "is no target"),
        ("## Open\n\nText.\n", 0, "No heading names a target"),
        ("---\ntitel: x\n---\n", 2, "no key `titel`"),
        (STEP + '\n## Next { target=".b" advance="clck" }\n', 5, "`advance` cannot be"),
        (STEP + "\n" + "[" * 200, 5, "brackets are open"),
    ],
)
def test_problems_are_told_by_the_lines_of_the_draft(articles: Path, text: str, line: int, words: str) -> None:
    told = [problem for problem in read(text, articles).problems if words in problem.message]
    assert [problem.line for problem in told] == [line]


def test_a_draft_without_steps_is_an_error(articles: Path) -> None:
    assert [problem.severity for problem in read("## Open\n", articles).problems] == [Severity.ERROR]


def test_nothing_is_written(articles: Path) -> None:
    read(STEP, articles)
    assert [path for path in articles.rglob("*") if path.is_file()] == []
