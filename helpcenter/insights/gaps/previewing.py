"""Preview of a fix: which queries would find their article in another place, before anybody commits it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from helpcenter.clock import utc_now
from helpcenter.content.frontmatter import read_manuscript
from helpcenter.insights.gaps.days import counted_queries
from helpcenter.insights.gaps.gap import SHOWN_FROM, WANTED_RANK
from helpcenter.insights.gaps.proven_queries import SEARCHES
from helpcenter.insights.gaps.replaying import DEPTH, replay
from helpcenter.insights.gaps.store import queries_of
from helpcenter.insights.gaps.working import rank_of
from helpcenter.insights.leads import Kind, kept_query
from helpcenter.search.judgments import read_judgments
from helpcenter.search.trying import tried
from helpcenter.storage.tables import ArticleLeads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from helpcenter.content.changes import Change
    from helpcenter.search.generation import Generation
    from helpcenter.storage.database import Database

LOGGED: Final = timedelta(days=28)
MOST_LOGGED: Final = 500
"""The queries asked most, lately."""


class Origin(StrEnum):
    """Where a query of a preview comes from, in the order in which one that comes from several is told."""

    GAP = "gap"
    PROVEN = "proven"
    JUDGED = "judged"
    LOGGED = "logged"


@dataclass(frozen=True, slots=True)
class Watched:
    """A query and the article ("locale/slug") whose place matters to it."""

    locale: str
    text: str
    article: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Moved:
    """A query whose article would be found in another place; None is not among the first twenty."""

    query: Watched
    before: int | None
    after: int | None

    @property
    def is_gained(self) -> bool:
        """Whether it comes into the places where readers see it."""
        return not _is_high(self.before) and _is_high(self.after)

    @property
    def is_lost(self) -> bool:
        """Whether it goes out of them."""
        return _is_high(self.before) and not _is_high(self.after)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do: the gap's own queries, all of them, and others that would move; how many were asked."""

    own: tuple[Moved, ...]
    moved: tuple[Moved, ...]
    asked: int


def preview(
    database: Database,
    number: int,
    change: Change,
    answer: str,
    articles: Path,
    now: Generation,
    today: date | None = None,
) -> Preview:
    """Try a change that is to answer a gap with an article ("locale/slug"), on an index of its own.

    Raises:
        ChangeError: the file is not what it was when the change was made.
        ContentError: the articles folder cannot be read.
        JudgmentsError: searches.yml is malformed.
        DatabaseUnavailableError: the database cannot be used.
    """
    watched = _watched(database, number, answer, articles, today or utc_now().date())
    with tried(articles, _as_published(change), now) as then:
        moved = [Moved(each, _rank(each, now), _rank(each, then)) for each in watched if each.locale in now.locales]
    own = tuple(each for each in moved if each.query.origin is Origin.GAP)
    others = [each for each in moved if each.query.origin is not Origin.GAP and each.before != each.after]
    others.sort(key=lambda each: (not each.is_lost, not each.is_gained, list(Origin).index(each.query.origin)))
    return Preview(own, tuple(others), len(moved))


def _as_published(change: Change) -> Change:
    """A draft is tried as it will be once its writer lets it out."""
    manuscript = read_manuscript(change.after, change.path)
    if change.before is not None or manuscript.meta is None or "visibility" not in manuscript.yaml.values:
        return change
    lines = change.after.split("\n")
    del lines[manuscript.line_of("visibility") - 1]
    return replace(change, after="\n".join(lines))


def _watched(database: Database, number: int, answer: str, articles: Path, today: date) -> tuple[Watched, ...]:
    """Return every query once, by its locale and kept form."""
    own = (
        Watched(query.key.locale, query.text, answer, Origin.GAP)
        for query in queries_of(database, [number])[number]
        if query.is_shown
    )
    watched: dict[tuple[str, str], Watched] = {}
    for each in (*own, *_judged(articles), *_logged(database, answer, today)):
        watched.setdefault((each.locale, kept_query(each.text)), each)
    return tuple(watched.values())


def _judged(articles: Path) -> Iterable[Watched]:
    file = articles / SEARCHES
    for judgment in read_judgments(file) if file.exists() else ():
        if judgment.slugs:
            origin = Origin.PROVEN if judgment.proven else Origin.JUDGED
            yield Watched(judgment.locale, judgment.query, f"{judgment.locale}/{judgment.slugs[0]}", origin)


def _logged(database: Database, answer: str, today: date) -> Iterable[Watched]:
    """Yield what more than one person asked lately, with the article it led to most, else the one that changes."""
    with database.reading() as session:
        counted = [each for each in counted_queries(session, today - LOGGED, today) if each.visitors >= SHOWN_FROM]
    counted.sort(key=lambda each: (-each.times, each.key))
    led = _led_to(database, today - LOGGED)
    for each in counted[:MOST_LOGGED]:
        article = led.get(each.key, answer)
        yield Watched(each.key.locale, each.text, article, Origin.LOGGED)


def _led_to(database: Database, since: date) -> Mapping[tuple[str, str], str]:
    times = func.sum(ArticleLeads.times)
    reading = (
        select(ArticleLeads.locale, ArticleLeads.origin, ArticleLeads.slug, times)
        .where(ArticleLeads.day >= since, ArticleLeads.kind == str(Kind.QUERY))
        .group_by(ArticleLeads.locale, ArticleLeads.origin, ArticleLeads.slug)
    )
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    with database.reading() as session:
        for locale, query, slug, number in session.execute(reading):
            counts[locale, query][f"{locale}/{slug}"] += int(number)
    return {key: articles.most_common(1)[0][0] for key, articles in counts.items()}


def _rank(query: Watched, generation: Generation) -> int | None:
    return rank_of(query.article, replay(query.text, query.locale, generation).found[:DEPTH])


def _is_high(rank: int | None) -> bool:
    return rank is not None and rank <= WANTED_RANK
