"""Which pages of other origins may ask: exactly those of the setting `embed_origins`, and never with credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request
from werkzeug.exceptions import Forbidden

from helpcenter.web.security import is_own_address
from helpcenter.web.serving import serving

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

FOR_ALL: Final = frozenset({"embed.loader", "embed.pinned_loader", "embed.bundled", "embed.asset"})
"""Scripts hold nothing of anybody, so that every page may load them, with SRI too."""

_ASKS_BEFORE_SECONDS: Final = 7_200
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def is_welcome(origin: str) -> bool:
    """Whether a page of this origin may ask: one of the setting, or of this site itself."""
    return origin in serving().config.embed_origins or is_own_address(origin)


def refuse_strangers() -> None:
    """Refuses what a page of another origin sends, as browsers send it even where they hide the answer.

    Raises:
        Forbidden: the origin is not in `embed_origins`.
    """
    origin = request.headers.get("Origin")
    if origin is not None and request.method not in _READS and not is_welcome(origin):
        detail = f"The origin {origin[:200]} may not send this. Add it to the setting embed_origins."
        raise Forbidden(detail)


def let_in(response: Response) -> Response:
    """Says which pages may read the answer."""
    headers = response.headers
    if request.endpoint in FOR_ALL:
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin is None or origin not in serving().config.embed_origins:
        return response
    headers["Access-Control-Allow-Origin"] = origin
    headers["Access-Control-Expose-Headers"] = "Retry-After"
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = "GET, POST, PUT"
        headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        headers["Access-Control-Max-Age"] = str(_ASKS_BEFORE_SECONDS)
    return response
