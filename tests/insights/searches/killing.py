"""Processes that log searches as servers do, and are killed while they do; what they said was kept is looked for."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn
from uuid import uuid4

import sqlalchemy as sa

from helpcenter.insights.journal import Journal
from helpcenter.insights.searches.events import Audience, Finding, Search, SearchSurface
from helpcenter.insights.searches.log import LOG_WAITS, SearchLog
from helpcenter.search.results import Confidence
from helpcenter.storage.database import Database
from helpcenter.storage.tables import SearchIntents

if TYPE_CHECKING:
    from pathlib import Path

WRITERS = 3
_FINDING = Finding(1, Confidence.ANSWERED, 0.9, "g1", "c0ffee", ("en/a",))
_ID = 36
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


@dataclass(frozen=True)
class Survived:
    """What is left after so many kills: events that were acknowledged, and of those the lost ones and the doubles."""

    kills: int
    acknowledged: int
    journalled: int
    lost: int
    twice: int


@dataclass(frozen=True)
class _Writer:
    pid: int
    said: int


def kill_writers(url: str, folder: Path, kills: int, seed: int = 1) -> Survived:
    """Kill so many writers, one after the other, while another process locks the database now and then."""
    chance = random.Random(seed)
    Database(url).upgrade()
    locker = _forked(lambda: _lock(url, chance.randrange(1 << 30)))
    writers = [_writer(url, folder, number) for number in range(WRITERS)]
    acknowledged: list[str] = []
    journalled = 0
    for number in range(kills):
        time.sleep(chance.uniform(0.005, 0.06))
        victim = chance.choice(writers)
        os.kill(victim.pid, signal.SIGKILL)
        acknowledged += _heard(victim)
        journalled += not Journal(folder).is_empty
        writers[writers.index(victim)] = _writer(url, folder, number + WRITERS)
    for pid in (locker, *(each.pid for each in writers)):
        os.kill(pid, signal.SIGKILL)
    acknowledged += [each for writer in writers for each in _heard(writer)]
    os.waitpid(locker, 0)
    log = SearchLog(Database(url), Journal(folder))
    log.work()
    assert Journal(folder).is_empty
    with Database(url).reading() as session:
        kept = Counter(session.scalars(sa.select(SearchIntents.screen)))
    return Survived(
        kills,
        len(acknowledged),
        journalled,
        sum(each not in kept for each in acknowledged),
        sum(times > 1 for times in kept.values()),
    )


def _writer(url: str, folder: Path, number: int) -> _Writer:
    reading, writing = os.pipe()
    pid = _forked(lambda: _write(url, folder, writing, number))
    os.close(writing)
    return _Writer(pid, reading)


def _forked(work: object) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        work()  # type: ignore[operator]
    finally:
        os._exit(1)


def _write(url: str, folder: Path, said: int, number: int) -> NoReturn:
    log = SearchLog(Database(url, wait=LOG_WAITS), Journal(folder), works_every=0.05)
    while True:
        name = str(uuid4())
        log.record(
            Search(
                id=name,
                at=datetime.now(UTC),
                visitor=f"visitor {number} {name}"[:32],
                audience=Audience.READER,
                surface=SearchSurface.SITE,
                locale="en",
                query="refund",
                screen=name.replace("-", "x").translate(_LETTERS),  # digits would be taken for telephone numbers
                finding=_FINDING,
            )
        )
        os.write(said, name.encode())
        time.sleep(0.002)


def _lock(url: str, seed: int) -> NoReturn:
    chance = random.Random(seed)
    database = Database(url)
    while True:
        time.sleep(chance.uniform(0.1, 0.5))
        with suppress(Exception), database.writing() as session:
            if session.get_bind().dialect.name == "postgresql":
                session.execute(sa.text("LOCK TABLE search_intents"))
            time.sleep(chance.uniform(0.05, 0.4))


def _heard(writer: _Writer) -> list[str]:
    """What a writer said before it died; its last word may be cut off."""
    os.waitpid(writer.pid, 0)
    data = b""
    while select.select([writer.said], [], [], 0)[0] and (some := os.read(writer.said, 1 << 16)):
        data += some
    os.close(writer.said)
    whole = len(data) // _ID
    return [
        data[place * _ID : (place + 1) * _ID].decode().replace("-", "x").translate(_LETTERS) for place in range(whole)
    ]
