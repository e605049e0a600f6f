"""Reads an article that is not in the folder yet, as it would be read there; nothing of it is written anywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from helpcenter.content.article import Article
from helpcenter.content.git import History
from helpcenter.content.glossary import GLOSSARY_FILE, read_glossary
from helpcenter.content.phrases import PHRASES_FILE, read_phrases
from helpcenter.content.problems import Problem, Severity
from helpcenter.content.reading import Reader

if TYPE_CHECKING:
    from pathlib import Path


_FILE: Final = "topic/draft.md"  # most articles stand in a topic, and link from there
_HEAD: Final = "---\ntitle: {title}\n---\n"


@dataclass(frozen=True, slots=True)
class Draft:
    """What came of a draft; without an article its problems say why. Lines count from the draft's own first one."""

    article: Article | None
    problems: tuple[Problem, ...]


def read_draft(text: str, *, locale: str, title: str, folder: Path) -> Draft:
    """Reads the Markdown of a walkthrough as if it stood in a locale's folder.

    A part of an article, without front matter, is taken for the whole of one with that title.
    """
    source = f"{locale}/{_FILE}"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head = "" if text.startswith("---\n") else _HEAD.format(title=title)
    phrases, _ = read_phrases(folder / PHRASES_FILE, PHRASES_FILE)
    glossary, _ = read_glossary(folder / GLOSSARY_FILE, GLOSSARY_FILE)
    reader = Reader(folder, History(), lambda _digest: None, phrases, glossary)
    reading = reader.read_text(source, head + text, (head + text).encode("utf-8", "surrogatepass"))
    found = [*reading.problems, *(reading.article.findings if reading.article else ())]
    is_broken = any(each.severity is Severity.ERROR for each in found)
    if reading.article and not is_broken and not any(section.step for section in reading.article.sections):
        message, suggestion = "No heading names a target.", "Add target=\"[data-guide='…']\" to a heading."
        found.append(Problem(Severity.ERROR, source, 0, "", message, suggestion))
    before = head.count("\n")
    problems = (replace(each, line=max(0, each.line - before)) for each in found)
    return Draft(reading.article, tuple(sorted(set(problems), key=lambda each: each.line)))
