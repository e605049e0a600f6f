"""How rendered pages travel: strong entity tags, 304, Brotli or gzip, and a bounded memory of finished pages."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from flask import request
from werkzeug.wrappers import Response

from helpcenter.web.assets import COMPRESSIBLE
from helpcenter.web.codings import PACKED, Coding, Effort, accepted, pack, unpack

if TYPE_CHECKING:
    from flask import Flask

MIN_COMPRESSED_BYTES = 1024  # below, a packet is not saved
HTML = "text/html"
TAG_CHARACTERS = 20
_ALWAYS = (
    ("Cache-Control", "no-cache"),  # keep it, but ask whether it is still current
    ("Vary", "Accept-Encoding"),
)


class PageMemory:
    """The most recently read pages, packed, at most `limit` bytes of them.

    A page is kept in each coding that was asked for. Hardly any reader wants it plain; for those it is unpacked,
    which is cheaper than keeping it once more.
    """

    def __init__(self, limit: int = 8 * 1024 * 1024) -> None:
        self._limit = limit
        self._pages: OrderedDict[tuple[str, Coding], bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, tag: str, coding: Coding) -> bytes | None:
        """The page with that tag in that coding, if it is remembered in any."""
        if (page := self._held(tag, coding)) is not None:
            return page
        for other in PACKED:
            if other is not coding and (page := self._held(tag, other)) is not None:
                body = unpack(page, other)
                return body if coding is Coding.PLAIN else self._keep(tag, coding, pack(body, coding, Effort.SMALL))
        return None

    def keep(self, tag: str, text: str, coding: Coding, effort: Effort = Effort.SMALL) -> bytes:
        """Packs a page and remembers it, unless it would push out too many others."""
        body = text.encode()
        if coding is Coding.PLAIN:
            self._keep(tag, Coding.GZIP, pack(body, Coding.GZIP, effort))
            return body
        return self._keep(tag, coding, pack(body, coding, effort))

    def _held(self, tag: str, coding: Coding) -> bytes | None:
        with self._lock:
            page = self._pages.get((tag, coding))
            if page is not None:
                self._pages.move_to_end((tag, coding))
            return page

    def _keep(self, tag: str, coding: Coding, page: bytes) -> bytes:
        if len(page) > self._limit // 4:
            return page
        with self._lock:
            self._size += len(page) - len(self._pages.pop((tag, coding), b""))  # two readers may come at once
            self._pages[tag, coding] = page
            while self._size > self._limit:
                self._size -= len(self._pages.popitem(last=False)[1])
        return page


def entity_tag(*parts: str) -> str:
    """A tag that differs whenever any of the parts does."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:TAG_CHARACTERS]


def not_modified(tag: str) -> Response | None:
    """304 when the reader already has the page with that tag, in any coding."""
    known = request.environ.get("HTTP_IF_NONE_MATCH")
    if not known:
        return None
    for coding in (*PACKED, Coding.PLAIN):
        candidate = f'"{coded_tag(tag, coding)}"'
        # No other tag contains this one with its quotes, so the list need not be taken apart: that takes longer than
        # everything else a 304 costs.
        if candidate in known or known == "*":
            response = Response(status=304, headers=(("ETag", candidate), *_ALWAYS))
            del response.headers["Content-Type"]  # nothing is sent
            return response
    return None


def send_page(page: bytes, tag: str, coding: Coding, mimetype: str = HTML) -> Response:
    """The answer that carries a page in that coding."""
    response = Response(page, mimetype=mimetype)
    if coding is not Coding.PLAIN:
        response.headers["Content-Encoding"] = coding
    _label(response, coded_tag(tag, coding))
    return response


def send_fresh(body: str, tag: str) -> Response:
    """The answer that carries a page made for this request alone; `compress` sees to its encoding."""
    response = Response(body, mimetype=HTML)
    _label(response, tag)
    return response


def coded_tag(tag: str, coding: Coding) -> str:
    """The tag of a page in a coding: other bytes, another tag."""
    return f"{tag}-{coding}" if coding else tag


def init_app(app: Flask) -> None:
    """Compresses every answer worth it."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Packs a whole textual answer when the reader accepts it; its entity tag then says so."""
    if response.direct_passthrough or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    if not (response.mimetype or "").startswith(COMPRESSIBLE):
        return response
    if "Vary" not in response.headers:
        response.headers["Vary"] = "Accept-Encoding"
    body = response.get_data()
    coding = accepted()
    if len(body) < MIN_COMPRESSED_BYTES or coding is Coding.PLAIN:
        return response
    response.set_data(pack(body, coding, Effort.FAST))
    response.headers["Content-Encoding"] = coding
    tag, weak = response.get_etag()
    if tag and not weak:
        response.set_etag(coded_tag(tag, coding))
    return response


def _label(response: Response, tag: str) -> None:
    headers = response.headers
    headers["ETag"] = f'"{tag}"'
    for name, value in _ALWAYS:
        headers[name] = value
