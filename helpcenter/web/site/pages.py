"""What each page shows, as frozen values; templates only lay them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpcenter.content.topics import ArticleSummary, Topic, TopicSummary
from helpcenter.web.addresses import article_url, topic_url
from helpcenter.web.beside import summary_of
from helpcenter.web.site.found import Link
from helpcenter.web.site.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.content.article import Article
    from helpcenter.search.generation import Generation

MAX_RECENT = 6
MAX_FIRST = 4  # more would be no path, but a list
START_TOPICS = ("start", "getting-started")
TREE_DEPTH = 3  # levels of topics a topic's page shows below itself; deeper ones are a click away


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


def home_page(generation: Generation, frame: Frame, root: Topic, popular: Iterable[str] = ()) -> HomePage:
    """The home page's value; `popular` are the slugs of what is read most, most first."""
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
        popular=tuple(each for slug in popular if (each := summary_of(generation, frame.locale, slug))),
    )


def _first(generation: Generation, locale: str, index: Article | None) -> tuple[ArticleSummary, ...]:
    """What the index article calls related, else the first articles of the topic for beginners."""
    if index and index.related:
        chosen = tuple(each for slug in index.related if (each := summary_of(generation, locale, slug)))
        return chosen[:MAX_FIRST]
    topic = next((found for path in START_TOPICS if (found := generation.topic(locale, path))), None)
    return topic.articles[:MAX_FIRST] if topic else ()


def topic_page(generation: Generation, frame: Frame, topic: Topic) -> TopicPage:
    """A topic page's value."""
    return TopicPage(frame, topic, crumbs_of(topic.locale, topic.ancestors), _tree(generation, topic, TREE_DEPTH))


def _tree(generation: Generation, topic: Topic | None, depth: int) -> tuple[TopicNode, ...]:
    if topic is None or not depth:
        return ()
    below = ((each, generation.topic(topic.locale, each.path)) for each in topic.subtopics)
    return tuple(TopicNode(each, _tree(generation, found, depth - 1)) for each, found in below)


def crumbs_of(locale: str, topics: Iterable[Topic | TopicSummary]) -> tuple[Link, ...]:
    """The way from the home page to a page, through its topics."""
    return tuple(Link(topic.title, topic_url(locale, topic.path)) for topic in topics)
