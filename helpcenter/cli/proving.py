"""The watcher's thread that proves gaps when something was published, and looks for new ones every hour."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from helpcenter.cli.gap_texts import proof_lines
from helpcenter.clock import utc_now
from helpcenter.errors import HelpCenterError
from helpcenter.insights.gaps.proving import prove
from helpcenter.insights.gaps.refreshing import refresh_if_due, sources_of
from helpcenter.insights.gaps.store import count_by_state
from helpcenter.search.generations import Generations
from helpcenter.search.semantics.choosing import asking_of
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from helpcenter.config import Config
    from helpcenter.insights.gaps.refreshing import Refreshed
    from helpcenter.search.generation import Generation

_NICE = 15  # readers first
_EVERY = 300.0  # seconds; once an hour one of all servers finds something to do
_AT_FIRST = 60.0  # seconds, as long as there is no gap: whoever tries the product out looks for the first one
PATIENCE = 2.0  # seconds; nobody waits for the meaning of a query here


class Proving:
    """Replays shipped gaps on each new generation, and refreshes the gaps when that is due.

    Nothing waits for vectors: gaps come together by words at once, and are refined when there are vectors.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._asking = asking_of(config, PATIENCE)
        self._database = Database(config.database_url)
        self._generations = Generations(config.index, self._asking)
        self._internal = Generations(config.internal_index)
        self._wanted = threading.Event()
        self._failure = ""
        self._every = _AT_FIRST
        # Never waited for: each gap is written in one step, and what was not replayed is replayed the next time.
        threading.Thread(target=self._work, name="proving", daemon=True).start()

    def request(self) -> None:
        """Ask for the proof of what is in force now."""
        self._wanted.set()

    def _work(self) -> None:
        with suppress(OSError):  # Linux takes a thread's number here; elsewhere it is an unknown process
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while True:
            is_published = self._wanted.wait(self._every)
            self._wanted.clear()
            self._do(is_published=is_published)

    def _do(self, *, is_published: bool) -> None:
        try:
            if not self._generations.is_published:
                return
            generation = self._generations.current()
            if is_published:
                tell_proofs(self._database, generation)
            sources = sources_of(generation, current_of(self._internal))
            refresh_if_due(self._database, sources, self._config.retention_days, utc_now())
            self._every = _EVERY if count_by_state(self._database) else _AT_FIRST
        except (HelpCenterError, OSError) as error:
            if str(error) != self._failure:
                click.echo(f"Warning: gaps are replayed later: {error}", err=True)
            self._failure = str(error)
        else:
            self._failure = ""


def current_of(generations: Generations) -> Generation | None:
    """Return what is in force, None when nothing is published."""
    return generations.current() if generations.is_published else None


def tell_proofs(database: Database, generation: Generation) -> None:
    """Replay the gaps that were shipped, and print what that moved."""
    for proof in prove(database, generation):
        if proof.is_moved:
            for line in proof_lines(proof):
                click.echo(line)


def told(refreshed: Refreshed) -> str:
    """Return one line that says what a refresh did."""
    return f"{refreshed.founded:,} new gaps, {refreshed.joined:,} grown, {refreshed.explained:,} explained anew"
