from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from helpcenter.insights.journal import Journal

if TYPE_CHECKING:
    from pathlib import Path

WRITER = """
import sys
from pathlib import Path
from helpcenter.insights.journal import Journal

journal = Journal(Path(sys.argv[1]))
for number in range(1_000_000):
    journal.append(f"{sys.argv[2]}-{number}".encode())
    print(number, flush=True)
"""


def test_lines_come_in_order_and_once(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert journal.is_empty
    for line in (b"one", b"two"):
        journal.append(line)
    lines: list[bytes] = []
    assert journal.work_off(lines.extend) == 2
    assert lines == [b"one\n", b"two\n"]
    assert journal.is_empty
    assert journal.work_off(lines.extend) == 0


def test_lines_that_cannot_be_dealt_with_come_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(b"one")

    def refuse(lines: list[bytes]) -> None:
        raise OSError(lines)

    with pytest.raises(OSError, match="one"):
        journal.work_off(refuse)
    journal.append(b"two")
    lines: list[bytes] = []
    journal.work_off(lines.extend)
    assert lines == [b"one\n", b"two\n"]


def test_line_half_written_on_a_full_disk_is_passed_over(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(b"one")
    with (tmp_path / "current.jsonl").open("ab") as file:
        file.write(b"tw")
    lines: list[bytes] = []
    journal.work_off(lines.extend)
    assert lines == [b"one\n"]


def test_too_much_is_refused(tmp_path: Path) -> None:
    journal = Journal(tmp_path, max_bytes=10)
    journal.append(b"12345")
    with pytest.raises(OSError, match="10 bytes"):
        journal.append(b"12345")


def test_killed_writers_lose_nothing_they_said_was_written(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    lines: list[bytes] = []
    said: set[str] = set()
    for number in range(6):
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", WRITER, str(tmp_path), f"{number}{name}"], stdout=subprocess.PIPE, text=True
            )
            for name in "ab"
        ]
        for name, writer in zip("ab", writers, strict=True):
            assert writer.stdout
            for _ in range(30):
                said.add(f"{number}{name}-{writer.stdout.readline().strip()}")
            journal.work_off(lines.extend)
        for name, writer in zip("ab", writers, strict=True):
            os.kill(writer.pid, signal.SIGKILL)
            assert writer.stdout
            said.update(f"{number}{name}-{line.strip()}" for line in writer.stdout if line.endswith("\n"))
            writer.wait()
            writer.stdout.close()
    journal.work_off(lines.extend)
    kept = [line.decode().strip() for line in lines]
    assert said <= set(kept)
    assert len(kept) == len(set(kept))


def test_later_lines_wait_while_somebody_deals_with_earlier_ones(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(b"one")
    order: list[bytes] = []

    def deal(lines: list[bytes]) -> None:
        if not order:
            order.append(b"begun")
            journal.append(b"two")
            assert Journal(tmp_path).work_off(order.extend) == 0
        order.extend(lines)

    journal.work_off(deal)
    journal.work_off(deal)
    assert order == [b"begun", b"one\n", b"two\n"]
