"""The watcher's thread that draws pictures of links ahead, so that no chat has to wait for one."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from helpcenter.errors import HelpCenterError
from helpcenter.search.generations import Generations
from helpcenter.web.cards.keeping import Cards

if TYPE_CHECKING:
    from helpcenter.config import Config

_NICE = 15  # readers first, then the model


class Carding:
    """Draws what is missing whenever something was published."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._wanted = threading.Event()
        # Never waited for: a picture is kept in one step, and one that is missing is drawn when it is asked for.
        threading.Thread(target=self._work, name="carding", daemon=True).start()

    def request(self) -> None:
        """Ask for the pictures of what is in force now."""
        self._wanted.set()

    def _work(self) -> None:
        with suppress(OSError):  # Linux takes a thread's number here; elsewhere it is an unknown process
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while True:
            self._wanted.wait()
            self._wanted.clear()
            self._make()

    def _make(self) -> None:
        generations = Generations(self._config.index)
        try:
            Cards(self._config.cards).make(generations.current(), self._config.site_name)
        except (HelpCenterError, OSError) as error:
            click.echo(f"Warning: pictures of links are drawn when they are asked for: {error}", err=True)
