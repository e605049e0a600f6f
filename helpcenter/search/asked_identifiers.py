"""Identifiers that a query asks for: what no article mentions is told, and never answered with a neighbour.

An identifier is a code (E1044), a version (1.12), a name with a sign (C++), a number of three digits that counts or
measures nothing (404), or the number of a name that the articles know with other numbers (Windows 10). Quantities,
dates and times are none: who asks for 20 MB may well be answered by the page on the limit of 10 MB.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA

from helpcenter.search.analysis.analyzer import Layer, analyze
from helpcenter.search.analysis.japanese import JAPANESE
from helpcenter.search.analysis.units import MONTHS, SCALES, UNITS
from helpcenter.search.results import UnmatchedIdentifier
from helpcenter.search.snippets import first_mention
from helpcenter.search.telling_words import is_identifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.query import Query

_WORD = Layer.WORD.value
_TELLING = re.compile(r"\d|[+#$@]|(?<!\w)\.\w|[A-F]-")
_JAPANESE = re.compile(f"[{JAPANESE}]")
_NUMBER = re.compile(r"\d[\d,]*")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)
_QUANTITY = re.compile(r"(\d[\d,]*(?:\.\d+)?)([^\W\d_]+)")
_MOMENT = re.compile(r"--|\d:\d|\d-\d\d$")
_OF_A_NAME = re.compile(r"([^\W\d_]+)[ –—−]([A-Za-z]?)(\d+(?:\.\d+)*)[A-Za-z]?")
_KATAKANA_NAME = re.compile(r"([ァ-ヺー]{3,}) ?(\d{1,3}(?:\.\d+)*)(?![\d.,年月日時分秒個台人件枚名回円%])")
# A number before one of these, or behind a currency, counts or measures.
_COUNTS: Final = re.compile(
    r"\s?(?:[%€£¥$]|[円件人台個枚名回分秒時月年日度本冊点社歳才字文行列]|[a-z]{2,}s\b)",
    re.IGNORECASE,
)
_MEASURED = re.compile(r" ?([A-Za-z]+)")
_CURRENCY = re.compile(r"[€£¥$]\s?$")
# Words whose number is counted anew in every text, so that another number makes no neighbour.
_GENERIC: Final = frozenset(
    """version ver v release build rev update step chapter page section part item line row column question case error
    code no number level phase stage round week day year room floor figure table appendix option""".split()  # noqa: SIM905
)
_SHORTEST_NUMBER = 3
_MOST_ASKED = 4
_MOST_SIMILAR = 3
_MOST_COMPARED = 12


class AskedIdentifier(Struct, frozen=True):
    """An identifier as it was written, where in the query, and the terms any of which an article with it has.

    `names` are beginnings of terms that the name's other numbers have; empty for what stands for itself.
    """

    written: str
    start: int
    end: int
    terms: tuple[str, ...]
    names: tuple[str, ...] = ()

    def stands_in(self, index: LocaleIndex) -> bool:
        """Tell whether any article of a locale has it."""
        return any(True for _ in self._numbers(index))

    def is_of(self, article: int, index: LocaleIndex) -> bool:
        """Tell whether an article has it."""
        return any(
            article in index.impacts.articles[index.starts[number] : index.starts[number + 1]]
            for number in self._numbers(index)
        )

    def has_neighbours(self, index: LocaleIndex) -> bool:
        """Tell whether it can be mistaken: it stands for itself, or the articles know its name with other numbers."""
        return not self.names or any(
            len(index.terms.with_prefix(f"{name}{digit}")) for name in self.names for digit in range(10)
        )

    def _numbers(self, index: LocaleIndex) -> Iterator[int]:
        return (number for term in self.terms if (number := index.terms.find(term)) is not None)


def asked_identifiers(query: Query, index: LocaleIndex) -> tuple[AskedIdentifier, ...]:
    """Return the identifiers in a query as a locale understands it, the first few.

    Those that have a synonym there (2FA, two-factor authentication) are answered by it, so they are words like others.
    """
    known = [(term.start, term.end) for term in query.meant if term.layer is Layer.SYNONYM]
    return tuple(
        each
        for each in _identifiers_in(query.text, index)
        if not any(start <= each.start and each.end <= end for start, end in known)
    )


def _identifiers_in(text: str, index: LocaleIndex) -> tuple[AskedIdentifier, ...]:
    if not _TELLING.search(text):
        return ()
    stream = analyze(text)
    by_place: dict[tuple[int, int], list[str]] = {}
    for term, start, end in zip(stream.terms, stream.starts, stream.ends, strict=True):
        if term[0] == _WORD:
            by_place.setdefault((start, end), []).append(term)
    found: list[AskedIdentifier] = []
    for (start, end), terms in by_place.items():
        written = text[start:end]
        covering = [
            other for place, others in by_place.items() if place[0] <= start and end <= place[1] for other in others
        ]
        if any(_MOMENT.search(term[1:]) for term in covering):
            continue
        if is_identifier(written):
            is_part = any(
                place != (start, end) and place[0] <= start and end <= place[1] and is_identifier(text[slice(*place)])
                for place in by_place
            )
            if not is_part and _identifies(written, text[:start], text[end:]):
                dotted = [term for term in terms if "." in term]
                phones = [term for term in covering if term.startswith(f"{_WORD}tel:")]
                found.append(AskedIdentifier(written, start, end, (*(dotted or terms), *phones)))
        elif (
            (named := _OF_A_NAME.fullmatch(written))
            and _is_name(named[1], named[3])
            and not any(place[0] == start and end < place[1] for place in by_place)  # TLS 1 of TLS 1.2
        ):
            name = f"{_WORD}{named[1].lower()}{named[2].lower()}"
            found.append(AskedIdentifier(written, start, end, tuple(terms), (name,)))
    found += _katakana_names(text, index)
    return tuple(found[:_MOST_ASKED])


def unmatched_identifiers(
    asked: Sequence[AskedIdentifier], locale: str, indexes: Mapping[str, LocaleIndex]
) -> tuple[UnmatchedIdentifier, ...]:
    """Return the identifiers that no article has, with the most similar ones that exist, the locale's own first."""
    ordered = [indexes[locale], *(index for other, index in indexes.items() if other != locale)]
    return tuple(
        UnmatchedIdentifier(each.written, _similar(each, ordered))
        for each in asked
        if not any(each.stands_in(index) for index in ordered) and any(each.has_neighbours(index) for index in ordered)
    )


