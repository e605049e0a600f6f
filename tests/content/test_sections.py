from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from lxml import html as lxml_html

from helpcenter.content.step import Step

if TYPE_CHECKING:
    from tests.content.conftest import ArticlesFolder


def test_an_article_splits_at_its_headings(folder: ArticlesFolder) -> None:
    article = folder.render("Lead.\n\n## One\n\nFirst.\n\n### Deep\n\nUnder one.\n\n## Two\n\nSecond.")
    assert [(s.level, s.anchor, s.heading, s.path, s.text) for s in article.sections] == [
        (1, "", "", (), "Lead."),
        (2, "one", "One", (), "First."),
        (3, "deep", "Deep", ("One",), "Under one."),
        (2, "two", "Two", (), "Second."),
    ]


@pytest.mark.parametrize(
    ("heading", "locale", "label"),
    [("請求書を送る", "ja", "「請求書を送る」へのリンク"), ("Retries & *limits*", "en", "Link to “Retries & limits”")],
)
def test_a_heading_is_named_by_its_text_alone_and_its_link_by_both(
    folder: ArticlesFolder, heading: str, locale: str, label: str
) -> None:
    section = folder.render(f"## {heading}", locale=locale).sections[0]
    marked = lxml_html.fromstring(section.html)
    title, link = marked
    assert (title.tag, title.get("id"), title.text_content()) == ("h2", section.anchor, section.heading)
    assert (link.get("class"), link.get("aria-label")) == ("permalink", label)
    assert unquote(link.get("href", "")) == f"#{section.anchor}"


def test_an_article_that_begins_with_a_heading_has_no_lead(folder: ArticlesFolder) -> None:
    assert [section.anchor for section in folder.render("## One\n\nText").sections] == ["one"]


def test_an_article_without_text_has_an_empty_lead(folder: ArticlesFolder) -> None:
    (lead,) = folder.render("").sections
    assert (lead.anchor, lead.text, lead.html) == ("", "", "")


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("請求書を送る", "請求書を送る"),
        ("2. Grant policies", "2-grant-policies"),
        ("ＡＰＩ キー", "api-キー"),
        ("`code` & *more*", "code-more"),
        ("!!!", "section"),
        ("Given {#my-id}", "my-id"),
        ("Reserved {#hc-search}", "x-hc-search"),
        ("hc search", "x-hc-search"),
        ("HC-Top {#HC-Top}", "x-HC-Top"),
    ],
)
def test_ids_stay_readable_and_off_the_pages_own(folder: ArticlesFolder, heading: str, anchor: str) -> None:
    section = folder.render(f"## {heading}").sections[0]
    assert section.anchor == anchor
    assert f'id="{anchor}"' in section.html


def test_equal_headings_get_different_ids(folder: ArticlesFolder) -> None:
    article = folder.render("## Same\n\n## Same\n\n## Other {#same-2}\n\n## Same\n\n## Twice {#same-2}")
    anchors = [section.anchor for section in article.sections]
    assert len(set(anchors)) == 5
    assert anchors[:3] == ["same", "same-3", "same-2"]


def test_raw_headings_split_too(folder: ArticlesFolder) -> None:
    article = folder.render('<h2 id="about-mfa">2段階認証とは</h2>\n\n本文。\n\n<h3>詳細</h3>\n\n続き。', locale="ja")
    assert [(s.anchor, s.heading, s.text) for s in article.sections] == [
        ("about-mfa", "2段階認証とは", "本文。"),
        ("詳細", "詳細", "続き。"),
    ]


def test_headings_inside_raw_wrappers_split_and_the_wrappers_ids_stay(folder: ArticlesFolder) -> None:
    body = '<div id="all"><section id="first"><h2>One</h2><p>A</p></section><section><h2>Two</h2>B</section></div>'
    article = folder.render(body)
    assert [(s.heading, s.text) for s in article.sections if s.heading] == [("One", "A"), ("Two", "B")]
    assert 'id="all"' in article.html
    assert 'id="first"' in article.html


