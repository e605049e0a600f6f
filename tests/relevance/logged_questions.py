"""Sets whose articles have learned: past queries whose answer is known stand among the articles' questions."""

from __future__ import annotations

import csv
import re
import shutil
from collections import defaultdict
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from pathlib import Path

_PATTERN_SIGNS = re.compile(r"[\\()\[\]|#]")


def with_logged_questions(data: Path, most: int, folder: Path) -> Path:
    """Copy a set's articles into a folder, each with at most so many of its logged queries as questions."""
    logged: defaultdict[str, list[str]] = defaultdict(list)
    with (data / "logged.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            logged[row["slugs"]].append(_PATTERN_SIGNS.sub(r"\\\g<0>", row["query"]))
    shutil.copytree(data / "articles", folder)
    for path in folder.rglob("*.md"):
        _, front_matter, body = path.read_text(encoding="utf-8").split("---\n", 2)
        values = yaml.safe_load(front_matter)
        values["questions"] = logged[path.stem][:most]
        head = yaml.safe_dump(values, allow_unicode=True)
        path.write_text(f"---\n{head}---\n{body}", encoding="utf-8")
    return folder
