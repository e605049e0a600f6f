"""Writing a year of invented traffic into a database of its own, and removing it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from random import Random
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import delete, exists, func, insert, select

from helpcenter.content.article import Visibility
from helpcenter.errors import DemoDataError
from helpcenter.insights.demo.asking import matters
from helpcenter.insights.demo.guiding import guided
from helpcenter.insights.demo.traffic import Traffic, events
from helpcenter.insights.guide_events import row_of
from helpcenter.insights.leads import Kind
from helpcenter.insights.rollups.rolling import roll
from helpcenter.insights.searches.events import Escalation, Event, Verdict
from helpcenter.insights.searches.intents import Intent, advanced
from helpcenter.insights.searches.writing import row
from helpcenter.insights.views import Surface
from helpcenter.storage.tables import (
    ArticleLeads,
    ArticleViews,
    ArticleVotes,
    Base,
    DemoData,
    GuideEvents,
    Questions,
    SearchIntents,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from helpcenter.content.article import Library
    from helpcenter.insights.searches.events import Finding
    from helpcenter.storage.database import Database

_ROWS_AT_ONCE: Final = 400
_KEPT: Final = frozenset({"users", "invitations"})
"""Accounts are real also where the traffic is not."""
_COMMENTS: Final[dict[bool, dict[str, tuple[str, ...]]]] = {
    True: {"en": ("Thanks, that did it.", "Clear steps."), "ja": ("解決しました。", "手順がわかりやすいです。")},
    False: {
        "en": ("The picture shows an old version.", "Step 3 is missing.", "This is not what I asked."),
        "ja": ("画面の図が古いようです。", "途中の手順が抜けています。", "知りたいことと違いました。"),
    },
}


Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Filled:
    """How many rows of each were written."""

    searches: int
    votes: int
    questions: int
    views: int
    guide_events: int


def is_demo(database: Database) -> bool:
    """Whether what the database holds is invented.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    with database.reading() as session:
        return bool(session.scalar(select(exists().select_from(DemoData))))


def fill(
    database: Database, library: Library, search: Callable[[str, str], Finding], traffic: Traffic, seed: int = 1
) -> Filled:
    """Write invented traffic; the same library, index, days and seed give the same.

    Raises:
        DemoDataError: the database holds traffic already, which nobody could tell apart afterwards, or there are no
            articles.
        DatabaseUnavailableError: the database cannot be used; some of it may be written, and `remove` removes it.
    """
    refuse_what_is_in_use(database)
    if not any(each.visibility is Visibility.PUBLIC for each in library.articles):
        raise DemoDataError("There is no article that anybody could have read; write one first.")
    random = Random(seed)  # noqa: S311  # nothing secret about it
    with database.writing() as session:
        moment = _noon(traffic.last)
        session.execute(insert(DemoData).values(id=1, made_at=moment, days=traffic.days, seed=seed))
    sought = matters(library, random)
    searches, votes, questions = 0, 0, 0
    for day in _batched(_attempts(events(traffic, sought, search, random)), _ROWS_AT_ONCE):
        intents = [intent for attempt in day for intent in attempt.intents]
        said = [event for attempt in day for event in attempt.events]
        voted = [_vote(each, random) for each in said if isinstance(each, Verdict)]
        asked = [_question(each, random) for each in said if isinstance(each, Escalation)]
        with database.writing() as session:
            for table, rows in ((SearchIntents, map(row, intents)), (ArticleVotes, voted), (Questions, asked)):
                if listed := list(rows):
                    session.execute(insert(table), listed)
        searches, votes, questions = searches + len(intents), votes + len(voted), questions + len(asked)
    views = _fill(database, ArticleViews, _views(traffic, library, random))
    _fill(database, ArticleLeads, _leads(traffic, library, random))
    happened = _fill(database, GuideEvents, map(row_of, guided(traffic, library, random)))
    roll(database, _noon(traffic.last))
    return Filled(searches, votes, questions, views, happened)


def remove(database: Database) -> int:
    """Remove all traffic from a database of invented traffic, and return how many rows that were; accounts stay.

    Raises:
        DemoDataError: its traffic is not invented; nothing is removed.
        DatabaseUnavailableError: the database cannot be used; nothing is removed.
    """
    if not is_demo(database):
        raise DemoDataError(f"{database.place} holds no demo data, so nothing was removed.")
    with database.writing() as session:
        tables = [table for table in reversed(Base.metadata.sorted_tables) if table.name not in _KEPT]
        return sum(session.connection().execute(delete(table)).rowcount for table in tables)


@dataclass(frozen=True, slots=True)
class _Attempt:
    intents: Sequence[Intent]
    events: Sequence[Event]


