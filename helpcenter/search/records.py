"""What a generation keeps of a library by key: articles, topics, aliases, attachments, recent changes, guide."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from helpcenter.content.guide import guide_of
from helpcenter.content.topics import ArticleSummary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from helpcenter.content.article import Article
    from helpcenter.content.topics import Topic

_MOST_RECENT = 10
_encode = msgspec.msgpack.Encoder().encode


class RecordKind(StrEnum):
    """What a record holds; the kind begins its key."""

    ARTICLE = "article"
    ALIAS = "alias"
    TOPIC = "topic"
    ATTACHMENT = "attachment"
    RECENT = "recent"
    GUIDE = "guide"


def key_of(kind: RecordKind, key: str) -> str:
    """Return the key of a record."""
    return f"{kind} {key}"


def records_of(articles: Sequence[Article], topics: Iterable[Topic]) -> dict[str, bytes]:
    """Encode what one locale's pages read."""
    records: dict[str, bytes] = {}
    for article in articles:
        records[key_of(RecordKind.ARTICLE, article.slug)] = _encode(article)
        for alias in article.aliases:
            records[key_of(RecordKind.ALIAS, alias)] = article.slug.encode()
        for attachment in article.attachments:
            records[key_of(RecordKind.ATTACHMENT, attachment.path)] = _encode(attachment)
    for topic in topics:
        records[key_of(RecordKind.TOPIC, topic.path)] = _encode(topic)
    records[key_of(RecordKind.RECENT, "")] = _encode(_recent(articles))
    records[key_of(RecordKind.GUIDE, "")] = _encode(guide_of(articles))
    return records


def _recent(articles: Sequence[Article]) -> tuple[ArticleSummary, ...]:
    dated = [article for article in articles if article.updated is not None]
    dated.sort(key=lambda article: (article.updated or date.min).toordinal(), reverse=True)
    return tuple(
        ArticleSummary(article.locale, article.slug, article.title, article.summary, article.updated)
        for article in dated[:_MOST_RECENT]
    )
