from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from helpcenter.content.github_lists import settled

if TYPE_CHECKING:
    from tests.content.conftest import ArticlesFolder


def shown(folder: ArticlesFolder, body: str) -> str:
    """The HTML without line ends and permalinks."""
    return re.sub(r"\s*\n\s*", "", folder.render(body).html)


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Choose:\n- one\n- two", "<p>Choose:</p><ul><li>one</li><li>two</li></ul>"),
        ("Do this:\n1. one\n2. two", "<p>Do this:</p><ol><li>one</li><li>two</li></ol>"),
        ("a\n\n    - code", '<p>a</p><div class="highlight"><pre tabindex="0"><code>- code</code></pre></div>'),
        ("It was\n2024. A year", "<p>It was2024. A year</p>"),
        ("Version\n-5 is cold", "<p>Version-5 is cold</p>"),
        ("- a\n- b\n1. c\n2. d", "<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>"),
        ("- a\n\n  more\n  - b", "<ul><li><p>a</p><p>more</p><ul><li>b</li></ul></li></ul>"),
        ("!!! note\n    Text\n    - a", "Text</p><ul><li>a</li></ul></div>"),
    ],
)
def test_a_list_needs_no_blank_line_before_it(folder: ArticlesFolder, body: str, html: str) -> None:
    assert shown(folder, body).endswith(html)


@pytest.mark.parametrize("spaces", [2, 3, 4])
def test_two_to_four_spaces_nest_below_a_bullet(folder: ArticlesFolder, spaces: int) -> None:
    inner = " " * spaces
    html = shown(folder, f"- a\n{inner}- b\n{inner * 2}- c\n{inner}- d\n- e")
    assert html == "<ul><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li><li>e</li></ul>"


@pytest.mark.parametrize("spaces", [2, 3, 4])
def test_two_to_four_spaces_nest_below_a_number(folder: ArticlesFolder, spaces: int) -> None:
    html = shown(folder, f"1. a\n{' ' * spaces}- b\n{' ' * spaces}- c\n2. d")
    assert html == "<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>"


def test_one_space_is_a_slip_and_nests_nothing(folder: ArticlesFolder) -> None:
    assert shown(folder, "- a\n - b") == "<ul><li>a</li><li>b</li></ul>"


def test_an_item_keeps_paragraphs_and_code_that_stand_below_its_text(folder: ArticlesFolder) -> None:
    html = folder.render("- a\n\n  more\n\n  ```\n  x\n    y\n  ```\n- b").html
    assert "<code>x\n  y\n</code>" in html
    html = re.sub(r"\s*\n\s*", "", html)
    assert html.startswith("<ul><li><p>a</p><p>more</p>")
    assert html.endswith("</li><li><p>b</p></li></ul>")


def test_code_right_below_an_item_does_not_end_the_list(folder: ArticlesFolder) -> None:
    html = shown(folder, "1. one\n```\nx\n```\n2. two\n```\ny\n```")
    assert html.count("<ol>") == 1
    assert html.count("<li>") == 2


def test_indented_code_in_an_item_keeps_its_own_indents(folder: ArticlesFolder) -> None:
    assert "<code>x\n  y</code>" in folder.render("- a\n\n      x\n        y").html
    assert "<code>x\n  y</code>" in folder.render("- a\n\n        x\n          y").html


@pytest.mark.parametrize(
    "body",
    [
        "Plans:\n| a | b |\n|---|---|\n| 1 | 2 |",
        "Plans:\na | b\n--|--\n1 | 2",
        "- Plans:\n  | a | b |\n  |---|:-:|\n  | 1 | 2 |",
    ],
)
def test_a_table_needs_no_blank_line_before_it(folder: ArticlesFolder, body: str) -> None:
    html = shown(folder, body)
    assert '<td class="figure">1</td>' in html
    assert "Plans:" in html.partition("<table")[0]


def test_a_line_with_a_bar_above_a_rule_is_no_table(folder: ArticlesFolder) -> None:
    assert "<table" not in folder.render("Text\na | b\n---").html


@pytest.mark.parametrize(
    "body",
    [
        "```\ntext\n- a\n  - b\n| a |\n|---|\n```",
        "~~~~ yaml\nkey:\n- a\n  - b\n~~~\n- c\n~~~~",
        "- a\n\n    ```\n    text\n    - b\n      - c\n    ```",
        "text\n\n    code\n    - a\n      - b",
        "<pre>\ntext\n- a\n\n  - b\n</pre>",
        "<!--\ntext\n- a\n\n  - b\n-->",
        "<div>\ntext\n- a\n</div>",
        '!!! warning "Title"\n    text\n\n    - a\n        - b\n\n    more',
        '=== "Tab"\n\n    text\n\n    - a\n\n        para\n\n            code',
        "??? note\n    ```\n    text\n    - a\n    ```",
        "text[^1]\n\n[^1]: note\n    goes on\n\n    - a",
        "Term\n:   Meaning\n    goes on\n\n    - a",
        "# Heading\n- a\n- b\n\n* * *\n\n- - -\n\ntext\n---\ntext",
        "1. a\n\n    para\n\n        code\n\n2. b\n    - c\n        - d\n            - e",
        "a\n**b** - c\n*d* e\n10.5 is a number\n> - quoted",
    ],
)
def test_what_is_in_order_stays_as_it_is(body: str) -> None:
    assert settled(body.split("\n")) == body.split("\n")
