"""What each page shows, as frozen values; templates only lay them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpcenter.content.article import Article, Section
from helpcenter.content.topics import ArticleSummary, Topic, TopicSummary
from helpcenter.search.corrections import corrected
from helpcenter.search.results import MAX_PAGE, Confidence, SearchRequest, SearchResults
from helpcenter.web.addresses import article_url, search_url, topic_url
from helpcenter.web.site.found import Found, Link, found
from helpcenter.web.site.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.search.generation import Generation

MAX_CONTENTS_LEVEL = 3  # deeper headings would make the table of contents longer than it helps


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


@dataclass(frozen=True, slots=True)
class TopicFilter:
    """The same search below one topic."""

    title: str
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What a search found, or an honest word when it found nothing good."""

    frame: Frame
    results: SearchResults
    hits: tuple[Found, ...]
    truncated: bool
    topics: tuple[TopicSummary, ...]
    filters: tuple[TopicFilter, ...]
    chosen: TopicSummary | None
    recent: tuple[ArticleSummary, ...]

    @property
    def title(self) -> str:
        """What the browser's tab says before the site's name."""
        return self.frame.query

    @property
    def request(self) -> SearchRequest:
        """What was asked."""
        return self.results.request

    @property
    def pages(self) -> int:
        """How many pages of hits a reader can turn to."""
        return page_count(self.results)

    @property
    def has_best(self) -> bool:
        """Whether the search stands behind its first hit."""
        return self.results.confidence is Confidence.ANSWERED and self.request.page == 1

    @property
    def is_exact(self) -> bool:
        """Whether only the words as typed were searched for."""
        return bool(self.request.without)

    @property
    def understood(self) -> str:
        """The query as it was understood; empty when that is as it was typed."""
        corrections = self.results.corrections
        return corrected(self.results.request.text, corrections) if corrections else ""

    def page_url(self, page: int) -> str:
        """The address of another page of the same search."""
        return self._url(page=page)

    @property
    def everywhere_url(self) -> str:
        """The same search in all topics."""
        return search_url(self.frame.locale, self.frame.query, exact=self.is_exact)

    @property
    def exact_url(self) -> str:
        """The same search for the words as typed."""
        return self._url(exact=True)

    @property
    def corrected_url(self) -> str:
        """The same search with corrections."""
        return self._url(exact=False)

    def _url(self, *, page: int = 1, exact: bool | None = None) -> str:
        exact = self.is_exact if exact is None else exact
        return search_url(self.frame.locale, self.frame.query, page=page, topic=self.request.topic, exact=exact)


def page_count(results: SearchResults) -> int:
    """How many pages the hits fill, as far as a reader may turn."""
    return min(-(-results.total // results.request.per_page), MAX_PAGE)


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


def results_page(generation: Generation, frame: Frame, results: SearchResults, *, truncated: bool) -> ResultsPage:
    """A results page's value."""
    root = generation.topic(frame.locale, "")
    topic = generation.topic(frame.locale, results.request.topic) if results.request.topic else None
    topics = root.subtopics if root else ()
    chosen = results.request.topic
    exact = bool(results.request.without)
    is_empty = results.confidence is Confidence.ZERO_RESULT
    return ResultsPage(
        frame=frame,
        results=results,
        hits=tuple(found(hit, frame.locale) for hit in results.hits),
        truncated=truncated or results.truncated,
        topics=topics,
        filters=tuple(
            TopicFilter(
                each.title,
                search_url(frame.locale, frame.query, topic=each.path, exact=exact),
                each.path == chosen,
            )
            for each in topics
        ),
        chosen=_summary(topic) if topic else None,
        recent=generation.recent(frame.locale)[:5] if is_empty else (),
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


def _related(generation: Generation, article: Article) -> Iterable[ArticleSummary]:
    for slug in article.related:
        if found := generation.article(article.locale, slug):
            yield ArticleSummary(found.locale, found.slug, found.title, found.summary, found.updated)


def _crumbs(locale: str, topics: Iterable[Topic | TopicSummary]) -> tuple[Link, ...]:
    return tuple(Link(topic.title, topic_url(locale, topic.path)) for topic in topics)


def _summary(topic: Topic) -> TopicSummary:
    return TopicSummary(topic.path, topic.title, topic.summary, topic.count)
