"""What the invented readers look for: what the library answers, worded as people do, and what it does not answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from helpcenter.content.article import Visibility
from helpcenter.content.questions import read_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from helpcenter.content.article import Article, Library

THEMES: Final = Path(__file__).with_name("themes.yml")
_MOST_PHRASINGS: Final = 12
_SLIPS: Final = 0.06  # the share of queries with one


@dataclass(frozen=True, slots=True)
class Matter:
    """Something people look for, in one locale: `answer` is the slug that answers it, "" when nothing does.

    `weight` is how often it is looked for beside others, `grows` how many times as often at the end as at first.
    """

    name: str
    locale: str
    queries: tuple[str, ...]
    answer: str
    weight: float
    grows: float = 1.0
    screens: tuple[str, ...] = ()


def matters(library: Library, random: Random) -> tuple[Matter, ...]:
    """Return what is looked for; how popular the articles are is drawn once, by Zipf's law."""
    slugs = sorted({each.slug for each in library.articles if each.visibility is Visibility.PUBLIC})
    random.shuffle(slugs)
    weights = {slug: 12.0 / (place + 2) for place, slug in enumerate(slugs)}
    answered = tuple(_answered(each, weights[each.slug]) for each in library.articles if each.slug in weights)
    return (*answered, *(each for each in _unanswered() if each.locale in library.locales))


def typed(matter: Matter, random: Random) -> str:
    """Return one way to ask, with a slip now and then."""
    query = matter.queries[min(int(random.expovariate(0.7)), len(matter.queries) - 1)]
    return _with_slip(query, random) if random.random() < _SLIPS else query


def _answered(article: Article, weight: float) -> Matter:
    phrasings = (each for source in article.questions for each in _phrasings(source))
    headings = (section.heading for section in article.sections if section.heading and not section.step)
    queries = tuple(dict.fromkeys((*phrasings, article.title, *headings)))[:_MOST_PHRASINGS]
    return Matter(article.slug, article.locale, queries, article.slug, weight, screens=article.screens)


def _phrasings(source: str) -> Iterator[str]:
    return read_pattern(source, {}).phrasings(4) if "#{" not in source else iter(())


def _unanswered() -> Iterator[Matter]:
    themes: list[dict[str, Any]] = yaml.safe_load(THEMES.read_text(encoding="utf-8"))
    for theme in themes:
        for locale in ("en", "ja"):
            queries = tuple(theme[locale])
            yield Matter(theme["name"], locale, queries, "", theme["weight"] / 6, theme["grows"])


def _with_slip(query: str, random: Random) -> str:
    """Two letters in the wrong order."""
    places = [place for place in range(1, len(query) - 1) if query[place : place + 2].isalpha()]
    if not places or not query.isascii():
        return query
    place = random.choice(places)
    return query[:place] + query[place + 1] + query[place] + query[place + 2 :]
