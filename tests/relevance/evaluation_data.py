"""Where the judged queries on real content lie; they are not part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "EVAL_DATA"
FOLDER = Path(os.environ.get(VARIABLE) or Path(__file__).parents[3] / "shared" / "eval")


def articles_of(name: str) -> Path:
    """The folder of articles of an evaluation set."""
    return FOLDER / name / "articles"


def judgments_of(name: str) -> Path:
    """The judged queries of an evaluation set."""
    return FOLDER / name / "judgments-dev.tsv"


def is_present(name: str) -> bool:
    """Tell whether an evaluation set can be read here."""
    return articles_of(name).is_dir() and judgments_of(name).is_file()


def learned(name: str) -> tuple[str, int]:
    """Read the name of a set that has learned: "banking77+5" has five logged queries as questions of each article."""
    base, _, logged = name.partition("+")
    return base, int(logged or 0)
