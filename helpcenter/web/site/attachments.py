"""Files beside articles: only those the generation knows, never through a link, never able to run anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import send_file
from werkzeug.exceptions import NotFound

from helpcenter.web.security import SANDBOX

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.wrappers import Response

    from helpcenter.content.attachment import Attachment

SHOWN = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
"""What a page shows in place; anything else is downloaded."""


def send_attachment(articles: Path, attachment: Attachment) -> Response:
    """The file itself, unless it is gone or no longer a plain file inside the articles folder."""
    folder = articles.resolve()
    path = folder / attachment.path
    # Published paths are plain; a link put in their place later must not lead out of the folder.
    if path.resolve() != path or not path.is_relative_to(folder) or not path.is_file():
        raise NotFound
    response = send_file(path, as_attachment=path.suffix.lower() not in SHOWN, conditional=True, max_age=3600)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
