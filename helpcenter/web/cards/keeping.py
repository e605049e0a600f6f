"""Keeps drawn pictures by what they show, so that none is drawn twice, and makes those that are missing."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from helpcenter.content.brand import in_locale
from helpcenter.web.cards.drawing import ACCENT, Card, draw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helpcenter.content.article import Article
    from helpcenter.content.topics import ArticleSummary
    from helpcenter.search.generation import Generation


class Cards:
    """The pictures in a folder, by their digests."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def picture(self, card: Card) -> bytes | None:
        """The picture, drawn when it is not there yet; None when no font here can write it."""
        path = self._folder / f"{card.digest}.png"
        with suppress(OSError):
            return path.read_bytes()
        picture = draw(card)
        if picture is not None:
            with suppress(OSError):  # a folder nobody may write to costs time, not the picture
                self._keep(path, picture)
        return picture

    def make(self, generation: Generation, site_name: str) -> int:
        """Draws all pictures of a generation that are missing, removes those of no page, and tells how many it drew."""
        drawn = 0
        wanted = set()
        for card in cards_of(generation, site_name):
            wanted.add(f"{card.digest}.png")
            if not (self._folder / f"{card.digest}.png").exists() and self.picture(card) is not None:
                drawn += 1
        for path in self._folder.glob("*.png"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)
        return drawn

    def _keep(self, path: Path, picture: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_name(f".{path.stem}.{os.getpid()}.{threading.get_ident()}")
        beside.write_bytes(picture)
        beside.replace(path)


def cards_of(generation: Generation, site_name: str) -> Iterator[Card]:
    """The cards of all pages that have one."""
    for locale in generation.locales:
        yield home_card(generation, locale, site_name)
        for article in generation.listed(locale):
            yield article_card(generation, article, site_name)


def home_card(generation: Generation, locale: str, site_name: str) -> Card:
    """The card of a locale's home page and of its topics."""
    name = in_locale(generation.brand.names, locale, site_name)
    root = generation.topic(locale, "")
    return Card(root.summary or name if root else name, name, accent=_accent(generation))


def article_card(generation: Generation, article: Article | ArticleSummary, site_name: str) -> Card:
    """The card of an article."""
    name = in_locale(generation.brand.names, article.locale, site_name)
    # The folder, not the front matter's topic: a list of articles knows no more, and both must agree.
    topic = generation.topic(article.locale, article.slug.rpartition("/")[0])
    return Card(article.title, name, topic.title if topic and topic.path else "", _accent(generation))


def _accent(generation: Generation) -> str:
    return generation.brand.light.card if generation.brand.light else ACCENT
