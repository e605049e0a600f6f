"""The frozen value of a file beside the articles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside an article that the article shows or links to.

    `path` is relative to the articles folder; width and height are in pixels, None for files that are not images.
    """

    path: str
    digest: str
    width: int | None
    height: int | None
