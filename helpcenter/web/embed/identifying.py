"""Who a page of the product speaks for: the token it brings."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from flask import request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from helpcenter.accounts.identity import read_token
from helpcenter.errors import IdentityError
from helpcenter.insights.segments import segment_of
from helpcenter.web.demo_key import demo_keys
from helpcenter.web.serving import request_time, serving

if TYPE_CHECKING:
    from helpcenter.accounts.identity import Identity

_SCHEME = "Bearer "


def identified() -> Identity:
    """Whom the request's token names.

    Raises:
        Unauthorized: there is none, or it does not hold; the detail says why.
    """
    given = request.headers.get("Authorization", "")
    if not given.startswith(_SCHEME):
        raise _unauthorized("Send Authorization: Bearer TOKEN, with a token that your backend has signed.")
    try:
        return verified(given.removeprefix(_SCHEME).strip())
    except IdentityError as error:
        raise _unauthorized(str(error)) from error


def verified(token: str) -> Identity:
    """Whom a token names.

    Raises:
        IdentityError: it does not hold.
    """
    return read_token(token, {**demo_keys(), **serving().identity_keys.secrets()}, request_time().timestamp())


def kept_name(identity: Identity) -> str:
    """The name under which things of a user are kept: nobody can tell from it who it is."""
    return serving().signing.digest("subject", identity.subject)


def segment() -> str:
    """The segment of whoever the request speaks for; "" without a token that holds."""
    if "Authorization" not in request.headers:
        return ""
    with suppress(Unauthorized):  # it matters to figures alone
        return segment_of(identified().traits)
    return ""


def _unauthorized(detail: str) -> Unauthorized:
    return Unauthorized(detail, www_authenticate=WWWAuthenticate("Bearer", {"error": "invalid_token"}))
