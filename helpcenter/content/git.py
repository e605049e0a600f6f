"""What git knows about the articles folder: the commit, and when each file last changed."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class History:
    """The commit of a folder ("" outside git, a trailing ``+`` for uncommitted changes) and its files' dates."""

    commit: str = ""
    updated: Mapping[str, date] = field(default_factory=dict)


def history(folder: Path) -> History:
    """The history of a folder; an empty one when it is not under git or git is not installed."""
    commit = _git(folder, "rev-parse", "HEAD")
    if not commit:
        return History()
    changed = _git(folder, "status", "--porcelain", "--untracked-files=normal", "--", ".")
    return History(commit.strip() + ("+" if changed else ""), _dates(folder))


def _dates(folder: Path) -> dict[str, date]:
    log = _git(folder, "log", "--format=%x01%as", "--name-only", "--no-renames", "--relative", "-z", "--", ".") or ""
    # A shallow clone's oldest commit seems to add every file; its date would be wrong for nearly all of them.
    shallow = (_git(folder, "rev-parse", "--is-shallow-repository") or "").strip() == "true"
    commits = [entry for entry in log.split("\x01") if entry]
    dates: dict[str, date] = {}
    for entry in commits[:-1] if shallow else commits:
        day, _, names = entry.partition("\x00")
        for name in names.split("\x00"):
            if name := name.strip("\n"):
                dates.setdefault(unicodedata.normalize("NFC", name), date.fromisoformat(day.strip()))
    return dates


def _git(folder: Path, *arguments: str) -> str:
    """What a git command prints, "" when it fails."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "GIT_OPTIONAL_LOCKS": "0",  # looking never writes
        "LC_ALL": "C.UTF-8",
    }
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, no shell
            ["git", "-c", "core.quotePath=false", *arguments],  # noqa: S607 - git is wherever the writer has it
            cwd=folder,
            env=environment,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
