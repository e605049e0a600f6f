from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.search.results import Fragment, SearchRequest

if TYPE_CHECKING:
    from tests.search.conftest import Shelf


def snippet(shelf: Shelf, query: str, locale: str = "en") -> tuple[Fragment, ...]:
    return shelf.generation().search(SearchRequest(query, locale)).hits[0].sections[0].snippet


def text_of(fragments: tuple[Fragment, ...]) -> str:
    return "".join(fragment.text for fragment in fragments)


def marked(fragments: tuple[Fragment, ...]) -> list[str]:
    return [fragment.text for fragment in fragments if fragment.marked]


def test_the_snippet_shows_where_the_words_stand_together(empty_shelf: Shelf) -> None:
    filler = "Nothing of interest is said here. " * 30
    empty_shelf.write(
        "en/a.md", f"---\ntitle: Things\n---\nA lonely zebra.\n\n{filler}\n\nA zebra meets a lion at noon. {filler}"
    )
    empty_shelf.publish()

    fragments = snippet(empty_shelf, "zebra lion")

    assert marked(fragments) == ["zebra", "lion"]
    assert fragments[0] == Fragment("…", marked=False)
    assert fragments[-1] == Fragment("…", marked=False)
    assert text_of(fragments).startswith("…A zebra meets")


def test_a_short_text_is_shown_whole(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", "---\ntitle: Things\n---\nA zebra.\n\nA lion.")
    empty_shelf.publish()

    assert text_of(snippet(empty_shelf, "lion")) == "A zebra. A lion."


def test_a_japanese_snippet_begins_with_its_sentence(empty_shelf: Shelf) -> None:
    filler = "ここには関係のない文章が続きます。" * 20
    empty_shelf.write("ja/a.md", f"---\ntitle: 手引き\n---\n{filler}請求書はメールで届きます。{filler}")
    empty_shelf.publish()

    fragments = snippet(empty_shelf, "請求書 メール", "ja")

    assert text_of(fragments).startswith("…請求書はメールで届きます。")
    assert marked(fragments) == ["請求書", "メール"]
    assert len(text_of(fragments)) < 120


def test_half_width_text_is_marked_as_it_stands(empty_shelf: Shelf) -> None:
    empty_shelf.write("ja/a.md", "---\ntitle: 手引き\n---\n古い画面では「ﾊﾟｽﾜｰﾄﾞ」と表示されます。")
    empty_shelf.publish()

    assert marked(snippet(empty_shelf, "パスワード", "ja")) == ["ﾊﾟｽﾜｰﾄﾞ"]


def test_grammar_and_stop_words_are_not_marked(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", "---\ntitle: Things\n---\nHow to see the zebra.")
    empty_shelf.publish()

    assert marked(snippet(empty_shelf, "how to see the zebra")) == ["see", "zebra"]


def test_markup_in_an_article_stays_text_in_its_snippet(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", "---\ntitle: Things\n---\nWrite `<b>zebra</b>` in **bold**.")
    empty_shelf.publish()

    assert text_of(snippet(empty_shelf, "zebra")) == "Write <b>zebra</b> in bold."


@pytest.mark.parametrize(
    ("typed", "locale", "expected"),
    [
        ("pasword", "en", "password"),  # a slip
        ("bills", "en", "invoice"),  # another word for it
        ("クラウド", "en", "cloud"),  # another script
        ("せいきゅうしょ", "ja", "請求書"),  # its reading
        ("torikesu", "ja", "取り消す"),  # its reading in Latin letters, for a word with kana
        ("とりけす", "ja", "取り消す"),
        ("パスワドー", "ja", "パスワード"),
        ("退会", "ja", "解約"),
    ],
)
def test_words_that_were_meant_are_marked_like_words_that_were_typed(
    empty_shelf: Shelf, typed: str, locale: str, expected: str
) -> None:
    empty_shelf.write("en/a.md", "---\ntitle: Things\n---\nA password, an invoice and the cloud.")
    empty_shelf.write("ja/a.md", "---\ntitle: 手引き\n---\n請求書を取り消す、パスワードを変える、解約するときに。")
    empty_shelf.publish()

    assert marked(snippet(empty_shelf, typed, locale)) == [expected]
