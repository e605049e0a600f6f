"""MiniSearch, a search engine in JavaScript: it runs in Node and says itself how long each answer took.

English as it comes (words in lower case, no stems). For Japanese it has no tokenizer; the words are those of Node's
own `Intl.Segmenter`. Any of the words, titles weighed three times, as for the other peers.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.corpus import Document

_NODE = Path(__file__).with_name("node")
_MEMORY = 12_000  # megabytes; at 20,000 articles it takes more than Node grants unasked


class MiniSearch:
    """MiniSearch in a process of its own, which ends with ours."""

    version: str = json.loads((_NODE / "package.json").read_text(encoding="ascii"))["devDependencies"]["minisearch"]

    def __init__(self, locale: str, folder: Path) -> None:
        self.name = f"MiniSearch ({'Intl.Segmenter' if locale == 'ja' else 'its own words'})"
        self._locale = locale
        self._folder = folder

    def build(self, documents: Sequence[Document]) -> None:
        """Index the documents; always anew, since it keeps its index in memory."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / "documents.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            for document in documents:
                row = {"slug": document.slug, "title": document.title, "body": document.body}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._process = subprocess.Popen(
            (
                str(Path(sys.executable).with_name("node")),
                f"--max-old-space-size={_MEMORY}",
                str(_NODE / "minisearch.mjs"),
                str(file),
                self._locale,
            ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        if self._read() != "ready\n":
            raise RuntimeError("MiniSearch did not start; what Node says stands above.")
        file.unlink()

    def search(self, text: str) -> list[str]:
        """Return the slugs of the ten best documents for a reader's words."""
        slugs: list[str] = self._ask(text)["slugs"]
        return slugs

    def milliseconds(self, text: str) -> float:
        """Return how long the search itself takes, without the way to Node and back."""
        return float(self._ask(text)["milliseconds"])

    def close(self) -> None:
        """End the process and free its memory."""
        self._process.communicate()

    def _ask(self, text: str) -> dict[str, Any]:
        if self._process.stdin is None:
            raise RuntimeError("MiniSearch was not built.")
        self._process.stdin.write(json.dumps(text) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._read())
        return answer

    def _read(self) -> str:
        return self._process.stdout.readline() if self._process.stdout else ""
