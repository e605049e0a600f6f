from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

if TYPE_CHECKING:
    from tests.content.conftest import ArticlesFolder


def _squeezed(html: str) -> str:
    return re.sub(r">\s+<", "><", html).strip()


def test_a_table_scrolls_in_a_named_focusable_region(folder: ArticlesFolder) -> None:
    html = folder.render("| Plan | Price |\n|:--|--:|\n| Team | 10 |").html
    region = lxml_html.fromstring(html)
    assert dict(region.attrib) == {"class": "table", "role": "region", "tabindex": "0", "aria-label": "Table"}
    assert region.xpath("string(.//th[@class='align-right'])") == "Price"
    assert region.xpath("string(.//td[@class='align-left'])") == "Team"
    assert region.xpath("string(.//td[@class='align-right figure'])") == "10"
    assert region.xpath(".//th/@scope") == ["col", "col"]


@pytest.mark.parametrize(
    ("cell", "is_figure"),
    [
        ("2026-10-03", True),
        ("2026年10月3日", True),
        ("Oct 3, 2026", True),
        ("1,000〜2,000円", True),
        ("99.9 %", True),
        ("512 MB", True),
        ("10", True),
        ("3つの方法があります", False),
        ("10 articles in a row", False),
        ("-", False),
        ("", False),
    ],
)
def test_numbers_and_dates_in_cells_are_kept_on_one_line(folder: ArticlesFolder, cell: str, is_figure: bool) -> None:
    html = folder.render(f"| a | b |\n|---|---|\n| x | {cell} |").html
    assert bool(lxml_html.fromstring(html).xpath(".//td[@class='figure']")) is is_figure


@pytest.mark.parametrize(("locale", "name"), [("en", "Table in “Plans”"), ("ja", "「Plans」の表")])
def test_tables_are_told_apart_by_the_heading_above_them(folder: ArticlesFolder, locale: str, name: str) -> None:
    table = "| a |\n|---|\n| 1 |"
    captioned = "<table><caption>Prices</caption><tr><td>1</td></tr></table>"
    html = folder.render(f"{table}\n\n## Plans\n\n{table}\n\n{table}\n\n{captioned}", locale=locale).html
    labels = lxml_html.fragment_fromstring(html, create_parent="div").xpath(".//*[@role='region']/@aria-label")
    assert labels == [{"en": "Table", "ja": "表"}[locale], name, f"{name} 2", "Prices"]


def test_a_fenced_block_is_highlighted_with_classes_only(folder: ArticlesFolder) -> None:
    html = folder.render('```python title="hello.py"\nimport os  # <b>\n```').html
    assert '<span class="filename">hello.py</span>' in html
    assert '<span class="kn">import</span>' in html
    assert "&lt;b&gt;" in html
    assert "style=" not in html
    assert '<pre tabindex="0">' in html


@pytest.mark.parametrize(
    "fence", ["```\na < b\n```", "```nosuchlanguage\na < b\n```", "    a < b", "~~~~\na < b\n~~~~"]
)
def test_code_without_a_known_language_is_plain(folder: ArticlesFolder, fence: str) -> None:
    article = folder.render(fence)
    assert "a &lt; b" in article.html
    assert article.sections[0].text == "a < b"


def test_admonitions_and_details_keep_their_kind(folder: ArticlesFolder) -> None:
    html = _squeezed(folder.render('!!! warning\n    Hot.\n\n??? tip "More"\n    Cold.').html)
    assert '<div class="admonition warning"><p class="admonition-title">Warning</p><p>Hot.</p></div>' in html
    assert '<details class="tip"><summary>More</summary><p>Cold.</p></details>' in html


def test_the_default_title_of_a_box_is_in_the_articles_language(folder: ArticlesFolder) -> None:
    html = folder.render(
        '!!! warning\n    熱い。\n\n!!! note "Note well"\n    本文。\n\n??? tip\n    冷たい。', locale="ja"
    ).html
    assert '<p class="admonition-title">警告</p>' in html
    assert '<p class="admonition-title">Note well</p>' in html
    assert "<summary>ヒント</summary>" in html


def test_an_unknown_kind_of_box_becomes_a_note(folder: ArticlesFolder) -> None:
    assert 'class="admonition note"' in folder.render('!!! shiny "Title"\n    Text').html


def test_tasks_are_marks_and_never_inputs(folder: ArticlesFolder) -> None:
    article = folder.render("- [x] Paid\n- [ ] Sent")
    marks = lxml_html.fragment_fromstring(article.html, create_parent="div").xpath(".//li/span")
    assert [(mark.text, mark.get("class"), mark.get("role"), mark.get("aria-label")) for mark in marks] == [
        ("☑", "task done", "img", "Done"),
        ("☐", "task", "img", "To do"),
    ]
    assert "<input" not in article.html
    assert article.sections[0].text == "Paid\nSent"


def test_tabs_are_labelled_blocks_that_need_no_script(folder: ArticlesFolder) -> None:
    article = folder.render('=== "macOS"\n\n    Press Command.\n\n=== "Windows"\n\n    Press Ctrl.')
    assert _squeezed(article.html) == (
        '<div class="tabs"><div class="tab"><p class="tab-label">macOS</p><p>Press Command.</p></div>'
        '<div class="tab"><p class="tab-label">Windows</p><p>Press Ctrl.</p></div></div>'
    )
    assert article.sections[0].text == "macOS\nPress Command.\nWindows\nPress Ctrl."
    assert article.findings == ()


