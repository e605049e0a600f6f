"""Pages beside an empty Flask route: throughput on the same server in the same run, and the bytes of pages.

All run on gunicorn with one worker (gthread), and are loaded in turns by one client process; those idle cost
nothing. The median of the rounds counts. Readers take gzip, as every browser does. Searches "asked anew" are real
queries made different by dots, which the search does not read, so no answer is remembered from before; a server of
its own answers them, so that they do not push out what the other one remembers.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import version
from itertools import cycle, islice
from math import ceil
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from helpcenter.web.addresses import API, article_url, home_url, search_url
from tests.benchmarks import corpus
from tests.benchmarks.figures import Figure, beside, wanted
from tests.benchmarks.home_page import transferred_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_REQUESTS = 1_000
_ROUNDS = 5
_CONNECTIONS = 4
_PATIENCE = 120.0
_HOME_LIMIT = 60 * 1024
_ARTICLE_LIMIT = 70 * 1024
_LEAST = {  # percent of the empty route's rate
    "article page": 50,
    "article page, unchanged (304)": 70,
    "search page, asked anew": 25,
    "API search, asked anew": 35,
}
_TYPED = 0.6  # of a query, when suggestions for it are asked
_EMPTY = "tests.benchmarks.empty_route:app"
OURS = "helpcenter.app:create_app()"


def measure(_sizes: Sequence[int]) -> Iterator[Figure]:
    """Yield the figures."""
    generation = corpus.real_generation()
    articles = [article_url(locale, a.slug) for locale in generation.locales for a in generation.articles(locale)]
    asked = [(locale, query) for locale in generation.locales for query in corpus.real_queries(locale)]
    searches = [search_url(locale, query) for locale, query in asked]
    new = [(locale, f"{query} {'.' * dots}") for dots in range(1, 100) for locale, query in asked]
    anew = cycle(search_url(locale, query) for locale, query in new)
    by_programs = cycle(f"{API}/search?{urlencode({'q': query, 'locale': locale})}" for locale, query in new)
    typed = [(locale, query[: ceil(_TYPED * len(query))]) for locale, query in asked]
    suggestions = cycle(f"{API}/suggest?{urlencode({'q': text, 'locale': locale})}" for locale, text in typed)
    homes = [home_url(locale) for locale in generation.locales]
    with serving(_EMPTY) as empty, serving(OURS) as ours, serving(OURS) as asked_anew:
        first_reading = _rate(ours, articles)
        _rate(ours, searches)
        answers = {path: _packed(ours, path) for path in articles}
        tags = {path: tag for path, (tag, _) in answers.items()}
        largest = max(articles, key=lambda path: answers[path][1])
        rates: dict[str, list[float]] = {}
        for _ in range(_ROUNDS):
            for name, port, paths in (
                ("empty", empty, cycle("/")),
                ("article page", ours, cycle(articles)),
                ("search page, asked anew", asked_anew, anew),
                ("API search, asked anew", asked_anew, by_programs),
                ("suggestions", asked_anew, suggestions),
                ("search page, asked before", ours, cycle(searches)),
                ("home page", ours, cycle(homes)),
            ):
                rates.setdefault(name, []).append(_rate(port, list(islice(paths, _REQUESTS))))
            rates.setdefault("article page, unchanged (304)", []).append(
                _rate(ours, list(islice(cycle(articles), _REQUESTS)), tags)
            )
        sizes = {home: transferred_bytes(f"http://localhost:{ours}{home}") for home in homes}
        how_large, large = transferred_bytes(f"http://localhost:{ours}{largest}", images=False)
    route = median(rates.pop("empty"))
    measured = {"article page, first reading": first_reading, **{name: median(each) for name, each in rates.items()}}
    for name, rate in measured.items():
        yield beside(name, rate, "empty Flask route", f"flask {version('flask')}", route, "requests/s")
    for name, least in _LEAST.items():
        yield wanted(f"{name}, of the empty route's rate", 100 * measured[name] / route, least, "%", least=True)
    for home, (how, size) in sizes.items():
        yield wanted(f"bytes of {home} ({how})", size, _HOME_LIMIT, "bytes")
    yield wanted(f"bytes of the largest article page, without images ({how_large})", large, _ARTICLE_LIMIT, "bytes")


def _packed(port: int, path: str) -> tuple[str, int]:
    headers = {"Host": "localhost", "Accept-Encoding": "gzip"}  # as the load does: pages name their host
    request = urllib.request.Request(f"http://localhost:{port}{_quoted(path)}", headers=headers)
    with urllib.request.urlopen(request) as answer:
        return answer.headers["ETag"], len(answer.read())


def _quoted(path: str) -> str:
    return quote(path, safe="/?=&%+")


def _rate(port: int, paths: list[str], tags: Mapping[str, str] | None = None) -> float:
    process = subprocess.run(
        (sys.executable, "-m", "tests.benchmarks.load"),
        input=json.dumps(
            {
                "port": port,
                "paths": [_quoted(path) for path in paths],
                "tags": [tags[path] for path in paths] if tags else [],
                "connections": _CONNECTIONS,
            }
        ),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(process.stdout)


@contextlib.contextmanager
def serving(app: str) -> Iterator[int]:
    """Serve a WSGI application on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    server = subprocess.Popen(
        (
            *(sys.executable, "-m", "gunicorn", "--worker-class=gthread", "--workers=1", "--no-control-socket"),
            *(f"--threads={_CONNECTIONS}", f"--bind=127.0.0.1:{port}", "--log-level=warning", app),
        ),
        env={
            **os.environ,
            "HELPCENTER_ARTICLES": str(corpus.articles_folder()),
            "HELPCENTER_INSTANCE": str(corpus.real_instance()),
        },
    )
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=_PATIENCE)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("The server did not start; what it says stands above.")
