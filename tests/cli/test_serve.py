"""Starts the real server, with its workers and its watcher, on temporary articles."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpcenter.insights.gaps.confirming import Text, confirm
from helpcenter.insights.gaps.gap import Person
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import gap, gaps
from helpcenter.insights.gaps.working import Doing, ship
from helpcenter.storage.database import Database
from tests.cli.conftest import write, write_articles
from tests.insights.gaps.making import add_gap, add_user, search_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import HelpCenter

PATIENCE = 60  # seconds; only a hung process ever uses them up


@dataclass
class Served:
    """A running server."""

    process: subprocess.Popen[bytes]
    log: Path
    articles: Path

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    @property
    def address(self) -> str:
        found = re.search(r"served at (http://\S+)", self.output)
        return found[1] if found else ""

    def page(self, path: str) -> str:
        """The text of a page; "" when it is not there."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            error.close()
            return ""

    def processes(self) -> dict[int, str]:
        """The server's processes and their commands."""
        listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
        rows = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
        parent = str(self.process.pid)
        return {int(pid): command for pid, ppid, command in rows if parent in {pid, ppid} and "helpcenter" in command}

    def watcher(self) -> int:
        """The process id of the watcher, 0 when there is none."""
        return next((pid for pid, command in self.processes().items() if "cli.watch" in command), 0)


def until(condition: Callable[[], object], served: Served) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"in vain; the server said:\n{served.output}"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    # A process that ended but was not yet collected by its parent still has an id.
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(state.stdout.strip()) and not state.stdout.startswith("Z")


