"""What is wrong in a file, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How bad a problem is: an error keeps the change (of the file, or of the key it names) from being published."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in one file; `line` counts from 1 (0: the file as a whole), `key` is the front matter key or ""."""

    severity: Severity
    path: str
    line: int
    key: str
    message: str
    suggestion: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        key = f" [{self.key}]" if self.key else ""
        remedy = f" {self.suggestion}" if self.suggestion else ""
        return f"{place}:{key} {self.message}{remedy}"


class Complaint(NamedTuple):
    """What is wrong with a part of an article, and how to mend it, before anybody knows the line."""

    message: str
    suggestion: str
    severity: Severity = Severity.WARNING

    def at(self, path: str, line: int) -> Problem:
        """The problem it is in a line of a file."""
        return Problem(self.severity, path, line, "", self.message, self.suggestion)
