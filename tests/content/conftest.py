"""An articles folder of real files to write into."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from helpcenter.content.library import load_library

if TYPE_CHECKING:
    from helpcenter.content.article import Article, Library
    from helpcenter.content.problems import Problem


@dataclass(frozen=True)
class ArticlesFolder:
    """Writes articles and reads them back as a library."""

    path: Path

    def write(self, name: str, content: str | bytes) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def article(self, name: str, body: str, *, title: str = "A title", **keys: str) -> Path:
        front = "".join(f"{key}: {value}\n" for key, value in {"title": title, **keys}.items())
        return self.write(name, f"---\n{front}---\n{body}\n")

    def picture(self, name: str, size: tuple[int, int] = (4, 3)) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size).save(file)
        return file

    def load(self) -> Library:
        return load_library(self.path)

    def render(self, body: str, *, title: str = "A title", locale: str = "en") -> Article:
        """The article that a body becomes, alone in its library."""
        self.article(f"{locale}/howto/page.md", body, title=title)
        return self.load().by_key[(locale, "howto/page")]

    def problems(self, name: str) -> list[Problem]:
        return [problem for problem in self.load().problems if problem.path == name]

    def problem(self, name: str) -> Problem:
        """The one problem of a file."""
        (problem,) = self.problems(name)
        return problem


@pytest.fixture
def folder(tmp_path: Path) -> ArticlesFolder:
    articles = tmp_path / "articles"
    articles.mkdir()
    return ArticlesFolder(articles)
