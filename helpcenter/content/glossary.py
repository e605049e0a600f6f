"""The glossary as writers keep it: terms and what they mean, by locale, in `glossary.yml`.

::

    en:
      generation: One published index; it never changes.
      gap: {text: A question that nobody answers yet., also: [gaps]}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import yaml

from helpcenter.content.locale_yaml import compose_by_locale, line_of, problem, scalars

if TYPE_CHECKING:
    from pathlib import Path

    from helpcenter.content.problems import Problem

GLOSSARY_FILE: Final = "glossary.yml"
MAX_TEXT: Final = 300
_MOST_TERMS: Final = 2_000
_FORM: Final = "Write `term: what it means`, or `term: {text: …, also: [other forms]}`, below a locale."


@dataclass(frozen=True, slots=True)
class Term:
    """A term and what it means; `forms` are the ways it is written, the term itself first."""

    forms: tuple[str, ...]
    text: str


Glossary: TypeAlias = Mapping[str, tuple[Term, ...]]
"""Terms by locale."""


def read_glossary(file: Path, source: str) -> tuple[Glossary, tuple[Problem, ...]]:
    """Read a glossary; what is wrong in it is told and left out, the rest is used."""
    locales, found = compose_by_locale(file, source, _FORM)
    problems = list(found)
    glossary: dict[str, tuple[Term, ...]] = {}
    for locale, node in locales:
        if not isinstance(node, yaml.MappingNode):
            problems.append(problem(source, line_of(node), f"“{locale}” is not followed by terms.", _FORM))
            continue
        terms: dict[str, Term] = {}
        taken: set[str] = set()
        for key, value in node.value[:_MOST_TERMS]:
            term = _term(str(key.value).strip(), value)
            if isinstance(term, str):
                problems.append(problem(source, line_of(key), f"The term “{key.value}” {term}.", _FORM))
            elif twice := next((form for form in term.forms if form.casefold() in taken), ""):
                message = f"The term “{twice}” is there twice."
                problems.append(problem(source, line_of(key), message, "Keep one of them."))
            else:
                terms[term.forms[0]] = term
                taken.update(form.casefold() for form in term.forms)
        glossary[locale] = tuple(terms.values())
    return glossary, tuple(problems)


def _term(name: str, value: yaml.Node) -> Term | str:
    """The term, or what is wrong with it."""
    parts = {str(key.value): node for key, node in value.value} if isinstance(value, yaml.MappingNode) else {}
    if unknown := sorted(set(parts) - {"text", "also"}):
        return f"has a key nobody knows: {unknown[0]}"
    text = parts.get("text") if parts else value
    if not isinstance(text, yaml.ScalarNode) or not str(text.value).strip():
        return "is not explained"
    if len(str(text.value)) > MAX_TEXT:
        return f"is explained in more than {MAX_TEXT} characters"
    also = scalars(parts["also"]) if "also" in parts else ()
    if "also" in parts and not also:
        return "has other forms that are no list"
    forms = dict.fromkeys(form for form in (name, *(each.strip() for each in also)) if form)
    return Term(tuple(forms), " ".join(str(text.value).split())) if name and forms else "has no name"
