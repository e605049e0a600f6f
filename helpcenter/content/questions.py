"""Question patterns: one line that stands for many phrasings of a question.

``(cancel|end) [my] plan`` stands for four questions. ``(a|b)`` chooses, ``[c]`` may be left out, ``#{name}`` takes a
list from ``phrases.yml``, all may be nested, and a backslash before a sign makes it a plain character. Nothing is
expanded until it is asked for, and never more than is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MOST_NESTED = 12
_SIGNS = "()[]|\\#{}"
_ESCAPED = re.compile(r"[()\[\]|\\]|#(?=\{)")


class PatternError(ValueError):
    """A pattern that cannot be read; `column` counts characters from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several patterns; an optional part is a choice with an empty one."""

    options: tuple[Sequence_, ...]


Part: TypeAlias = Text | Choice
Sequence_: TypeAlias = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, read; `source` is as it was written."""

    source: str
    parts: Sequence_

    def count(self) -> int:
        """Return how many phrasings the pattern stands for, before repeats are left out."""
        return _count(self.parts)

    def phrasings(self, most: int) -> Iterator[str]:
        """Yield at most `most` different phrasings, the first options first, white space tidied."""
        seen = (" ".join(phrase.split()) for phrase in _expand(self.parts))
        return islice(dict.fromkeys(islice((phrase for phrase in seen if phrase), 2 * most)), most)

    def resolved(self) -> str:
        """Return the pattern written without names of lists, their phrases in their place."""
        return _write(self.parts)


def read_pattern(source: str, phrases: Mapping[str, Sequence[str]] | None = None) -> Pattern:
    """Read a pattern; `phrases` are the lists that ``#{name}`` may take.

    Raises:
        PatternError: a bracket has no partner, a list is unknown, names itself, or nesting is too deep.
    """
    reader = _Reader(source, phrases or {}, ())
    parts = reader.sequence("")
    return Pattern(source, parts)


def literal(text: str) -> str:
    """Return a text as a pattern that stands for just that text, whatever signs are in it."""
    return _ESCAPED.sub(r"\\\g<0>", text)


class _Reader:
    """Reads one pattern from left to right."""

    def __init__(self, source: str, phrases: Mapping[str, Sequence[str]], inside: tuple[str, ...]) -> None:
        self._source = source
        self._phrases = phrases
        self._inside = inside
        self._place = 0
        self._depth = len(inside)

    def sequence(self, closing: str) -> Sequence_:
        """Read until the sign that closes, or to the end when there is none."""
        parts: list[Part] = []
        plain: list[str] = []

        def settle() -> None:
            if plain:
                parts.append(Text("".join(plain)))
                plain.clear()

        while self._place < len(self._source):
            sign = self._source[self._place]
            if sign in closing:
                break
            if sign == "\\" and self._source[self._place + 1 : self._place + 2] in tuple(_SIGNS):
                plain.append(self._source[self._place + 1])
                self._place += 2
            elif sign in "([":
                settle()
                parts.append(self._choice(sign))
            elif self._source.startswith("#{", self._place):
                settle()
                parts.append(self._named())
            elif sign in ")]":
                raise PatternError(f"“{sign}” closes nothing", self._place + 1)
            else:
                plain.append(sign)
                self._place += 1
        settle()
        return tuple(parts)

    def _choice(self, opening: str) -> Choice:
        start = self._place
        closing = {"(": ")", "[": "]"}[opening]
        self._depth += 1
        if self._depth > _MOST_NESTED:
            raise PatternError("Brackets are nested too deep", start + 1)
        options: list[Sequence_] = []
        while True:
            self._place += 1
            options.append(self.sequence("|" + closing))
            if self._place >= len(self._source):
                raise PatternError(f"“{opening}” is never closed", start + 1)
            if self._source[self._place] == closing:
                break
        self._place += 1
        self._depth -= 1
        return Choice((*options, ()) if opening == "[" else tuple(options))

    def _named(self) -> Choice:
        start = self._place
        end = self._source.find("}", start)
        if end < 0:
            raise PatternError("“#{” is never closed", start + 1)
        name = self._source[start + 2 : end].strip()
        if name in self._inside:
            raise PatternError(f"The list “{name}” names itself", start + 1)
        if name not in self._phrases:
            raise PatternError(f"There is no list “{name}” in phrases.yml", start + 1)
        self._place = end + 1
        if self._depth >= _MOST_NESTED:
            raise PatternError("Lists are nested too deep", start + 1)
        return Choice(
            tuple(_Reader(phrase, self._phrases, (*self._inside, name)).sequence("") for phrase in self._phrases[name])
        )


def _count(parts: Sequence_) -> int:
    total = 1
    for part in parts:
        if isinstance(part, Choice):
            total *= sum(_count(option) for option in part.options)
    return total


def _expand(parts: Sequence_) -> Iterator[str]:
    if not parts:
        yield ""
        return
    first, rest = parts[0], parts[1:]
    beginnings = iter((first.text,)) if isinstance(first, Text) else _each_option(first)
    for beginning in beginnings:
        for end in _expand(rest):
            yield beginning + end


def _each_option(choice: Choice) -> Iterator[str]:
    for option in choice.options:
        yield from _expand(option)


def _write(parts: Sequence_) -> str:
    return "".join(
        _ESCAPED.sub(r"\\\g<0>", part.text)
        if isinstance(part, Text)
        else f"({'|'.join(_write(option) for option in part.options)})"
        for part in parts
    )
