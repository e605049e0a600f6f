"""Reads what headings and lists of a rendered article say about a walkthrough, and takes it out of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from helpcenter.content.problems import Complaint, Severity
from helpcenter.content.screens import why_not_a_screen
from helpcenter.content.step import MISSING, Choice, Step
from helpcenter.content.targets import candidates, why_not_a_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

ADVANCE: Final = re.compile(r"next|click|input|visible|event:[^\s\"']+")
_KEYS: Final = ("advance", "missing", "screen", "then")
_WANTED: Final = "Write [Answer](#step){ go }, each in a list item of its own."


def take_step(heading: HtmlElement) -> tuple[Step | None, list[Complaint]]:
    """The step a heading begins, None when it begins none, and what is wrong with it."""
    written = heading.attrib.pop("target", None)
    given = {key: str(heading.attrib.pop(key)).strip() for key in _KEYS if key in heading.attrib}
    if written is None or not candidates(written):
        return None, [
            Complaint(f"`{key}` says nothing without a target.", "Add target=\"[data-guide='…']\" to the heading.")
            for key in given
        ]
    targets, complaints = _good_targets(written)
    if not targets:
        return None, complaints
    complaints += [complaint for key, value in given.items() if (complaint := _complaint(key, value))]
    good = {key: value for key, value in given.items() if not _complaint(key, value)}
    return (
        Step(
            targets,
            good.get("advance", "next"),
            good.get("missing", ""),
            good.get("screen", ""),
            good.get("then", "").removeprefix("#"),
        ),
        complaints,
    )


def _good_targets(written: str) -> tuple[tuple[str, ...], list[Complaint]]:
    complaints: list[Complaint] = []
    good: list[str] = []
    for target in candidates(written):
        if reason := why_not_a_target(target):
            suggestion = "Correct it; the browser could not look for it, so it is left out."
            message = f"`{target[:100]}` is no target: {reason}."
            complaints.append(Complaint(message, suggestion, Severity.ERROR))
        elif target not in good:
            good.append(target)
    return tuple(good), complaints


def _complaint(key: str, value: str) -> Complaint | None:
    if key == "advance" and not ADVANCE.fullmatch(value):
        suggestion = "Write next, click, input, visible or event:NAME; next is used now."
        return Complaint(f"`advance` cannot be {value!r}.", suggestion)
    if key == "missing" and value not in MISSING:
        return Complaint(f"`missing` cannot be {value!r}.", f"Write {', '.join(MISSING[:-1])} or {MISSING[-1]}.")
    if key == "screen" and (reason := why_not_a_screen(value)):
        suggestion = "Write a path such as /invoices/*, or #/route, or @name."
        return Complaint(f"`screen` cannot be {value!r}: it {reason}.", suggestion)
    return None


def take_choices(body: Iterable[HtmlElement], *, is_step: bool) -> tuple[tuple[Choice, ...], list[Complaint]]:
    """The answers a section offers: a list of links that carry ``{ go }``, marked as such on the page."""
    choices: list[Choice] = []
    complaints: list[Complaint] = []
    for link in _marked(body):
        value = link.attrib.pop("go")
        text = " ".join(link.text_content().split())
        href = link.get("href") or ""
        if not is_step:
            message = f"The choice “{text}” stands below no step."
            complaints.append(Complaint(message, "Give the heading above it a target.", Severity.ERROR))
        elif not href.startswith("#") or len(href) == 1 or value not in {"", "go", unquote(href[1:])}:
            message = f"The choice “{text}” leads to no step of this article."
            complaints.append(Complaint(message, _WANTED, Severity.ERROR))
        elif (items := _list_of_its_own(link)) is None:
            message = f"The choice “{text}” stands in no list of its own."
            complaints.append(Complaint(message, _WANTED, Severity.ERROR))
        else:
            items.set("class", "choices")
            choices.append(Choice(text, unquote(href[1:])))
    return tuple(choices), complaints


def mark_events(root: HtmlElement) -> None:
    """Keeps what a link of a checklist waits for: ``{ event="NAME" }``."""
    for link in root.iter("a"):
        if event := str(link.attrib.pop("event", "")).strip():
            link.set("data-event", event)


def _marked(body: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    for element in body:
        yield from [link for link in element.iter("a") if "go" in link.attrib]


def _list_of_its_own(link: HtmlElement) -> HtmlElement | None:
    """The list whose item holds nothing but the link; loose lists wrap it into a paragraph."""
    around = link.getparent()
    if around is not None and around.tag == "p" and _is_alone(link, around):
        link, around = around, around.getparent()
    if around is None or around.tag != "li" or not _is_alone(link, around):
        return None
    items = around.getparent()
    return items if items is not None and items.tag in {"ul", "ol"} else None


def _is_alone(element: HtmlElement, around: HtmlElement) -> bool:
    return len(around) == 1 and not (around.text or "").strip() and not (element.tail or "").strip()
