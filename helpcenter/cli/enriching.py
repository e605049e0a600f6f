"""The watcher's second thread: adds vectors to what was published, while the first goes on publishing."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from helpcenter.errors import HelpCenterError
from helpcenter.search.generations import Generations
from helpcenter.search.semantics.enrich import enrich

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpcenter.config import Config
    from helpcenter.search.semantics.embedder import Embedder

_RETRY = 60.0  # seconds
_NICE = 10  # readers first


class Enriching:
    """Enriches what is in force whenever it is asked to, and again later when that failed; `then` follows each time."""

    def __init__(self, config: Config, embedder: Embedder, then: Callable[[], None] = lambda: None) -> None:
        self._config = config
        self._then = then
        self._embedder = embedder
        self._wanted = threading.Event()
        self._failure = ""
        # Never waited for: publishing is safe against being cut off anywhere, and so is the cache of vectors.
        threading.Thread(target=self._work, name="enriching", daemon=True).start()

    def request(self) -> None:
        """Ask for the vectors of what is in force now."""
        self._wanted.set()

    def _work(self) -> None:
        with suppress(OSError):  # Linux takes a thread's number here; elsewhere it is an unknown process
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        self._wanted.wait()
        while True:
            self._wanted.clear()
            done = self._enrich()
            self._wanted.wait(None if done else _RETRY)

    def _enrich(self) -> bool:
        try:
            generation = enrich(self._config.index, self._config.vectors, self._embedder)
            if Generations(self._config.internal_index).is_published:
                enrich(self._config.internal_index, self._config.vectors, self._embedder)
        except (HelpCenterError, OSError) as error:
            if str(error) != self._failure:
                click.echo(f"Warning: searches go by words alone: {error}", err=True)
            self._failure = str(error)
            return False
        self._failure = ""
        if generation is not None:
            click.echo(f"Published {generation}: with meaning ({self._embedder.name})")
            self._then()
        return True
