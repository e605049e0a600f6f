from __future__ import annotations

import pytest

from helpcenter.search.analysis.kana import fold
from tests.search.conftest import Shelf
from tests.search.test_search import search, slugs


@pytest.fixture(scope="module")
def shelf_of_titles(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("titles"))
    for name, title in {
        "trouble": "困ったときの調べ方",
        "disk": "ディスク監視を行う",
        "missing": "足りない記事を見つける",
        "notice": "Slackの通知を送る",
        "price": "料金を変更する",
        "slack": "音が鳴らない",
    }.items():
        shelf.write(f"ja/{name}.md", f"---\ntitle: {title}\n---\n本文です。")
    shelf.publish()
    return shelf


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("こまったときのしらべかた", "trouble"),
        ("komattatokinoshirabekata", "trouble"),
        ("でぃすくかんしをおこなう", "disk"),
        ("disukukanshi", "disk"),
        ("dhisukukansi", "disk"),
        ("tarinaikijiwomitsukeru", "missing"),
        ("つうちをおくりたい", "notice"),
        ("りょうきん変更", "price"),
    ],
)
def test_what_is_read_so_is_found_in_any_form(shelf_of_titles: Shelf, query: str, slug: str) -> None:
    assert slugs(search(shelf_of_titles.generation(), query, "ja"))[0] == slug


def test_the_ending_of_a_word_in_kanji_is_not_read_as_another_word(shelf_of_titles: Shelf) -> None:
    results = search(shelf_of_titles.generation(), "音が鳴らなかった", "ja")

    assert slugs(results)[0] == "slack"
    assert results.corrections == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サーバー", "さーば"),
        ("ディスク", "じすく"),
        ("つづき", "つずき"),
        ("ヴァージョン", "ぶぁーじょん"),
        ("ティッカー", "ちっかー"),
    ],
)
def test_kana_that_sound_alike_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)
