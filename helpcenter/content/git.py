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
class Change:
    """When a file last changed, and whose change it was ("" when nobody knows)."""

    day: date | None
    author: str


@dataclass(frozen=True, slots=True)
class History:
    """The commit of a folder ("" outside git, a trailing ``+`` for uncommitted changes) and its files' last changes."""

    commit: str = ""
    changes: Mapping[str, Change] = field(default_factory=dict)


def history(folder: Path) -> History:
    """The history of a folder; an empty one when it is not under git or git is not installed."""
    commit = _git(folder, "rev-parse", "HEAD")
    if not commit:
        return History()
    changed = _git(folder, "status", "--porcelain", "--untracked-files=normal", "--", ".")
    return History(commit.strip() + ("+" if changed else ""), _changes(folder))


def prefix_of(folder: Path) -> str:
    """Return where a folder is below the root of its repository, such as "articles/"; "" at the root or outside git."""
    return (_git(folder, "rev-parse", "--show-prefix") or "").strip("\n")


def _changes(folder: Path) -> dict[str, Change]:
    log = (
        _git(folder, "log", "--format=%x01%as %aN", "--name-only", "--no-renames", "--relative", "-z", "--", ".") or ""
    )
    # A shallow clone's oldest commit seems to add every file; its date would be wrong for nearly all of them.
    shallow = (_git(folder, "rev-parse", "--is-shallow-repository") or "").strip() == "true"
    commits = [entry for entry in log.split("\x01") if entry]
    changes: dict[str, Change] = {}
    for entry in commits[:-1] if shallow else commits:
        head, _, names = entry.partition("\x00")
        day, _, author = head.strip().partition(" ")
        change = Change(date.fromisoformat(day), author)
        for name in names.split("\x00"):
            if name := name.strip("\n"):
                changes.setdefault(unicodedata.normalize("NFC", name), change)
    return changes


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
