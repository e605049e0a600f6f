"""The address of everything the site shows; pure functions, shared by all blueprints."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote as percent_encode
from urllib.parse import quote_plus

API = "/api/v1"
EMBED = "/embed/v1"

quote = lru_cache(maxsize=8192)(percent_encode)  # a page of results quotes the same slugs as the one before
_quote_plus = lru_cache(maxsize=1024)(quote_plus)


def home_url(locale: str) -> str:
    """The home page of a locale."""
    return f"/{locale}/"


def topic_url(locale: str, path: str) -> str:
    """A topic's page; the root topic is the home page."""
    return f"/{locale}/topics/{quote(path)}" if path else home_url(locale)


def article_url(locale: str, slug: str, anchor: str = "") -> str:
    """An article's page, or one of its sections when `anchor` is not empty."""
    return f"/{locale}/articles/{quote(slug)}" + (f"#{quote(anchor)}" if anchor else "")


def feedback_url(locale: str, slug: str) -> str:
    """Where readers say whether an article helped."""
    return f"/{locale}/feedback/{quote(slug)}"


def ask_url(locale: str, query: str = "", slug: str = "") -> str:
    """The form for questions, with what was searched for and the article that was read."""
    parameters = "&".join(f"{name}={_quote_plus(value)}" for name, value in (("q", query), ("from", slug)) if value)
    return f"/{locale}/ask" + (f"?{parameters}" if parameters else "")


def markdown_url(locale: str, slug: str) -> str:
    """An article as Markdown, for programs."""
    return f"{article_url(locale, slug)}.md"


def feed_url(locale: str) -> str:
    """What changed in a locale, as an Atom feed."""
    return f"/{locale}/feed.xml"


def opensearch_url(locale: str) -> str:
    """How a browser searches a locale."""
    return f"/{locale}/opensearch.xml"


def picture_url(path: str, digest: str) -> str:
    """A picture of the brand, by its path in the articles folder; another picture has another address."""
    return f"/brand/{quote(path)}?v={digest[:16]}"


def sign_in_url(locale: str, place: str = "") -> str:
    """Where readers sign in, to be led to `place` then."""
    return f"/{locale}/sign-in" + (f"?next={quote(place)}" if place and place != home_url(locale) else "")


def picker_url(locale: str, address: str = "") -> str:
    """Where writers open the picker, on a page of the product when `address` is not empty."""
    return f"/{locale}/picker" + (f"?address={_quote_plus(address)}" if address else "")


def sign_out_url(locale: str) -> str:
    """Where the form leads that signs readers out."""
    return f"/{locale}/sign-out"


def dashboard_url(locale: str, page: str = "") -> str:
    """A page of the dashboard by its path, such as ``searches``; its overview for an empty one."""
    return f"/{locale}/dashboard/{quote(page)}"


def invitation_link(site: str, locale: str, token: str) -> str:
    """Where an invitation is accepted; `site` is the origin the site is known by."""
    return f"{site}{dashboard_url(locale, f'invitation/{token}')}"


def card_url(locale: str, slug: str, digest: str) -> str:
    """The picture of a link to an article, or to the home page for an empty slug."""
    return f"/{locale}/cards/{quote(slug)}.png?v={digest}" if slug else f"/{locale}/card.png?v={digest}"


def search_url(
    locale: str, query: str = "", *, page: int = 1, topic: str = "", kind: str = "", exact: bool = False
) -> str:
    """A shareable page of results; what is at its default stays out of the address."""
    wanted = (
        ("q", query),
        ("topic", topic),
        ("kind", kind),
        ("page", str(page) if page > 1 else ""),
        ("exact", "1" if exact else ""),
    )
    parameters = "&".join(f"{name}={_quote_plus(value)}" for name, value in wanted if value)
    return f"/{locale}/search" + (f"?{parameters}" if parameters else "")