def _attempts(happened: Iterable[Event]) -> Iterator[_Attempt]:
    """What the events of each visitor make, as the log would have made it."""
    for _, of_one in groupby(happened, key=lambda event: event.visitor):
        said = list(of_one)
        intents: dict[str, Intent] = {}
        for event in said:
            recent = sorted(intents.values(), key=lambda each: each.last_at, reverse=True)
            intents |= {each.id: each for each in advanced(recent, event)}
        yield _Attempt(list(intents.values()), said)


def _vote(verdict: Verdict, random: Random) -> dict[str, Any]:
    locale, _, slug = verdict.article.partition("/")
    comments = _COMMENTS[verdict.helpful].get(locale, ())
    comment = random.choice(comments) if comments and random.random() < 0.3 else ""
    return {
        "id": verdict.id,
        "day": verdict.at.date(),
        "locale": locale,
        "slug": slug,
        "commit": "",
        "helpful": verdict.helpful,
        "comment": comment,
        "made_at": verdict.at,
    }


def _question(asked: Escalation, random: Random) -> dict[str, Any]:
    return {
        "id": asked.question,
        "locale": asked.locale,
        "text": asked.text,
        "name": "",
        "reply_to": "",
        "searched": asked.searched,
        "slug": "",
        "page": "",
        "commit": "",
        "made_at": asked.at,
        "sent_at": asked.at + timedelta(seconds=random.randint(1, 5)),
        "tries": 1,
        "next_try_at": asked.at,
    }


def _views(traffic: Traffic, library: Library, random: Random) -> Iterator[dict[str, Any]]:
    public = [each for each in library.articles if each.visibility is Visibility.PUBLIC]
    weights = [random.paretovariate(1.1) for _ in public]
    for number in range(traffic.days):
        day = traffic.last - timedelta(days=traffic.days - 1 - number)
        read = Counter(
            random.choices(range(len(public)), weights, k=round(traffic.a_day * (1 + number / traffic.days)))
        )
        for place, times in sorted(read.items()):
            article = public[place]
            surface = Surface.GUIDE if article.screens and random.random() < 0.6 else Surface.SITE
            yield {
                "day": day,
                "locale": article.locale,
                "slug": article.slug,
                "surface": surface.value,
                "views": times,
            }


def _leads(traffic: Traffic, library: Library, random: Random) -> Iterator[dict[str, Any]]:
    """What was read after what: most often an article of the same topic."""
    topics: dict[tuple[str, str], list[str]] = {}
    for each in library.articles:
        if each.visibility is Visibility.PUBLIC:
            topics.setdefault((each.locale, each.topic), []).append(each.slug)
    rows = [(locale, slugs) for (locale, _), slugs in sorted(topics.items()) if len(slugs) > 1]
    if not rows:
        return
    for number in range(traffic.days):
        led = Counter[tuple[str, str, str]]()
        for _ in range(round(traffic.a_day / 3)):
            locale, slugs = random.choice(rows)
            origin, slug = random.sample(slugs, 2)
            led[locale, origin, slug] += 1
        day = traffic.last - timedelta(days=traffic.days - 1 - number)
        for (locale, origin, slug), times in sorted(led.items()):
            yield {
                "day": day,
                "locale": locale,
                "kind": Kind.ARTICLE.value,
                "origin": origin,
                "slug": slug,
                "times": times,
            }


def _fill(database: Database, table: type[Base], rows: Iterable[Mapping[str, Any]]) -> int:
    count = 0
    for some in _batched(rows, 10 * _ROWS_AT_ONCE):
        with database.writing() as session:
            session.execute(insert(table), some)
        count += len(some)
    return count


def refuse_what_is_in_use(database: Database) -> None:
    """Look whether a database may take invented traffic.

    Raises:
        DemoDataError: it holds traffic already.
        DatabaseUnavailableError: the database cannot be used.
    """
    with database.reading() as session:
        if session.scalar(select(exists().select_from(DemoData))):
            raise DemoDataError(f"{database.place} holds demo data already. Remove it first, with --remove.")
        used = [name for name, table in _TRAFFIC.items() if session.scalar(select(func.count()).select_from(table))]
    if used:
        raise DemoDataError(
            f"{database.place} holds real {' and '.join(used)}. Invented ones could not be told apart from them; "
            "give another --database-url."
        )


_TRAFFIC: Final = {
    "searches": SearchIntents,
    "votes": ArticleVotes,
    "questions": Questions,
    "guide events": GuideEvents,
}


def _batched(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    iterator = iter(things)
    while some := list(islice(iterator, size)):
        yield some


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
