"""What a results page shows of each hit: addresses, dates and marked words are ready, the template only lays out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from html import escape as html
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from helpcenter.content.article import Kind
from helpcenter.web.addresses import article_url
from helpcenter.web.locales import language_name_in, long_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from helpcenter.search.results import Fragment, Hit


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go and its name."""

    title: str
    url: str


class Place(NamedTuple):
    """Where an article stands, what kind it is and how old: the same whatever it was found by."""

    locale: str
    language: str
    is_internal: bool
    kind: Kind
    trail: tuple[str, ...]
    updated: Markup


@dataclass(frozen=True, slots=True)
class Found:
    """One article that was found. The snippet is from `section`, or from the article's lead when that is None.

    `language` is what the reader calls the article's language, empty when it is the reader's own; `trail` are the
    titles of the topics it stands in, outermost first. `question` is the question of the article that was found by,
    empty when the title tells as much.
    """

    locale: str
    language: str
    title: Markup
    url: str
    trail: tuple[str, ...]
    kind: Kind
    updated: Markup
    section: Link | None
    snippet: Markup
    further: tuple[Link, ...]
    is_internal: bool = False
    question: Markup = field(default_factory=Markup)

    @property
    def topic(self) -> str:
        """The title of the innermost topic, empty for an article at the root."""
        return self.trail[-1] if self.trail else ""

    @property
    def place(self) -> Place:
        """What stands below the title."""
        return Place(self.locale, self.language, self.is_internal, self.kind, self.trail, self.updated)


def found(hit: Hit, readers: str) -> Found:
    """A hit, ready to be shown to readers of a locale."""
    best = hit.sections[0] if hit.sections else None
    links = tuple(
        Link(section.heading, article_url(hit.locale, hit.slug, section.anchor))
        for section in hit.sections
        if section.anchor
    )
    leads_to_section = bool(best and best.anchor)
    return Found(
        locale=hit.locale,
        language=language_name_in(hit.locale, readers) if hit.locale != readers else "",
        title=marked(hit.title),
        url=article_url(hit.locale, hit.slug),
        trail=tuple(name.title for name in hit.trail),
        kind=hit.kind,
        updated=day(hit.updated, readers) if hit.updated else Markup(),
        section=links[0] if leads_to_section else None,
        snippet=marked(best.snippet if best and best.snippet else ()) or escape(hit.summary),
        further=links[1:] if leads_to_section else links,
        is_internal=hit.is_internal,
        question=marked(hit.question),
    )


def marked(runs: Iterable[Fragment]) -> Markup:
    """Text with the reader's words marked."""
    pieces = [f"<mark>{html(run.text)}</mark>" if run.marked else html(run.text) for run in runs]
    return Markup("".join(pieces))  # noqa: S704  # every piece is escaped


@lru_cache(maxsize=4096)
def day(date: date, locale: str) -> Markup:
    """A date as a ``<time>`` element."""
    return Markup('<time datetime="{}">{}</time>').format(date.isoformat(), long_date(date, locale))
