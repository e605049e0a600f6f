"""The frozen values a library is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from helpcenter.content.attachment import Attachment
from helpcenter.content.brand import Brand
from helpcenter.content.hint import Hint
from helpcenter.content.problems import Problem
from helpcenter.content.step import Step, WalkthroughStart
from helpcenter.content.synonyms import SynonymGroup

if TYPE_CHECKING:
    from collections.abc import Mapping


class Visibility(StrEnum):
    """Who may read an article."""

    PUBLIC = "public"
    INTERNAL = "internal"  # signed-in readers only
    DRAFT = "draft"  # nobody; checked and previewed, never published


PUBLIC_ONLY = frozenset({Visibility.PUBLIC})
"""What everybody may read."""

FOR_SIGNED_IN = frozenset({Visibility.PUBLIC, Visibility.INTERNAL})
"""What signed-in readers may read."""


class Kind(StrEnum):
    """What sort of help an article is."""

    ARTICLE = "article"
    HOW_TO = "how-to"
    TROUBLESHOOTING = "troubleshooting"
    FAQ = "faq"
    REFERENCE = "reference"
    WALKTHROUGH = "walkthrough"  # never written by hand: its headings carry targets


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, the unit that is indexed and deep-linked.

    The lead (what stands before the first heading) has an empty `anchor` and `heading` and level 1.
    `path` holds the headings above, outermost first. `text` is plain text, one block a line.
    `html` is sanitised and well-formed on its own, and begins with the section's own heading
    (in a ``div.heading``, with the link to it).
    """

    anchor: str
    heading: str
    level: int
    path: tuple[str, ...]
    text: str
    html: str
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link from an article to another article or attachment of the library.

    `target` is the slug (or attachment path) below the locale folder, without the anchor; a link to any other page
    of the site keeps its whole path, beginning with ``/``. `line` counts from 1 (0: not found in the file).
    """

    target: str
    anchor: str
    line: int


@dataclass(frozen=True, slots=True)
class Article:
    """One Markdown file in one locale, rendered and sanitised.

    `slug` is the path below the locale folder without ``.md``; `topic` its folder unless front matter says otherwise
    ("" for the root). `source` is the file's path relative to the articles folder. `digest` changes exactly when
    the file, an attachment it shows, a term it explains or the renderer changes. `findings` are the warnings about
    the file itself. `written_kind` is what front matter says. `author` is who changed it last, as git tells; "" when
    nobody knows. `markdown` is the body as it was written, without comments, for readers that are programs. `hints` are
    the ways it is shown inside the product beside the panel.
    """

    locale: str
    slug: str
    title: str
    summary: str
    topic: str
    order: int
    questions: tuple[str, ...]
    screens: tuple[str, ...]
    aliases: tuple[str, ...]
    related: tuple[str, ...]
    walkthrough: WalkthroughStart | None
    visibility: Visibility
    updated: date | None
    review_by: date | None
    sections: tuple[Section, ...]
    links: tuple[Link, ...]
    attachments: tuple[Attachment, ...]
    source: str
    digest: str
    findings: tuple[Problem, ...] = ()
    written_kind: Kind = Kind.ARTICLE
    author: str = ""
    markdown: str = ""
    hints: tuple[Hint, ...] = ()

    @property
    def kind(self) -> Kind:
        """What sort of help it is: a walkthrough when a heading carries a target, else what its writer says."""
        return Kind.WALKTHROUGH if any(section.step for section in self.sections) else self.written_kind

    @property
    def html(self) -> str:
        """The whole rendered body, lead first."""
        return "".join(section.html for section in self.sections)


@dataclass(frozen=True)
class Library:
    """All articles at one commit, ordered by locale and slug, and what belongs to them as a whole.

    `problems` is what was wrong in the files, `brand` the look of the site.
    `commit` is the git commit of the articles folder, "" outside git; a trailing ``+`` means uncommitted changes.
    """

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    commit: str
    synonyms: tuple[SynonymGroup, ...] = ()
    brand: Brand = field(default_factory=Brand)

    @cached_property
    def by_key(self) -> Mapping[tuple[str, str], Article]:
        """Articles by (locale, slug)."""
        return MappingProxyType({(a.locale, a.slug): a for a in self.articles})

    @cached_property
    def locales(self) -> tuple[str, ...]:
        """The locales that have at least one article, in alphabetical order."""
        return tuple(sorted({article.locale for article in self.articles}))
