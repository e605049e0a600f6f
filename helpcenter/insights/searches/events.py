"""What happens around a search, as the log is told: it was made, a result opened, an article judged, people asked."""

from __future__ import annotations

from datetime import datetime  # msgspec reads annotations, here and below
from enum import StrEnum
from typing import Final

import msgspec
from msgspec import Struct

from helpcenter.insights.masking import mask
from helpcenter.insights.outcomes import Outcome
from helpcenter.search.results import Confidence, SearchResults

MAX_SCREEN: Final = 200
MAX_SEGMENT: Final = 200
"""Characters, both."""
_MASKED_QUERY: Final = 1_000  # masks can be longer than what they hide


class SearchSurface(StrEnum):
    """Where somebody searches."""

    SITE = "site"
    PANEL = "panel"  # inside the product
    API = "api"
    FORM = "form"  # while they write a question to people


class Audience(StrEnum):
    """Who searches; readers alone count in figures and gaps."""

    READER = "reader"
    TEAM = "team"
    BOT = "bot"


class Finding(Struct, frozen=True):
    """What a search found; `shown` are the hits of its page, best first, as "locale/slug".

    `confidence` is None where no search judged itself: a suggestion was taken, or people were asked at once.
    """

    results: int = 0
    confidence: Confidence | None = None
    confidence_score: float = 0.0
    generation: str = ""
    commit: str = ""
    shown: tuple[str, ...] = ()


def finding_of(results: SearchResults, commit: str) -> Finding:
    """Return what the log keeps of results; `commit` is that of the articles."""
    return Finding(
        results=results.total,
        confidence=results.confidence,
        confidence_score=round(float(results.confidence_score), 4),
        generation=results.generation,
        commit=commit,
        shown=tuple(f"{hit.locale}/{hit.slug}" for hit in results.hits),
    )


class Search(Struct, frozen=True, tag=True, kw_only=True):
    """A search was made, or `refused` says why not; `is_typing` where each key may search anew.

    `visitor` is the name of one day (see `visitors`), `segment` what is known of a verified user, see `segment_of`.
    """

    id: str
    at: datetime
    visitor: str
    audience: Audience
    surface: SearchSurface
    locale: str
    query: str
    screen: str = ""
    segment: str = ""
    finding: Finding = Finding()
    page: int = 1
    is_typing: bool = False
    refused: Outcome | None = None


class Click(Struct, frozen=True, tag=True, kw_only=True):
    """A result was opened; `query` is what had been searched for, "" when that is not known. `rank` counts from 1."""

    id: str
    at: datetime
    visitor: str
    article: str
    query: str = ""
    rank: int | None = None


class Verdict(Struct, frozen=True, tag=True, kw_only=True):
    """A reader said whether an article helped."""

    id: str
    at: datetime
    visitor: str
    article: str
    helpful: bool


class Escalation(Struct, frozen=True, tag=True, kw_only=True):
    """A question was sent to people: its text, and what had been searched for before, "" for nothing."""

    id: str
    at: datetime
    visitor: str
    audience: Audience
    locale: str
    text: str
    question: str
    searched: str = ""


Event = Search | Click | Verdict | Escalation


def masked(event: Event) -> Event:
    """Return the event without personal data in what was typed, and in the address of its screen."""
    match event:
        case Search():
            screen = mask(event.screen)[:MAX_SCREEN]
            segment = event.segment[:MAX_SEGMENT]
            return msgspec.structs.replace(event, query=_masked(event.query), screen=screen, segment=segment)
        case Click():
            return msgspec.structs.replace(event, query=_masked(event.query))
        case Escalation():
            return msgspec.structs.replace(event, text=_masked(event.text), searched=_masked(event.searched))
        case _:
            return event


def encoded(event: Event) -> bytes:
    """Return the event as one line of JSON."""
    return msgspec.json.encode(event)


def decoded(line: bytes) -> Event:
    """Return the event of a line.

    Raises:
        msgspec.MsgspecError: it holds none.
    """
    return _DECODER.decode(line)


_DECODER: Final[msgspec.json.Decoder[Event]] = msgspec.json.Decoder(Event)


def _masked(text: str) -> str:
    return mask(text)[:_MASKED_QUERY]
