"""What each page shows, as frozen values; templates only lay them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpcenter.content.topics import ArticleSummary, Topic, TopicSummary
from helpcenter.search.corrections import corrected
from helpcenter.search.results import MAX_PAGE, Confidence, SearchRequest, SearchResults
from helpcenter.web.addresses import article_url, home_url, search_url, topic_url
from helpcenter.web.site.found import Found, Link, found

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.content.article import Article
    from helpcenter.search.generation import Generation

MAX_RECENT = 6
MAX_FIRST = 4  # more would be no path, but a list
START_TOPICS = ("start", "getting-started")
TREE_DEPTH = 3  # levels of topics a topic's page shows below itself; deeper ones are a click away


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another locale, or that locale's home when it has no such page."""

    locale: str
    url: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page."""

    locale: str
    site_name: str
    alternates: tuple[Alternate, ...] = ()
    query: str = ""
    topic: str = ""

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
    """The first page of a locale; the article ``index`` gives it its heading and its introduction.

    `first` is what someone new reads first, in that order; `popular` what most readers read.
    """

    frame: Frame
    root: Topic
    articles: tuple[ArticleSummary, ...]
    recent: tuple[ArticleSummary, ...]
    first: tuple[ArticleSummary, ...]
    heading: str
    introduction: str
    more: str
    popular: tuple[ArticleSummary, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class TopicNode:
    """A topic in a tree, with those below it as far as the tree is shown."""

    topic: TopicSummary
    below: tuple[TopicNode, ...]


@dataclass(frozen=True, slots=True)
class TopicPage:
    """One topic with what is in it."""

    frame: Frame
    topic: Topic
    crumbs: tuple[Link, ...]
    tree: tuple[TopicNode, ...]

    @property
    def title(self) -> str:
        """What the browser's tab says before the site's name."""
        return self.topic.title


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
        recent=tuple(article for article in generation.recent(frame.locale) if article.slug != "index")[:MAX_RECENT],
        first=_first(generation, frame.locale, index),
        heading=index.title if index else frame.site_name,
        introduction=lead.html if lead else "",
        more=article_url(frame.locale, "index") if index and any(section.anchor for section in index.sections) else "",
    )


def _first(generation: Generation, locale: str, index: Article | None) -> tuple[ArticleSummary, ...]:
    """What the index article calls related, else the first articles of the topic for beginners."""
    if index and index.related:
        chosen = tuple(each for slug in index.related if (each := summary_of(generation, locale, slug)))
        return chosen[:MAX_FIRST]
    topic = next((found for path in START_TOPICS if (found := generation.topic(locale, path))), None)
    return topic.articles[:MAX_FIRST] if topic else ()


def summary_of(generation: Generation, locale: str, slug: str) -> ArticleSummary | None:
    """What a list shows of an article, by its slug or a former one."""
    found = generation.article(locale, slug) or generation.article(locale, generation.alias(locale, slug) or "")
    return ArticleSummary(locale, found.slug, found.title, found.summary, found.updated) if found else None


def topic_page(generation: Generation, frame: Frame, topic: Topic) -> TopicPage:
    """A topic page's value."""
    return TopicPage(frame, topic, crumbs_of(topic.locale, topic.ancestors), _tree(generation, topic, TREE_DEPTH))


def _tree(generation: Generation, topic: Topic | None, depth: int) -> tuple[TopicNode, ...]:
    if topic is None or not depth:
        return ()
    below = ((each, generation.topic(topic.locale, each.path)) for each in topic.subtopics)
    return tuple(TopicNode(each, _tree(generation, found, depth - 1)) for each, found in below)


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


def frame_of(generation: Generation, site_name: str, locale: str, *, slug: str = "", topic: str = "") -> Frame:
    """The frame of a page whose other locales are known: an article's, a topic's or (neither) the home page's."""
    return Frame(locale, site_name, tuple(_alternates(generation, locale, slug=slug, topic=topic)))


def search_frame(generation: Generation, site_name: str, wanted: SearchRequest) -> Frame:
    """The frame of a results page: another locale is asked the same words."""
    others = (locale for locale in generation.locales if locale != wanted.locale)
    is_exact = bool(wanted.without)
    alternates = tuple(Alternate(other, search_url(other, wanted.text, exact=is_exact), exact=True) for other in others)
    return Frame(wanted.locale, site_name, alternates, query=wanted.text, topic=wanted.topic)


def _alternates(generation: Generation, locale: str, *, slug: str, topic: str) -> Iterable[Alternate]:
    translated = generation.translations(slug) if slug else ()
    for other in generation.locales:
        if other == locale:
            continue
        if slug:  # without a translation, the address shows the article as it is, and says so
            yield Alternate(other, article_url(other, slug), exact=other in translated and locale in translated)
        elif topic and generation.topic(other, topic):
            yield Alternate(other, topic_url(other, topic), exact=True)
        else:
            yield Alternate(other, home_url(other), exact=not topic)


def crumbs_of(locale: str, topics: Iterable[Topic | TopicSummary]) -> tuple[Link, ...]:
    """The way from the home page to a page, through its topics."""
    return tuple(Link(topic.title, topic_url(locale, topic.path)) for topic in topics)


def _summary(topic: Topic) -> TopicSummary:
    return TopicSummary(topic.path, topic.title, topic.summary, topic.count)
