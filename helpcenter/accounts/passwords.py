"""Passwords: what one must be like, and how it is kept (argon2id, with the parameters of RFC 9106's second choice)."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from helpcenter.errors import AccountError

MIN_CHARACTERS = 12
MAX_CHARACTERS = 1_000  # more only keeps the server busy

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


def check_password(password: str, email: str) -> None:
    """Refuse a password that is easily guessed.

    Raises:
        AccountError: it is too short or too long, or is the e-mail address or a part of it.
    """
    if not MIN_CHARACTERS <= len(password) <= MAX_CHARACTERS:
        raise AccountError(
            f"The password has {len(password)} characters; it needs {MIN_CHARACTERS} to {MAX_CHARACTERS}. "
            "A few words in a row are easy to keep in mind."
        )
    plain = _plain(password).casefold()
    if plain in {email, email.partition("@")[0]} or len(set(plain)) < 4:
        raise AccountError(
            "The password is the e-mail address, or a few characters over and over; others would try that first. "
            "Choose another."
        )


def hash_password(password: str) -> str:
    """Return what is kept of a password: salt, parameters and digest, as argon2 writes them."""
    return _hasher.hash(_plain(password))


def is_password(kept: str, password: str) -> bool:
    """Tell whether this is the password that was kept; takes as long for an empty `kept`, which no password fits."""
    if len(password) > MAX_CHARACTERS:
        return False
    try:
        _hasher.verify(kept or _nobodys(), _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def is_outdated(kept: str) -> bool:
    """Tell whether a password was kept with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    """Return a hash to compare with when there is no account, so that an answer does not tell by its time."""
    return _hasher.hash("nobody has this one")


def _plain(password: str) -> str:
    # The same password typed on another keyboard may come as other code points (NIST SP 800-63B, 5.1.1.2).
    return unicodedata.normalize("NFKC", password)
