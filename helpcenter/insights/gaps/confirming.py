"""What no replay can know: a person reads a text beside the queries of a gap, and says whether it answers them.

What they read is remembered by its hash. When the article no longer says so anywhere, they are asked again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from helpcenter.clock import utc_now
from helpcenter.errors import GapError
from helpcenter.insights.gaps.gap import Gap, Happened
from helpcenter.insights.gaps.refusals import Refusal
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import detail_of, read_gap
from helpcenter.insights.gaps.values import FailureKind, Reason
from helpcenter.insights.gaps.working import Doing, change, note
from helpcenter.search.results import SearchRequest
from helpcenter.storage.tables import GapHistory

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from helpcenter.content.article import Article, Section
    from helpcenter.insights.gaps.gap import GapQuery
    from helpcenter.search.generation import Generation
    from helpcenter.storage.database import Database


_MOST_REPLAYED: Final = 10


class Standing(StrEnum):
    """What a person's word about a gap's answer is worth today."""

    NONE = "none"  # nobody gave it, or it was about another article
    HOLDS = "holds"  # the article still says what they read
    OUTDATED = "outdated"  # it was changed since


@dataclass(frozen=True, slots=True)
class Text:
    """A section as it is read by who is asked: of which article ("locale/slug"), and what it says."""

    article: str
    anchor: str
    heading: str
    text: str

    @property
    def name(self) -> str:
        """Its address, "locale/slug#anchor"; the lead of an article has none after the sign."""
        return f"{self.article}#{self.anchor}"

    @property
    def hash(self) -> str:
        """What it says, whatever its spaces: 64 hexadecimal digits."""
        return sha256(" ".join(f"{self.heading}\n{self.text}".split()).encode()).hexdigest()


def texts_of(article: Article) -> tuple[Text, ...]:
    """Return the sections of an article that say something, in its own order."""
    name = f"{article.locale}/{article.slug}"
    return tuple(Text(name, each.anchor, each.heading, each.text) for each in article.sections if _says(each))


def text_of(article: Article, anchor: str) -> Text | None:
    """Return the section with this anchor, None when there is none that says anything."""
    return next((each for each in texts_of(article) if each.anchor == anchor), None)


def best_text(article: Article, queries: Sequence[GapQuery], generation: Generation) -> Text | None:
    """Return the section that most of what was asked leads to, by words; the first one where none does."""
    leads: Counter[str] = Counter()
    for query in queries[:_MOST_REPLAYED]:
        if query.key.locale == article.locale:
            results = generation.search(SearchRequest(query.text, article.locale, semantic=False))
            hit = next((each for each in results.hits if each.slug == article.slug), None)
            if hit is not None and hit.sections:
                leads[hit.sections[0].anchor] += query.times
    texts = texts_of(article)
    return max(texts, key=lambda text: leads[text.anchor], default=None)


def published(generation: Generation, article: str) -> Article | None:
    """Return a published article by "locale/slug", None when there is none."""
    locale, _, slug = article.partition("/")
    return generation.article(locale, slug) if locale in generation.locales else None


def standing_of(known: Gap, generation: Generation) -> Standing:
    """Tell whether the answer of a gap still says what somebody confirmed; wherever in the article that stands now."""
    confirmed = known.confirmed
    if confirmed is None or confirmed.article != known.answer:
        return Standing.NONE
    article = published(generation, confirmed.article)
    hashes = {text.hash for text in texts_of(article)} if article else set[str]()
    return Standing.HOLDS if confirmed.hash in hashes else Standing.OUTDATED


def confirm(database: Database, doing: Doing, text: Text, now: datetime | None = None) -> Gap:
    """Say, as a person, that this text answers the queries of a gap; its article is the answer from then on.

    Raises:
        GapChangedError: the gap was changed since it was looked at.
        GapError: there is no such gap, nobody says so, or another article is to answer it.
        DatabaseUnavailableError: nothing was changed.
    """
    now = now or utc_now()
    with database.writing() as session:
        known = _asked(read_gap(session, doing.gap), doing, text)
        values: dict[str, object] = {
            "answer": text.article,
            "confirmed_section": text.name,
            "confirmed_hash": text.hash,
            "confirmed_at": now,
            "confirmed_by": doing.author.id if doing.author else None,
        }
        change(session, known, doing, values, now)
        note(session, doing, Happened.CONFIRMED, "", {"section": text.name, "answers": True, "hash": text.hash}, now)
        return read_gap(session, known.id)


def deny(database: Database, doing: Doing, text: Text, now: datetime | None = None) -> Gap:
    """Say, as a person, that this text does not answer the queries of a gap; it is to be worked on again.

    The software names that article no more for it.

    Raises:
        GapChangedError: the gap was changed since it was looked at.
        GapError: there is no such gap, nobody says so, or another article is to answer it.
        DatabaseUnavailableError: nothing was changed.
    """
    now = now or utc_now()
    with database.writing() as session:
        known = _asked(read_gap(session, doing.gap), doing, text)
        values: dict[str, object] = {
            "answer": "",
            "confirmed_section": "",
            "confirmed_hash": "",
            "confirmed_at": None,
            "confirmed_by": None,
        }
        if known.state in {State.SHIPPED, State.PROVEN, State.REGRESSED}:
            values["state"] = State.IN_PROGRESS if known.owner else State.OPEN
        if text.article in {known.article, known.hint}:
            values |= {"kind": FailureKind.MISSING, "reason": Reason.DENIED, "article": "", "hint": ""}
        change(session, known, doing, values, now)
        note(session, doing, Happened.CONFIRMED, "", {"section": text.name, "answers": False}, now)
        return read_gap(session, known.id)


def denied_of(database: Database, numbers: Iterable[int]) -> dict[int, frozenset[str]]:
    """Return for each gap the articles ("locale/slug") whose text does not answer it, as a person said last.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    wanted = set(numbers)
    said: dict[int, dict[str, bool]] = {number: {} for number in wanted}
    reading = select(GapHistory.gap_id, GapHistory.detail).where(GapHistory.kind == str(Happened.CONFIRMED))
    with database.reading() as session:
        for number, detail in session.execute(reading.order_by(GapHistory.id)):
            if number in wanted and (told := detail_of(detail)):
                said[number][str(told.get("section", "")).partition("#")[0]] = bool(told.get("answers"))
    return {number: frozenset(name for name, is_answer in of.items() if not is_answer) for number, of in said.items()}


def _asked(known: Gap, doing: Doing, text: Text) -> Gap:
    if doing.author is None:
        told = "Only somebody with an account can say what answers a gap. helpcenter user add makes one."
        raise GapError(told, Refusal.NOBODY_SAYS)
    if not known.queries or known.state is State.WONT_FIX:
        told = f"Gap {known.id} is {known.state}. Open it again before its answer is confirmed."
        raise GapError(told, Refusal.CLOSED, state=known.state)
    if known.answer and known.answer != text.article:
        told = f"{known.answer} is to answer gap {known.id}, and the text is of {text.article}."
        raise GapError(told, Refusal.OTHER_ANSWER, article=known.answer)
    return known


def _says(section: Section) -> bool:
    return bool(section.text.strip())
