"""The watcher's own process: publishes whenever an article changes. `helpcenter serve` starts it."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import click
from watchfiles import watch

from helpcenter.cli.carding import Carding
from helpcenter.cli.console import print_problems
from helpcenter.cli.enriching import Enriching
from helpcenter.cli.index import told
from helpcenter.cli.proving import Proving
from helpcenter.config import load_config
from helpcenter.content.problems import Severity
from helpcenter.errors import HelpCenterError, IndexLockedError
from helpcenter.search.publish import publish
from helpcenter.search.semantics.choosing import cache_of, embedder_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helpcenter.config import Config
    from helpcenter.content.problems import Problem

TICK = 0.5  # seconds between two looks at what no file system event tells


class Watcher:
    """Publishes what changed, and prints what is new about it."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._known: frozenset[Problem] | None = None
        self._failure = ""

    def publish(self) -> bool:
        """Publish; return False when it failed and has to be tried again.

        Whatever goes wrong, the last good generation stays in force.
        """
        try:
            config = self._config
            published = publish(config.articles, config.index, internal=config.internal_index, cache=cache_of(config))
        except IndexLockedError:
            return False
        except (HelpCenterError, OSError) as error:
            if str(error) != self._failure:
                click.echo(f"Error: not published: {error}", err=True)
            self._failure = str(error)
            return False
        self._failure = ""
        if published.changed:
            click.echo(told(published))
        if self._known is None:
            # Old warnings would push the site's address off the screen; `helpcenter check` lists them.
            self._known = frozenset(p for p in published.problems if p.severity is not Severity.ERROR)
        known, self._known = self._known, frozenset(published.problems)
        print_problems(problem for problem in published.problems if problem not in known)
        return True


def changes_in(folder: Path) -> Iterator[bool]:
    """Yield True when a file below `folder` changed, and False once every tick; for as long as it exists.

    The first value comes when events are already being collected, so that no change falls into a gap.
    """
    place = folder.stat().st_ino
    milliseconds = int(TICK * 1000)
    for changes in watch(folder, debounce=200, step=20, rust_timeout=milliseconds, yield_on_timeout=True):
        yield bool(changes)
        if not folder.is_dir() or folder.stat().st_ino != place:
            return  # removed, or another folder stands in its place: it has to be watched anew


def main(parent: int) -> None:
    """Watch until the parent process ends."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    signal.signal(signal.SIGINT, lambda _number, _frame: sys.exit(0))
    config = load_config()
    watcher = Watcher(config)
    embedder = embedder_of(config)
    carding = Carding(config)
    proving = Proving(config)
    enriching = None if embedder is None else Enriching(config, embedder, proving.request)
    pending = True
    while os.getppid() == parent:
        if not config.articles.is_dir():
            pending = not watcher.publish()
            time.sleep(TICK)
            continue
        for changed in changes_in(config.articles):
            if pending or changed:
                pending = not watcher.publish()
                if not pending:
                    carding.request()
                    proving.request()
                    if enriching is not None:
                        enriching.request()
            if os.getppid() != parent:
                return
        pending = True


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):  # what watchfiles makes of any signal
        main(int(sys.argv[1]))
