"""Synonyms as the search uses them: sequences of terms that lead to other sequences of terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import msgspec
import yaml

from helpcenter.content.synonyms import SynonymGroup, read_synonyms
from helpcenter.errors import ContentError
from helpcenter.search.analysis.phrases import phrase_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What each sequence of terms leads to, joined by spaces.

    Leading is one step: synonyms of synonyms are not followed, so a loop in the file is only a pair of groups.
    """

    by_phrase: Mapping[str, tuple[str, ...]]

    def of(self, terms: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Yield (first, last + 1, other terms) for each stretch of `terms` that has a synonym, longest first."""
        for length in range(min(_LONGEST, len(terms)), 0, -1):
            for first in range(len(terms) - length + 1):
                for other in self.by_phrase.get(" ".join(terms[first : first + length]), ()):
                    yield first, first + length, tuple(other.split(" "))


def compile_synonyms(groups: Iterable[SynonymGroup]) -> Synonyms:
    """Analyse groups as queries are analysed."""
    found: dict[str, dict[str, None]] = {}
    for group in groups:
        targets = {phrase: " ".join(phrase_terms(phrase)) for phrase in group.targets}
        for source in group.sources:
            key = " ".join(phrase_terms(source))
            for target in targets.values():
                if key and target and target != key:
                    found.setdefault(key, {})[target] = None
    return Synonyms({key: tuple(others) for key, others in found.items()})


def encode(synonyms: Synonyms) -> bytes:
    """Pack for a generation."""
    return msgspec.msgpack.encode(synonyms)


def decode(packed: bytes) -> Synonyms:
    """Unpack what `encode` packed."""
    return msgspec.msgpack.decode(packed, type=Synonyms)


@cache
def starter_synonyms() -> tuple[SynonymGroup, ...]:
    """Return the groups that ship with the software: words of software help in Japanese and English."""
    with as_file(files("helpcenter.search") / "starter_synonyms.yml") as path:
        groups, problems = read_synonyms(path, path.name)
    if problems:
        raise ContentError(f"The synonyms that ship with the software are damaged: {problems[0]}")
    return (*groups, *_translations())


def _translations() -> Iterator[SynonymGroup]:
    """Yield each word's translations, for the articles of the language they are in."""
    text = files("helpcenter.search").joinpath("translations.yml").read_text(encoding="utf-8")
    for japanese, english in yaml.safe_load(text):
        yield SynonymGroup("ja", tuple(english), tuple(japanese))
        yield SynonymGroup("en", tuple(japanese), tuple(english))