def test_a_heading_inside_a_box_belongs_to_the_section_around_it(folder: ArticlesFolder) -> None:
    article = folder.render("## One\n\n!!! note\n    ## Inside\n\n    Text\n\n> ## Quoted")
    assert [section.heading for section in article.sections] == ["One"]
    assert article.sections[0].text == "Note\nInside\nText\nQuoted"


@pytest.mark.parametrize(
    "first", ["# A Title\n\n", "<h1>a title</h1>\n\n", "[TOC]\n\n# Ａ title\n\n", "A Title\n=======\n\n"]
)
def test_a_first_heading_that_repeats_the_title_is_dropped(folder: ArticlesFolder, first: str) -> None:
    article = folder.render(f"{first}Text", title="A title")
    assert [(section.heading, section.text) for section in article.sections] == [("", "Text")]


def test_a_first_heading_that_says_something_else_stays(folder: ArticlesFolder) -> None:
    assert folder.render("# Another\n\nText").sections[0].heading == "Another"


def test_text_holds_code_tables_details_lists_and_alternatives_of_images(folder: ArticlesFolder) -> None:
    folder.picture("en/howto/p.png")
    body = (
        "A *b* c.\n\n- one\n- two<br>three\n\n| x | y |\n|--|--|\n| 1 | 2 |\n\n"
        "```\ncode  here\nmore\n```\n\n??? note\n    hidden\n\n![a picture](p.png)"
    )
    assert folder.render(body).sections[0].text.split("\n") == [
        "A b c.", "one", "two", "three", "x y", "1 2", "code here", "more", "Note", "hidden", "a picture",
    ]  # fmt: skip


def test_a_heading_with_a_target_is_a_step_and_the_page_does_not_show_it(folder: ArticlesFolder) -> None:
    first = '## Open { target="[data-guide=\'invoice.new\'] || #new" advance="click" }'
    article = folder.render(f'{first}\n\n## Plain\n\n## Next {{ target="#a" }}')
    assert [section.step for section in article.sections] == [
        Step(("[data-guide='invoice.new']", "#new"), "click"),
        None,
        Step(("#a",), "next"),
    ]
    assert "target" not in article.html
    assert "advance" not in article.html


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ('target="#a" advance="jump"', "`advance` cannot be 'jump'."),
        ('advance="click"', "`advance` says nothing without a target."),
    ],
)
def test_a_step_that_makes_no_sense_is_reported(folder: ArticlesFolder, attributes: str, message: str) -> None:
    (finding,) = folder.render(f"Lead\n\n## Open {{ {attributes} }}").findings
    assert (finding.line, finding.message) == (6, message)


@pytest.mark.parametrize(
    ("body", "line", "suggestion"),
    [
        ("## A\n\n#### B", 6, "Write it with ###."),
        ("### A", 4, "Write it with ##."),
        ("## A\n\n<h5>B</h5>", 6, "Write it with ###."),
    ],
)
def test_skipped_heading_levels_are_reported(folder: ArticlesFolder, body: str, line: int, suggestion: str) -> None:
    (finding,) = folder.render(body).findings
    assert (finding.line, finding.suggestion) == (line, suggestion)


def test_headings_may_climb_any_number_of_levels(folder: ArticlesFolder) -> None:
    assert folder.render("## A\n\n### B\n\n#### C\n\n## D\n\n### E").findings == ()


def test_sections_stay_well_formed_when_the_source_is_not(folder: ArticlesFolder) -> None:
    article = folder.render("<b>open\n\n## Next\n\ntext</i></div>\n\n## Last\n\n<table><tr><td>cell\n\nafter")
    assert [section.heading for section in article.sections] == ["", "Next", "Last"]
    for section in article.sections:
        for tag in ("b", "div", "table", "td", "p"):
            assert len(re.findall(rf"<{tag}[\s>]", section.html)) == section.html.count(f"</{tag}>")
