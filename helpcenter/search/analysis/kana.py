"""Kana: hiragana and katakana folded into one, romaji turned into it, long vowels forgiven."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_HIRAGANA_TO_KATAKANA = {hiragana: katakana for katakana, hiragana in _KATAKANA_TO_HIRAGANA.items()}
_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "r": "らりるれろ",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}
_SMALL = dict(zip(_VOWELS, "ぁぃぅぇぉ", strict=True))
_GLIDES = {"a": "ゃ", "u": "ゅ", "o": "ょ", "e": "ぇ"}


def _romaji_table() -> dict[str, str]:
    """Hepburn and Kunrei spellings, and those an input method takes."""
    table = {row + vowel: kana for row, line in _ROWS.items() for vowel, kana in zip(_VOWELS, line, strict=True)}
    for row, vowel in product((row for row in _ROWS if row), _GLIDES):
        table[f"{row}y{vowel}"] = table[f"{row}i"] + _GLIDES[vowel]
    for start, base in (("sh", "し"), ("ch", "ち"), ("j", "じ"), ("jy", "じ"), ("cy", "ち")):
        table |= {start + vowel: base + _GLIDES[vowel] for vowel in _GLIDES}
    for start, base in (("f", "ふ"), ("v", "ゔ"), ("ts", "つ")):
        table |= {start + vowel: base + _SMALL[vowel] for vowel in "aieo"}
    table |= {f"x{vowel}": small for vowel, small in _SMALL.items()} | {f"l{v}": small for v, small in _SMALL.items()}
    table |= {
        "shi": "し",
        "chi": "ち",
        "tsu": "つ",
        "ji": "じ",
        "fu": "ふ",
        "vu": "ゔ",
        "ya": "や",
        "yu": "ゆ",
        "yo": "よ",
    }
    table |= {"wa": "わ", "wo": "を", "wi": "うぃ", "we": "うぇ", "xtsu": "っ", "ltsu": "っ", "xtu": "っ", "ltu": "っ"}
    return table | {"thi": "てぃ", "dhi": "でぃ", "ti": "ち", "twu": "とぅ", "dwu": "どぅ", "-": "ー", "ye": "いぇ"}


_ROMAJI = _romaji_table()
_TO_ROMAJI = {kana: romaji for romaji, kana in reversed(_ROMAJI.items())}
_LONGEST = max(map(len, _ROMAJI))
_DOUBLED = re.compile(r"([bcdfghjkmpqrstvwxyz])(?=\1)|t(?=ch)")
_SYLLABIC_N = re.compile(r"nn(?![aiueoy])|n'|n(?=n)|n(?![aiueoy])")
# A long vowel, said with ー or with another vowel, makes no difference to who searches.
_LONG = re.compile(
    r"(?<=[おこそとのほもよろをごぞどぼぽょぉうくすつぬふむゆるぐずづぶぷゅぅ])う|"
    r"(?<=[おこそとのほもよろごぞどぼぽょぉ])お|(?<=[えけせてねへめれげぜでべぺぇ])[いえ]|"
    r"(?<=[あかさたなはまやらわがざだばぱゃぁ])あ|(?<=[いきしちにひみりぎじぢびぴぃ])い|ー"
)

_LETTER_NAMES = {
    name: letter
    for letter, names in zip(
        "abcdefghijklmnopqrstuvwxyz",
        [
            "エー エイ",
            "ビー",
            "シー",
            "ディー",
            "イー",
            "エフ",
            "ジー",
            "エイチ エッチ",
            "アイ",
            "ジェー ジェイ",
            "ケー ケイ",
            "エル",
            "エム",
            "エヌ",
            "オー",
            "ピー",
            "キュー",
            "アール",
            "エス",
            "ティー",
            "ユー",
            "ブイ ヴィー",
            "ダブリュー ダブリュ",
            "エックス",
            "ワイ",
            "ゼット",
        ],
        strict=True,
    )
    for name in names.split()
}
_LETTERS = re.compile(f"(?:{'|'.join(sorted(_LETTER_NAMES, key=len, reverse=True))})")

_SOUNDS = {"てぃ": "ち", "でぃ": "じ", "ぢ": "じ", "づ": "ず", "ゔ": "ぶ"}
_ALIKE = re.compile("|".join(_SOUNDS))


def to_hiragana(text: str) -> str:
    """Turn katakana into hiragana; all else stays."""
    return text.translate(_KATAKANA_TO_HIRAGANA)


def to_katakana(text: str) -> str:
    """Turn hiragana into katakana; all else stays."""
    return text.translate(_HIRAGANA_TO_KATAKANA)


@lru_cache(maxsize=65_536)
def fold(kana: str) -> str:
    """Reduce kana to what is compared: hiragana without long vowels (サーバー, さーば and さあばあ are one).

    Kana that sound alike, or that romaji does not tell apart, are one: ぢ and じ, づ and ず, ティ and チ, ディ and ジ.
    """
    return _LONG.sub("", _ALIKE.sub(_folded_sound, to_hiragana(kana)))


def _folded_sound(match: re.Match[str]) -> str:
    return _SOUNDS[match.group()]


def letters_called(katakana: str) -> str:
    """Return the Latin letters, two at least, whose names are written in katakana (アイディー is id); else nothing."""
    names = _LETTERS.findall(katakana)
    is_spelled = len(names) > 1 and "".join(names) == katakana
    return "".join(_LETTER_NAMES[name] for name in names) if is_spelled else ""


def from_romaji(word: str) -> str | None:
    """Return the hiragana that a lower-case word spells, or None when it cannot be Japanese.

    A last consonant still to be completed is left out, as an input method would show it.
    """
    text = _DOUBLED.sub("っ", _SYLLABIC_N.sub("ん", word))
    kana: list[str] = []
    place = 0
    while place < len(text):
        for length in range(min(_LONGEST, len(text) - place), 0, -1):
            syllable = _ROMAJI.get(text[place : place + length])
            if syllable is not None:
                kana.append(syllable)
                place += length
                break
        else:
            if text[place] in "っん":
                kana.append(text[place])
                place += 1
            elif kana and len(text) - place <= 2 and text[place:].isalpha():
                break
            else:
                return None
    return "".join(kana) or None


def to_romaji(hiragana: str) -> str:
    """Spell hiragana in Latin letters; long vowels and small っ are left out."""
    text = _LONG.sub("", hiragana).replace("っ", "").replace("ん", "n")
    letters: list[str] = []
    place = 0
    while place < len(text):
        length = 2 if text[place : place + 2] in _TO_ROMAJI else 1
        letters.append(_TO_ROMAJI.get(text[place : place + length], text[place]))
        place += length
    return "".join(letters)
