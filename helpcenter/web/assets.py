"""Static files: read once, packed once, addressed by their content so that browsers keep them for good."""

from __future__ import annotations

import hashlib
import mimetypes
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import abort, request
from werkzeug.wrappers import Response

from helpcenter.web.codings import Coding, Effort, accepted, pack

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

COMPRESSIBLE = (
    "text/",
    "application/atom+xml",
    "application/javascript",
    "application/json",
    "application/opensearchdescription+xml",
    "application/problem+json",
    "application/xml",
    "image/svg+xml",
)
FOREVER = "public, max-age=31536000, immutable"
_MIN_COMPRESSED_BYTES = 512


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file as it is sent; `packs` when packing makes it smaller."""

    body: bytes
    packs: bool
    digest: str
    mimetype: str


class Assets:
    """The static files of some folders by their path below them; of two with the same path the later one counts.

    A long style sheet may be a folder named like it, such as ``content.css``: its parts are sent as one, in order.
    """

    def __init__(self, *folders: Path) -> None:
        self._assets = {
            name: read(b"\n".join(parts), name) for folder in folders for name, parts in _files(folder).items()
        }

    def __contains__(self, name: str) -> bool:
        return name in self._assets

    def get(self, name: str) -> Asset | None:
        """The file of that name, if there is one."""
        return self._assets.get(name)

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of all files directly in a folder, without it, in order."""
        below = (name.removeprefix(f"{folder}/") for name in self._assets if name.startswith(f"{folder}/"))
        return tuple(sorted(name for name in below if "/" not in name))

    def url(self, name: str) -> str:
        """The address that changes whenever the file does."""
        return f"/static/{name}?v={self._assets[name].digest}"

    def init_app(self, app: Flask) -> None:
        """Serves the files below ``/static/`` and offers ``asset_url`` to templates."""
        app.add_url_rule("/static/<path:name>", "static", self._send)
        app.jinja_env.globals.update(asset_url=self.url, has_asset=self.__contains__)

    def _send(self, name: str) -> Response:
        return send_asset(self._assets.get(name) or abort(404))


def _files(folder: Path) -> dict[str, list[bytes]]:
    files = defaultdict[str, list[bytes]](list)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder)
            whole = name.parent if name.parent.suffix == ".css" else name
            files[whole.as_posix()].append(path.read_bytes())
    return files


def send_asset(asset: Asset) -> Response:
    """The answer that carries a file, packed as the reader likes it."""
    coding = accepted() if asset.packs else Coding.PLAIN
    response = Response(_packed(asset.body, coding), mimetype=asset.mimetype)
    if coding is not Coding.PLAIN:
        response.headers["Content-Encoding"] = coding
    response.headers["Vary"] = "Accept-Encoding"
    # Only the address with this very content may be kept for good; any other is asked for again.
    response.headers["Cache-Control"] = FOREVER if request.args.get("v") == asset.digest else "no-cache"
    response.set_etag(f"{asset.digest}-{coding}" if coding else asset.digest)
    return response.make_conditional(request)


def read(body: bytes, name: str) -> Asset:
    """What a file with that name and content is sent as."""
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if name.endswith(".js"):
        mimetype = "text/javascript"  # some systems' tables still say application/javascript
    packs = mimetype.startswith(COMPRESSIBLE) and len(body) > _MIN_COMPRESSED_BYTES
    return Asset(body, packs, hashlib.sha256(body).hexdigest()[:16], mimetype)


@lru_cache(maxsize=512)
def _packed(body: bytes, coding: Coding) -> bytes:
    return pack(body, coding, Effort.SMALLEST)
