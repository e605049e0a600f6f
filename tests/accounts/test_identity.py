from __future__ import annotations

import base64
import json
import re
from typing import Any

import jwt
import pytest

from helpcenter.accounts.identity import Identity, read_token
from helpcenter.errors import IdentityError

NOW = 1_795_000_000
SECRET = "s3cret-of-the-first-key-0123456789abcdef"
OTHER = "s3cret-of-the-other-key-0123456789abcdef"
KEYS = {"first": SECRET, "second": OTHER}


def token(secret: str = SECRET, kid: Any = "first", algorithm: str = "HS256", **claims: Any) -> str:
    payload = {"sub": "user-7", "exp": NOW + 300, **claims}
    payload = {name: value for name, value in payload.items() if value is not ...}
    return jwt.encode(payload, secret, algorithm=algorithm, headers={"kid": kid} if kid is not None else {})


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_signed_token_says_who_it_is_and_what_is_known_of_them() -> None:
    traits = {"plan": "pro", "role": ["admin", "owner"], "seats": 5, "trial": True}
    assert read_token(token(traits=traits), KEYS, NOW) == Identity(
        "user-7", {"plan": ("pro",), "role": ("admin", "owner"), "seats": ("5",), "trial": ("true",)}
    )


def test_two_keys_hold_at_the_same_time() -> None:
    assert read_token(token(OTHER, "second"), KEYS, NOW).subject == "user-7"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (token(OTHER, "first"), "The signature does not fit"),
        (token(SECRET, "second"), "The signature does not fit"),
        (token(kid="third"), "The key 'third' is unknown here or was retired"),
        (token(kid=None), "its header has no `kid`"),
        (token(SECRET * 2, algorithm="HS512"), "only HS256 is accepted"),
        (token("", algorithm="none"), "only HS256 is accepted"),
        (
            f"{encoded({'alg': 'none', 'kid': 'first'})}.{encoded({'sub': 'a'})}.",
            "only HS256 is accepted",
        ),
        (f"{encoded({'alg': 'RS256', 'kid': 'first'})}.{encoded({'sub': 'a'})}.AAAA", "only HS256 is accepted"),
        ("nonsense", "This is no JSON Web Token"),
        ("", "This is no JSON Web Token"),
        ("a.b.c", "This is no JSON Web Token"),
        ("x" * 5_000, "The token has 5,000 characters"),
        (token(exp=...), "The token never ends"),
        (token(exp="soon"), "`exp` must be a number"),
        (token(exp=True), "`exp` must be a number"),
        (token(exp=NOW - 61), "The token ended 61 seconds ago"),
        (token(exp=NOW - 3_600), "If it is fresh, one of the two clocks is wrong"),
        (token(exp=NOW + 3_700), "an hour is the most"),
        (token(exp=10**14), "an hour is the most"),
        (token(nbf=NOW + 120), "The token is not valid before"),
        (token(sub=...), "The token names nobody"),
        (token(sub=7), "The token names nobody"),
        (token(sub=""), "The token names nobody"),
        (token(sub="x" * 256), "The token names nobody"),
        (token(traits=["pro"]), "`traits` must be an object"),
        (token(traits={"plan": {"a": 1}}), "The trait 'plan' must be"),
    ],
)
def test_a_token_that_does_not_hold_is_refused_with_the_reason(given: str, reason: str) -> None:
    with pytest.raises(IdentityError, match=re.escape(reason)):
        read_token(given, KEYS, NOW)


def test_a_payload_that_was_changed_is_refused() -> None:
    header, _, signature = token().split(".")
    with pytest.raises(IdentityError, match="The signature does not fit"):
        read_token(f"{header}.{encoded({'sub': 'admin', 'exp': NOW + 300})}.{signature}", KEYS, NOW)


def test_clocks_may_be_a_minute_apart() -> None:
    assert read_token(token(exp=NOW - 30), KEYS, NOW).subject == "user-7"
    assert read_token(token(exp=NOW + 3_630), KEYS, NOW).subject == "user-7"


def test_both_clocks_are_told() -> None:
    with pytest.raises(IdentityError, match=r"it says 2026-11-18 1\d:\d\d:40 UTC, and here it is 2026-11-18"):
        read_token(token(exp=NOW - 3_600), KEYS, NOW)
