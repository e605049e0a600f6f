"""Japanese words: Sudachi finds them, their normalised form stands for every way to write them."""

from __future__ import annotations

import re
from functools import cache
from threading import local
from typing import TYPE_CHECKING, NamedTuple

from sudachipy import Dictionary, SplitMode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sudachipy import Morpheme, Tokenizer

# Hiragana, katakana (with the long vowel mark), kanji, iteration marks.
JAPANESE = (
    r"\u3041-\u3096ゝゞ\u30a1-\u30faー-ヿㇰ-ㇿ\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〆〇ヶ"
)
# Sudachi reads at most 49,149 bytes at once; a Japanese character has three.
_MAX_RUN = 16_000
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞", "代名詞"})
# Light words, normalised: they stand beside nearly every content word and say nothing of it. Sudachi's own mark for
# words that may be light (非自立可能) also falls on 忘れる, 見る and 出す, which customers do search for.
_LIGHT_WORDS = frozenset(
    {
        "為る",
        "成る",
        "有る",
        "居る",
        "出来る",
        "来る",
        "行く",
        "置く",
        "仕舞う",
        "貰う",
        "呉れる",
        "上げる",
        "頂く",
        "下さる",
    }
    | {"欲しい", "良い", "無い", "見たい", "様", "事", "物", "為", "御", "れる", "られる", "せる", "させる", "付く"}
)

_ONE_KANJI = re.compile("[一-鿿]")
_threads = local()
_classes: dict[int, str] = {}  # by the dictionary's numbers of parts of speech, a few hundred


class _Word(NamedTuple):
    """A word's normalised form and where it stands."""

    form: str
    start: int
    end: int

    def joined(self, following: _Word) -> _Word:
        """Return this word and the one behind it as one."""
        return _Word(self.form + following.form, self.start, following.end)


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="small")


def _tokenizer() -> Tokenizer:
    try:
        tokenizer: Tokenizer = _threads.tokenizer
    except AttributeError:
        tokenizer = _threads.tokenizer = _dictionary().tokenizer(SplitMode.C)  # not shared: one a thread
    return tokenizer


def content_words(run: str) -> Iterator[tuple[str, int, int]]:
    """Yield (normalised form, start, end) of the content words in a run of Japanese characters.

    Particles, auxiliaries and light words (する, なる, こと…) carry no topic and are left out. Normalised forms
    fold okurigana, script and spelling variants (Takaoka et al. 2018, "Sudachi: a Japanese Tokenizer for Business").
    Affixes say something only with their word: 請求書 gives 請求 and 請求書 but no 書, 再起動 gives 起動 and 再起動.
    """
    for base in range(0, len(run), _MAX_RUN):
        prefix: _Word | None = None
        before: _Word | None = None  # the word that ends here, with its affixes
        for morpheme in _tokenizer().tokenize(run[base : base + _MAX_RUN]):
            kind = _content_class(morpheme)
            form = morpheme.normalized_form() if kind else ""
            if not kind or form in _LIGHT_WORDS:
                if prefix is not None:
                    yield prefix
                prefix = before = None
                continue
            word = _Word(form.lower(), base + morpheme.begin(), base + morpheme.end())
            if kind == "接頭辞":
                prefix, before = word, None
            elif before is not None and (kind == "接尾辞" or (kind == "名詞" and _ONE_KANJI.fullmatch(word.form))):
                before = before.joined(word)
                yield before
            else:
                yield word
                before = word
                if prefix is not None:
                    before = prefix.joined(word)
                    yield before
                prefix = None
        if prefix is not None:
            yield prefix


def reading(text: str) -> str:
    """Return how a text is read, in katakana; what has no reading stays as it is."""
    morphemes = _tokenizer().tokenize(text[:_MAX_RUN])
    return "".join(morpheme.reading_form() or morpheme.surface() for morpheme in morphemes)


def _content_class(morpheme: Morpheme) -> str:
    """Return the class of a word that may carry a topic, nothing for others."""
    number = morpheme.part_of_speech_id()
    known = _classes.get(number)
    if known is None:
        word_class, subclass = morpheme.part_of_speech()[:2]
        known = _classes[number] = word_class if word_class in _CONTENT and subclass != "助動詞語幹" else ""
    return known


def character_pairs(run: str) -> Iterator[tuple[str, int, int]]:
    """Yield the overlapping pairs of characters of a run, or the run itself when it is one character long."""
    if len(run) == 1:
        yield run, 0, 1
    for start in range(len(run) - 1):
        yield run[start : start + 2], start, start + 2
