from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.content.raw_html import close_raw_blocks

if TYPE_CHECKING:
    from tests.content.conftest import ArticlesFolder


def test_markdown_after_an_unclosed_block_stays_markdown(folder: ArticlesFolder) -> None:
    article = folder.render('Lead.\n\n<div class="note">\nRaw text\n\n## A heading\n\n**Bold** text.')
    assert [section.heading for section in article.sections] == ["", "A heading"]
    assert "<strong>Bold</strong>" in article.html
    assert '<div class="note">\nRaw text</div>' in article.html
    problem = folder.problem("en/howto/page.md")
    assert problem.line == 6
    assert "`<div>` is never closed" in problem.message
    assert problem.suggestion == "Write </div> where it ends."


def test_nested_blocks_are_closed_from_the_inside() -> None:
    closed, unclosed = close_raw_blocks("<section>\n<div>\ntext\n\nmore")
    assert closed == "<section>\n<div>\ntext</div></section>\n\nmore"
    assert [(tag.name, tag.line) for tag in unclosed] == [("section", 0), ("div", 1)]


@pytest.mark.parametrize(
    "body",
    [
        "<div>\n\ntext\n\n</div>",
        "<ul><li>one<li>two</ul>",
        "```html\n<div>\n```",
        "    <div>",
        "Write `<div>` first.",
        "<!-- <div> -->",
        "<div/>",
        "a <b>bold word",
        "<hr>",
        "<br>\ntext",
        "1 <div 2",
    ],
)
def test_what_is_closed_or_no_block_stays_as_it_is(body: str) -> None:
    assert close_raw_blocks(body) == (body, ())
