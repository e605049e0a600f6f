"""The key of this site, for sessions and forms: made once for an instance, known to nobody else, never a default."""

from __future__ import annotations

import logging
import os
import secrets
from typing import TYPE_CHECKING

from helpcenter.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

_BYTES = 32

_log = logging.getLogger(__name__)


def kept_secret(path: Path) -> str:
    """The key in a file, which is made when there is none; processes that come at once agree on one.

    Empty when the file cannot be made or read, which the log tells: the site goes on, but nobody can sign in, and
    forms are signed with a key of their process alone.

    Raises:
        ConfigError: the file holds too little.
    """
    try:
        if not path.exists():
            _make(path)
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        _log.warning(
            "%s, the key of this site, cannot be made or read (%s): nobody can sign in, and forms hold until this "
            "process ends.",
            path,
            error,
        )
        return ""
    if len(secret) < _BYTES:
        raise ConfigError(f"{path} is too short for a key. Remove it, and another is made; everybody signs in again.")
    return secret


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        # Complete before it has its name, and the first to come wins.
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
