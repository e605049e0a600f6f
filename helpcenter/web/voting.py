"""Casting a vote on an article: from the page, or through the API."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from werkzeug.exceptions import NotFound, TooManyRequests

from helpcenter.insights.votes import Vote
from helpcenter.web.limiting import VOTES, reader_address
from helpcenter.web.search_log import judged
from helpcenter.web.serving import generation, request_time, serving
from helpcenter.web.signing import HOURS

if TYPE_CHECKING:
    from helpcenter.content.article import Article

VISIT_SECONDS: Final = 12 * HOURS
"""For so long a visit's vote can be changed, and a comment added."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody's stay on the site, by a random id that says nothing about them."""

    id: str

    @property
    def token(self) -> str:
        """The signed id, to be handed back with the next vote."""
        return serving().signing.sign("visit", self.id)


def visit_of(token: str) -> Visit:
    """The visit of a token, a new one when it is none or too old."""
    known = serving().signing.read("visit", token, VISIT_SECONDS) if token else None
    return Visit(known if isinstance(known, str) else secrets.token_hex(16))


def article_to_vote_on(locale: str, slug: str) -> Article:
    """The article a reader of a locale saw at that address; one that has moved is found where it is now.

    Raises:
        NotFound: it is gone, or has never been.
    """
    current = generation()
    if locale in current.locales:
        for other in (locale, *(each for each in current.translations(slug) if each != locale)):
            if found := current.article(other, slug) or current.article(other, current.alias(other, slug) or ""):
                return found
    raise NotFound(f"There is no article {slug!r} in {locale!r}.")


def cast(visit: Visit, article: Article, *, helpful: bool, comment: str = "") -> None:
    """Keep a vote; a further one of the same visit on the same article takes its place.

    Raises:
        TooManyRequests: this address has voted too often lately.
        NotKeptError: it can be written nowhere.
    """
    if not serving().limiter.allows(VOTES, reader_address()):
        raise TooManyRequests(retry_after=VOTES.seconds)
    serving().feedback.vote(
        Vote(
            id=serving().signing.digest("vote", visit.id, article.locale, article.slug),
            locale=article.locale,
            slug=article.slug,
            commit=generation().commit,
            helpful=helpful,
            comment=comment,
            made_at=request_time(),
        )
    )
    judged(f"{article.locale}/{article.slug}", helpful=helpful)
