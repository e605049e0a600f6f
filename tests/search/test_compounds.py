from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.search.analysis.japanese import content_words
from tests.search.test_search import search, slugs

if TYPE_CHECKING:
    from tests.search.conftest import Shelf


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("請求書発行", ["請求", "請求書", "発行"]),
        ("管理者用", ["管理", "管理者", "管理者用"]),
        ("再起動する", ["起動", "再起動"]),
        ("非公開化", ["公開", "非公開", "非公開化"]),
        ("使用率", ["使用", "使用率"]),
        ("お客様", ["客"]),
        ("書", ["書"]),
        ("再", ["再"]),
    ],
)
def test_an_affix_counts_only_with_its_word(text: str, words: list[str]) -> None:
    assert [word for word, _, _ in content_words(text)] == words


@pytest.mark.parametrize("query", ["請求書発行", "請求書の発行", "請求の書類を発行", "発行した請求書"])
def test_a_compound_is_found_however_it_is_cut(empty_shelf: Shelf, query: str) -> None:
    empty_shelf.write("ja/a.md", "---\ntitle: 請求書を発行する\n---\n月末に届きます。")
    empty_shelf.write("ja/b.md", "---\ntitle: 証明書の管理\n---\n契約書、申請書、仕様書を保管します。")
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), query, "ja"))[0] == "a"


def test_the_whole_wins_over_a_part(empty_shelf: Shelf) -> None:
    empty_shelf.write("ja/a.md", "---\ntitle: 請求について\n---\n請求の方法です。請求は月末です。")
    empty_shelf.write("ja/b.md", "---\ntitle: 請求書について\n---\n請求書の方法です。請求書は月末です。")
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), "請求書", "ja"))[0] == "b"


def test_a_suffix_alone_finds_no_other_word_that_has_it(empty_shelf: Shelf) -> None:
    empty_shelf.write("ja/a.md", "---\ntitle: 契約書\n---\n本文です。")
    empty_shelf.write("ja/b.md", "---\ntitle: 請求を止める\n---\n本文です。")
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), "請求書", "ja")) == ["b"]


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("The dashboard", "dash board"),
        ("Sign up for free", "signup free"),
        ("Change invoice settings", "invoicesettings"),
        ("Signup with a card", "sgn up with a card"),
        ("Sign-up page", "sign up page"),
        ("Sign-up page", "signup page"),
    ],
)
def test_words_may_be_written_as_one_or_apart(empty_shelf: Shelf, title: str, query: str) -> None:
    empty_shelf.write("en/a.md", f"---\ntitle: {title}\n---\nText.")
    empty_shelf.write("en/b.md", "---\ntitle: Elephants\n---\nLarge animals.")
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), query))[0] == "a"


def test_words_the_articles_have_are_not_joined(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", "---\ntitle: Top up your card\n---\nAdd money.")
    empty_shelf.write("en/b.md", "---\ntitle: Topup codes\n---\nText.")
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), "top up")) == ["a"]
