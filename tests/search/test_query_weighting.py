"""What a long question is about outweighs the words that only stand beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpcenter.search.query_weighting import pair_says, says
from helpcenter.search.weights import WEIGHTS
from tests.search.conftest import Shelf
from tests.search.test_search import search, slugs

WEIGHTS_TOLD_APART = replace(WEIGHTS, common_word=0.4, verb=0.7, kana_pair=0.5)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("office"))
    titles = {
        "ja/hall": "市役所の休日の窓口",
        "ja/children": "児童ホームは夏休みも開いていますか",
        "ja/mourning": "喪服の貸し出しについて教えてください",
        "ja/beam": "はりの補強に補助はありますか",
        "ja/garbage": "ゴミの出し方",
        "en/parking": "Parking permits",
        "en/something": "Something we tell everybody",
    }
    for name, title in titles.items():
        shelf.write(f"{name}.md", f"---\ntitle: {title}\n---\n{'。' if name.startswith('ja') else '.'}")
    shelf.publish()
    return shelf


@pytest.mark.parametrize(
    ("query", "locale", "slug"),
    [
        ("市役所は休日も開いていますか", "ja", "hall"),
        ("市役所について知りたいので教えてください", "ja", "hall"),
        ("something I want to know about parking", "en", "parking"),
    ],
)
def test_what_is_asked_about_outweighs_how_it_is_asked(office: Shelf, query: str, locale: str, slug: str) -> None:
    assert slugs(search(office.generation(), query, locale))[0] == slug


def test_the_grammar_of_a_sentence_is_not_read_as_a_word(office: Shelf) -> None:
    assert "beam" not in slugs(search(office.generation(), "市役所の休日の窓口ありますか", "ja"))


@pytest.mark.parametrize("query", ["ごみの出し方", "ゴミの出し方", "ごみ"])
def test_a_word_is_found_in_either_kana(office: Shelf, query: str) -> None:
    assert slugs(search(office.generation(), query, "ja"))[0] == "garbage"


@pytest.mark.parametrize(
    ("term", "weight"),
    [
        ("w市役所", 1.0),
        ("w申し込み", 1.0),
        ("w教える", 0.4),
        ("wどう", 0.4),
        ("w開く", 0.7),
        ("w取り消す", 0.7),
        ("wsometh", 0.4),
        ("wpark", 1.0),
    ],
)
def test_common_words_and_verbs_say_less(term: str, weight: float) -> None:
    assert says(term, WEIGHTS_TOLD_APART) == weight


@pytest.mark.parametrize(("pair", "weight"), [("p役所", 1.0), ("pログ", 1.0), ("pです", 0.5), ("pは休", 0.5)])
def test_pairs_with_hiragana_say_less(pair: str, weight: float) -> None:
    assert pair_says(pair, WEIGHTS_TOLD_APART) == weight
