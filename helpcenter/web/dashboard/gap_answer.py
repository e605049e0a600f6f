"""What no replay can know: the text that is to answer a gap, beside its queries, and whether it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import request
from flask_babel import gettext

from helpcenter.errors import GapError
from helpcenter.insights.gaps.confirming import Standing, Text, best_text, published, standing_of, text_of, texts_of
from helpcenter.insights.gaps.gap import Confirmation, GapQuery
from helpcenter.insights.gaps.refusals import Refusal
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import gap as kept_gap
from helpcenter.web.dashboard.gaps import Option
from helpcenter.web.dashboard.titles import article_title
from helpcenter.web.forms import typed_line
from helpcenter.web.serving import serving

if TYPE_CHECKING:
    from helpcenter.insights.gaps.reading import GapReport

_MOST_QUERIES: Final = 20


@dataclass(frozen=True, slots=True)
class Question:
    """Does this text answer them? `lines` are what it says; `told` is what was said of it until now, and by whom.

    `is_asked` tells that an answer is needed, `queries` are those asked most and `more` how many others may be shown.
    """

    text: Text
    title: str
    locale: str
    lines: tuple[str, ...]
    sections: tuple[Option, ...]
    queries: tuple[GapQuery, ...]
    more: int
    told: str
    confirmed: Confirmation | None
    is_asked: bool


def question_of(report: GapReport) -> Question | None:
    """What is asked about a gap; None when no published article may answer it, or nothing is to be decided."""
    known, generations = report.gap, serving().generations
    name = known.answer or known.article or known.hint
    if not name or not generations.is_published or not known.queries or known.state is State.WONT_FIX:
        return None
    generation = generations.current()
    article = published(generation, name)
    if article is None:
        return None
    standing = standing_of(known, generation)
    confirmed = known.confirmed if standing is Standing.HOLDS else None
    anchor = request.args.get("section", confirmed.section.partition("#")[2] if confirmed else None)
    text = text_of(article, anchor) if anchor is not None else None
    text = text or best_text(article, report.queries, generation)
    if text is None:
        return None
    locale, _, slug = name.partition("/")
    return Question(
        text=text,
        title=article_title(locale, slug),
        locale=locale,
        lines=tuple(text.text.splitlines()),
        sections=tuple(
            Option(each.anchor, each.heading or gettext("Before the first heading"), each.anchor == text.anchor)
            for each in texts_of(article)
        ),
        queries=report.queries[:_MOST_QUERIES],
        more=max(len(report.queries) - _MOST_QUERIES, 0),
        told=_told(known.state, standing),
        confirmed=known.confirmed if standing is not Standing.NONE else None,
        is_asked=standing is not Standing.HOLDS,
    )


def text_in_form(number: int) -> Text:
    """The text that a form is about, as its sender read it.

    Raises:
        GapError: there is no such gap or section any more, or it says something else by now.
    """
    kept_gap(serving().recording.database, number)
    name, anchor = typed_line("article"), typed_line("section")
    article = published(serving().generations.current(), name)
    text = text_of(article, anchor) if article is not None else None
    if text is None:
        raise GapError(f"{name} has no section {anchor!r} any more.", Refusal.NO_SECTION, article=name)
    if text.hash != typed_line("hash"):
        raise GapError(f"{text.name} was changed meanwhile.", Refusal.TEXT_CHANGED, article=name)
    return text


def _told(state: State, standing: Standing) -> str:
    if standing is Standing.HOLDS:
        return ""
    if standing is Standing.OUTDATED:
        return str(gettext("The text was changed since it was confirmed. Please read it again."))
    if state is State.PROVEN:
        return str(gettext("Proven before confirmations were asked for. Please read the text once."))
    return str(gettext("No search can know this. The gap is proven only when somebody has read the text and says so."))
