"""Articles that nobody translated are found in the other language by what words mean, without a model."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest
import yaml

from tests.search.conftest import Shelf
from tests.search.test_search import search, slugs

TABLE = yaml.safe_load(files("helpcenter.search").joinpath("translations.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def one_language(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("one-language"))
    shelf.write("ja/backup.md", "---\ntitle: バックアップを復元する\n---\n保存した記録から復元します。")
    shelf.write("ja/fee.md", "---\ntitle: 振込の手数料\n---\n銀行への振込には手数料がかかります。")
    shelf.write("ja/plan.md", "---\ntitle: 契約を変更する\n---\n料金の表から選びます。")
    shelf.publish()
    return shelf


@pytest.mark.parametrize(
    ("query", "slug"),
    [("how to restore a backup", "backup"), ("bank transfer fee", "fee"), ("change my plan", "plan")],
)
def test_an_english_query_finds_a_japanese_article(one_language: Shelf, query: str, slug: str) -> None:
    assert slugs(search(one_language.generation(), query, "ja"))[0] == slug


def test_every_line_has_words_of_both_languages() -> None:
    for japanese, english in TABLE:
        assert japanese
        assert english
        assert not any(word.isascii() for word in japanese if not any(letter.isdigit() for letter in word))
        assert all(word.isascii() for word in english)


def test_no_line_stands_there_twice() -> None:
    counts = Counter(str(line) for line in TABLE)
    assert [line for line, count in counts.items() if count > 1] == []
