"""What most readers read: the articles of a locale in the order of their views, as far as they are published."""

from __future__ import annotations

from functools import lru_cache
from heapq import nsmallest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation
    from helpcenter.search.popularity import Popularity

FEWEST_POPULAR = 3  # of one or two articles nobody can say that they are read more than others
MAX_POPULAR = 6
_RANKED = 50  # some of what was read may be gone, internal or in another language since


def most_read(generation: Generation, locale: str, popularity: Popularity) -> tuple[str, ...]:
    """The slugs of the public articles that are read most, most first; none while too few are known.

    The article ``index`` is left out: it is what the home page itself shows.
    """
    ranked = _ranked(popularity, locale)
    slugs = [slug for slug in ranked if slug != "index" and generation.has_article(locale, slug)]
    return tuple(slugs[:MAX_POPULAR]) if len(slugs) >= FEWEST_POPULAR else ()


@lru_cache(maxsize=8)  # counted anew every few minutes, asked for with every home page
def _ranked(popularity: Popularity, locale: str) -> tuple[str, ...]:
    shares = ((-share, slug) for (its, slug), share in popularity.shares.items() if its == locale)
    return tuple(slug for _, slug in nsmallest(_RANKED, shares))
