"""Ways to mend a gap: the change to the articles that each of them is. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from helpcenter.content.adding_questions import add_questions
from helpcenter.content.changes import read_source, source_of
from helpcenter.content.drafting import draft_article
from helpcenter.content.hindrances import Hindrance
from helpcenter.content.places import line_of_section
from helpcenter.content.questions import literal
from helpcenter.errors import ChangeError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from helpcenter.content.article import Article
    from helpcenter.content.changes import Change
    from helpcenter.insights.gaps.gap import Gap, GapQuery

MOST_QUESTIONS = 5
"""Of a gap's queries, those asked most, that a fix begins with; its writer changes them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the articles folder something is to be improved; `line` counts from 1."""

    path: str
    line: int


def questions_for(queries: Sequence[GapQuery], locale: str) -> tuple[str, ...]:
    """Return the questions that a gap's queries make in a locale, those asked most first; each stands for itself."""
    shown = (query.text for query in queries if query.is_shown and query.key.locale == locale)
    return tuple(dict.fromkeys(literal(" ".join(text.split())) for text in shown))[:MOST_QUESTIONS]


def adding(articles: Path, article: str, questions: Sequence[str]) -> Change:
    """Return the change that adds questions to an article ("locale/slug").

    Raises:
        ChangeError: there is no such file, or it cannot take them.
    """
    path = source_of(*_parts(article))
    text = read_source(articles, path)
    if text is None:
        told = f"There is no file {path} any more. Choose another article, or write a new one."
        raise ChangeError(told, Hindrance.GONE, path=path)
    return add_questions(path, text, questions)


def drafting(articles: Path, gap: Gap, queries: Sequence[GapQuery], article: str, title: str = "") -> Change:
    """Return the file of a new article ("locale/slug") that is to answer a gap.

    Raises:
        ChangeError: there is such a file already, or it cannot be one.
    """
    locale, slug = _parts(article)
    if read_source(articles, source_of(locale, slug)) is not None:
        told = f"{article} is there already. Add questions to it, or choose another path."
        raise ChangeError(told, Hindrance.THERE, path=article)
    return draft_article(locale, slug, title or gap.title or slug, questions_for(queries, locale))


def improving(articles: Path, article: Article, anchor: str) -> Place:
    """Return where the section of an article stands that is to be improved, the lead for an empty anchor.

    Raises:
        ChangeError: its file cannot be read any more.
    """
    text = read_source(articles, article.source)
    if text is None:
        raise ChangeError(f"There is no file {article.source} any more.", Hindrance.GONE, path=article.source)
    return Place(article.source, line_of_section(text, article.source, article.sections, anchor))


def address_of(edit_url: str, place: Place) -> str:
    """Return the address of a hosting platform's editor, with the line for those that open it; "" without a setting."""
    if not edit_url:
        return ""
    return f"{edit_url.replace('{path}', quote(place.path))}{f'#L{place.line}' if place.line > 1 else ''}"


def _parts(article: str) -> tuple[str, str]:
    locale, _, slug = article.strip().removesuffix(".md").partition("/")
    return locale, slug
