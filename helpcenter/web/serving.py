"""What one running application serves from: its settings, the published index, static files, finished pages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, cast

from flask import current_app, g, request

from helpcenter import __version__
from helpcenter.accounts.identity_keys import IdentityKeys
from helpcenter.accounts.progress import Progress
from helpcenter.accounts.users import Users
from helpcenter.clock import utc_now
from helpcenter.config import Config
from helpcenter.insights.contact import Contact
from helpcenter.insights.feedback import Feedback
from helpcenter.insights.recording import Recording
from helpcenter.insights.searches.log import SearchLog
from helpcenter.search.generations import Generations
from helpcenter.web import sessions
from helpcenter.web.assets import Assets
from helpcenter.web.auth.guessing import Guessing
from helpcenter.web.cards.keeping import Cards
from helpcenter.web.limiting import Limiter
from helpcenter.web.signing import Signing
from helpcenter.web.transfer import TAG_CHARACTERS, PageMemory

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from helpcenter.search.generation import Generation

WEB = Path(__file__).parent


class Quiet:
    """Says when something that happens with every request is worth another line in the log: once a minute."""

    def __init__(self, seconds: float = 60, clock: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._next = float("-inf")
        self._lock = Lock()

    def is_due(self) -> bool:
        """Whether to write now; if so, the next time is a minute away."""
        with self._lock:
            now = self._clock()
            if now < self._next:
                return False
            self._next = now + self._seconds
            return True


@dataclass(frozen=True)
class Serving:
    """The values an application owns; ``app.extensions["helpcenter"]`` holds them."""

    config: Config
    generations: Generations
    assets: Assets
    release: str
    cards: Cards
    recording: Recording
    feedback: Feedback
    search_log: SearchLog
    signing: Signing
    internal: Generations
    users: Users
    identity_keys: IdentityKeys
    progress: Progress
    contact: Contact | None = None
    limiter: Limiter = field(default_factory=Limiter)
    guessing: Guessing = field(default_factory=Guessing)
    pages: PageMemory = field(default_factory=PageMemory)
    outages: Quiet = field(default_factory=Quiet)


def serving() -> Serving:
    """What the current application serves from."""
    return cast("Serving", current_app.extensions["helpcenter"])


def generation() -> Generation:
    """The published index this request is answered from, the same one until the request ends.

    This is the one place that decides who sees internal articles: signed-in readers have an index of their own, which
    is there while the library has any.
    """
    if "generation" not in g:
        state = serving()
        is_internal = sessions.reader() is not None and state.internal.is_published
        g.generation = (state.internal if is_internal else state.generations).current()
    return cast("Generation", g.generation)


def request_time() -> datetime:
    """The time of this request, in UTC: the clock is read once, so that all it writes is of one moment and one day."""
    if "time" not in g:
        g.time = utc_now()
    return cast("datetime", g.time)


def offers_signing_in() -> bool:
    """Whether there is anything to sign in for."""
    return current_app.secret_key is not None and serving().internal.is_published


def origin() -> str:
    """The address the site is known by: that of the settings, else the trusted host the reader asked for."""
    return serving().config.base_url.rstrip("/") or f"{request.scheme}://{request.host}"


def page_tag(generation: Generation, address: str) -> str:
    """The entity tag of a page: differs with the index, with this release of the product and with the address.

    The build time is part of it because a rebuilt instance folder counts its generations from one again.
    """
    state = serving()
    tag = _tag_before_address(state.config, state.release, origin(), generation.id, generation.built_at).copy()
    tag.update(f"{address}\0{offers_signing_in()}".encode("utf-8", "surrogatepass"))
    return tag.hexdigest()[:TAG_CHARACTERS]


@lru_cache(maxsize=64)  # the same for all pages of a generation; two are made of every search
def _tag_before_address(config: Config, release: str, origin: str, id_: str, built_at: datetime) -> hashlib._Hash:
    shown = (
        config.site_name,
        config.default_locale,
        config.show_author,
        config.video_hosts,
        config.product_url,
        config.contact,
    )
    parts = (release, repr(shown), origin, id_, built_at.isoformat())
    return hashlib.sha256("".join(f"{part}\0" for part in parts).encode("utf-8", "surrogatepass"))


def release_of(*folders: Path) -> str:
    """A digest of the product's version and of everything pages are made with."""
    digest = hashlib.sha256(__version__.encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
