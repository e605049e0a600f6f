"""Takes the events of a page: known ones only, each once, and verified users apart from everybody else."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from werkzeug.exceptions import NotFound, TooManyRequests

from helpcenter.errors import IdentityError
from helpcenter.insights.guide_events import GuideBatch, GuideEvent
from helpcenter.insights.segments import segment_of
from helpcenter.insights.votes import Vote
from helpcenter.web.embed.bodies import read_json
from helpcenter.web.embed.event_forms import BatchForm, ResultClicked, Voted
from helpcenter.web.embed.identifying import kept_name, verified
from helpcenter.web.forms import readable_text
from helpcenter.web.limiting import EVENTS, reader_address
from helpcenter.web.search_log import clicked, judged
from helpcenter.web.serving import generation, request_time, serving
from helpcenter.web.voting import article_to_vote_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpcenter.web.embed.event_forms import Event

_OLDEST: Final = timedelta(days=7)
"""A page that was offline sends late; a clock that is further off is not believed."""


def take_events() -> None:
    """Keeps the events of the request; a batch that is sent again changes nothing.

    A token that does not hold, perhaps because it ended just now, leaves the events unverified.

    Raises:
        TooManyRequests: this address has sent too many lately.
        BadRequest: an event is unknown or has unknown fields; none of the batch is kept.
        NotKeptError: they can be written nowhere.
    """
    if not serving().limiter.allows(EVENTS, reader_address()):
        raise TooManyRequests(retry_after=EVENTS.seconds)
    form = read_json(BatchForm)
    subject = segment = ""
    if form.token:
        with suppress(IdentityError):
            identity = verified(form.token)
            subject, segment = kept_name(identity), segment_of(identity.traits)
    events = tuple(_kept(each, form.session, subject, segment) for each in form.events)
    serving().feedback.record(GuideBatch(str(uuid4()), events))
    for each in form.events:
        if isinstance(each, ResultClicked):
            opened = f"{each.locale}/{each.slug}"
            clicked(each.query, opened, each.rank or None, _believable(each.at), form.session, str(each.id))
        elif isinstance(each, Voted):
            _vote(each, form.session, _believable(each.at))


def _kept(event: Event, session: str, subject: str, segment: str) -> GuideEvent:
    said = event.model_dump()
    number = _first(said, "results", "rank", "score", "helpful")
    candidates = said.get("candidates")
    return GuideEvent(
        id=str(event.id),
        at=_believable(event.at),
        name=event.name,
        session=session,
        subject=subject,
        is_verified=bool(subject),
        locale=event.locale,
        screen=readable_text(event.screen),
        slug=readable_text(_first(said, "walkthrough", "slug", "hint") or ""),
        version=said.get("version", ""),
        step=readable_text(said.get("step", "")),
        text=readable_text(_first(said, "query", "comment") or ""),
        number=None if number is None else int(number),
        segment=segment,
        detail=readable_text(json.dumps(candidates, ensure_ascii=False) if candidates else said.get("how", "")),
    )


def _first(said: Mapping[str, Any], *names: str) -> Any:
    """What an event says under the one of these names that it has."""
    return next((said[name] for name in names if name in said), None)


def _believable(milliseconds: int) -> datetime:
    now = request_time()
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return at if now - _OLDEST <= at <= now else now


def _vote(event: Voted, session: str, at: datetime) -> None:
    """Counts a vote with those below the article's page, once for each session."""
    try:
        article = article_to_vote_on(event.locale, event.slug)
    except NotFound:
        return
    serving().feedback.vote(
        Vote(
            id=serving().signing.digest("vote", session, article.locale, article.slug),
            locale=article.locale,
            slug=article.slug,
            commit=generation().commit,
            helpful=event.helpful,
            comment=readable_text(event.comment),
            made_at=at,
        )
    )
    opened = f"{article.locale}/{article.slug}"
    judged(opened, helpful=event.helpful, at=at, visit=session, identity=str(event.id))
