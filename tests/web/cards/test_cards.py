from __future__ import annotations

import io
from typing import TYPE_CHECKING

import lxml.html
import pytest
from PIL import Image

from helpcenter.app import create_app
from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.web.cards.drawing import Card, can_draw, draw
from helpcenter.web.cards.fonts import font_for
from helpcenter.web.cards.keeping import Cards, cards_of
from helpcenter.web.cards.wrapping import lines_of, shortened
from tests.web.conftest import config_for, write_articles

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

needs_japanese_font = pytest.mark.skipif(font_for("漢かな…A") is None, reason="no font here has Japanese")
TITLES = [
    "請求書を発行する",
    "How to send an invoice",
    "二段階認証を設定したあとにスマートフォンを機種変更したときの引き継ぎ方法と、バックアップコードの再発行手順について",
    "A" * 300,
    "漢" * 300,
    "「」、。" * 40,
    "word " * 60,
    "x",
]


def width(text: str) -> float:
    """As wide as in print: a letter takes half the room of a kanji."""
    return sum(1 if ord(character) < 0x2000 else 2 for character in text)


@pytest.mark.parametrize(
    ("title", "limit", "lines"),
    [
        ("How to send an invoice to a customer", 16, ["How to send", "an invoice", "to a customer"]),
        ("検索エンジン、フィード、AIから見つけてもらう", 26, ["検索エンジン、フィード、", "AIから見つけてもらう"]),
        ("請求書を発行する", 10, ["請求書を", "発行する"]),
        ("「はい」を押す", 10, ["「はい」を", "押す"]),
        ("Webhookの設定", 30, ["Webhookの設定"]),
    ],
)
def test_titles_break_between_words_and_phrases(title: str, limit: int, lines: list[str]) -> None:
    assert lines_of(title, width, limit, 3) == lines


@pytest.mark.parametrize("title", TITLES)
def test_no_line_is_too_long_and_nothing_is_lost(title: str) -> None:
    for limit in (8, 20, 40):
        lines = lines_of(title, width, limit, 100)
        assert lines is not None
        assert all(width(line) <= limit for line in lines)
        assert "".join(lines).replace(" ", "") == title.replace(" ", "")
        assert all(line[0] not in "、。」" for line in lines[1:]) or "」、。" in title


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = shortened("word " * 60, width, 20, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


@needs_japanese_font
@pytest.mark.parametrize("title", TITLES)
def test_every_title_becomes_a_picture_with_margins(title: str) -> None:
    picture = draw(Card(title, "とても長い名前のヘルプセンター" * 5, "トピック" * 30))
    assert picture is not None
    assert len(picture) < 120_000
    image = Image.open(io.BytesIO(picture)).convert("L")
    assert image.size == (1200, 630)
    assert min(image.crop((1120, 0, 1200, 630)).tobytes()) > 200  # nothing runs over the right margin
    assert min(image.crop((88, 150, 1112, 500)).tobytes()) < 80  # and the title is there


def test_equal_cards_are_equal_pictures_and_others_are_not() -> None:
    cards = [Card("A", "B"), Card("A", "B", "C"), Card("A", "B", accent="#ff0000"), Card("B", "A"), Card("AB", "")]
    assert len({card.digest for card in cards}) == len(cards)
    assert draw(cards[0]) == draw(Card("A", "B"))


def test_without_a_font_there_is_no_picture_rather_than_boxes() -> None:
    strange = Card("\U000e0101\U0001f9ff\uf8ff", "x")
    assert not can_draw(strange)
    assert draw(strange) is None


@needs_japanese_font
@pytest.mark.parametrize("url", ["/ja/", "/ja/topics/billing", "/ja/articles/billing/invoice"])
def test_a_page_names_its_picture_and_the_picture_is_there(client: FlaskClient, url: str) -> None:
    root = lxml.html.document_fromstring(client.get(url).text)
    found = {str(meta.get("property") or meta.get("name")): str(meta.get("content")) for meta in root.cssselect("meta")}
    assert found["twitter:card"] == "summary_large_image"
    assert found["og:image:alt"]
    answer = client.get(found["og:image"].removeprefix("http://localhost"))
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert "immutable" in answer.headers["Cache-Control"]
    image = Image.open(io.BytesIO(answer.data))
    assert image.size == (int(found["og:image:width"]), int(found["og:image:height"])) == (1200, 630)


@pytest.mark.parametrize("url", ["/fr/card.png", "/ja/cards/nowhere.png", "/ja/cards/billing/old-invoice.png"])
def test_only_pages_have_pictures(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code == 404


@needs_japanese_font
def test_pictures_are_kept_and_only_changed_ones_are_drawn_anew(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles")
    index = tmp_path / "instance/index"
    publish(tmp_path / "articles", index)
    cards = Cards(tmp_path / "instance/cards")
    pages = len(list(cards_of(Generations(index).current(), "Help")))
    assert cards.make(Generations(index).current(), "Help") == pages == 22
    assert cards.make(Generations(index).current(), "Help") == 0
    (tmp_path / "articles/en/account/sign-in.md").write_text("---\ntitle: Sign in anew\n---\nText.\n")
    publish(tmp_path / "articles", index)
    assert cards.make(Generations(index).current(), "Help") == 1
    assert len(list((tmp_path / "instance/cards").iterdir())) == pages  # the old one is gone, nothing half done is left


def test_a_folder_nobody_may_write_to_costs_no_picture(tmp_path: Path) -> None:
    (tmp_path / "cards").write_text("a file where the folder should be")
    assert Cards(tmp_path / "cards").picture(Card("A title", "Help"))


def test_a_changed_article_has_another_address_for_its_picture(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles")
    publish(tmp_path / "articles", tmp_path / "instance/index")
    client = create_app(config_for(tmp_path)).test_client()

    def address() -> str:
        root = lxml.html.document_fromstring(client.get("/en/articles/account/sign-in").text)
        return str(root.xpath("string(//meta[@property='og:image']/@content)"))

    before = address()
    (tmp_path / "articles/en/account/sign-in.md").write_text("---\ntitle: Sign in anew\n---\nText.\n")
    publish(tmp_path / "articles", tmp_path / "instance/index")
    assert before
    assert address() != before
