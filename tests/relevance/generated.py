"""Queries made from the titles of a library: with a slip, in hiragana, in romaji."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from helpcenter.search.analysis.japanese import reading
from helpcenter.search.analysis.kana import to_hiragana
from helpcenter.search.analysis.normalizing import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.search.generation import Generation

# (query, slug) of what should be found.
Asked = tuple[str, str]
_WORD = re.compile(r"[A-Za-z]{4,}|[ァ-ヺー]{3,}|[一-鿿々]{3,}")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノラリルレロ"
_JAPANESE = re.compile("[ぁ-ゖァ-ヺー一-鿿々]+")
_SYLLABLES = re.compile(
    "[きしちにひみりぎじびぴ][ゃゅょ]|[うふてでちじしゔとど][ぁぃぅぇぉ]|[てで]ゅ|[ぁ-ゖ]|.", re.DOTALL
)
_SMALL = dict(zip("ゃゅょぁぃぅぇぉ", "auoaiueo", strict=True))
_STEMS = {"う": "w", "ち": "ch", "じ": "j", "し": "sh", "て": "t", "で": "d"}
_HEPBURN = {
    kana: romaji
    for row, line in {
        "あいうえお": "a i u e o",
        "かきくけこ": "ka ki ku ke ko",
        "さしすせそ": "sa shi su se so",
        "たちつてと": "ta chi tsu te to",
        "なにぬねの": "na ni nu ne no",
        "はひふへほ": "ha hi fu he ho",
        "まみむめも": "ma mi mu me mo",
        "やゆよわをん": "ya yu yo wa wo n",
        "らりるれろ": "ra ri ru re ro",
        "がぎぐげご": "ga gi gu ge go",
        "ざじずぜぞ": "za ji zu ze zo",
        "だぢづでど": "da ji zu de do",
        "ばびぶべぼ": "ba bi bu be bo",
        "ぱぴぷぺぽ": "pa pi pu pe po",
        "ぁぃぅぇぉ": "a i u e o",
        "ゔー": "vu -",
    }.items()
    for kana, romaji in zip(row, line.split(), strict=True)
}


def slips(generation: Generation, locale: str, seed: int = 1) -> Iterator[Asked]:
    """Yield each title with one edit in each of its words."""
    chance = random.Random(seed)  # the same slips each time
    for article in generation.articles(locale):
        for word in _WORD.finditer(article.title):
            yield (
                article.title[: word.start()] + _slipped(word.group(), chance) + article.title[word.end() :],
                article.slug,
            )


def _slipped(word: str, chance: random.Random) -> str:
    """One letter left out, put in, replaced, or swapped with the next; never the first."""
    place = chance.randrange(1, len(word))
    letter = chance.choice(_LATIN if word.isascii() else _KANA)
    return chance.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :],
        ]
    )


def in_hiragana(generation: Generation, locale: str = "ja") -> Iterator[Asked]:
    """Yield each title that has Japanese in it as it is read; what is not Japanese stays."""
    for article in generation.articles(locale):
        title = normalize(article.title).text.lower()
        spoken = _JAPANESE.sub(lambda run: to_hiragana(reading(run.group())), title)
        if spoken != title:
            yield spoken, article.slug


def in_romaji(generation: Generation, locale: str = "ja") -> Iterator[Asked]:
    """Yield each title that has Japanese in it as its reading is spelled in Latin letters (Hepburn)."""
    for spoken, slug in in_hiragana(generation, locale):
        # Who types Latin words within Japanese sets them off.
        apart = re.sub(r"(?<=[ぁ-ゖー])(?=[a-z0-9])|(?<=[a-z0-9])(?=[ぁ-ゖ])", " ", spoken)
        yield spelled(apart), slug


def spelled(hiragana: str) -> str:
    """Spell hiragana in Latin letters; what is no hiragana stays."""
    letters: list[str] = []
    doubled = False
    for syllable in _SYLLABLES.findall(hiragana):
        if syllable == "っ":
            doubled = True
            continue
        romaji = _spelled(syllable)
        letters.append(("t" if romaji.startswith("ch") else romaji[:1]) + romaji if doubled else romaji)
        doubled = False
    return "".join(letters)


def _spelled(syllable: str) -> str:
    if len(syllable) == 1:
        return _HEPBURN.get(syllable, syllable)
    first, small = syllable[0], syllable[1]
    vowel = _SMALL[small]
    if small in "ゃゅょ":
        stem = _HEPBURN[first][:-1]
        return stem + ("" if stem in {"sh", "ch", "j"} else "y") + vowel
    return _STEMS.get(first, _HEPBURN[first][:-1]) + vowel
