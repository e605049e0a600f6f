"""An article whose headings carry targets, as the walkthrough that readers see in the product."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpcenter.content.nodes import Nodes, nodes_of
from helpcenter.content.step import Step, WalkthroughStart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.content.article import Article, Section

_BY_HAND = WalkthroughStart("manual", {})


@dataclass(frozen=True, slots=True)
class WalkthroughStep:
    """One step: its anchor, its heading, what it says, and what it points at. `missing` is never empty here."""

    id: str
    title: str
    body: Nodes
    step: Step
    missing: str


@dataclass(frozen=True, slots=True)
class Walkthrough:
    """A walkthrough in one locale; `version` changes exactly when a reader would see or do something else."""

    slug: str
    locale: str
    title: str
    version: str
    intro: Nodes
    steps: tuple[WalkthroughStep, ...]
    start: WalkthroughStart
    screens: tuple[str, ...]


def walkthrough_of(article: Article, *, base: str = "", page: str = "") -> Walkthrough | None:
    """The walkthrough an article is, or None; `base` and `page` are the origin and path its links begin with."""
    start = article.walkthrough or _BY_HAND
    lead, steps = _parts(article.sections)
    if not steps:
        return None
    return Walkthrough(
        slug=article.slug,
        locale=article.locale,
        title=article.title,
        version=_version(article.title, lead, steps, start),
        intro=nodes_of("".join(section.html for section in lead), base=base, page=page),
        steps=tuple(_step(part, start, base, page) for part in steps),
        start=start,
        screens=article.screens,
    )


def _parts(sections: Iterable[Section]) -> tuple[list[Section], list[list[Section]]]:
    """What stands above the first heading, and each step's section with what stands below its heading."""
    lead: list[Section] = []
    steps: list[list[Section]] = []
    is_open = False
    for section in sections:
        if section.step:
            steps.append([section])
            is_open = True
        elif is_open and section.level > steps[-1][0].level:
            steps[-1].append(section)
        else:
            is_open = False
            lead += [section] if not section.anchor else []
    return lead, steps


def _step(part: list[Section], start: WalkthroughStart, base: str, page: str) -> WalkthroughStep:
    section = part[0]
    if section.step is None:
        raise ValueError(f"{section.anchor} is no step")
    body = nodes_of("".join(each.html for each in part), base=base, page=page)
    # The first node is the heading, which is the title.
    return WalkthroughStep(
        section.anchor, section.heading, body[1:], section.step, section.step.missing or start.missing
    )


def _version(title: str, lead: list[Section], steps: list[list[Section]], start: WalkthroughStart) -> str:
    seen: list[Any] = [title, start.missing, [section.html for section in lead]]
    for part in steps:
        step = part[0].step
        seen.append([repr(step), [(section.anchor, section.html) for section in part]])
    return hashlib.sha256(json.dumps(seen).encode("utf-8", "surrogatepass")).hexdigest()[:8]
