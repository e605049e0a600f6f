"""Invented searches: each really made on the published index, then read, left, refined or asked by chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from helpcenter.insights.demo.asking import Matter, typed
from helpcenter.insights.searches.events import Audience, Click, Escalation, Event, Search, SearchSurface, Verdict
from helpcenter.search.results import Confidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

    from helpcenter.insights.searches.events import Finding

_SURFACES: Final = {SearchSurface.SITE: 0.62, SearchSurface.PANEL: 0.33, SearchSurface.API: 0.05}
_SEGMENTS: Final = {
    "phase=onboarding plan=free role=owner": 0.22,
    "phase=onboarding plan=pro role=member": 0.15,
    "phase=active plan=free role=member": 0.2,
    "phase=active plan=pro role=member": 0.28,
    "phase=expert plan=pro role=owner": 0.15,
}
_SCREENS: Final = {
    "/demo/{locale}/invoices": 0.3,
    "/demo/{locale}/invoices/new": 0.34,
    "/demo/{locale}/reports": 0.16,
    "/demo/{locale}/settings": 0.2,
}
_WEEK: Final = (1.25, 1.3, 1.2, 1.15, 1.0, 0.35, 0.3)
_DAY: Final = ((9, 12, 3), (13, 18, 4), (19, 23, 1), (0, 8, 0.3))
_GROWTH: Final = 1.9  # in a year


@dataclass(frozen=True, slots=True)
class Traffic:
    """How much is invented: so many days up to `last`, with so many attempts a day at the end."""

    last: date
    days: int
    a_day: float


def events(
    traffic: Traffic, matters: Sequence[Matter], search: Callable[[str, str], Finding], random: Random
) -> Iterator[Event]:
    """Yield what happens, attempt by attempt; `search` really searches a locale for words."""
    found = cache(search)
    weights = [each.weight for each in matters]
    for number in range(traffic.days):
        day = traffic.last - timedelta(days=traffic.days - 1 - number)
        share = (number + 1) / traffic.days
        grown = [weight * each.grows**share for weight, each in zip(weights, matters, strict=True)]
        expected = traffic.a_day * _GROWTH ** (share - 1) * _WEEK[day.weekday()]
        for attempt in range(max(0, round(random.gauss(expected, expected**0.5)))):
            matter = random.choices(matters, grown)[0]
            yield from _attempt(f"{number:03}-{attempt:04}", _moment(day, random), matter, found, random)


def _moment(day: date, random: Random) -> datetime:
    first, last, _ = random.choices(_DAY, [weight for *_, weight in _DAY])[0]
    hour = random.randint(first, last)
    return datetime(day.year, day.month, day.day, hour, random.randrange(60), random.randrange(60), tzinfo=UTC)


def _attempt(
    name: str, at: datetime, matter: Matter, search: Callable[[str, str], Finding], random: Random
) -> Iterator[Event]:
    """One attempt: a search, perhaps a second one in other words, a click, a vote, or a question to people."""
    surface = random.choices(list(_SURFACES), list(_SURFACES.values()))[0]
    is_inside = surface is SearchSurface.PANEL
    screen = random.choices(list(_SCREENS), list(_SCREENS.values()))[0].format(locale=matter.locale)
    audience = Audience.BOT if random.random() < 0.03 else Audience.READER
    segment = random.choices(list(_SEGMENTS), list(_SEGMENTS.values()))[0]
    visitor = f"{name}-{random.getrandbits(48):012x}"
    for again in range(3):
        query = typed(matter, random)
        made = Search(
            id=f"demo-{name}-{again}",
            at=at,
            visitor=visitor,
            audience=audience,
            surface=surface,
            locale=matter.locale,
            query=query,
            screen=screen if is_inside else "",
            segment=segment if is_inside else "",
            finding=search(query, matter.locale),
        )
        yield made
        opened = _opened(made, matter, random)
        if opened:
            yield from _read(made, opened, is_right=opened.partition("/")[2] == matter.answer, random=random)
            return
        if again == 2 or random.random() > 0.35:
            if random.random() < 0.12:
                after = at + timedelta(seconds=random.randint(40, 200))
                yield _asked(made, after)
            return
        at += timedelta(seconds=random.randint(12, 70))


def _opened(made: Search, matter: Matter, random: Random) -> str:
    """What somebody opens: what is right if it stands high, now and then what merely looks so (a cascade)."""
    for place, shown in enumerate(made.finding.shown[:8]):
        is_right = shown.partition("/")[2] == matter.answer
        sure = 0.8 if made.finding.confidence is Confidence.ANSWERED else 0.5
        chance = (sure if is_right else 0.07 if matter.answer else 0.035) * 0.85**place
        if random.random() < chance:
            return shown
    return ""


def _read(made: Search, opened: str, *, is_right: bool, random: Random) -> Iterator[Event]:
    at = made.at + timedelta(seconds=random.randint(4, 25))
    yield Click(id=f"{made.id}-c", at=at, visitor=made.visitor, article=opened, query=made.query)
    if random.random() < 0.09:
        helpful = random.random() < (0.85 if is_right else 0.2)
        later = at + timedelta(seconds=random.randint(30, 240))
        yield Verdict(id=f"{made.id}-v", at=later, visitor=made.visitor, article=opened, helpful=helpful)


def _asked(made: Search, at: datetime) -> Event:
    return Escalation(
        id=f"{made.id}-q",
        at=at,
        visitor=made.visitor,
        audience=made.audience,
        locale=made.locale,
        text=made.query,
        question=f"{made.id}-q",
        searched=made.query,
    )
