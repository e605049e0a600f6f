"""Splits a rendered article at its headings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from lxml import html as lxml_html
from lxml.html import HtmlElement, builder

from helpcenter.content.addresses import safe_id
from helpcenter.content.article import Section
from helpcenter.content.flow import settle_flow
from helpcenter.content.markup import words
from helpcenter.content.problems import Complaint, Problem
from helpcenter.content.sanitizing import sanitize
from helpcenter.content.sourcetext import SourceLines
from helpcenter.content.stepping import mark_events, take_choices, take_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.content.step import Step


_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_WRAPPERS: Final = frozenset({"div", "section", "article", "main", "header", "center"})
_OWN_BOXES: Final = frozenset({"admonition", "tabs", "footnote", "highlight", "table"})
_BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "div", "dl", "dt"}
    | {"figcaption", "figure", "footer", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary"}
    | {"table", "tbody", "tfoot", "thead", "tr", "ul", *_HEADINGS}
)
_CELLS: Final = frozenset({"td", "th"})
_UNREAD: Final = frozenset({"permalink", "footnote-backref", "footnote-ref", "task", "term-text"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands: its locale, its file, and the lines of that file."""

    locale: str
    source: str
    lines: SourceLines


def split(root: HtmlElement, title: str, place: Place) -> tuple[tuple[Section, ...], tuple[Problem, ...]]:
    """The sections of an article's tree, each sanitised on its own, and what is wrong with the headings."""
    _lift_headings(root)
    _drop_title(root, title)
    mark_events(root)
    taken = _settle_ids(root)
    lead, *groups = _groups(root)
    _, in_lead = take_choices(lead, is_step=False)
    sections = [_section(lead, "", "", 1, (), None)] if lead or not groups else []
    problems = [complaint.at(place.source, 0) for complaint in in_lead]
    lines: dict[str, int] = {}
    above: list[tuple[int, str]] = []
    level_before = 1  # the title's
    for head, *body in groups:
        heading, level = _line(head), int(str(head.tag)[1])
        step, complaints = take_step(head)
        choices, of_choices = take_choices(body, is_step=step is not None)
        complaints += [*of_choices, *_skipped(heading, level, level_before)]
        line = place.lines.of_heading(heading)
        problems.extend(complaint.at(place.source, line) for complaint in complaints)
        anchor = head.get("id") or _free_id(_readable_id(heading), taken)
        head.set("id", anchor)
        lines[anchor] = line
        above = [entry for entry in above if entry[0] < level]
        path = tuple(text for _, text in above)
        marked = _with_permalink(head, words(place.locale)["permalink"].format(heading))
        step = replace(step, choices=choices) if step else None
        sections.append(_section([marked, *body], anchor, heading, level, path, step))
        above.append((level, heading))
        level_before = level
    settled, lost = settle_flow(sections)
    problems.extend(each.at(place.source, lines[anchor]) for anchor, several in lost.items() for each in several)
    return settled, tuple(problems)


def _skipped(heading: str, level: int, before: int) -> list[Complaint]:
    if level <= before + 1:
        return []
    message = f"The heading “{heading}” is of level {level}, but the one before it is of level {before}."
    return [Complaint(message, f"Write it with {'#' * (before + 1)}.")]


def _lift_headings(root: HtmlElement) -> None:
    """Takes away raw wrappers around headings, so that sections begin at the top level."""
    pending = [element for element in root if element.tag in _WRAPPERS]
    while pending:
        wrapper = pending.pop()
        classes = set((wrapper.get("class") or "").split())
        if classes & _OWN_BOXES or next(wrapper.iter(*_HEADINGS), None) is None:
            continue
        pending.extend(child for child in wrapper if child.tag in _WRAPPERS)
        if anchor := wrapper.get("id"):
            mark = builder.DIV(id=anchor)
            mark.tail, wrapper.text = wrapper.text, None
            wrapper.insert(0, mark)
        wrapper.drop_tag()


