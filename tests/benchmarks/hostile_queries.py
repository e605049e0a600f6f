"""Hostile queries: what somebody sends who wants a search to cost as much as it can, drawn with a fixed seed.

Each is as long as a query that is read. They are made of the words of the library itself, because only words that
stand in articles lead to work, of slips in them, and of what each part of the analysis is slowest at.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final

from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.locale_index import LocaleIndex
from helpcenter.search.results import MAX_PAGE, MAX_QUERY_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from helpcenter.search.generation import Generation

HOSTILE_QUERIES: Final = 2_000
_SEED: Final = 20261201
_HIRAGANA: Final = "".join(map(chr, range(0x3041, 0x3094)))
_KATAKANA: Final = "".join(map(chr, range(0x30A1, 0x30F5))) + "ー"
_SYLLABLES: Final = (*(consonant + vowel for consonant in "kstnhmrgzbp" for vowel in "aiueo"), "n", "shi", "tsu")
_MARKS: Final = "\u0301\u0308\u3099\u309a\u200d\ufe0f"
_EMOJI: Final = "👍🏽❤️👩‍💻🎉⌘€※→½①㍿ﬁ"
_LOOKALIKES: Final = "Ａｂｃ１２３ｱｲｳﾊﾟ㌔ⅷ"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a library, for queries that meet something."""

    common: Sequence[str]
    rare: Sequence[str]
    latin: Sequence[str]
    kanji: Sequence[str]

    @classmethod
    def of(cls, generation: Generation, locale: str) -> Words:
        """Take them from the vocabulary of a locale."""
        index = LocaleIndex(generation.folder / locale)
        numbers = index.terms.with_prefix(Layer.WORD)
        words = [word for _, word in sorted((index.rarity[number], index.terms[number][1:]) for number in numbers)]
        return cls(
            common=words[:200],
            rare=words[-2_000:],
            latin=[word for word in words if word.isascii() and len(word) > 3] or ["help"],
            kanji=[word for word in words if not word.isascii()] or ["設定"],
        )


def hostile_queries(words: Sequence[Words], count: int = HOSTILE_QUERIES) -> list[tuple[str, str]]:
    """Return (kind, query) pairs, kinds in turns; `words` are those of each locale."""
    random = Random(_SEED)
    kinds = list(KINDS.items())
    return [
        (name, make(random.choice(words), random)[:MAX_QUERY_CHARACTERS])
        for name, make in (kinds[number % len(kinds)] for number in range(count))
    ]


def hostile_parameters(random: Random) -> dict[str, str]:
    """What a search may be asked beside the query: the costliest answers, and ordinary ones."""
    return random.choice(
        (
            {},
            {"explain": "true"},
            {"page": str(MAX_PAGE)},
            {"page": str(MAX_PAGE), "explain": "true"},
            {"kind": "how-to"},
            {"topic": "a/" * 200},
            {"without": "typo,reading"},
        )
    )


def _filled(piece: Callable[[], str], between: str = " ") -> str:
    text = ""
    while len(text) < MAX_QUERY_CHARACTERS:
        text += piece() + between
    return text


def _slip(word: str, random: Random) -> str:
    place = random.randrange(len(word))
    letter = random.choice(string.ascii_lowercase if word.isascii() else _HIRAGANA)
    return random.choice((word[:place] + letter + word[place:], word[:place] + word[place + 1 :]))


def _swapped(word: str, random: Random) -> str:
    place = random.randrange(max(1, len(word) - 1))
    return word[:place] + word[place : place + 2][::-1] + word[place + 2 :]


def _run(letters: Sequence[str]) -> Callable[[Words, Random], str]:
    return lambda _, random: _filled(lambda: random.choice(letters), "")


def _runs(letters: Sequence[str], longest: int) -> Callable[[Words, Random], str]:
    return lambda _, random: _filled(lambda: "".join(random.choices(letters, k=random.randrange(2, longest))))


def _quoted(words: Sequence[str], random: Random) -> str:
    return f'"{_filled(lambda: random.choice(words))[: MAX_QUERY_CHARACTERS - 2]}"'


def _mixed(words: Words, random: Random) -> str:
    sources = (words.latin, words.kanji, words.common, words.rare, _HIRAGANA, _KATAKANA, _EMOJI, string.punctuation)
    return _filled(lambda: random.choice(random.choice(sources)), random.choice((" ", "")))


def _marked(words: Words, random: Random) -> str:
    return _filled(lambda: "".join(sign + random.choice(_MARKS) * 2 for sign in random.choice(words.rare)))


KINDS: Final[Mapping[str, Callable[[Words, Random], str]]] = {
    "one Latin word": _run(string.ascii_lowercase),
    "one word of one letter": lambda _, random: random.choice(string.ascii_lowercase + "あアー漢1.-'\"") * 600,
    "Latin words run together": lambda words, random: _filled(lambda: random.choice(words.latin), ""),
    "two long words": lambda words, random: f"{_filled(lambda: random.choice(words.latin), '')[:249]} " * 2,
    "common words": lambda words, random: _filled(lambda: random.choice(words.common)),
    "rare words": lambda words, random: _filled(lambda: random.choice(words.rare)),
    "slips": lambda words, random: _filled(lambda: _slip(random.choice(words.latin), random)),
    "letters swapped": lambda words, random: _filled(lambda: _swapped(random.choice(words.latin), random)),
    "the same slip": lambda words, random: f"{_slip(random.choice(words.latin), random)} " * 100,
    "slips in Japanese": lambda words, random: _filled(lambda: _slip(random.choice(words.kanji), random)),
    "Japanese words run together": lambda words, random: _filled(lambda: random.choice(words.kanji), ""),
    "Japanese words": lambda words, random: _filled(lambda: random.choice(words.kanji)),
    "one run of kanji": lambda _, random: _filled(lambda: chr(random.randrange(0x4E00, 0x9FA0)), ""),
    "one run of hiragana": _run(_HIRAGANA),
    "one run of katakana": _run(_KATAKANA),
    "runs of hiragana": _runs(_HIRAGANA, 12),
    "runs of katakana": _runs(_KATAKANA, 12),
    "one run of romaji": _run(_SYLLABLES),
    "runs of romaji": _runs(_SYLLABLES, 6),
    "half converted": lambda _, random: _filled(lambda: "".join(random.choices(_HIRAGANA, k=3)) + "k"),
    "a quoted common word": lambda words, random: _filled(lambda: f'"{random.choice(words.common)}"'),
    "common words quoted as one": lambda words, random: _quoted(words.common, random),
    "quoted pairs": lambda words, random: _filled(
        lambda: f"「{random.choice(words.common)} {random.choice(words.common)}」"
    ),
    "the same word quoted many times": lambda words, random: _quoted([random.choice(words.common)], random),
    "quotes in quotes": lambda words, random: _filled(lambda: f'「"“{random.choice(words.common)}'),
    "mixed scripts": _mixed,
    "emoji": _run(_EMOJI),
    "combining marks": _marked,
    "only combining marks": _run(_MARKS),
    "digits": _run(string.digits),
    "groups of digits": _runs(string.digits, 16),
    "identifiers": _runs(string.digits + string.ascii_uppercase + "-.", 8),
    "punctuation": _run(string.punctuation),
    "forms of letters": _run(_LOOKALIKES),
    "addresses": lambda words, random: _filled(lambda: f"{random.choice(words.rare)}@{random.choice(words.rare)}.com"),
    "dots and letters": _runs(string.ascii_lowercase + ".....", 40),
    "short words": _runs(string.ascii_lowercase, 4),
}
