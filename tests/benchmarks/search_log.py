"""The log of searches: what it adds to a search, and what a thousand killed writers lose.

A visitor's events come one after the other, as a search, keystrokes and a click do, so that each finds earlier ones.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import uuid4

from helpcenter.insights.journal import Journal
from helpcenter.insights.searches.events import Audience, Click, Finding, Search, SearchSurface
from helpcenter.insights.searches.log import LOG_WAITS, SearchLog
from helpcenter.search.results import Confidence
from helpcenter.storage.database import Database
from tests.benchmarks.figures import Figure, wanted
from tests.insights.searches.killing import kill_writers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from helpcenter.insights.searches.events import Event

_EVENTS = 20_000
_KILLS = 1_000
_SHOWN = tuple(f"en/billing/article-{number}" for number in range(10))


def measure(_sizes: Sequence[int]) -> Iterator[Figure]:
    """Yield the figures on SQLite."""
    with TemporaryDirectory() as folder:
        yield from _added(Path(folder))
    with TemporaryDirectory() as folder:
        yield from _survived(Path(folder))


def _added(folder: Path) -> Iterator[Figure]:
    log = SearchLog(Database(f"sqlite:///{folder / 'log.db'}", wait=LOG_WAITS), Journal(folder / "searches"))
    times = []
    for event in _events():
        started = perf_counter()
        log.record(event)
        times.append((perf_counter() - started) * 1_000)
    log.close()
    steps = quantiles(times[1_000:], n=100)
    yield wanted("log adds to a search, p50", steps[49], 1, "ms")
    yield wanted("log adds to a search, p99", steps[98], 1, "ms")


def _events() -> Iterator[Event]:
    finding = Finding(10, Confidence.ANSWERED, 0.9, "g1", "c0ffee", _SHOWN)
    for number in range(_EVENTS):
        at = datetime.now(UTC)
        visitor = f"visitor {number // 5 % 500}"
        if number % 5 == 4:
            yield Click(id=str(uuid4()), at=at, visitor=visitor, article=_SHOWN[number % 10])
            continue
        yield Search(
            id=str(uuid4()),
            at=at + timedelta(microseconds=1),
            visitor=visitor,
            audience=Audience.READER,
            surface=SearchSurface.PANEL if number % 2 else SearchSurface.SITE,
            locale="en",
            query=f"how do I change the card of subscription {number % 97}",
            finding=finding,
            is_typing=bool(number % 2),
        )


def _survived(folder: Path) -> Iterator[Figure]:
    survived = kill_writers(f"sqlite:///{folder / 'log.db'}", folder / "searches", _KILLS)
    name = f"{survived.kills:,} kills, {survived.acknowledged:,} acknowledged"
    yield wanted(f"{name}: lost", survived.lost, 0, "events")
    yield wanted(f"{name}: twice", survived.twice, 0, "events")
