"""What each page shows, as frozen values; templates only lay them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpcenter.content.article import Article, Section
from helpcenter.content.topics import ArticleSummary, Topic, TopicSummary
from helpcenter.web.addresses import article_url, home_url, search_url, topic_url
from helpcenter.web.site.found import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.search.generation import Generation

MAX_CONTENTS_LEVEL = 3  # deeper headings would make the table of contents longer than it helps


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another locale, or that locale's home when it has no such page."""

    locale: str
    url: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page; `query`, `topic` and `kind` are what a search was asked."""

    locale: str
    site_name: str
    alternates: tuple[Alternate, ...] = ()
    query: str = ""
    topic: str = ""
    kind: str = ""

    @property
    def home_url(self) -> str:
        """Where the site's name leads."""
        return home_url(self.locale)

    @property
    def search_url(self) -> str:
        """Where the search form leads."""
        return search_url(self.locale)


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page of a locale; the article ``index`` gives it its heading and its introduction."""

    frame: Frame
    root: Topic
    articles: tuple[ArticleSummary, ...]
    recent: tuple[ArticleSummary, ...]
    heading: str
    introduction: str
    more: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class TopicPage:
    """One topic with what is in it."""

    frame: Frame
    topic: Topic
    crumbs: tuple[Link, ...]

    @property
    def title(self) -> str:
        """What the browser's tab says before the site's name."""
        return self.topic.title


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of a table of contents."""

    section: Section
    children: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article."""

    frame: Frame
    article: Article
    crumbs: tuple[Link, ...]
    contents: tuple[ContentsEntry, ...]
    related: tuple[ArticleSummary, ...]

    @property
    def title(self) -> str:
        """What the browser's tab says before the site's name."""
        return self.article.title


def home_page(generation: Generation, frame: Frame, root: Topic) -> HomePage:
    """The home page's value."""
    index = generation.article(frame.locale, "index")
    lead = index.sections[0] if index and not index.sections[0].anchor else None
    return HomePage(
        frame=frame,
        root=root,
        articles=tuple(article for article in root.articles if article.slug != "index"),
        recent=tuple(article for article in generation.recent(frame.locale) if article.slug != "index"),
        heading=index.title if index else frame.site_name,
        introduction=lead.html if lead else "",
        more=article_url(frame.locale, "index") if index and any(section.anchor for section in index.sections) else "",
    )


def topic_page(frame: Frame, topic: Topic) -> TopicPage:
    """A topic page's value."""
    return TopicPage(frame, topic, _crumbs(topic.locale, topic.ancestors))


def article_page(generation: Generation, frame: Frame, article: Article) -> ArticlePage:
    """An article page's value."""
    topic = generation.topic(article.locale, article.topic) if article.topic else None
    above: tuple[Topic | TopicSummary, ...] = (*topic.ancestors, topic) if topic else ()
    return ArticlePage(
        frame=frame,
        article=article,
        crumbs=_crumbs(article.locale, above),
        contents=contents_of(article.sections),
        related=tuple(_related(generation, article)),
    )


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


def frame_of(generation: Generation, site_name: str, locale: str, *, slug: str = "", topic: str = "") -> Frame:
    """The frame of a page whose other locales are known: an article's, a topic's or (neither) the home page's."""
    return Frame(locale, site_name, tuple(_alternates(generation, locale, slug=slug, topic=topic)))


def _alternates(generation: Generation, locale: str, *, slug: str, topic: str) -> Iterable[Alternate]:
    translated = generation.translations(slug) if slug else ()
    for other in generation.locales:
        if other == locale:
            continue
        if slug and other in translated:
            yield Alternate(other, article_url(other, slug), exact=True)
        elif topic and generation.topic(other, topic):
            yield Alternate(other, topic_url(other, topic), exact=True)
        else:
            yield Alternate(other, home_url(other), exact=not slug and not topic)


def _related(generation: Generation, article: Article) -> Iterable[ArticleSummary]:
    for slug in article.related:
        if found := generation.article(article.locale, slug):
            yield ArticleSummary(found.locale, found.slug, found.title, found.summary, found.updated)


def _crumbs(locale: str, topics: Iterable[Topic | TopicSummary]) -> tuple[Link, ...]:
    return tuple(Link(topic.title, topic_url(locale, topic.path)) for topic in topics)
