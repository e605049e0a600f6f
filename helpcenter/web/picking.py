"""The picker's tokens: for half an hour, on one origin, they let a writer ask what only writers may.

A token travels in the fragment of an address, so that no server sees it there; the page of the product could read it,
but all it opens is the interface of the picker and the parser of drafts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import request
from flask_babel import gettext
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import ServiceUnavailable, Unauthorized

from helpcenter.accounts.users import Role, User
from helpcenter.errors import DatabaseUnavailableError
from helpcenter.web.serving import serving

FRAGMENT: Final = "helpcenter-picker="
MINUTES: Final = 30

_PURPOSE: Final = "picker"
_WRITERS: Final = frozenset({Role.WRITER, Role.ADMIN})
_SCHEME: Final = "Bearer "
_LONGEST: Final = 1_000
_RETRY_AFTER_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class Picking:
    """Who picks, and the locale they do it in."""

    user: User
    locale: str


def may_pick(user: User | None) -> bool:
    """Whether they may use the picker: writers, and who may do all that writers may."""
    return user is not None and user.role in _WRITERS


def picker_token(user: User, origin: str, locale: str) -> str:
    """A token for pages of that origin."""
    return serving().signing.sign(_PURPOSE, [user.id, user.session_version, origin, locale])


def picking() -> Picking:
    """Who sent the request from the picker.

    Raises:
        Unauthorized: there is no token, it does not hold here or any more, or they are no writer any more.
        ServiceUnavailable: it cannot be looked up who they are.
    """
    given = request.headers.get("Authorization", "")
    token = given.removeprefix(_SCHEME).strip() if given.startswith(_SCHEME) else ""
    value = serving().signing.read(_PURPOSE, token, MINUTES * 60) if 0 < len(token) <= _LONGEST else None
    if not isinstance(value, list):
        raise _refused(
            gettext("The picker was open for too long, or was not opened from the help center. Open it there again.")
        )
    number, session_version, origin, locale = value
    if request.headers.get("Origin", origin) != origin:
        raise _refused(gettext("The picker was opened for pages of %(origin)s.", origin=origin))
    try:
        user = serving().users.signed_in(number, session_version)
    except DatabaseUnavailableError as error:
        detail = gettext("The picker cannot be used at the moment. Try again in a little while.")
        raise ServiceUnavailable(detail, retry_after=_RETRY_AFTER_SECONDS) from error
    if user is None or not may_pick(user):
        raise _refused(gettext("Only writers may use the picker. Sign in at the help center and open it there again."))
    return Picking(user, locale)


def _refused(detail: str) -> Unauthorized:
    return Unauthorized(detail, www_authenticate=WWWAuthenticate("Bearer", {"error": "invalid_token"}))
