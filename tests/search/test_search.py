from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.search.results import Confidence, Fragment, Hit, SearchRequest, SearchResults

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation
    from tests.search.conftest import Shelf

pytestmark = pytest.mark.usefixtures("each_scoring")


def search(generation: Generation, text: str, locale: str = "en", **options: object) -> SearchResults:
    return generation.search(SearchRequest(text, locale, **options))  # type: ignore[arg-type] # options of the request


def slugs(results: SearchResults) -> list[str]:
    return [hit.slug for hit in results.hits]


def marked(fragments: tuple[Fragment, ...]) -> list[str]:
    return [fragment.text for fragment in fragments if fragment.marked]


def plain(fragments: tuple[Fragment, ...]) -> str:
    return "".join(fragment.text for fragment in fragments)


def only(results: SearchResults) -> Hit:
    assert len(results.hits) == 1
    return results.hits[0]


@pytest.mark.parametrize(
    ("query", "locale", "slug"),
    [
        ("password", "en", "account/reset-password"),
        ("resetting passwords", "en", "account/reset-password"),
        ("RESET PASSWORD", "en", "account/reset-password"),
        ("I can't log in, what now?", "en", "account/reset-password"),
        ("email", "en", "account/reset-password"),
        ("e-mail", "en", "account/reset-password"),
        ("notify sender", "en", "account/reset-password"),
        ("notify_sender", "en", "account/reset-password"),
        ("cloud watch", "en", "account/reset-password"),
        ("recovery code", "en", "account/two-factor"),
        ("パスワード", "ja", "account/reset-password"),
        ("ﾊﾟｽﾜｰﾄﾞ", "ja", "account/reset-password"),
        ("ログインできないんですが", "ja", "account/reset-password"),
        ("迷惑メール", "ja", "account/reset-password"),
        ("請求書の送信", "ja", "billing/invoice"),
        ("pdf", "ja", "billing/invoice"),
        ("ＰＤＦ", "ja", "billing/invoice"),
        ("CloudWatchの通知", "ja", "billing/invoice"),
        ("解約したい", "ja", "billing/cancel"),
        ("申込みを取消す", "ja", "billing/cancel"),
    ],
)
def test_customers_words_find_the_article_first(generation: Generation, query: str, locale: str, slug: str) -> None:
    assert slugs(search(generation, query, locale))[0] == slug


@pytest.mark.parametrize(("query", "locale"), [("reset my password", "en"), ("請求書を送る", "ja"), ("解約", "ja")])
def test_words_of_a_title_are_answered_with_confidence(generation: Generation, query: str, locale: str) -> None:
    assert search(generation, query, locale).confidence is Confidence.ANSWERED


def test_one_unknown_word_does_not_hide_the_article(generation: Generation) -> None:
    assert slugs(search(generation, "password flibbertigibbet"))[0] == "account/reset-password"


def test_a_locale_that_has_the_answer_shows_only_its_own_articles(generation: Generation) -> None:
    assert {hit.locale for hit in search(generation, "CloudWatch", "ja").hits} == {"ja"}


def test_a_query_in_the_other_language_finds_the_translation_in_the_readers_own(generation: Generation) -> None:
    hit = search(generation, "send the invoice as pdf", "ja").hits[0]

    assert (hit.locale, hit.slug) == ("ja", "billing/invoice")
    assert plain(hit.title) == "請求書を送る"


def test_what_nobody_translated_is_offered_in_the_language_it_has(generation: Generation) -> None:
    hit = search(generation, "recovery codes", "ja").hits[0]

    assert (hit.locale, hit.slug) == ("en", "account/two-factor")


def test_a_locale_without_articles_finds_nothing(generation: Generation) -> None:
    assert search(generation, "password", "fr").confidence is Confidence.ZERO_RESULT


def test_a_hit_leads_to_the_section_that_answers(generation: Generation) -> None:
    section = search(generation, "spam folder").hits[0].sections[0]

    assert section.heading == "The e-mail does not arrive"
    assert section.anchor
    assert marked(section.snippet) == ["spam folder"] or marked(section.snippet) == ["spam", "folder"]


def test_a_japanese_hit_leads_to_the_section_that_answers(generation: Generation) -> None:
    section = search(generation, "迷惑メールに入っていた", "ja").hits[0].sections[0]

    assert section.heading == "メールが届かない"
    assert "迷惑メール" in "".join(marked(section.snippet))


def test_words_are_marked_in_their_original_spelling(generation: Generation) -> None:
    hit = search(generation, "two factor authenticating").hits[0]

    assert plain(hit.title) == "Two-factor authentication"
    assert "authentication" in "".join(marked(hit.title))


def test_an_old_word_for_the_question_wins_over_loose_words(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", "---\ntitle: Plans\nquestions: [how do I leave]\n---\nPrices.")
    empty_shelf.write("en/b.md", "---\ntitle: Trees\n---\nA leaf, to leave, leaving, leaves in autumn. Leave.")
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), "how do I leave?"))[0] == "a"


