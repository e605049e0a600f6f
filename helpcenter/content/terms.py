"""Marks the first mention of each glossary term in an article, its meaning beside it for hover and focus."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from lxml.html import builder

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from helpcenter.content.glossary import Term

# Where an explanation would be in the way of something else, or cut off.
_NEVER_INSIDE: Final = frozenset(
    {"a", "abbr", "button", "caption", "code", "dfn", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "kbd"}
    | {"pre", "ruby", "samp", "summary", "table", "var"}
)
_NEVER_OF_CLASS: Final = frozenset({"admonition-title", "tab-label", "filename", "footnote", "missing"})
_LATIN: Final = r"[^\W_\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]"
# A word of one of these scripts goes on as long as its letters do; after hiragana anything may follow.
_SCRIPTS: Final = (_LATIN, r"[\u30a1-\u30fa\u30fc-\u30ff]", r"[\u3400-\u9fff\uf900-\ufaff々]")


def mentioned(terms: tuple[Term, ...], text: str) -> tuple[Term, ...]:
    """The terms whose marks an article with this text may carry."""
    folded = text.casefold()
    return tuple(term for term in terms if any(form.casefold() in folded for form in term.forms))


def mark_terms(root: HtmlElement, terms: tuple[Term, ...]) -> None:
    """Marks the first mention of each term in the running text of an article."""
    if not terms:
        return
    pattern = _pattern(terms)
    open_terms = {form.casefold(): number for number, term in enumerate(terms) for form in term.forms}
    _walk(root, pattern, open_terms, terms)


def _walk(element: HtmlElement, pattern: re.Pattern[str], open_terms: dict[str, int], terms: tuple[Term, ...]) -> None:
    """Goes through the texts of an element in the order they are read; marks found on the way are not entered."""
    if element.tag in _NEVER_INSIDE or not _NEVER_OF_CLASS.isdisjoint((element.get("class") or "").split()):
        return
    children = list(element)
    element.text = _mark(element, 0, element.text, pattern, open_terms, terms)
    for child in children:
        if isinstance(child.tag, str):
            _walk(child, pattern, open_terms, terms)
        child.tail = _mark(element, element.index(child) + 1, child.tail, pattern, open_terms, terms)


def _mark(
    parent: HtmlElement,
    place: int,
    text: str | None,
    pattern: re.Pattern[str],
    open_terms: dict[str, int],
    terms: tuple[Term, ...],
) -> str | None:
    """Puts marks into `parent` from `place` on for the terms in a text; returns what stays before the first."""
    if not text or not open_terms:
        return text
    before, last, end = text, None, 0
    for match in pattern.finditer(text):
        number = open_terms.get(match[0].casefold())
        if number is None:
            continue
        for form in terms[number].forms:
            open_terms.pop(form.casefold(), None)
        between = text[end : match.start()]
        if last is None:
            before = between
        else:
            last.tail = between
        last, end = _marked(match[0], terms[number].text, number + 1), match.end()
        parent.insert(place, last)
        place += 1
    if last is not None:
        last.tail = text[end:]
    return before


def _marked(word: str, meaning: str, number: int) -> HtmlElement:
    explanation = builder.SPAN(meaning, id=f"term-{number}", role="tooltip")
    explanation.set("class", "term-text")
    mark = builder.DFN(word, explanation, tabindex="0")
    mark.set("class", "term")
    mark.set("aria-describedby", f"term-{number}")
    return mark


@lru_cache(maxsize=64)
def _pattern(terms: tuple[Term, ...]) -> re.Pattern[str]:
    """All forms, the longest first, each only where it is a word and not a piece of one."""
    forms = sorted({form for term in terms for form in term.forms}, key=lambda form: (-len(form), form))
    return re.compile("|".join(_whole_word(form) for form in forms), re.IGNORECASE)


def _whole_word(form: str) -> str:
    before = next((f"(?<!{script})" for script in _SCRIPTS if re.match(script, form[0])), "")
    after = next((f"(?!{script})" for script in _SCRIPTS if re.match(script, form[-1])), "")
    return before + re.escape(form) + after
