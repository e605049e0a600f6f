"""Tells the log of searches what was searched, found, opened, judged and asked; after the answer is made."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING, Final, cast
from uuid import uuid4
from weakref import WeakKeyDictionary

from flask import g, request

from helpcenter.insights.outcomes import Outcome
from helpcenter.insights.searches.events import Click, Escalation, Finding, Search, SearchSurface, Verdict, finding_of
from helpcenter.search.results import SearchRequest
from helpcenter.web.query import readable_query
from helpcenter.web.serving import request_time, serving
from helpcenter.web.visitors import audience, is_ahead, visitor

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask import Flask
    from werkzeug.wrappers import Response

    from helpcenter.search.generation import Generation
    from helpcenter.search.results import Preference, SearchResults

_SURFACES: Final = {
    "site.search": SearchSurface.SITE,
    "api.search": SearchSurface.API,
    "embed.search": SearchSurface.PANEL,
}
_REFUSED: Final = {
    HTTPStatus.BAD_REQUEST: Outcome.REJECTED,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Outcome.REJECTED,
    HTTPStatus.TOO_MANY_REQUESTS: Outcome.REJECTED,
    HTTPStatus.SERVICE_UNAVAILABLE: Outcome.UNAVAILABLE,
}
_LOCALE: Final = re.compile("[a-z]{2}(-[A-Z]{2})?")
_MOST_REMEMBERED: Final = 2_000


def init_app(app: Flask) -> None:
    """Logs searches after they were answered."""
    app.after_request(_log)


@dataclass(frozen=True, slots=True)
class _Made:
    asked: SearchRequest
    finding: Finding
    screen: str = ""
    segment: str = ""


def searched(
    asked: SearchRequest, current: Generation, results: SearchResults, *, screen: str = "", segment: str = ""
) -> None:
    """Notes what this request searched for and found, on which screen of the product, and in which segment."""
    finding = finding_of(results, current.commit)
    _remembered.keep(current, _key(asked), finding)
    g.search_made = _Made(asked, finding, screen, segment)


def searched_before(asked: SearchRequest, current: Generation, search: Callable[[], SearchResults]) -> None:
    """Notes a search whose page was made earlier; when nobody here remembers what it found, it is made again."""
    if not asked.text or is_ahead():
        return
    finding = _remembered.get(current, _key(asked))
    if finding is None:
        finding = finding_of(search(), current.commit)
        _remembered.keep(current, _key(asked), finding)
    g.search_made = _Made(asked, finding)


def preferred(locale: str, query: str) -> tuple[Preference, ...]:
    """What people chose who searched for the same; nothing where the settings keep it out of the ranking."""
    state = serving()
    return state.recording.learned.of(locale, query) if state.config.learning == "on" else ()


def clicked(
    query: str,
    article: str,
    rank: int | None = None,
    at: datetime | None = None,
    visit: str = "",
    identity: str = "",
) -> None:
    """Logs that a result was opened; `article` is "locale/slug", `identity` tells a repeat."""
    at = at or request_time()
    serving().search_log.record(
        Click(id=identity or str(uuid4()), at=at, visitor=visitor(at, visit), article=article, query=query, rank=rank)
    )


def chosen(query: str, locale: str, article: str, rank: int | None, surface: SearchSurface) -> None:
    """Logs a suggestion that was taken: an attempt that ended before anything was submitted."""
    at = request_time()
    serving().search_log.record(
        Search(
            id=str(uuid4()),
            at=at,
            visitor=visitor(at),
            audience=audience(),
            surface=surface,
            locale=locale,
            query=query,
            finding=Finding(results=1, shown=(article,)),
            is_typing=True,
        )
    )
    clicked(query, article, rank, at)


def abandoned(query: str, locale: str, suggestions: int) -> None:
    """Logs that a reader left with words typed, for which so many suggestions were shown and none was taken."""
    at = request_time()
    serving().search_log.record(
        Search(
            id=str(uuid4()),
            at=at,
            visitor=visitor(at),
            audience=audience(),
            surface=SearchSurface.SITE,
            locale=locale,
            query=query,
            finding=Finding(results=suggestions),
            is_typing=True,
            refused=Outcome.ABANDONED,
        )
    )


def judged(article: str, *, helpful: bool, at: datetime | None = None, visit: str = "", identity: str = "") -> None:
    """Logs what a reader said of an article, "locale/slug"; `identity` tells a repeat."""
    at = at or request_time()
    serving().search_log.record(
        Verdict(id=identity or str(uuid4()), at=at, visitor=visitor(at, visit), article=article, helpful=helpful)
    )


def escalated(locale: str, text: str, searched: str, question: str) -> None:
    """Logs a question that was sent to people, once however often it is sent."""
    at = request_time()
    serving().search_log.record(
        Escalation(
            id=question,
            at=at,
            visitor=visitor(at),
            audience=audience(),
            locale=locale,
            text=text,
            question=question,
            searched=searched,
        )
    )


def _log(response: Response) -> Response:
    surface = _SURFACES.get(request.endpoint or "")
    if surface is None or request.method != "GET" or is_ahead():
        return response
    refused = _REFUSED.get(cast("HTTPStatus", response.status_code))
    made: _Made | None = g.get("search_made")
    if refused:
        query, _ = readable_query(request.args.get("q", ""))
        _record(surface, _Made(SearchRequest(query, _asked_locale()), Finding()), refused)
    elif made is not None:
        _record(surface, made)
    return response


def _record(surface: SearchSurface, made: _Made, refused: Outcome | None = None) -> None:
    # The guide gives no visit where the page, or its reader, does not want to be counted.
    is_unwanted = surface is SearchSurface.PANEL and not _visit()
    if not made.asked.text or not made.asked.locale or is_unwanted:
        return
    at = request_time()
    serving().search_log.record(
        Search(
            id=str(uuid4()),
            at=at,
            visitor=visitor(at, _visit() if surface is not SearchSurface.SITE else ""),
            audience=audience(for_programs=surface is SearchSurface.API),
            surface=surface,
            locale=made.asked.locale,
            query=made.asked.text,
            screen=made.screen,
            segment=made.segment,
            finding=made.finding,
            page=made.asked.page,
            is_typing=surface is not SearchSurface.SITE,
            refused=refused,
        )
    )


def _asked_locale() -> str:
    """The locale of a search that was refused, if it is one at all."""
    asked = (request.view_args or {}).get("locale") or request.args.get("locale", "")
    return asked if _LOCALE.fullmatch(asked) else ""


def _visit() -> str:
    """A random name the asking page gave itself, by which users behind one address are told apart."""
    return request.args.get("visit", "")[:64]


class _Remembered:
    """What searches found, so that a page that is known already need not be searched for again to be logged."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._findings: WeakKeyDictionary[Generation, OrderedDict[str, Finding]] = WeakKeyDictionary()

    def get(self, current: Generation, key: str) -> Finding | None:
        with self._lock:
            return self._findings.get(current, OrderedDict()).get(key)

    def keep(self, current: Generation, key: str, finding: Finding) -> None:
        with self._lock:
            findings = self._findings.setdefault(current, OrderedDict())
            findings[key] = finding
            if len(findings) > _MOST_REMEMBERED:
                findings.popitem(last=False)


_remembered: Final = _Remembered()


def _key(asked: SearchRequest) -> str:
    return repr((asked.text, asked.locale, asked.page, asked.topic, asked.kind, sorted(asked.without)))
