"""Where signing in leads."""

from __future__ import annotations

from typing import Final

from helpcenter.web.addresses import home_url

_LONGEST: Final = 2_000


def place_after(wanted: str, locale: str) -> str:
    """The path a reader wanted to see, if it is one of this site; else the home page.

    One leading slash, no backslash, no control character, nothing a browser would take for another host.
    """
    is_path = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if is_path and wanted.isprintable() and len(wanted) <= _LONGEST else home_url(locale)
