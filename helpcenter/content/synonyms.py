"""Synonyms as writers keep them: groups of words for the same thing, by locale, in `synonyms.yml`.

A list is two-way, each of its words finds the others::

    ja:
      - [解約, 退会, 契約を終了]

A mapping is one-way, its key finds the words of its list but not the reverse::

      - {スマホ: [スマートフォン]}
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from helpcenter.content.locale_yaml import compose_by_locale, line_of, problem, scalars

if TYPE_CHECKING:
    from pathlib import Path

    from helpcenter.content.problems import Problem

SYNONYMS_FILE = "synonyms.yml"
_MOST_GROUPS = 5_000
_FORM = "Write `- [one, other]` for words that find each other, `- {one: [other]}` for one way, below a locale."


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Phrases that mean the same; the words of `sources` find those of `targets`."""

    locale: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]


def read_synonyms(file: Path, source: str) -> tuple[tuple[SynonymGroup, ...], tuple[Problem, ...]]:
    """Read a file of synonyms; what is wrong in it is told and left out, the rest is used."""
    locales, found = compose_by_locale(file, source, _FORM)
    groups: list[SynonymGroup] = []
    problems = list(found)
    for locale, entries in locales:
        if not isinstance(entries, yaml.SequenceNode):
            problems.append(problem(source, line_of(entries), f"“{locale}” is not followed by a list.", _FORM))
            continue
        for entry in entries.value:
            group = _group(locale, entry)
            if group is None:
                problems.append(problem(source, line_of(entry), "This is no group of synonyms.", _FORM))
            elif len(groups) < _MOST_GROUPS:
                groups.append(group)
    return tuple(groups), tuple(problems)


def _group(locale: str, entry: yaml.Node) -> SynonymGroup | None:
    if isinstance(entry, yaml.SequenceNode):
        phrases = scalars(entry)
        return SynonymGroup(locale, phrases, phrases) if len(phrases) > 1 else None
    if isinstance(entry, yaml.MappingNode) and len(entry.value) == 1:
        key, values = entry.value[0]
        targets = scalars(values)
        return SynonymGroup(locale, (str(key.value),), targets) if targets and key.value else None
    return None
