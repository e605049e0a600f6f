"""The server: gunicorn's arbiter, which also keeps the watcher alive."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

import click
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from helpcenter.config import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpcenter.config import Config


# The key of an endpoint is given by the environment or config.toml, which the watcher reads too.
_WATCHER_SETTINGS = (
    *("articles", "instance", "site_name", "retention_days"),
    *("semantic", "embeddings_url", "embeddings_model", "embeddings_style"),
)


class WatcherProcess:
    """The process that publishes on change; started again when it dies, later each time."""

    def __init__(self, config: Config) -> None:
        settings = {BY_NAME[name].variable: str(getattr(config, name)) for name in _WATCHER_SETTINGS}
        self._environ = {**os.environ, **settings}
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._delay = 1.0

    def tend(self) -> None:
        """Start the watcher, or start it again when it is gone."""
        if self._process is not None:
            if self._process.poll() is None:
                return
            lived = time.monotonic() - self._started
            self._delay = 1.0 if lived > 60 else min(self._delay * 2, 30.0)
            click.echo(f"Error: the watcher died; it is started again in {self._delay:.0f} s.", err=True)
            self._process, self._started = None, time.monotonic() + self._delay
        if time.monotonic() >= self._started:
            self._start()

    def _start(self) -> None:
        # The watcher ends when the process of this number is no longer its parent, even after kill -9.
        command = (sys.executable, "-m", "helpcenter.cli.watch", str(os.getpid()))
        # In its own session, Ctrl-C reaches the arbiter alone, which then ends it in order.
        self._process = subprocess.Popen(command, env=self._environ, start_new_session=True)  # noqa: S603
        self._started = time.monotonic()

    def stop(self) -> None:
        """End the watcher; publishing is safe against being cut off anywhere."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


class TendingArbiter(Arbiter):
    """Gunicorn's arbiter, looking after the watcher as it does after its workers."""

    def __init__(self, app: BaseApplication, watcher: WatcherProcess) -> None:
        super().__init__(app)
        self._watcher = watcher

    def manage_workers(self) -> None:
        """Start what is missing; the arbiter calls this once a second."""
        super().manage_workers()
        self._watcher.tend()

    def halt(self, reason: str | None = None, exit_status: int = 0) -> None:
        """End the watcher, then the workers, then this process."""
        self._watcher.stop()
        super().halt(reason, exit_status)


class Server(BaseApplication):
    """The help site on gunicorn; each worker makes its own application after the fork."""

    def __init__(self, config: Config, ready: Callable[[str], None]) -> None:
        """Prepare; `ready` is called with the site's address once connections are accepted."""
        self._config = config
        self._ready = ready
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn; its own configuration files and variables are not read."""
        config = self._config
        verbose = config.log_level in {"debug", "info"}
        settings = {
            "bind": [address_of(config.host, config.port)],
            "workers": config.workers,
            "worker_class": "gthread",
            "threads": config.threads,
            "loglevel": config.log_level,
            "accesslog": "-" if verbose else None,
            "graceful_timeout": 10,
            "control_socket_disable": True,
            "proc_name": "helpcenter",
            "when_ready": self._when_ready,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application; called in each worker."""
        application = resolve_name("helpcenter.app:create_app")(self._config)
        # Here, after the fork: a model that was used before it would hang its workers.
        state = application.extensions["helpcenter"]
        state.generations.warm()
        state.feedback.start()
        state.search_log.start()
        return application

    def run(self) -> None:
        """Serve until a signal ends it."""
        resolve_name("helpcenter.app")  # before the fork: workers share the memory of the code
        TendingArbiter(self, WatcherProcess(self._config)).run()

    def _when_ready(self, arbiter: Arbiter) -> None:
        host, port = arbiter.LISTENERS[0].getsockname()[:2]
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
        self._ready(f"http://{shown}:{port}")


def address_of(host: str, port: int) -> str:
    """Return host and port as gunicorn wants them."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
