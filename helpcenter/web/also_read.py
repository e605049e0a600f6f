"""What else was read by those who read an article, or looked for the same; as far as it is published."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from helpcenter.insights.leads import Bond, Company
from helpcenter.web.beside import shown_beside

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation

MAX_ALSO_READ: Final = 4
FEWEST: Final = 2  # what happened once may have been one reader's whim, and is theirs alone


def also_read(generation: Generation, locale: str, slug: str, company: Company) -> tuple[str, ...]:
    """The slugs of the articles that go best with one, best first; none of those its page shows anyway.

    Worked out once for each article, generation and count, as every view of a page asks for it.
    """
    known = _known.get(generation)
    if known is None or known.company is not company:
        known = _known[generation] = _Known(company, _moved(generation, company))
    if (locale, slug) not in company.bonds and (locale, slug) not in known.moved:
        return ()
    if (locale, slug) not in known.slugs:
        known.slugs[locale, slug] = _also_read(generation, locale, slug, known)
    return known.slugs[locale, slug]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was worked out for a generation. `moved` are the former slugs of articles, by (locale, slug)."""

    company: Company
    moved: dict[tuple[str, str], tuple[str, ...]]
    slugs: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


_known: WeakKeyDictionary[Generation, _Known] = WeakKeyDictionary()


def _moved(generation: Generation, company: Company) -> dict[tuple[str, str], tuple[str, ...]]:
    moved: dict[tuple[str, str], tuple[str, ...]] = {}
    for locale, slug in company.bonds:
        living = _living(generation, locale, slug)
        if living and living != slug:
            moved[locale, living] = (*moved.get((locale, living), ()), slug)
    return moved


def _living(generation: Generation, locale: str, slug: str) -> str:
    return slug if generation.has_article(locale, slug) else generation.alias(locale, slug) or ""


def _also_read(generation: Generation, locale: str, slug: str, known: _Known) -> tuple[str, ...]:
    bonds: dict[str, Bond] = {}
    for name in (slug, *known.moved.get((locale, slug), ())):
        for other, bond in known.company.bonds.get((locale, name), {}).items():
            if living := _living(generation, locale, other):
                bonds[living] = bonds.get(living, Bond()) + bond
    enough = [other for other, bond in bonds.items() if bond.times >= FEWEST]
    if not enough or (article := generation.article(locale, slug)) is None:
        return ()
    # The home page's own article is a way to others, and everybody has been there.
    shown = {slug, "index"} | shown_beside(generation, article)
    others = sorted(set(enough) - shown, key=lambda other: (-bonds[other].weight, other))
    return tuple(others[:MAX_ALSO_READ])