def _drop_title(root: HtmlElement, title: str) -> None:
    """The page shows the title already; a first heading that repeats it, and a [TOC] mark, go."""
    for element in list(root)[:2]:
        if element.tag == "p" and element.text_content().strip() == "[TOC]":
            element.drop_tree()
        elif element.tag == "h1" and not (root.text or "").strip() and _folded(_line(element)) == _folded(title):
            element.drop_tree()
            break
        else:
            break


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def _settle_ids(root: HtmlElement) -> dict[str, int]:
    """Makes the ids that writers chose unique and keeps them off the page's own; returns those taken."""
    taken: dict[str, int] = {}
    for element in root.iter():
        if (written := element.get("id")) is None:
            continue
        wanted = safe_id(re.sub(r"\s+", "-", written.strip()))
        if wanted and wanted not in taken:
            element.set("id", wanted)
            taken[wanted] = 1
        else:
            del element.attrib["id"]
    return taken


def _readable_id(heading: str) -> str:
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return safe_id(re.sub(r"[^\w]+", "-", folded).strip("-_") or "section")


def _free_id(wanted: str, taken: dict[str, int]) -> str:
    """The wanted id, with a number when it is taken; `taken` remembers the last number given to each."""
    free = wanted
    while free in taken:
        taken[wanted] += 1
        free = f"{wanted}-{taken[wanted]}"
    taken[free] = 1
    return free


def _groups(root: HtmlElement) -> Iterator[list[HtmlElement]]:
    """The top-level elements, a new group at every heading; loose text becomes a paragraph."""
    group: list[HtmlElement] = []
    if root.text and root.text.strip():
        group.append(builder.P(root.text.strip()))
    for element in list(root):
        if element.tag in _HEADINGS:
            yield group
            group = []
        loose, element.tail = element.tail, None
        group.append(element)
        if loose and loose.strip():
            group.append(builder.P(loose.strip()))
    yield group


def _with_permalink(heading: HtmlElement, label: str) -> HtmlElement:
    """The heading and, beside it, the link to it: inside, the link would be read as a part of the heading's name."""
    permalink = builder.A("#", href=f"#{heading.get('id')}")
    permalink.set("class", "permalink")
    permalink.set("aria-label", label)
    marked = builder.DIV(heading, permalink)
    marked.set("class", "heading")
    return marked


def _section(
    group: list[HtmlElement], anchor: str, heading: str, level: int, path: tuple[str, ...], step: Step | None
) -> Section:
    markup = "\n".join(lxml_html.tostring(element, encoding="unicode") for element in group)
    body = group[1:] if anchor else group
    text = "\n".join(filter(None, (plain_text(element) for element in body)))
    return Section(anchor, heading, level, path, text, sanitize(markup) + "\n" if markup else "", step)


def _line(element: HtmlElement) -> str:
    return " ".join(plain_text(element).split())


def plain_text(element: HtmlElement) -> str:
    """What a reader reads in an element, one block a line."""
    pieces: list[str] = []
    _gather(element, pieces, preformatted=False)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _gather(element: HtmlElement, pieces: list[str], *, preformatted: bool) -> None:
    tag = element.tag
    preformatted = preformatted or tag == "pre"
    is_block = tag in _BLOCKS
    if is_block:
        pieces.append("\n")
    if tag == "img":
        pieces.append(element.get("alt") or "")
    if element.text and isinstance(tag, str):
        pieces.append(element.text if preformatted else element.text.replace("\n", " "))
    for child in element:
        if _UNREAD.isdisjoint((child.get("class") or "").split()):
            _gather(child, pieces, preformatted=preformatted)
        if child.tail:
            pieces.append(child.tail if preformatted else child.tail.replace("\n", " "))
    if is_block:
        pieces.append("\n")
    elif tag in _CELLS:
        pieces.append(" ")
