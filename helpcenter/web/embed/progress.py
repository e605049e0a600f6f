"""How far the user of a page is in walkthroughs, on every device of theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from flask import request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from werkzeug.exceptions import ServiceUnavailable

from helpcenter.accounts.progress import Standing, State
from helpcenter.errors import DatabaseUnavailableError
from helpcenter.web.embed.bodies import read_json
from helpcenter.web.embed.identifying import identified, kept_name
from helpcenter.web.serving import request_time, serving

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpcenter.accounts.identity import Identity

MOST_AT_ONCE = 100
RETRY_AFTER_SECONDS = 10

Slug = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Version = Annotated[str, StringConstraints(pattern="^[0-9a-f]{1,16}$")]
StepId = Annotated[str, StringConstraints(max_length=300)]
Milliseconds = Annotated[int, Field(ge=0, le=253_402_300_799_000)]


class StandingForm(BaseModel):
    """How far somebody is in one walkthrough; `at` is in milliseconds since 1970."""

    model_config = ConfigDict(extra="forbid", strict=True)

    version: Version
    step: StepId = ""
    state: Literal["active", "done", "dismissed"]
    at: Milliseconds


class ProgressForm(BaseModel):
    """What a page sends."""

    model_config = ConfigDict(extra="forbid", strict=True)

    walkthroughs: Annotated[dict[Slug, StandingForm], Field(max_length=MOST_AT_ONCE)]


def answer_progress() -> dict[str, Any]:
    """How far the user is, after keeping what the page sends along."""
    identity = identified()
    subject = kept_name(identity)
    try:
        if request.method == "PUT":
            form = read_json(ProgressForm)
            serving().progress.merge(subject, {slug: _standing(each) for slug, each in form.walkthroughs.items()})
        return _answer(identity, serving().progress.of(subject))
    except DatabaseUnavailableError as error:
        detail = "Progress cannot be read or kept at the moment. Try again in a little while."
        raise ServiceUnavailable(detail, retry_after=RETRY_AFTER_SECONDS) from error


def _standing(form: StandingForm) -> Standing:
    # A clock that is ahead must not win for ever.
    at = min(datetime.fromtimestamp(form.at / 1000, UTC), request_time())
    return Standing(form.version, form.step, State(form.state), at)


def _answer(identity: Identity, standings: Mapping[str, Standing]) -> dict[str, Any]:
    return {
        "walkthroughs": {
            slug: {
                "version": each.version,
                "step": each.step,
                "state": each.state,
                "at": round(each.at.timestamp() * 1000),
            }
            for slug, each in standings.items()
        },
        "traits": dict(identity.traits),
    }
