"""Who a user of the host product is: what its backend has signed, a short-lived HS256 JWT of RFC 7519.

The host's backend holds a key of ours and signs `sub` (its own name for the user), `exp` and, if it likes, `traits`.
Whoever brings no token, or one that does not hold, is anonymous.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import jwt

from helpcenter.errors import IdentityError

ALGORITHM: Final = "HS256"
MOST_CHARACTERS: Final = 4_096
MOST_SECONDS: Final = 3_600
"""A token may not be valid for longer: one that is lost is worthless soon."""
LEEWAY_SECONDS: Final = 60
"""So far the clocks of both servers may be apart."""
MOST_SUBJECT: Final = 255
MOST_TRAITS: Final = 32
_MOST_TRAIT: Final = 200


@dataclass(frozen=True, slots=True)
class Identity:
    """A user as the host's backend knows them: its name for them, and what is known of them."""

    subject: str
    traits: Mapping[str, tuple[str, ...]]


def read_token(token: str, keys: Mapping[str, str], now: float) -> Identity:
    """Returns whom a token names; `keys` are the secrets by their id, `now` is in seconds since 1970.

    Raises:
        IdentityError: it does not hold; the message says why, to whoever wrote the backend.
    """
    if len(token) > MOST_CHARACTERS:
        raise IdentityError(f"The token has {len(token):,} characters; {MOST_CHARACTERS:,} are allowed.")
    claims = _signed_claims(token, keys)
    _check_time(claims, now)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= MOST_SUBJECT:
        raise IdentityError(f"The token names nobody: `sub` must be a text of 1 to {MOST_SUBJECT} characters.")
    return Identity(subject, _traits(claims.get("traits", {})))


def _signed_claims(token: str, keys: Mapping[str, str]) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError as error:
        raise IdentityError(f"This is no JSON Web Token: {error}.") from error
    if header.get("alg") != ALGORITHM:
        raise IdentityError(f"The token is signed with {header.get('alg')!r}; only {ALGORITHM} is accepted.")
    key_id = header.get("kid")
    if not isinstance(key_id, str):
        raise IdentityError("The token does not say which key it is signed with: its header has no `kid`.")
    if key_id not in keys:
        raise IdentityError(
            f"The key {key_id[:40]!r} is unknown here or was retired. `helpcenter identity key list` names them."
        )
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            keys[key_id],
            algorithms=[ALGORITHM],
            # The times are checked below, where both clocks can be told.
            options={
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "verify_aud": False,
                "verify_sub": False,
            },
        )
    except jwt.InvalidSignatureError as error:
        raise IdentityError(
            f"The signature does not fit: the token was changed, or signed with another secret than that of {key_id!r}."
        ) from error
    except jwt.InvalidTokenError as error:
        raise IdentityError(f"The token cannot be read: {error}.") from error
    return claims


def _check_time(claims: Mapping[str, Any], now: float) -> None:
    expires = _seconds(claims, "exp")
    if expires is None:
        raise IdentityError("The token never ends: it needs `exp`, at most an hour away.")
    if expires <= now - LEEWAY_SECONDS:
        raise IdentityError(f"The token ended {_apart(now - expires)} ago: {_clocks(expires, now)}")
    if expires > now + MOST_SECONDS + LEEWAY_SECONDS:
        raise IdentityError(
            f"The token ends {_apart(expires - now)} from now, and an hour is the most: {_clocks(expires, now)}"
        )
    begins = _seconds(claims, "nbf")
    if begins is not None and begins > now + LEEWAY_SECONDS:
        raise IdentityError(f"The token is not valid before {_apart(begins - now)} from now: {_clocks(begins, now)}")


def _seconds(claims: Mapping[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise IdentityError(f"`{name}` must be a number of seconds since 1970, not {value!r:.40}.")
    return value


def _clocks(told: float, now: float) -> str:
    return f"it says {_moment(told)}, and here it is {_moment(now)}. If it is fresh, one of the two clocks is wrong."


def _moment(seconds: float) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (OverflowError, OSError, ValueError):
        return f"second {seconds:.0f}"


def _apart(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:,.0f} minutes"


def _traits(given: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(given, dict) or len(given) > MOST_TRAITS:
        raise IdentityError(f"`traits` must be an object with at most {MOST_TRAITS} entries.")
    return {str(name)[:_MOST_TRAIT]: _values(name, value) for name, value in given.items()}


def _values(name: str, value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if len(values) > MOST_TRAITS or not all(isinstance(each, str | int | float) for each in values):
        raise IdentityError(f"The trait {name[:40]!r} must be a text, a number, true, false, or a list of them.")
    return tuple(_text(each)[:_MOST_TRAIT] for each in values)


def _text(value: str | float) -> str:
    """A value as front matter has it: YAML writes true, Python True."""
    return str(value).lower() if isinstance(value, bool) else str(value)