def _identifies(written: str, before: str, behind: str) -> bool:
    if _JAPANESE.search(written) or _ORDINAL.fullmatch(written) or ("&" in written and not re.search(r"\d", written)):
        return False
    quantity = _QUANTITY.fullmatch(written)
    if quantity is not None and (quantity[2].lower() in UNITS or quantity[2].lower() in MONTHS):
        return False
    if not _NUMBER.fullmatch(written):
        return True
    measured = _MEASURED.match(behind)
    return (
        len(written.replace(",", "")) >= _SHORTEST_NUMBER
        and not _CURRENCY.search(before)
        and not _COUNTS.match(behind)
        and not (measured is not None and (measured[1].lower() in UNITS or measured[1].lower() in SCALES))
    )


def _is_name(name: str, number: str) -> bool:
    word = name.lower()
    is_alone = number.isdigit() and len(number) >= _SHORTEST_NUMBER  # such a number stands for itself
    return not is_alone and word not in _GENERIC and word not in UNITS and word not in MONTHS


def _katakana_names(text: str, index: LocaleIndex) -> Iterator[AskedIdentifier]:
    """Yield names in katakana with their number; articles may have the name in Latin letters: ウィンドウズ10."""
    for match in _KATAKANA_NAME.finditer(text):
        stems = [index.terms[number] for number, _ in index.transliterations.of(match[1])]
        names = [stem + ending for stem in stems for ending in ("", "s", "e", "es")]
        if names:
            terms = tuple(f"{name}{match[2]}" for name in names)
            yield AskedIdentifier(match.group(), *match.span(), terms, tuple(names))


def _similar(asked: AskedIdentifier, indexes: Sequence[LocaleIndex]) -> tuple[str, ...]:
    """Return the identifiers most like one, as articles write them."""
    found: dict[str, None] = {}
    for index in indexes:
        for term in asked.terms[:2]:
            allowed = 1 if len(term) <= _SHORTEST_NUMBER + 1 else 2
            near = process.extract(
                term, index.identifiers, scorer=OSA.distance, score_cutoff=allowed, limit=_MOST_COMPARED
            )
            for other, _, _ in sorted(near, key=lambda each: (each[1], _apart(term, each[0]), each[0])):
                number = index.terms.find(other)
                if number is not None and other[:2].isalpha() == term[:2].isalpha():
                    article = index.posted[index.starts[number]]
                    found[first_mention(article, number, index)] = None
        if len(found) >= _MOST_SIMILAR:
            break
    return tuple(found)[:_MOST_SIMILAR]


def _apart(one: str, other: str) -> int:
    """Return how far the numbers of two identifiers lie apart."""
    numbers = [int("".join(re.findall(r"\d", text))[:18] or 0) for text in (one, other)]
    return abs(numbers[0] - numbers[1])