@contextmanager
def serving(articles: Path, instance: Path) -> Iterator[Served]:
    log = instance.parent / "serve.log"
    arguments = ("--articles", str(articles), "--instance", str(instance), "--port", "0")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "helpcenter.cli", "serve", *arguments], stdout=output, stderr=subprocess.STDOUT
        )
    served = Served(process, log, articles)
    try:
        until(lambda: served.address or process.poll() is not None, served)
        assert process.poll() is None, served.output
        until(served.watcher, served)
        yield served
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=PATIENCE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests that leave it as healthy as they found it; each writes articles of its own."""
    folder = tmp_path_factory.mktemp("served")
    with serving(write_articles(folder / "articles"), folder / "instance") as server:
        yield server


def test_server_publishes_first_and_says_where_to_look(served: Served) -> None:
    assert "Published g1: 5 articles" in served.output
    assert f"{served.address}/ja/" in served.output
    assert f"{served.address}/en/" in served.output
    assert re.search(r"check +\S+ check - finds what is wrong", served.output)
    assert re.search(r"edit +\S+/en/\S+\.md", served.output)
    assert "Get a refund" in served.page("/en/articles/billing/refund")
    assert "パスワードを再設定する" in served.page("/ja/articles/account/password")


def test_new_changed_and_removed_articles_are_seen_by_every_worker(served: Served) -> None:
    article = write(served.articles / "en" / "changing.md", "---\ntitle: Changing\n---\nBrand new.\n")
    until(lambda: "Brand new" in served.page("/en/articles/changing"), served)
    write(article, "---\ntitle: Changing\n---\nTwenty days.\n")
    until(lambda: "Twenty days" in served.page("/en/articles/changing"), served)
    assert all("Twenty days" in served.page("/en/articles/changing") for _ in range(10))
    article.unlink()
    until(lambda: not served.page("/en/articles/changing"), served)


def test_error_in_a_file_is_printed_and_the_last_good_version_stays(served: Served) -> None:
    article = write(served.articles / "en" / "fragile.md", "---\ntitle: Fragile\n---\nLast good.\n")
    until(lambda: "Last good" in served.page("/en/articles/fragile"), served)
    write(article, "---\ntitel: Oops\n---\nBroken.\n")
    until(lambda: "error: en/fragile.md:2: [titel]" in served.output, served)
    assert "Last good" in served.page("/en/articles/fragile")
    write(article, "---\ntitle: Fragile\n---\nMended.\n")
    until(lambda: "Mended" in served.page("/en/articles/fragile"), served)


def test_articles_folder_may_go_and_come_back(served: Served) -> None:
    away = served.articles.rename(served.articles.with_name("away"))
    until(lambda: "Error: not published:" in served.output, served)
    assert "within ten days" in served.page("/en/articles/billing/refund")
    write(away / "en" / "travelled.md", "---\ntitle: Travelled\n---\nBack again.\n")
    away.rename(served.articles)
    until(lambda: "Back again" in served.page("/en/articles/travelled"), served)


def test_dead_watcher_is_reported_and_started_again(served: Served) -> None:
    first = served.watcher()
    os.kill(first, signal.SIGKILL)
    until(lambda: served.watcher() not in {0, first}, served)
    assert "the watcher died; it is started again" in served.output
    write(served.articles / "en" / "watched.md", "---\ntitle: Watched\n---\nStill watched.\n")
    until(lambda: "Still watched" in served.page("/en/articles/watched"), served)


def test_views_of_every_worker_are_in_the_database_when_the_server_has_ended(articles: Path, tmp_path: Path) -> None:
    browser = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    with serving(articles, tmp_path / "instance") as served:
        address = f"{served.address}/en/articles/billing/refund"
        for _ in range(40):
            with urllib.request.urlopen(urllib.request.Request(address, headers=browser), timeout=PATIENCE) as answer:
                assert answer.status == 200
        served.process.terminate()
        served.process.wait(timeout=PATIENCE)
    with closing(sqlite3.connect(tmp_path / "instance" / "helpcenter.db")) as database:
        rows = database.execute("SELECT locale, slug, surface, sum(views) FROM article_views GROUP BY 1, 2, 3")
        assert rows.fetchall() == [("en", "billing/refund", "site", 40)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_is_left_behind(articles: Path, tmp_path: Path, number: signal.Signals) -> None:
    with serving(articles, tmp_path / "instance") as served:
        until(lambda: len(served.processes()) == 4, served)  # arbiter, two workers, watcher
        write(articles / "en" / "first.md", "---\ntitle: First\n---\nThe watcher is up.\n")
        until(lambda: "The watcher is up" in served.page("/en/articles/first"), served)
        pids = list(served.processes())
        served.process.send_signal(number)
        code = served.process.wait(timeout=PATIENCE)
        assert code == (-signal.SIGKILL if number == signal.SIGKILL else 0)
        until(lambda: not any(map(alive, pids)), served)
        assert "Traceback" not in served.output


def test_port_in_use_is_told_with_the_way_out(helpcenter: HelpCenter, articles: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = ("--articles", str(articles), "--instance", str(tmp_path / "i"), "--port", str(port))
        result = helpcenter("serve", *settings)
    assert result.exit_code == 2
    assert f"Cannot listen on 127.0.0.1, port {port}: Address already in use." in result.stderr
    assert f"make run PORT={port + 1}" in result.stderr


def test_nothing_is_served_without_articles(helpcenter: HelpCenter, tmp_path: Path) -> None:
    settings = ("--articles", str(tmp_path / "none"), "--instance", str(tmp_path / "i"), "--port", "0")
    result = helpcenter("serve", *settings)
    assert result.exit_code == 1
    assert str(tmp_path / "none") in result.stderr


def test_gap_is_proven_as_soon_as_its_fix_is_saved(tmp_path: Path) -> None:
    articles, instance = write_articles(tmp_path / "articles"), tmp_path / "instance"
    database = Database(f"sqlite:///{instance}/helpcenter.db")
    number = add_gap(database, "chargeback deadline")
    ship(database, Doing(number, None), "en/billing/refund")
    search_for(database, "delete my workspace", "a", "b", at=datetime.now(UTC) - timedelta(minutes=1))
    with serving(articles, instance) as server:
        until(lambda: len(gaps(database)) == 2, server)
        assert gap(database, number).state is State.SHIPPED
        text = Text("en/billing/refund", "", "", "We return your money within ten days.")
        confirm(database, Doing(number, Person(add_user(database), "Aki")), text)
        write(
            articles / "en/billing/refund.md",
            "---\ntitle: Get a refund\nquestions: [chargeback deadline]\n---\nWe return your money within ten days.\n",
        )
        until(lambda: gap(database, number).state is State.PROVEN, server)
        until(lambda: f"gap {number}: shipped -> proven" in server.output, server)
