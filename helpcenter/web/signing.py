"""What this site signs so that it can trust it when it comes back: tokens in forms, ids of visits."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

HOURS = 3_600


class Signing:
    """Signs with a key made from the site's secret, which all processes share; without one, with one of its own."""

    def __init__(self, secret: str) -> None:
        known = secret.encode() or secrets.token_bytes(32)
        # Sessions are signed with the secret itself: what is signed here is never taken for one.
        self._key = hmac.digest(known, b"forms and visits", hashlib.sha256)

    def sign(self, purpose: str, value: Any) -> str:
        """A token that holds the value; it is signed, not hidden."""
        return str(URLSafeTimedSerializer(self._key, purpose).dumps(value))

    def read(self, purpose: str, token: str, seconds: int) -> Any:
        """The value of a token signed for that purpose at most so long ago, else None."""
        try:
            return URLSafeTimedSerializer(self._key, purpose).loads(token, max_age=seconds)
        except BadSignature:
            return None

    def digest(self, *parts: str) -> str:
        """A name for the parts that nobody else can work out."""
        return hmac.new(self._key, "\0".join(parts).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
