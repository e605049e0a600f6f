"""The keys that a host's backend signs tokens with: at most two at a time, so that one can take the other's place."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Final

import msgspec

from helpcenter.clock import utc_now
from helpcenter.errors import AccountError, ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MOST_KEYS: Final = 2
_SECRET_BYTES: Final = 32
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")


@dataclass(frozen=True, slots=True)
class IdentityKey:
    """A key; the token names its `id`, as `kid`."""

    id: str
    secret: str
    added_at: datetime


class IdentityKeys:
    """The keys of a file that only its owner can read, or those of the setting, which go before it.

    A running server sees a key that was added or retired with the next token.
    """

    def __init__(self, file: Path, given: Sequence[str] = ()) -> None:
        """Read nothing yet; `given` are the keys of the setting, each as ``ID:SECRET``.

        Raises:
            ConfigError: there are too many, or two have the same id.
        """
        self._file = file
        self._given = dict(each.split(":", 1) for each in given)
        if len(self._given) != len(given) or len(given) > MOST_KEYS:
            raise ConfigError(f"identity_keys: {MOST_KEYS} keys are the most, each with an id of its own.")
        self._lock = Lock()
        self._read: tuple[tuple[int, int], Mapping[str, str]] | None = None

    def secrets(self) -> Mapping[str, str]:
        """The secrets by the ids of their keys, empty when there are none."""
        if self._given:
            return self._given
        try:
            status = self._file.stat()
        except OSError:
            return {}
        signature = (status.st_mtime_ns, status.st_ino)
        with self._lock:
            if self._read is None or self._read[0] != signature:
                self._read = (signature, {key.id: key.secret for key in self.all()})
            return self._read[1]

    def all(self) -> tuple[IdentityKey, ...]:
        """The keys of the file, oldest first.

        Raises:
            ConfigError: the file cannot be read.
        """
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=tuple[IdentityKey, ...])
        except FileNotFoundError:
            return ()
        except (OSError, msgspec.MsgspecError) as error:
            remedy = "Mend it, or remove it and add a key anew."
            raise ConfigError(f"{self._file} cannot be read: {error}. {remedy}") from error

    def add(self, key_id: str = "") -> IdentityKey:
        """Make a key.

        Raises:
            AccountError: its id cannot be taken, or there are two keys already.
        """
        keys, now = self.all(), utc_now()
        key_id = key_id or f"key-{now:%Y%m%d}-{secrets.token_hex(2)}"
        if not _ID.fullmatch(key_id):
            raise AccountError(f"{key_id!r} cannot be an id: write 1 to 32 letters, digits, hyphens and underscores.")
        if any(key.id == key_id for key in keys):
            raise AccountError(f"There is a key {key_id!r} already.")
        if len(keys) >= MOST_KEYS:
            names = " and ".join(key.id for key in keys)
            raise AccountError(
                f"There are {MOST_KEYS} keys already, {names}. Retire the one nobody signs with any more."
            )
        key = IdentityKey(key_id, secrets.token_urlsafe(_SECRET_BYTES), now)
        self._write((*keys, key))
        return key

    def retire(self, key_id: str) -> None:
        """Let no token hold any more that is signed with a key.

        Raises:
            AccountError: there is no such key.
        """
        keys = self.all()
        kept = tuple(key for key in keys if key.id != key_id)
        if len(kept) == len(keys):
            raise AccountError(f"There is no key {key_id!r}. Keys are: {', '.join(key.id for key in keys) or 'none'}.")
        self._write(kept)

    def _write(self, keys: tuple[IdentityKey, ...]) -> None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._file.with_name(f".{self._file.name}-{os.getpid()}-{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(keys)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)
