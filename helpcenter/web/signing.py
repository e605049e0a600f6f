"""What this site signs so that it can trust it when it comes back: tokens in forms, ids of visits."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import secrets
from functools import cached_property
from typing import TYPE_CHECKING, Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

if TYPE_CHECKING:
    from pathlib import Path

HOURS = 3_600
_log = logging.getLogger(__name__)


class Signing:
    """Signs with a key that all processes share; it is made when it is first needed, readable by its owner alone."""

    def __init__(self, file: Path) -> None:
        self._file = file

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

    @cached_property
    def _key(self) -> bytes:
        try:
            return self._shared()
        except OSError as error:
            _log.warning("%s cannot be written (%s): forms hold until this process ends.", self._file, error)
            return secrets.token_bytes(32)

    def _shared(self) -> bytes:
        if not self._file.exists():
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished = self._file.with_name(f"{self._file.name}.{secrets.token_hex(8)}")
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_hex(32).encode())
            try:
                os.link(unfinished, self._file)  # unlike a rename, this leaves the key of whoever was quicker
            except FileExistsError:
                pass
            finally:
                unfinished.unlink()
        return self._file.read_bytes()
