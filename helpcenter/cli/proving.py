"""The watcher's thread that proves gaps when something was published, and looks for new ones every hour."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

import click

from helpcenter.cli.gap_texts import proof_lines
from helpcenter.clock import utc_now
from helpcenter.errors import HelpCenterError
from helpcenter.insights.gaps.proving import prove
from helpcenter.insights.gaps.refreshing import Sources, refresh_if_due
from helpcenter.search.generations import Generations
from helpcenter.search.semantics.choosing import asking_of
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from helpcenter.config import Config
    from helpcenter.insights.gaps.refreshing import Refreshed
    from helpcenter.search.generation import Generation

_NICE = 15  # readers first
_EVERY = 300.0  # seconds; once an hour one of all servers finds something to do
PATIENCE = 2.0  # seconds; nobody waits for the meaning of a query here
_VECTORS_TAKE = 600.0  # seconds, at most; what is brought together by words alone stays together for good


class Proving:
    """Replays shipped gaps on each new generation, and refreshes the gaps when that is due."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._asking = asking_of(config, PATIENCE)
        self._started = monotonic()
        self._database = Database(config.database_url)
        self._generations = Generations(config.index, self._asking)
        self._internal = Generations(config.internal_index)
        self._wanted = threading.Event()
        self._failure = ""
        # Never waited for: each gap is written in one step, and what was not replayed is replayed the next time.
        threading.Thread(target=self._work, name="proving", daemon=True).start()

    def request(self) -> None:
        """Ask for the proof of what is in force now."""
        self._wanted.set()

    def _work(self) -> None:
        with suppress(OSError):  # Linux takes a thread's number here; elsewhere it is an unknown process
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while True:
            is_published = self._wanted.wait(_EVERY)
            self._wanted.clear()
            self._do(is_published=is_published)

    def _do(self, *, is_published: bool) -> None:
        try:
            if not self._generations.is_published:
                return
            generation = self._generations.current()
            if is_published:
                tell_proofs(self._database, generation)
            if not self._is_too_early(generation):
                sources = sources_of(generation, self._internal)
                refresh_if_due(self._database, sources, self._config.retention_days, utc_now())
        except (HelpCenterError, OSError) as error:
            if str(error) != self._failure:
                click.echo(f"Warning: gaps are replayed later: {error}", err=True)
            self._failure = str(error)
        else:
            self._failure = ""

    def _is_too_early(self, generation: Generation) -> bool:
        """Whether the generation that can be searched by meaning is still being made."""
        is_expected = self._asking is not None and generation.semantic is None
        return is_expected and monotonic() < self._started + _VECTORS_TAKE


def sources_of(generation: Generation, internal: Generations) -> Sources:
    """Return what a refresh reads."""
    semantic = generation.semantic
    return Sources(
        generation,
        internal.current() if internal.is_published else None,
        semantic.asking.ask if semantic is not None else lambda _text: None,
    )


def tell_proofs(database: Database, generation: Generation) -> None:
    """Replay the gaps that were shipped, and print what that moved."""
    for proof in prove(database, generation):
        if proof.is_moved:
            for line in proof_lines(proof):
                click.echo(line)


def told(refreshed: Refreshed) -> str:
    """Return one line that says what a refresh did."""
    return f"{refreshed.founded:,} new gaps, {refreshed.joined:,} grown, {refreshed.explained:,} explained anew"