def test_footnotes_lead_there_and_back(folder: ArticlesFolder) -> None:
    article = folder.render("注意[^1]\n\n[^1]: 脚注です。", locale="ja")
    tree = lxml_html.fragment_fromstring(article.html, create_parent="div")
    for link in tree.xpath(".//a/@href"):
        assert tree.xpath(f".//*[@id='{link.removeprefix('#')}']")
    assert tree.xpath(".//a[@class='footnote-backref']/@aria-label") == ["本文に戻る"]
    assert article.sections[0].text == "注意\n脚注です。"


def test_attribute_lists_give_ids_but_no_styles(folder: ArticlesFolder) -> None:
    html = folder.render('Text\n{ #here style="color:red" }\n\n**x**{ .evil }').html
    assert '<p id="here">Text</p>' in html
    assert "style" not in html
    assert "evil" not in html


def test_strikethrough_and_definition_lists(folder: ArticlesFolder) -> None:
    html = _squeezed(folder.render("~~old~~\n\nTerm\n:   Meaning").html)
    assert "<del>old</del>" in html
    assert "<dl><dt>Term</dt><dd>Meaning</dd></dl>" in html


def test_japanese_lines_join_without_a_gap(folder: ArticlesFolder) -> None:
    body = "請求書を送り、\n[設定](#a)を確認します。\n3日かかります。\nEnglish words\nstay apart."
    article = folder.render(f"{body}\n\n```\n日本語\n日本語\n```", locale="ja")
    text = article.sections[0].text
    assert text.startswith("請求書を送り、設定を確認します。3日かかります。English words stay apart.")
    assert text.endswith("日本語\n日本語")


def test_braces_stay_text(folder: ArticlesFolder) -> None:
    assert "{{7*7}} {% raw %} ${x}" in folder.render("{{7*7}} {% raw %} ${x}").html


def test_external_links_carry_rel_and_internal_ones_do_not(folder: ArticlesFolder) -> None:
    html = folder.render(
        '[out](https://example.com) <a href="https://example.com" target="_blank">raw</a> [in](#x)'
    ).html
    tree = lxml_html.fragment_fromstring(html, create_parent="div")
    assert tree.xpath(".//a/@rel") == ["noopener noreferrer"] * 2
    assert tree.xpath(".//a[@href='#x']/@rel") == []
    assert "target" not in html


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("a\n\n<script>alert(1)</script>", 6, "`<script>` is not allowed and was left out."),
        ("<style>p{}</style>", 4, "`<style>` is not allowed and was left out."),
        (
            "a\n\n[x](javascript:alert(1))",
            6,
            "The address `javascript:alert(1)` is not allowed; the link was taken out.",
        ),
        ("Use <your_key> here", 4, "`<your_key>` is no element an article may use; its mark-up was left out."),
        ('<p onclick="x()">a</p>', 4, "The attribute `onclick` runs script and was left out."),
        ("<form><b>a</b></form>", 4, "`<form>` is no element an article may use; its mark-up was left out."),
        (
            "![x](https://example.com/x.png)",
            4,
            "The image `https://example.com/x.png` is on another host and is not shown.",
        ),
        ("[x](../../../secret)", 4, "The link `../../../secret` leaves the articles folder; it was taken out."),
        ('<h2 id="a">A</h3>\n\nText', 4, "The heading begins with <h2> but ends with </h3>."),
    ],
)
def test_what_is_left_out_is_reported_with_its_line(folder: ArticlesFolder, body: str, line: int, message: str) -> None:
    (finding,) = folder.render(body).findings
    assert (finding.path, finding.line, finding.message) == ("en/howto/page.md", line, message)
    assert finding.suggestion


def test_code_samples_of_forbidden_markup_are_shown_and_not_reported(folder: ArticlesFolder) -> None:
    article = folder.render("Write `<script>`:\n\n```html\n<script>alert(1)</script>\n```")
    assert article.findings == ()
    assert "<script>alert(1)</script>" in article.sections[0].text


def test_the_text_of_forbidden_elements_is_not_found_either(folder: ArticlesFolder) -> None:
    text = folder.render("before\n\n<script>hidden()</script>\n\n<!-- secret -->\n\nafter").sections[0].text
    assert text == "before\nafter"


@pytest.mark.parametrize(("locale", "title"), [("en", "Warning"), ("ja", "警告")])
def test_a_quote_marked_as_on_github_is_a_box(folder: ArticlesFolder, locale: str, title: str) -> None:
    html = _squeezed(folder.render("> [!WARNING]\n> Mind the **gap**.\n> \n> Twice.", locale=locale).html)
    box = (
        f'<div class="admonition warning"><p class="admonition-title">{title}</p><p>Mind the <strong>gap</strong>.</p>'
    )
    assert html.startswith(box)
    assert "<blockquote>" in folder.render("> [!NOBODY]\n> Text.").html
