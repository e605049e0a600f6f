"""Shared lists of phrases that question patterns may take, by locale and name, in `phrases.yml`.

::

    ja:
      cancel: [解約, 退会, 契約を終了]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import yaml

from helpcenter.content.locale_yaml import compose_by_locale, line_of, problem, scalars
from helpcenter.content.questions import PatternError, read_pattern

if TYPE_CHECKING:
    from pathlib import Path

    from helpcenter.content.problems import Problem

PHRASES_FILE = "phrases.yml"
_FORM = "Write `name: [one phrase, another]` below a locale."

# Phrases by name.
Phrases: TypeAlias = Mapping[str, tuple[str, ...]]


def read_phrases(file: Path, source: str) -> tuple[Mapping[str, Phrases], tuple[Problem, ...]]:
    """Read the lists by locale; one that cannot be read, or that names itself, is told and left out."""
    locales, found = compose_by_locale(file, source, _FORM)
    problems = list(found)
    by_locale: dict[str, Phrases] = {}
    for locale, node in locales:
        if not isinstance(node, yaml.MappingNode):
            problems.append(problem(source, line_of(node), f"“{locale}” is not followed by named lists.", _FORM))
            continue
        lists: dict[str, tuple[str, ...]] = {}
        lines: dict[str, int] = {}
        for key, values in node.value:
            if phrases := scalars(values):
                lists[str(key.value)] = phrases
                lines[str(key.value)] = line_of(key)
            else:
                problems.append(problem(source, line_of(key), f"“{key.value}” is no list of phrases.", _FORM))
        for name in list(lists):
            try:
                read_pattern(f"#{{{name}}}", lists)
            except PatternError as error:
                suggestion = "Lists may name others, but not lead back to themselves."
                problems.append(problem(source, lines[name], f"The list “{name}” is left out: {error}.", suggestion))
                del lists[name]
        by_locale[locale] = lists
    return by_locale, tuple(problems)
