"""Where the addresses in an article lead, by path arithmetic alone."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

from helpcenter.content.slugs import LOCALE

# Types a reader may be served, by suffix. Anything else beside an article stays private.
IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})
VIDEO_SUFFIXES = frozenset({".mp4", ".webm"})
FILE_SUFFIXES = frozenset({".pdf", ".zip", ".txt", ".csv", ".json"})
ATTACHMENT_SUFFIXES = IMAGE_SUFFIXES | VIDEO_SUFFIXES | FILE_SUFFIXES

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SAFE_IN_PATH = "/-._~!$&'()*+,;=:@"
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]+")


class Kind(StrEnum):
    """What an address is about."""

    EXTERNAL = "external"
    ARTICLE = "article"
    ATTACHMENT = "attachment"
    TOPIC = "topic"
    PAGE = "page"  # another page of the site
    OUTSIDE = "outside"  # a path that leaves the articles folder
    UNSAFE = "unsafe"  # a scheme that could run code, or an unreadable address


@dataclass(frozen=True, slots=True)
class Address:
    """Where an address leads; `href` is empty when it may not stand in a page.

    `path` is the slug, topic or attachment path below the locale folder, for other kinds what was written.
    """

    kind: Kind
    href: str
    locale: str = ""
    path: str = ""
    anchor: str = ""


def resolve(written: str, locale: str, slug: str) -> Address:
    """Resolves an address written in the article `slug` of `locale`.

    Relative paths count from the article's folder; ``.md`` is optional; a trailing slash means a topic.
    """
    address = written.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return Address(Kind.UNSAFE, "", path=written)
    scheme = _scheme(address)
    if scheme in _SCHEMES and parts.scheme == scheme:
        return Address(Kind.EXTERNAL, address, path=address)
    path = unicodedata.normalize("NFC", unquote(parts.path))
    if scheme or parts.scheme or parts.netloc or _leads_elsewhere(address) or not path.isprintable():
        return Address(Kind.UNSAFE, "", path=written)
    anchor = safe_id(unquote(parts.fragment))
    if not path:
        return Address(Kind.ARTICLE, _with_anchor("", anchor), locale, slug, anchor)
    if path.startswith("/"):
        return _absolute(path, parts.query, anchor)
    return _relative(written, path, anchor, posixpath.join(locale, posixpath.dirname(slug)))


def _scheme(address: str) -> str:
    """What a browser takes for the scheme, or an empty text; it does not see blanks and control characters."""
    match = re.match(r"([a-z][a-z0-9+.-]*):", _IGNORED_BY_BROWSERS.sub("", address), re.IGNORECASE)
    return match[1].casefold() if match else ""


def _leads_elsewhere(address: str) -> bool:
    return "\\" in address or _IGNORED_BY_BROWSERS.sub("", address).startswith("//")


def _relative(written: str, path: str, anchor: str, folder: str) -> Address:
    joined = posixpath.normpath(posixpath.join(folder, path))
    locale, _, below = joined.partition("/")
    if not LOCALE.fullmatch(locale):
        return Address(Kind.OUTSIDE, "", path=written)
    if not below:
        return Address(Kind.PAGE, f"/{locale}/", locale)
    return _below(locale, below, anchor, is_folder=path.endswith(("/", "/.", "/..")) or path in {".", ".."})


def _absolute(path: str, query: str, anchor: str) -> Address:
    normal = "/" + posixpath.normpath(path).lstrip("/")  # normpath keeps two leading slashes
    match = re.fullmatch(rf"/({LOCALE.pattern})/(articles|topics)/(.+)", normal)
    if match and match[2] == "articles":
        return _below(match[1], match[3], anchor, is_folder=False)
    if match:
        return _below(match[1], match[3], anchor, is_folder=True)
    href = quote(normal, safe=_SAFE_IN_PATH) + ("/" if path.endswith("/") and normal != "/" else "")
    href += f"?{quote(query, safe=_SAFE_IN_PATH + '?%')}" if query else ""
    return Address(Kind.PAGE, _with_anchor(href, anchor), path=normal, anchor=anchor)


def _below(locale: str, path: str, anchor: str, *, is_folder: bool) -> Address:
    if is_folder:
        return Address(Kind.TOPIC, f"/{locale}/topics/{quote(path, safe=_SAFE_IN_PATH)}", locale, path)
    if is_attachment(path):
        return Address(Kind.ATTACHMENT, attachment_href(locale, path), locale, path)
    path = path.removesuffix(".md")
    href = f"/{locale}/articles/{quote(path, safe=_SAFE_IN_PATH)}"
    return Address(Kind.ARTICLE, _with_anchor(href, anchor), locale, path, anchor)


def is_attachment(path: str) -> bool:
    """Whether a path has a suffix that may be served beside articles."""
    return posixpath.splitext(path)[1].casefold() in ATTACHMENT_SUFFIXES


def attachment_href(locale: str, path: str) -> str:
    """The site's address of an attachment."""
    return f"/{locale}/articles/{quote(path, safe=_SAFE_IN_PATH)}"


def _with_anchor(href: str, anchor: str) -> str:
    return f"{href}#{quote(anchor, safe=_SAFE_IN_PATH)}" if anchor else href or "#"


def safe_id(text: str) -> str:
    """An element id content may carry: the prefix ``hc-`` belongs to the page around it."""
    return f"x-{text}" if text.casefold().startswith("hc-") else text
