from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.search.analysis.analyzer import Layer, analyze
from helpcenter.search.analysis.kana import from_romaji
from helpcenter.search.generations import Generations
from helpcenter.search.label_texts import written
from helpcenter.search.labels import folded
from helpcenter.search.popularity import Popularity
from helpcenter.search.publish import publish
from helpcenter.search.whole_questions import phrasings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.content.article import Article
    from helpcenter.search.generation import Generation

MANUAL = Path(__file__).parents[2] / "articles"
ARTICLES = {
    "en/dashboard.md": "---\ntitle: Read the dashboard\n---\nFigures.\n\n## Set your goals\n\nText.\n",
    "en/settings.md": "---\ntitle: Dashboard settings\nquestions: ['change the colours']\n---\nText.\n",
    "en/password.md": "---\ntitle: Change your password\nquestions: ['log in again']\n---\nText.\n",
    "en/two.md": "---\ntitle: Invoices for two companies\n---\nText.\n",
    "en/one.md": "---\ntitle: Invoices for one company!\n---\nText.\n",
    "en/mention.md": "---\ntitle: Money matters\nquestions: ['where are invoices']\n---\nText.\n",
    "ja/dashboard.md": "---\ntitle: ダッシュボードの見方\n---\n本文です。\n",
    "ja/password.md": "---\ntitle: パスワードを変更する\nquestions: ['ログインできない']\n---\n本文です。\n",
    "ja/command.md": "---\ntitle: コマンドの一覧\n---\n本文です。\n",
    "ja/invoice.md": "---\ntitle: 請求書を送る\n---\n本文です。\n\n## 宛名を変更する\n\n本文です。\n",
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder = tmp_path_factory.mktemp("shelf")
    for name, text in ARTICLES.items():
        (folder / "articles" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    publish(folder / "articles", folder / "index")
    return Generations(folder / "index").current()


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder = tmp_path_factory.mktemp("manual")
    publish(MANUAL, folder)
    return Generations(folder).current()


def slugs(generation: Generation, typed: str, locale: str, popularity: Popularity | None = None) -> list[str]:
    more = (popularity,) if popularity else ()
    return [suggestion.slug for suggestion in generation.suggest(typed, locale, 8, *more)]


def labels(article: Article) -> Iterator[str]:
    yield article.title
    yield from (section.heading for section in article.sections[1:])
    yield from phrasings(article)


@pytest.mark.parametrize(
    ("locale", "word", "slug", "shortest"),
    [
        ("en", "dashboard", "dashboard", 1),
        ("en", "settings", "settings", 1),
        ("en", "goals", "dashboard", 1),
        ("en", "colours", "settings", 3),
        ("ja", "ダッシュボード", "dashboard", 1),
        ("ja", "宛名", "invoice", 1),
        ("ja", "dashboard", "dashboard", 4),
        ("en", "ダッシュボード", "dashboard", 4),
        ("ja", "command", "command", 4),
        ("en", "パスワード", "password", 4),
        ("ja", "seikyuusho", "invoice", 3),
        ("ja", "せいきゅうしょ", "invoice", 3),
    ],
)
def test_a_word_is_found_by_every_beginning(
    shelf: Generation, locale: str, word: str, slug: str, shortest: int
) -> None:
    for length in range(shortest, len(word) + 1):
        assert slug in slugs(shelf, word[:length], locale), word[:length]


@pytest.mark.parametrize(
    ("locale", "typed", "slug"),
    [
        ("en", "dashbaord se", "settings"),
        ("en", "dahsb", "dashboard"),
        ("en", "pasword", "password"),
        ("en", "passsw", "password"),
        ("en", "pssword", "password"),
        ("en", "passwort", "password"),
        ("en", "setings", "settings"),
        ("en", "change your pasw", "password"),
        ("en", "chnage your passw", "password"),
        ("ja", "コマド", "command"),
        ("ja", "パスウード", "password"),
    ],
)
def test_a_slip_is_forgiven_in_finished_and_in_half_typed_words(
    shelf: Generation, locale: str, typed: str, slug: str
) -> None:
    assert slugs(shelf, typed, locale)[0] == slug


def test_a_word_as_written_is_no_slip(shelf: Generation) -> None:
    assert slugs(shelf, "settings", "en") == ["settings"]  # and not the heading "Set your goals"


def test_words_that_are_meant_are_marked(shelf: Generation) -> None:
    title = shelf.suggest("dashbaord se", "en")[0].title
    assert [run.text for run in title if run.marked] == ["Dashboard", "settings"]


def test_labels_that_begin_with_all_that_was_typed_come_first(shelf: Generation) -> None:
    assert slugs(shelf, "dash", "en") == ["settings", "dashboard"]
    assert slugs(shelf, "read", "en")[0] == "dashboard"


def test_popularity_decides_between_labels_that_are_about_as_good(shelf: Generation) -> None:
    for first, second in (("one", "two"), ("two", "one")):
        read = Popularity({("en", first): 0.6, ("en", second): 0.4, ("ja", second): 1.0})
        assert slugs(shelf, "invoices", "en", read)[:2] == [first, second]


@pytest.mark.parametrize("typed", ["invoices", "invoic", "where inv", "dashboard sett"])
def test_popularity_never_overturns_a_better_match(shelf: Generation, typed: str) -> None:
    unread = slugs(shelf, typed, "en")
    for slug in unread[1:]:
        if {slug, unread[0]} != {"one", "two"}:
            assert slugs(shelf, typed, "en", Popularity({("en", slug): 1.0}))[0] != slug


def test_popularity_of_articles_that_are_gone_is_ignored(shelf: Generation) -> None:
    gone = Popularity({("en", "gone"): 0.9, ("fr", "one"): 0.1})
    assert slugs(shelf, "invoices", "en", gone) == slugs(shelf, "invoices", "en")


def test_every_title_of_the_manual_is_suggested_first_before_it_is_wholly_typed(manual: Generation) -> None:
    for locale in manual.locales:
        for article in manual.articles(locale):
            assert slugs(manual, article.title[:-1], locale)[0] == article.slug, article.title


def test_the_first_suggestion_is_never_lost_and_regained_while_a_title_is_typed(manual: Generation) -> None:
    for locale in manual.locales:
        for article in manual.articles(locale):
            tops = [slugs(manual, article.title[:length], locale)[:1] for length in range(1, len(article.title) + 1)]
            for length, (before, here, after) in enumerate(zip(tops, tops[1:], tops[2:], strict=False), 2):
                assert here == before or before != after, article.title[:length]
            found = tops.index([article.slug])
            assert set(map(tuple, tops[found:])) == {(article.slug,)}, article.title


def test_a_keystroke_that_adds_no_information_leaves_the_list_as_it_is(manual: Generation) -> None:
    """What a keystroke can tell: which labels begin so, which words are finished, what the last may become or spell."""
    quiet = 0
    for locale in manual.locales:
        articles = list(manual.articles(locale))
        texts = {folded(label) for article in articles for label in labels(article)}
        words = {written(label[start:end]) for label in texts for start, end in places(label)}
        for article in articles:
            for label in (article.title, *(section.heading for section in article.sections[1:])):
                typed = [label[:length] for length in range(1, len(label) + 1)]
                told = [(each, information(each, texts, words)) for each in typed]
                for (before, told_before), (now, told_now) in pairwise(told):
                    if told_before == told_now:
                        quiet += 1
                        assert manual.suggest(before, locale) == manual.suggest(now, locale), now
    assert quiet > 500


def places(text: str) -> list[tuple[int, int]]:
    stream = analyze(text)
    rows = zip(stream.terms, stream.starts, stream.ends, strict=True)
    return [(start, end) for term, start, end in rows if term[0] == Layer.WORD]


def information(typed: str, texts: set[str], words: set[str]) -> object:
    if not typed.isascii():
        return object()
    label = folded(typed)
    beginning = frozenset(text for text in texts if text.startswith(label))
    cut = places(typed)
    finished = [written(typed[start:end]) for start, end in cut if end < len(typed)]
    last = {written(typed[start:end]) for start, end in cut if end == len(typed)}
    becoming = frozenset(word for word in words if word.startswith(tuple(last)))
    # Where no word begins so, slips and other scripts are weighed, and every letter counts.
    spelled = frozenset(from_romaji(part) for part in last)
    # A whole word has synonyms and may be one of the other script.
    return (beginning, tuple(finished), becoming, spelled, last & words) if becoming and last else object()


@given(typed=st.text(max_size=30), locale=st.sampled_from(["en", "ja", "fr"]), limit=st.integers(1, 20))
def test_anything_may_be_typed(shelf: Generation, typed: str, locale: str, limit: int) -> None:
    suggestions = shelf.suggest(typed, locale, limit)
    assert len(suggestions) <= limit
    assert len({suggestion.slug for suggestion in suggestions}) == len(suggestions)
    assert suggestions == shelf.suggest(typed, locale, limit)


def test_long_titles_are_shortened_with_their_marks(tmp_path: Path) -> None:
    (tmp_path / "articles/ja").mkdir(parents=True)
    title = "請求書の" + "とても長い題名" * 20 + "請求書"
    (tmp_path / "articles/ja/long.md").write_text(f"---\ntitle: {title}\n---\n本文です。\n", encoding="utf-8")
    publish(tmp_path / "articles", tmp_path / "index")
    (suggestion,) = Generations(tmp_path / "index").current().suggest("請求", "ja")
    shown = "".join(run.text for run in suggestion.title)
    assert len(shown) == 80
    assert shown.endswith("…")
    assert [run.text for run in suggestion.title if run.marked] == ["請求書"]
