from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.content.excerpt import MOST_CHARACTERS, MOST_STEPS, MOST_WIDE_CHARACTERS, Excerpt, excerpt
from helpcenter.content.library import load_library

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "/en/articles/a"


def told(folder: Path, body: str, *anchors: str) -> Excerpt | None:
    """What an article with this body says when its sections with these anchors match, best first."""
    (folder / "en").mkdir()
    (folder / "en/a.md").write_text(f"---\ntitle: A\n---\n{body}", encoding="utf-8")
    (article,) = load_library(folder).articles
    matching = [section for anchor in anchors for section in article.sections if section.anchor == anchor]
    return excerpt(article, matching, ADDRESS)


def said(folder: Path, body: str, *anchors: str) -> Excerpt:
    answer = told(folder, body, *anchors)
    assert answer is not None
    return answer


def test_a_section_with_steps_is_told_by_its_steps_and_the_sentence_before_them(tmp_path: Path) -> None:
    body = "Lead.\n\n## Do it\n\nHistory of it.\n\nIn the settings:\n\n1. Open **Billing**.\n2. Choose *Save*.\n\nMore."
    answer = said(tmp_path, body, "do-it")
    assert answer.steps == ("Open Billing.", "Choose Save.")
    assert answer.text == "In the settings:\nOpen Billing.\nChoose Save."
    assert "<ol>" in answer.html
    assert "<strong>Billing</strong>" in answer.html
    assert answer.section.heading == "Do it"
    assert "Do it" not in answer.html
    assert not answer.is_whole


def test_a_section_without_steps_is_told_by_its_first_paragraphs(tmp_path: Path) -> None:
    answer = said(tmp_path, "Lead.\n\n## Why\n\nFirst.\n\nSecond.\n", "why")
    assert (answer.text, answer.steps, answer.is_whole) == ("First.\nSecond.", (), True)


def test_many_steps_are_cut_to_the_first_ones(tmp_path: Path) -> None:
    answer = said(tmp_path, "\n".join(f"1. Step {number}." for number in range(20)), "")
    assert len(answer.steps) == MOST_STEPS
    assert answer.steps[0] == "Step 0."
    assert not answer.is_whole


@pytest.mark.parametrize(
    "body",
    [
        "Word " * 900,
        "- " + "word " * 900,
        "1. " + "word " * 900,
        "\n\n".join("A short sentence." for _ in range(200)),
        "\n".join(f"1. {'word ' * 60}" for _ in range(8)),
        "> " + "word " * 900,
        "| a | b |\n|---|---|\n" + "\n".join("| word | word |" for _ in range(300)),
    ],
)
def test_long_text_is_cut_to_what_fits_a_card(tmp_path: Path, body: str) -> None:
    answer = said(tmp_path, body, "")
    assert 0 < len(answer.text) <= MOST_CHARACTERS + 1
    assert not answer.is_whole


def test_japanese_text_takes_as_much_room_with_fewer_characters(tmp_path: Path) -> None:
    answer = said(tmp_path, "設定を開きます。" * 200, "")
    assert answer.text.endswith("。…")
    assert len(answer.text) <= MOST_WIDE_CHARACTERS + 1


def test_when_the_introduction_matches_best_the_steps_below_it_are_told(tmp_path: Path) -> None:
    answer = said(tmp_path, "This tells how.\n\n## Steps\n\n1. One.\n2. Two.\n", "")
    assert answer.section.heading == "Steps"
    assert answer.steps == ("One.", "Two.")


def test_when_nothing_has_steps_the_introduction_is_told(tmp_path: Path) -> None:
    answer = said(tmp_path, "This is so.\n\n## More\n\nMore of it.\n", "")
    assert answer.text == "This is so."


def test_a_heading_without_text_is_told_by_the_first_heading_below_it(tmp_path: Path) -> None:
    answer = said(tmp_path, "Lead.\n\n## Outer\n\n### Inner\n\nText of it.\n\n## Other\n\nNot this.\n", "outer")
    assert (answer.section.heading, answer.text) == ("Inner", "Text of it.")


def test_a_heading_without_any_text_below_it_tells_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, "Lead.\n\n## Empty\n\n## Other\n\nNot this.\n", "empty") is None


def test_a_walkthrough_is_told_by_its_targets_which_lead_to_their_sections(tmp_path: Path) -> None:
    body = 'Lead.\n\n## Open { target="[data-guide=\'open\']" }\n\nText.\n\n## Save it { target="#save" }\n\nText.\n'
    answer = said(tmp_path, body, "")
    assert answer.steps == ("Open", "Save it")
    assert f'href="{ADDRESS}#save-it"' in answer.html


def test_ids_and_pictures_stay_out_and_links_within_the_page_lead_to_the_article(tmp_path: Path) -> None:
    body = '<p id="here">See [below](#more) and [other](b.md).</p>\n\n![A screen](x.png)\n\nText[^1].\n\n[^1]: Note.\n'
    (tmp_path / "x.png").write_bytes(b"")
    answer = said(tmp_path, body.replace("<p", '<p markdown="1"'), "")
    assert " id=" not in answer.html
    assert "<img" not in answer.html
    assert "footnote" not in answer.html
    assert 'href="#' not in answer.html
