"""The addresses that programs look for: search engines, feed readers, browsers, language models; and the brand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint
from werkzeug.exceptions import NotFound

from helpcenter.web.addresses import feed_url, home_url, opensearch_url, picture_url
from helpcenter.web.assets import Asset, send_asset
from helpcenter.web.branding import STYLESHEET, stylesheet
from helpcenter.web.cards.keeping import article_card, home_card
from helpcenter.web.locales import preferred_locale
from helpcenter.web.serving import generation, origin, serving
from helpcenter.web.site.attachments import send_attachment
from helpcenter.web.site.feeds import ATOM, OPENSEARCH, atom_feed, opensearch_description, robots_txt
from helpcenter.web.site.markdown import llms_txt
from helpcenter.web.site.remembering import keep, known, site_of
from helpcenter.web.site.sitemap import count_urls, entries_of, sitemap, sitemap_index, urls_per_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response

    from helpcenter.search.generation import Generation
    from helpcenter.web.cards.drawing import Card

discovery = Blueprint("discovery", __name__)
_PLAIN, _XML = "text/plain", "application/xml"


@discovery.get("/robots.txt")
def robots() -> Response:
    """What search engines may read."""
    return _document("/robots.txt", _PLAIN, lambda _current: robots_txt(origin()))


@discovery.get("/sitemap.xml")
def first_sitemap() -> Response:
    """All pages, or the list of files that have them."""

    def text(current: Generation) -> str:
        files = _files(current)
        if files > 1:
            return sitemap_index(origin(), files, current.built_at.date())
        return _sitemap(current, 1)

    return _document("/sitemap.xml", _XML, text)


@discovery.get("/sitemaps/<int:number>.xml")
def further_sitemap(number: int) -> Response:
    """One of several files of pages."""
    if not 1 <= number <= _files(generation()):
        raise NotFound
    return _document(f"/sitemaps/{number}.xml", _XML, lambda current: _sitemap(current, number))


@discovery.get("/<locale:locale>/feed.xml")
def feed(locale: str) -> Response:
    """What changed last in a locale."""
    return _document(feed_url(locale), ATOM, lambda current: atom_feed(site_of(current), locale), locale)


@discovery.get("/<locale:locale>/opensearch.xml")
def opensearch(locale: str) -> Response:
    """How a browser searches a locale."""

    def text(current: Generation) -> str:
        favicon = current.brand.favicon
        icon = picture_url(favicon.path, favicon.digest) if favicon else serving().assets.url("icon.svg")
        return opensearch_description(site_of(current), locale, icon)

    return _document(opensearch_url(locale), OPENSEARCH, text, locale)


@discovery.get("/llms.txt")
def llms() -> Response:
    """What there is to read, in the site's first language."""
    current = generation()
    default = serving().config.default_locale
    locale = default if default in current.locales else preferred_locale(current.locales[:1], default)
    return _document("/llms.txt", _PLAIN, lambda current: llms_txt(site_of(current), locale), locale)


@discovery.get("/<locale:locale>/llms.txt")
def llms_of_locale(locale: str) -> Response:
    """What there is to read in a locale."""
    address = f"{home_url(locale)}llms.txt"
    return _document(address, _PLAIN, lambda current: llms_txt(site_of(current), locale), locale)


@discovery.get("/<locale:locale>/card.png")
def home_picture(locale: str) -> Response:
    """The picture of a link to a locale's home page."""
    current = generation()
    if locale not in current.locales:
        raise NotFound
    return _send_card(home_card(current, locale, serving().config.site_name))


@discovery.get("/<locale:locale>/cards/<path:slug>.png")
def article_picture(locale: str, slug: str) -> Response:
    """The picture of a link to an article."""
    current = generation()
    article = current.article(locale, slug)
    if article is None:
        raise NotFound
    return _send_card(article_card(current, article, serving().config.site_name))


@discovery.get(STYLESHEET)
def brand_stylesheet() -> Response:
    """The brand's colours and fonts."""
    asset = stylesheet(generation().brand)
    return send_asset(asset)


@discovery.get("/brand/<path:path>")
def brand_picture(path: str) -> Response:
    """A picture of the brand."""
    for picture in generation().brand.pictures:
        if picture.path == path:
            return send_attachment(serving().config.articles, picture)
    raise NotFound


def _document(address: str, mimetype: str, text: Callable[[Generation], str], locale: str = "") -> Response:
    """A text that depends on the generation alone, from memory when it was made before."""
    current = generation()
    if locale and locale not in current.locales:
        raise NotFound
    return known(current, address, mimetype) or keep(current, address, text(current), mimetype=mimetype)


def _send_card(card: Card) -> Response:
    picture = serving().cards.picture(card)
    if picture is None:
        raise NotFound
    return send_asset(Asset(picture, packs=False, digest=card.digest, mimetype="image/png"))


def _files(current: Generation) -> int:
    return -(-count_urls(current) // urls_per_file(len(current.locales)))


def _sitemap(current: Generation, number: int) -> str:
    size = urls_per_file(len(current.locales))
    return sitemap(origin(), entries_of(current), serving().config.default_locale, number, size)
