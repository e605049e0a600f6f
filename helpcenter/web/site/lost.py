"""Where a reader with a lost address may have wanted to go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markupsafe import escape
from rapidfuzz import fuzz, process

from helpcenter.search.results import SearchRequest
from helpcenter.web.addresses import article_url
from helpcenter.web.query import slug_of_address, words_of_address
from helpcenter.web.site.found import Found, found

if TYPE_CHECKING:
    from helpcenter.content.article import Article
    from helpcenter.search.generation import Generation

MAX_NEAREST: Final = 5
# A letter or two wrong in a slug of usual length; below, other articles begin to look alike.
_ALIKE: Final = 84


def nearest(generation: Generation, locale: str, path: str) -> tuple[Found, ...]:
    """The articles whose slugs look like the address, then those its words find."""
    alike = [article for slug in _slugs_like(generation, locale, path) if (article := generation.article(locale, slug))]
    offers = {article.slug: _offer(generation, article) for article in alike}
    if words := words_of_address(path):
        for hit in generation.search(SearchRequest(text=words, locale=locale, per_page=MAX_NEAREST)).hits:
            offers.setdefault(hit.slug, found(hit, locale))
    return tuple(offers.values())[:MAX_NEAREST]


def _slugs_like(generation: Generation, locale: str, path: str) -> list[str]:
    """Slugs spelled nearly so, and those whose last part is, for an article that moved to another topic."""
    wanted = slug_of_address(path)
    if not wanted:
        return []
    slugs = generation.slugs(locale)
    names = [re.sub("[_ ]", "-", slug).casefold() for slug in slugs]
    ends = [name.rpartition("/")[2] for name in names]
    scores: dict[str, float] = {}
    for text, choices in ((wanted, names), (wanted.rpartition("/")[2], ends)):
        for _, score, place in process.extract(text, choices, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=3):
            scores[slugs[place]] = scores.get(slugs[place], 0) + score
    return sorted(scores, key=lambda slug: (-scores[slug], slug))[:3]


def _offer(generation: Generation, article: Article) -> Found:
    topic = generation.topic(article.locale, article.topic) if article.topic else None
    return Found(
        locale=article.locale,
        language="",
        title=escape(article.title),
        url=article_url(article.locale, article.slug),
        trail=(topic.title,) if topic else (),
        kind=article.kind,
        updated=escape(""),
        section=None,
        snippet=escape(article.summary),
        further=(),
    )
