from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from tests.content.conftest import ArticlesFolder

GLOSSARY = """
en:
  generation: One published index.
  gap: {text: A question that nobody answers yet., also: [gaps]}
ja:
  世代: 公開された索引です。
  タブ: 切り替えられる欄です。
"""


def rendered(folder: ArticlesFolder, body: str, *, locale: str = "en") -> HtmlElement:
    folder.write("glossary.yml", GLOSSARY)
    return lxml_html.fragment_fromstring(folder.render(body, locale=locale).html, create_parent="div")


def marked(root: HtmlElement) -> list[str]:
    return [str(term.text) for term in root.iter("dfn")]


def test_the_first_mention_of_a_term_carries_its_meaning(folder: ArticlesFolder) -> None:
    root = rendered(folder, "A generation, and **gaps**.\n\nThe next generation has a gap.")
    assert marked(root) == ["generation", "gaps"]
    first = next(root.iter("dfn"))
    (meaning,) = first
    assert (meaning.get("role"), meaning.text) == ("tooltip", "One published index.")
    assert first.get("aria-describedby") == meaning.get("id")
    assert first.get("tabindex") == "0"
    assert (
        root.xpath("string(p[1])") == "A generationOne published index., and gapsA question that nobody answers yet.."
    )


@pytest.mark.parametrize(
    "body",
    [
        "## generation",
        "`generation`",
        "    generation",
        "[generation](https://example.com/)",
        "| generation |\n|---|\n| generation |",
        "<kbd>generation</kbd>",
        '=== "generation"\n\n    Text.',
        '!!! note "generation"\n    Text.',
        "regeneration, generational",
    ],
)
def test_no_term_is_marked_where_it_would_be_in_the_way(folder: ArticlesFolder, body: str) -> None:
    assert marked(rendered(folder, body)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("前の世代では、", ["世代"]),
        ("新世代のデータベース", []),
        ("タブを開く", ["タブ"]),
        ("データブックとスタブ", []),
        ("世代のタブ", ["世代", "タブ"]),
    ],
)
def test_japanese_terms_are_words_and_not_pieces_of_longer_ones(
    folder: ArticlesFolder, text: str, expected: list[str]
) -> None:
    assert marked(rendered(folder, text, locale="ja")) == expected


def test_a_meaning_is_neither_searched_nor_quoted(folder: ArticlesFolder) -> None:
    folder.write("glossary.yml", GLOSSARY)
    assert folder.render("One generation.").sections[0].text == "One generation."


def test_only_articles_that_mention_a_term_are_rendered_again_when_it_changes(folder: ArticlesFolder) -> None:
    folder.article("en/with.md", "A generation.")
    folder.article("en/without.md", "Nothing.")
    folder.write("glossary.yml", GLOSSARY)
    before = {article.slug: article.digest for article in folder.load().articles}
    folder.write("glossary.yml", GLOSSARY.replace("published", "immutable"))
    after = {article.slug: article.digest for article in folder.load().articles}
    assert before["with"] != after["with"]
    assert before["without"] == after["without"]


def test_a_meaning_with_markup_stays_text(folder: ArticlesFolder) -> None:
    folder.write("glossary.yml", 'en: {gap: "<img src=x onerror=alert(1)>"}')
    html = folder.render("A gap.").html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("en:\n  gap: {txt: x}", 2, "has a key nobody knows: txt"),
        ("en:\n  a: x\n  gap:", 3, "is not explained"),
        ("en:\n  gap: [x]", 2, "is not explained"),
        ("en:\n  gap: {text: x, also: y}", 2, "has other forms that are no list"),
        (f"en:\n  gap: {'x' * 301}", 2, "is explained in more than 300 characters"),
        ("en:\n  gap: x\n  Gap: y", 3, "is there twice"),
        ("en:\n  ' ': y", 2, "has no name"),
        ("en: x", 1, "is not followed by terms"),
        ("- x", 1, "is not sorted by locale"),
        ("en: [", 1, "cannot be read"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_other_terms_are_used(
    folder: ArticlesFolder, content: str, line: int, message: str
) -> None:
    folder.write("glossary.yml", content)
    problem = folder.problem("glossary.yml")
    assert message in problem.message
    assert problem.line == line
    assert problem.suggestion
