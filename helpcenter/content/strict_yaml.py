"""YAML as writers mean it: text, lists and mappings, each with its line, and nothing that surprises.

Every scalar stays the text that was written (`NO` is not false, `1.10` not 1.1); what a key wants is decided by its
model. Anchors, aliases and tags are refused, so no input can grow in memory or name a Python type.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import yaml

from helpcenter.errors import HelpCenterError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 16 * 1024
MAX_DEPTH = 8

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Path: TypeAlias = tuple[str | int, ...]


class YamlError(HelpCenterError):
    """What is wrong in a piece of YAML, in which line (from 1), and the remedy."""

    def __init__(self, line: int, message: str, suggestion: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class YamlMapping:
    """A mapping that was read, with the line of every key and list item by its path."""

    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """The line of a key, else of the nearest key around it, else 1."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_mapping(text: str) -> YamlMapping:
    """Reads one YAML mapping.

    Raises:
        YamlError: the text is no YAML, no mapping, too large, too deep, or uses what is refused here.
    """
    if (size := len(text.encode())) > MAX_BYTES:
        message = f"The front matter is too large: {size:,} bytes, the limit is {MAX_BYTES:,}."
        raise YamlError(1, message, "Move text into the body, below the second ---.")
    try:
        return _Reader(yaml.parse(text, Loader=yaml.CSafeLoader)).mapping()
    except yaml.MarkedYAMLError as error:
        # What is never closed is noticed at the very end; the line where it opens is the one to mend.
        never_closed = any(word in (error.context or "") for word in ("flow", "quoted"))
        mark = (error.context_mark if never_closed else None) or error.problem_mark
        raise YamlError(
            mark.line + 1 if mark else 1, f"The YAML is broken: {error.problem}.", _remedy(error)
        ) from error
    except yaml.YAMLError as error:  # a character YAML does not allow at all
        raise YamlError(1, f"The YAML is broken: {error}.", "Remove control characters.") from error


def _remedy(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values" in problem:
        return 'Quote a value that contains a colon: title: "Plans: monthly and yearly".'
    if "cannot start any token" in problem or "tab character" in problem:
        return "Indent with spaces instead of tabs, and quote a value that begins with @, ` or %."
    if "expected <block end>" in problem or "did not find expected" in problem:
        return "Check quotes, brackets and the indentation of this line and the one before."
    return "Write one `key: value` a line."


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Reader:
    """Turns the parser's events into values."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._lines: dict[Path, int] = {}

    def mapping(self) -> YamlMapping:
        self._next()  # stream start
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return YamlMapping()
        first = self._next()
        value = self._value(first, ())
        if value is None:
            value = {}
        if not isinstance(value, dict):
            raise YamlError(_line(first), "The front matter is not a list of keys.", "Write one `key: value` a line.")
        self._next()  # document end
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise YamlError(_line(event), "The front matter holds a second YAML document.", "Keep one only.")
        return YamlMapping(value, self._lines)

    def _next(self) -> yaml.Event:
        return next(self._events)

    def _value(self, event: yaml.Event, path: Path) -> Value:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            name = getattr(event, "anchor", "")
            raise YamlError(
                line,
                f"YAML anchors and aliases are not allowed (`{name}`).",
                "Write the value out, or quote it if it should begin with & or *.",
            )
        if tag := getattr(event, "tag", None):
            raise YamlError(
                line, f"YAML tags are not allowed (`{tag}`).", "Remove it, or quote a value beginning with !."
            )
        if len(path) > MAX_DEPTH:
            raise YamlError(line, f"The front matter is nested more than {MAX_DEPTH} levels deep.", "Flatten it.")
        self._lines.setdefault(path, line)
        if isinstance(event, yaml.ScalarEvent):
            is_null = not event.style and event.value in _NULLS  # quoted text has a style
            return None if is_null else str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _sequence(self, path: Path) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Value]:
        values: dict[str, Value] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            line = _line(event)
            key = self._value(event, (*path, "?"))
            if not isinstance(key, str):
                raise YamlError(line, "A key of the front matter is not plain text.", "Write one `key: value` a line.")
            if key in values:
                raise YamlError(line, f"The key `{key}` is there twice.", "Keep one of them.")
            self._lines[(*path, key)] = line
            values[key] = self._value(self._next(), (*path, key))
        return values