def test_a_long_article_does_not_win_by_its_length(empty_shelf: Shelf) -> None:
    filler = "\n\n".join(f"## Part {number}\nThe export is mentioned here, among much else." for number in range(60))
    empty_shelf.write("en/long.md", f"---\ntitle: Release notes\n---\n{filler}")
    empty_shelf.write("en/short.md", "---\ntitle: Export your data\n---\nChoose Export.")
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), "export"))[0] == "short"


def test_equal_articles_come_in_the_order_of_their_slugs(empty_shelf: Shelf) -> None:
    for name in ("c", "a", "b"):
        empty_shelf.write(f"en/{name}.md", "---\ntitle: Same words\n---\nSame text.")
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), "same words")) == ["a", "b", "c"]


def test_pages_continue_where_the_last_one_ended(empty_shelf: Shelf) -> None:
    for number in range(25):
        empty_shelf.write(f"en/n{number:02}.md", "---\ntitle: Number\n---\nText.")
    empty_shelf.publish()
    generation = empty_shelf.generation()

    pages = [slugs(search(generation, "number", page=page)) for page in (1, 2, 3, 4)]

    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({slug for page in pages for slug in page}) == 25
    assert search(generation, "number", page=2).total == 25


def test_a_topic_keeps_only_what_stands_below_it(generation: Generation) -> None:
    assert set(slugs(search(generation, "address", topic="billing"))) == {"billing/invoice"}
    assert search(generation, "address", topic="bill").hits == ()


def test_an_explanation_says_what_each_word_added(generation: Generation) -> None:
    hit = search(generation, "reset password", explain=True).hits[0]

    assert {part.token for part in hit.explanation} >= {"reset", "password"}
    assert all(part.score > 0 for part in hit.explanation)
    assert search(generation, "reset password").hits[0].explanation == ()


def test_nonsense_has_no_answer_and_says_so(generation: Generation) -> None:
    assert search(generation, "flibbertigibbet").confidence is Confidence.ZERO_RESULT
    assert search(generation, "quantum chromodynamics of your swan in space").confidence is not Confidence.ANSWERED


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "\u3000\u3000",
        "!!!???。、「」",
        "😀🎉",
        "\x00",
        "\u200f\u202e",
        "*",
        "'",
        '"',
        "a*",
        "title:password AND (",
        "[TO]",
        "ー",
        "\ud800",
    ],
)
def test_queries_without_a_word_find_nothing_and_break_nothing(generation: Generation, query: str) -> None:
    for locale in ("en", "ja"):
        results = search(generation, query, locale)
        assert results.confidence is not Confidence.ANSWERED or results.hits
        assert generation.suggest(query, locale) == () or query.strip()


@pytest.mark.parametrize(
    ("query", "locale"),
    [
        ("\u3000パスワード\u3000", "ja"),
        ("pass\u200bword", "en"),
        ("\u202bpassword\u202c", "en"),
        ("password\x00", "en"),
        ("😀password😀", "en"),
        ("「パスワード」！！", "ja"),
    ],
)
def test_invisible_and_ornamental_characters_do_not_matter(generation: Generation, query: str, locale: str) -> None:
    assert slugs(search(generation, query, locale))[0] == "account/reset-password"


def test_a_query_of_ten_thousand_characters_is_cut_and_says_so(generation: Generation) -> None:
    results = search(generation, "password " + "very " * 2000)

    assert slugs(results)[0] == "account/reset-password"
    assert results.truncated
    assert not search(generation, "password").truncated


def test_only_stop_words_still_find_what_has_them(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", "---\ntitle: How to\n---\nText.")
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), "how to")) == ["a"]


def test_suggestions_complete_the_word_being_typed(generation: Generation) -> None:
    for typed in ("pas", "passw", "reset pass", "recov"):
        assert generation.suggest(typed, "en"), typed
    assert generation.suggest("inv", "en")[0].slug == "billing/invoice"
    assert generation.suggest("解", "ja")[0].slug == "billing/cancel"
    assert generation.suggest("パス", "ja")[0].slug == "account/reset-password"


def test_suggestions_keep_to_their_limit(generation: Generation) -> None:
    assert len(generation.suggest("the", "en", limit=2)) <= 2


def test_a_foreign_word_said_in_passing_does_not_hide_the_translation(empty_shelf: Shelf) -> None:
    filler = "設定の画面で変更できます。" * 30
    empty_shelf.write(
        "ja/log.md", f"---\ntitle: 変更の記録\n---\n{filler}\n\n## 記号\n{filler}例は `webhook` です。{filler}"
    )
    for number in range(12):
        empty_shelf.write(f"ja/n{number}.md", f"---\ntitle: 設定{number}\n---\n{filler}")
    empty_shelf.write("ja/hook.md", "---\ntitle: 外部への通知\n---\n出来事を外部のサーバーへ送ります。")
    empty_shelf.write("en/hook.md", "---\ntitle: Webhook\n---\nSend a webhook to a server.")
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), "webhook", "ja"))[0] == "hook"
