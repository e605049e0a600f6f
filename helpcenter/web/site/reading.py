"""What the page of an article shows: its parts, where it stands among others, and what to read next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from helpcenter.content.article import Article, Section
from helpcenter.content.pace import minutes_to_read
from helpcenter.content.topics import ArticleSummary
from helpcenter.web.addresses import article_url
from helpcenter.web.beside import neighbours, related, summary_of, topic_of
from helpcenter.web.site.found import Link
from helpcenter.web.site.frame import Frame
from helpcenter.web.site.pages import crumbs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from helpcenter.config import Config
    from helpcenter.content.topics import Topic
    from helpcenter.search.generation import Generation

MAX_CONTENTS_LEVEL: Final = 3  # deeper headings would make the table of contents longer than it helps
_PLAYER: Final = re.compile(r'\sdata-player="https://([^"/?#]+)')


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of a table of contents."""

    section: Section
    children: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Sections that are laid out together: a step of a walkthrough with its number from 1, or (0) running text."""

    html: str
    step: int = 0


@dataclass(frozen=True, slots=True)
class NewerSource:
    """The article in the language it is translated from, which was changed after the translation."""

    locale: str
    url: str
    updated: date


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article, which may be of another locale than its reader's when there is no translation.

    `newer` is the source of a translation that is older; `product_url` leads to the walkthrough in the product;
    `video_hosts` are the hosts whose players the page may show; `also_read` is what readers with the same question
    read.
    """

    frame: Frame
    article: Article
    parts: tuple[Part, ...]
    steps: int
    minutes: int
    author: str
    crumbs: tuple[Link, ...]
    contents: tuple[ContentsEntry, ...]
    related: tuple[ArticleSummary, ...]
    previous: ArticleSummary | None
    next: ArticleSummary | None
    newer: NewerSource | None
    product_url: str
    video_hosts: tuple[str, ...]
    also_read: tuple[ArticleSummary, ...] = ()

    @property
    def title(self) -> str:
        """What the browser's tab says before the site's name."""
        return self.article.title

    @property
    def is_foreign(self) -> bool:
        """Whether the article is of another locale than the page."""
        return self.article.locale != self.frame.locale

    @property
    def has_tabs(self) -> bool:
        """Whether a script has tabs to make."""
        return any('<div class="tabs">' in part.html for part in self.parts)


def article_page(
    generation: Generation, frame: Frame, article: Article, config: Config, also_read: Iterable[str] = ()
) -> ArticlePage:
    """An article page's value; `also_read` are the slugs of what its readers read as well, most first."""
    topic = topic_of(generation, article)
    before, after = neighbours(topic, article) if article.locale == frame.locale else (None, None)
    parts = parts_of(article.sections)
    return ArticlePage(
        frame=frame,
        article=article,
        parts=parts,
        steps=max(part.step for part in parts),
        minutes=minutes_to_read(article),
        author=article.author if config.show_author == "on" else "",
        crumbs=_crumbs(generation, frame.locale, topic, article),
        contents=contents_of(article.sections),
        related=related(generation, article, frame.locale),
        previous=before,
        next=after,
        newer=_newer_source(generation, article, config.default_locale) if article.locale == frame.locale else None,
        product_url=_in_product(article, config.product_url),
        video_hosts=tuple(sorted(set(_PLAYER.findall(article.html)) & set(config.video_hosts))),
        also_read=tuple(each for slug in also_read if (each := summary_of(generation, frame.locale, slug))),
    )


def parts_of(sections: Sequence[Section]) -> tuple[Part, ...]:
    """The sections, those of a step together with what stands below its heading."""
    parts: list[Part] = []
    level, steps = 0, 0  # the open step's level, none is open at 0
    for section in sections:
        if section.step and not (level and section.level > level):
            steps, level = steps + 1, section.level
            parts.append(Part(section.html, steps))
        elif level and section.level > level:
            parts[-1] = Part(parts[-1].html + section.html, steps)
        else:
            level = 0
            parts.append(Part(section.html))
    return tuple(parts)


def contents_of(sections: Iterable[Section]) -> tuple[ContentsEntry, ...]:
    """The table of contents: the outermost headings with those directly below them."""
    headings = [section for section in sections if section.anchor and section.level <= MAX_CONTENTS_LEVEL]
    outermost = min((section.level for section in headings), default=0)
    entries: list[tuple[Section, list[Section]]] = []
    for section in headings:
        if section.level == outermost or not entries:
            entries.append((section, []))
        else:
            entries[-1][1].append(section)
    return tuple(ContentsEntry(section, tuple(children)) for section, children in entries)


def _crumbs(generation: Generation, readers: str, topic: Topic | None, article: Article) -> tuple[Link, ...]:
    """The topics above an article, in the reader's locale as far as it has them."""
    if topic is None or not topic.path:
        return ()
    topic = generation.topic(readers, topic.path) or topic
    speaks_for_it = topic.path == article.slug
    return crumbs_of(topic.locale, topic.ancestors if speaks_for_it else (*topic.ancestors, topic))


def _newer_source(generation: Generation, article: Article, source_locale: str) -> NewerSource | None:
    if article.locale == source_locale or article.updated is None:
        return None
    source = generation.article(source_locale, article.slug)
    if source is None or source.updated is None or source.updated <= article.updated:
        return None
    return NewerSource(source_locale, article_url(source_locale, source.slug), source.updated)


def _in_product(article: Article, product_url: str) -> str:
    """Where the product shows an article's steps: its first screen that is one address and not a pattern."""
    if not product_url or not any(section.step for section in article.sections):
        return ""
    plain = (screen for screen in article.screens if not re.search(r"[*{:]", screen))
    screen = next(plain, "/")
    return (
        f"{product_url.rstrip('/')}/{quote(screen.lstrip('/'))}?helpcenter-walkthrough={quote(article.slug, safe='')}"
    )
