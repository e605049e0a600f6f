from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.search.analysis.analyzer import Layer, analyze, is_stop_term
from helpcenter.search.analysis.normalizing import normalize


def words(text: str) -> list[str]:
    return [term[1:] for term in analyze(text).terms if term[0] == Layer.WORD]


def pairs(text: str) -> list[str]:
    return [term[1:] for term in analyze(text).terms if term[0] == Layer.PAIR]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("invoices", "invoice"),
        ("Resetting", "reset"),
        ("ＡＰＩ", "api"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("申込み", "申し込み"),
        ("打合せ", "打ち合わせ"),
        ("サーバ", "サーバー"),
        ("附属", "付属"),
        ("e\u0301cole", "\u00e9cole"),
        ("pass\u200bword", "password"),
        ("user's", "user"),
        ("it’s", "it's"),
    ],
)
def test_spellings_of_the_same_word_become_the_same_terms(one: str, other: str) -> None:
    assert words(one) == words(other)
    assert words(one)


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("CloudWatch", ["cloud", "watch", "cloudwatch"]),
        ("e-mail", ["e", "mail", "email"]),
        ("custom_identifier", ["custom", "identifi", "customidentifi"]),
        ("node.js", ["node", "js", "nodej"]),
        ("XMLHttpRequest", ["xml", "http", "request", "xmlhttprequest"]),
        ("ec2", ["ec2"]),
        ("don't", ["do"]),
    ],
)
def test_a_compound_gives_its_parts_and_its_whole(compound: str, parts: list[str]) -> None:
    assert words(compound) == parts


def test_japanese_keeps_content_words_and_drops_grammar() -> None:
    assert words("パスワードを再設定したいのですが") == ["パスワード", "設定", "再設定"]


def test_scripts_may_mix_without_spaces() -> None:
    assert words("AWSのEC2にSSHで接続する") == ["aw", "ec2", "ssh", "接続"]


def test_pairs_cover_every_japanese_character() -> None:
    assert pairs("外形監視API") == ["外形", "形監", "監視"]
    assert pairs("あ API") == ["あ"]


def test_query_and_article_are_cut_alike_whatever_stands_around() -> None:
    assert set(words("2段階認証")) <= set(words("管理者は2段階認証を必須にできます。"))


def test_stop_words_are_known_as_such() -> None:
    assert all(is_stop_term(term) for term in analyze("how do I what's the").terms)
    assert not any(is_stop_term(term) for term in analyze("invoice パスワード").terms)


def test_a_very_long_run_of_japanese_is_read_to_its_end() -> None:
    assert words("設定を" * 20_000 + "請求書")[-2:] == ["請求", "請求書"]


@given(st.text(st.characters(), max_size=80))
def test_any_text_is_analysed_and_places_lie_within_it(text: str) -> None:
    stream = analyze(text)

    assert len(stream.terms) == len(stream.starts) == len(stream.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(stream.starts, stream.ends, strict=True))


@given(st.text(st.sampled_from("abcX1_-.'’ ﾊﾟｽﾜｰﾄﾞ請求書を送るＡ①㍿がか\u3099é\u200b"), max_size=40))
def test_a_term_stands_where_its_place_says(text: str) -> None:
    stream, whole = analyze(text), normalize(text)

    for term, start, end in zip(stream.terms, stream.starts, stream.ends, strict=True):
        if term[0] == Layer.PAIR:
            # What looks like ー is read as it only behind katakana, so the whole text is normalised, not the stretch.
            places = zip(whole.text, whole.starts, whole.ends, strict=True)
            assert term[1:] in "".join(character for character, first, last in places if start <= first < last <= end)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_normalizing_agrees_with_unicode_but_for_what_nobody_sees(text: str) -> None:
    visible = "".join(
        character for character in text if unicodedata.category(character) not in {"Cf", "Mn", "Mc", "Me", "Lm", "Sk"}
    )

    normalized = normalize(visible)

    if all(unicodedata.combining(character) == 0 for character in unicodedata.normalize("NFKC", visible)):
        assert len(normalized.text) == len(normalized.starts) == len(normalized.ends)
        assert unicodedata.is_normalized("NFKC", normalized.text) or any("\u1100" <= c <= "\u11ff" for c in visible)
