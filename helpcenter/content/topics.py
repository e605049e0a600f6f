"""Topics: the folders of a library as readers walk them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from helpcenter.content.article import PUBLIC_ONLY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from helpcenter.content.article import Article, Library, Visibility

_LAST: Final = 10_000  # after every order a writer can give


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """What a list shows of an article."""

    locale: str
    slug: str
    title: str
    summary: str
    updated: date | None


@dataclass(frozen=True, slots=True)
class TopicSummary:
    """What a list shows of a topic; `count` includes the articles of all topics below it."""

    path: str
    title: str
    summary: str
    count: int


@dataclass(frozen=True, slots=True)
class Topic:
    """One folder in one locale; the root has an empty `path`. `ancestors` is outermost first, without the root."""

    locale: str
    path: str
    title: str
    summary: str
    count: int
    ancestors: tuple[TopicSummary, ...]
    subtopics: tuple[TopicSummary, ...]
    articles: tuple[ArticleSummary, ...]


def topics_of(library: Library, shown: Set[Visibility] = PUBLIC_ONLY) -> tuple[Topic, ...]:
    """Every topic of every locale, the root included, from articles that are `shown`, by locale and path."""
    topics: list[Topic] = []
    for locale in library.locales:
        articles = [a for a in library.articles if a.locale == locale and a.visibility in shown]
        if articles:
            topics.extend(_topics_of_locale(locale, articles))
    return tuple(topics)


def _topics_of_locale(locale: str, articles: list[Article]) -> Iterator[Topic]:
    paths = {""}
    for article in articles:
        parts = article.topic.split("/") if article.topic else []
        paths.update("/".join(parts[:end]) for end in range(1, len(parts) + 1))
    heads = {path: head for path in paths if (head := _head(path, articles))}
    members: dict[str, list[Article]] = {path: [] for path in paths}
    for article in articles:
        members[_place(article, heads)].append(article)
    counts = {path: sum(len(members[other]) for other in paths if _is_below(other, path)) for path in paths}

    def summary(path: str) -> TopicSummary:
        head = heads.get(path)
        return TopicSummary(path, head.title if head else _humanized(path), head.summary if head else "", counts[path])

    def rank(path: str) -> tuple[int, str]:
        head = heads.get(path)
        return (head.order or _LAST) if head else _LAST, summary(path).title

    for path in sorted(paths):
        below = sorted((other for other in paths if other and other != path and _parent(other) == path), key=rank)
        listed = sorted(members[path], key=lambda a: (a is not heads.get(path), a.order or _LAST, a.title, a.slug))
        own = summary(path)
        yield Topic(
            locale=locale,
            path=path,
            title=own.title,
            summary=own.summary,
            count=own.count,
            ancestors=tuple(summary(above) for above in _ancestors(path)),
            subtopics=tuple(summary(other) for other in below),
            articles=tuple(ArticleSummary(a.locale, a.slug, a.title, a.summary, a.updated) for a in listed),
        )


def _head(path: str, articles: list[Article]) -> Article | None:
    """The article that speaks for a topic: ``{topic}/index``, else the one at the topic's own path."""
    by_slug = {article.slug: article for article in articles}
    return by_slug.get(f"{path}/index" if path else "index") or by_slug.get(path)


def _place(article: Article, heads: Mapping[str, Article]) -> str:
    """Where an article is listed: a topic's own article stands first in it, not beside it in the folder above."""
    return article.slug if heads.get(article.slug) is article else article.topic


def _is_below(path: str, top: str) -> bool:
    return not top or path == top or path.startswith(f"{top}/")


def _parent(path: str) -> str:
    """The topic above a topic; the root is above itself."""
    return path.rpartition("/")[0]


def _ancestors(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _humanized(path: str) -> str:
    """A folder's name as a title: ``billing/first-steps`` becomes "First steps"."""
    name = path.rpartition("/")[2].replace("-", " ").replace("_", " ").strip()
    return name[:1].upper() + name[1:]
