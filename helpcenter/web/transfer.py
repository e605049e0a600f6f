"""How rendered pages travel: strong entity tags, 304, gzip, and a bounded memory of finished pages.

Gzip comes from the standard library: finished pages are packed once and kept that way, so a further dependency
(Flask-Compress) would only add codecs that the proxy in front of a busy site brings along anyway.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from flask import request
from werkzeug.wrappers import Response

from helpcenter.web.assets import COMPRESSIBLE, accepts_gzip

if TYPE_CHECKING:
    from flask import Flask

MIN_COMPRESSED_BYTES = 1024  # below, a packet is not saved
FAST, SMALL = 1, 6  # gzip levels: for what one reader may ask once, and for what many read


class PageMemory:
    """The most recently read pages, gzipped, at most `limit` bytes of them.

    Nearly every reader takes gzip; for the others a page is unpacked, which is cheaper than keeping it twice.
    """

    def __init__(self, limit: int = 8 * 1024 * 1024) -> None:
        self._limit = limit
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, tag: str) -> bytes | None:
        """The page with that tag, if it is remembered."""
        with self._lock:
            page = self._pages.get(tag)
            if page is not None:
                self._pages.move_to_end(tag)
            return page

    def keep(self, tag: str, html: str, level: int = SMALL) -> bytes:
        """Packs a page and remembers it, unless it would push out too many others."""
        page = gzip.compress(html.encode(), level, mtime=0)
        if len(page) > self._limit // 4:
            return page
        with self._lock:
            self._size += len(page) - len(self._pages.pop(tag, b""))  # two readers may come at once
            self._pages[tag] = page
            while self._size > self._limit:
                self._size -= len(self._pages.popitem(last=False)[1])
        return page


def entity_tag(*parts: str) -> str:
    """A tag that differs whenever any of the parts does."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def not_modified(tag: str) -> Response | None:
    """304 when the reader already has the page with that tag, in either encoding."""
    known = request.if_none_match
    if not known:
        return None
    for candidate in (tag, f"{tag}-gzip"):
        if known.contains(candidate):
            response = Response(status=304)
            _label(response, candidate)
            return response
    return None


def send_page(page: bytes, tag: str) -> Response:
    """The answer that carries a packed page."""
    packed = accepts_gzip()
    response = Response(page if packed else gzip.decompress(page), mimetype="text/html")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    _label(response, f"{tag}-gzip" if packed else tag)
    return response


def send_fresh(body: str, tag: str) -> Response:
    """The answer that carries a page made for this request alone; `compress` sees to its encoding."""
    response = Response(body, mimetype="text/html")
    _label(response, tag)
    return response


def init_app(app: Flask) -> None:
    """Compresses every answer worth it."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Gzips a whole textual answer when the reader accepts it; its entity tag then says so."""
    if response.direct_passthrough or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    if not (response.mimetype or "").startswith(COMPRESSIBLE):
        return response
    if "Vary" not in response.headers:
        response.headers["Vary"] = "Accept-Encoding"
    body = response.get_data()
    if len(body) < MIN_COMPRESSED_BYTES or not accepts_gzip():
        return response
    response.set_data(gzip.compress(body, FAST, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    tag, weak = response.get_etag()
    if tag and not weak:
        response.set_etag(f"{tag}-gzip")
    return response


def _label(response: Response, tag: str) -> None:
    headers = response.headers
    headers["ETag"] = f'"{tag}"'
    headers["Cache-Control"] = "no-cache"  # keep it, but ask whether it is still current
    headers["Vary"] = "Accept-Encoding"
