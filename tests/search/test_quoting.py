from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.search.quoting import phrases_in
from helpcenter.search.results import Confidence
from tests.search.test_search import search, slugs

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation
    from tests.search.conftest import Shelf

pytestmark = pytest.mark.usefixtures("each_scoring")


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ('"reset link" please', ("reset link",)),
        ("“reset link” and “spam folder”", ("reset link", "spam folder")),
        ("「保存して閉じる」が出ない", ("保存して閉じる",)),
        ("『請求書』と｢宛先｣", ("請求書", "宛先")),
        ("＂reset link＂", ("reset link",)),
        ('the 5" screen', ()),
        ("「保存", ()),
        ("保存」「", ()),
        ('"" 「」 "!?"', ()),
        ('"a" "a"', ("a",)),
    ],
)
def test_what_stands_between_a_pair_of_marks_is_a_phrase(query: str, phrases: tuple[str, ...]) -> None:
    assert phrases_in(query) == phrases


@pytest.fixture
def quoted(empty_shelf: Shelf) -> Generation:
    for path, text in {
        "en/a.md": "---\ntitle: Keys\n---\nEvery user has an API key. Keep your API-keys secret.",
        "en/b.md": "---\ntitle: Calls\n---\nThe key to a quick API is few calls. This key. API calls are counted.",
        "en/c.md": "---\ntitle: Two-factor authentication\n---\nTurn it on.\n\n## Lost phone\nUse a recovery code.",
        "en/d.md": "---\ntitle: Send the list\n---\nChoose **Send the list**, then confirm.",
        "ja/a.md": "---\ntitle: 書類を閉じる\n---\n「保存して閉じる」を選びます。\n\n## 通知\n通知が届かないときに。",
        "ja/b.md": "---\ntitle: 書類の保存\n---\n保存せずに閉じることもできます。通知が届きます。問合せの窓口です。",
        "ja/d.md": "---\ntitle: リストを送る\n---\n送信を選びます。",
    }.items():
        empty_shelf.write(path, text)
    empty_shelf.publish()
    return empty_shelf.generation()


@pytest.mark.parametrize(
    ("query", "locale", "found"),
    [
        ('"API key"', "en", {"a"}),
        ('"api keys"', "en", {"a"}),
        ('"key api"', "en", set()),
        ('"two factor authentication"', "en", {"c"}),
        ('"two-factor authentication"', "en", {"c"}),
        ('"lost phone"', "en", {"c"}),
        ('"phone use"', "en", set()),
        ('"API key" "keep your"', "en", {"a"}),
        ("「保存して閉じる」", "ja", {"a"}),
        ("「通知が届かない」", "ja", {"a"}),
        ("「通知が届きます」", "ja", {"b"}),
        ("「問い合わせ」", "ja", {"b"}),
        ("「閉じる保存」", "ja", set()),
    ],
)
def test_a_quoted_phrase_stands_in_the_article_just_so(
    quoted: Generation, query: str, locale: str, found: set[str]
) -> None:
    results = search(quoted, query, locale)

    if found:
        assert set(slugs(results)) == found
        assert results.unmatched_phrases == ()
        assert results.confidence is Confidence.ANSWERED
    else:
        assert results.unmatched_phrases == phrases_in(query)


def test_words_beside_the_phrase_only_decide_the_order(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", "---\ntitle: One\n---\nThe reset link is blue.")
    empty_shelf.write("en/b.md", "---\ntitle: Two\n---\nThe reset link expires.")
    empty_shelf.write("en/c.md", "---\ntitle: What expires\n---\nTokens expire. Links expire, resets expire.")
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), '"reset link" expires')) == ["b", "a"]


def test_a_phrase_no_article_has_is_searched_by_its_words_and_told(generation: Generation) -> None:
    results = search(generation, '"folder for spam mail"')

    assert slugs(results) == slugs(search(generation, "folder for spam mail"))
    assert results.unmatched_phrases == ("folder for spam mail",)
    assert search(generation, "spam folder").unmatched_phrases == ()


def test_of_two_phrases_the_one_that_exists_still_counts(quoted: Generation) -> None:
    results = search(quoted, '"API key" "purple elephant"')

    assert slugs(results) == ["a"]
    assert results.unmatched_phrases == ("purple elephant",)


def test_a_phrase_only_another_language_has_leads_to_the_translation(quoted: Generation) -> None:
    results = search(quoted, "「Send the list」を押せない", "ja")

    assert [(hit.locale, hit.slug) for hit in results.hits] == [("ja", "d")]
    assert results.unmatched_phrases == ()


def test_a_mark_without_its_partner_is_just_text(quoted: Generation) -> None:
    assert slugs(search(quoted, '"key api')) == slugs(search(quoted, "key api"))
    assert search(quoted, '"key api').unmatched_phrases == ()


def test_a_phrase_of_particles_asks_for_nothing(quoted: Generation) -> None:
    assert search(quoted, "「から」保存", "ja").unmatched_phrases == ()


def test_of_more_phrases_than_are_looked_for_the_words_count_and_the_query_is_said_to_be_cut(
    quoted: Generation,
) -> None:
    few = " ".join(f'"API key" "{word}"' for word in ("every user", "keep your", "secret", "keys"))
    assert not search(quoted, few).truncated
    many = search(quoted, f'{few} "no such words"')
    assert many.truncated
    assert slugs(many) == ["a"]
    assert many.unmatched_phrases == ()


def test_phrase_is_looked_for_in_the_articles_that_have_those_before_it(quoted: Generation) -> None:
    results = search(quoted, '"keep your" "API calls"')
    assert slugs(results) == ["a"]
    assert results.unmatched_phrases == ("API calls",)
