"""What stands beside an article: its topic, the articles before and after it, and those that are related."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from helpcenter.content.topics import ArticleSummary

if TYPE_CHECKING:
    from helpcenter.content.article import Article
    from helpcenter.content.topics import Topic
    from helpcenter.search.generation import Generation

MAX_RELATED: Final = 4


def summary_of(generation: Generation, locale: str, slug: str) -> ArticleSummary | None:
    """What a list shows of an article, by its slug or a former one."""
    found = generation.article(locale, slug) or generation.article(locale, generation.alias(locale, slug) or "")
    return ArticleSummary(locale, found.slug, found.title, found.summary, found.updated) if found else None


def topic_of(generation: Generation, article: Article) -> Topic | None:
    """The topic that lists an article: its own when it speaks for one, else that of its folder or front matter."""
    own = generation.topic(article.locale, article.slug)
    if own and any(listed.slug == article.slug for listed in own.articles):
        return own
    return generation.topic(article.locale, article.topic)


def neighbours(topic: Topic | None, article: Article) -> tuple[ArticleSummary | None, ArticleSummary | None]:
    """The articles before and after one in its topic; the home page's own article stands in no row."""
    row = [each for each in topic.articles if each.slug != "index"] if topic else []
    place = next((number for number, each in enumerate(row) if each.slug == article.slug), None)
    if place is None:
        return None, None
    return row[place - 1] if place else None, row[place + 1] if place + 1 < len(row) else None


def related(generation: Generation, article: Article, readers: str) -> tuple[ArticleSummary, ...]:
    """What the writer chose, else what is most like the article; in the reader's language where there is that."""
    chosen = [each for slug in article.related if (each := summary_of(generation, article.locale, slug))]
    found = chosen or generation.related(article.locale, article.slug, MAX_RELATED)
    if article.locale == readers:
        return tuple(found)
    return tuple(summary_of(generation, readers, each.slug) or each for each in found)


def shown_beside(generation: Generation, article: Article) -> set[str]:
    """The slugs that an article's page in its own locale leads to as related, previous or next."""
    row = neighbours(topic_of(generation, article), article)
    return {each.slug for each in (*related(generation, article, article.locale), *row) if each}
