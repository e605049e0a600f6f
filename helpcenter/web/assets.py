"""Static files: read once, compressed once, addressed by their content so that browsers keep them for good."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort, request
from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

COMPRESSIBLE = ("text/", "application/json", "application/problem+json", "image/svg+xml", "application/javascript")
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file as it is sent; `compressed` is empty where gzip does not help."""

    body: bytes
    compressed: bytes
    digest: str
    mimetype: str


class Assets:
    """The static files of a folder by their path below it."""

    def __init__(self, folder: Path) -> None:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        self._assets = {path.relative_to(folder).as_posix(): _read(path) for path in files}

    def __contains__(self, name: str) -> bool:
        return name in self._assets

    def get(self, name: str) -> Asset | None:
        """The file of that name, if there is one."""
        return self._assets.get(name)

    def url(self, name: str) -> str:
        """The address that changes whenever the file does."""
        return f"/static/{name}?v={self._assets[name].digest}"

    def init_app(self, app: Flask) -> None:
        """Serves the files below ``/static/`` and offers ``asset_url`` to templates."""
        app.add_url_rule("/static/<path:name>", "static", self._send)
        app.jinja_env.globals.update(asset_url=self.url, has_asset=self.__contains__)

    def _send(self, name: str) -> Response:
        asset = self._assets.get(name) or abort(404)
        compress = bool(asset.compressed) and accepts_gzip()
        response = Response(asset.compressed if compress else asset.body, mimetype=asset.mimetype)
        if compress:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        # Only the address with this very content may be kept for good; any other is asked for again.
        response.headers["Cache-Control"] = FOREVER if request.args.get("v") == asset.digest else "no-cache"
        response.set_etag(asset.digest + ("-gzip" if compress else ""))
        return response.make_conditional(request)


def accepts_gzip() -> bool:
    """Whether the reader takes gzip."""
    return request.accept_encodings["gzip"] > 0


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    mimetype = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix == ".js":
        mimetype = "text/javascript"  # some systems' tables still say application/javascript
    worthwhile = mimetype.startswith(COMPRESSIBLE) and len(body) > 512
    compressed = gzip.compress(body, 9, mtime=0) if worthwhile else b""
    return Asset(body, compressed, hashlib.sha256(body).hexdigest()[:16], mimetype)
