"""What programs subscribe to or are told about: the Atom feed (RFC 4287), OpenSearch, robots.txt."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

from lxml import etree

from helpcenter.web.addresses import API, article_url, feed_url, home_url, opensearch_url, search_url

if TYPE_CHECKING:
    from datetime import date

    from helpcenter.content.topics import ArticleSummary
    from helpcenter.web.site.frame import Site

ATOM: Final = "application/atom+xml"
OPENSEARCH: Final = "application/opensearchdescription+xml"
_ATOM_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_OPENSEARCH_NAMESPACE: Final = "http://a9.com/-/spec/opensearch/1.1/"
_SHORT_NAME: Final = 16  # the most that OpenSearch 1.1 allows


def atom_feed(site: Site, locale: str) -> str:
    """The articles of a locale that changed last, newest first."""
    generation, origin = site.generation, site.origin
    recent = generation.recent(locale)
    home = origin + home_url(locale)
    newest = next((article.updated for article in recent if article.updated), None)
    root = generation.topic(locale, "")
    feed = etree.Element("feed", {"{http://www.w3.org/XML/1998/namespace}lang": locale}, {None: _ATOM_NAMESPACE})
    _add(feed, "id", home)
    _add(feed, "title", site.name_in(locale))
    if root and root.summary:
        _add(feed, "subtitle", root.summary)
    _add(feed, "updated", _moment(newest) if newest else generation.built_at.isoformat(timespec="seconds"))
    _add(feed, "link", rel="self", type=ATOM, href=origin + feed_url(locale))
    _add(feed, "link", rel="alternate", type="text/html", hreflang=locale, href=home)
    _add(_add(feed, "author"), "name", site.name_in(locale))
    for article in recent:
        _add_entry(feed, article, origin)
    return _written(feed)


def _add_entry(feed: etree._Element, article: ArticleSummary, origin: str) -> None:
    url = origin + article_url(article.locale, article.slug)
    entry = _add(feed, "entry")
    _add(entry, "id", url)
    _add(entry, "title", article.title)
    if article.updated:
        _add(entry, "updated", _moment(article.updated))
    _add(entry, "link", rel="alternate", type="text/html", hreflang=article.locale, href=url)
    _add(entry, "summary", article.summary or article.title)


def opensearch_description(site: Site, locale: str, icon: str) -> str:
    """How a browser searches this site from its address bar."""
    name = site.name_in(locale)
    root = etree.Element("OpenSearchDescription", nsmap={None: _OPENSEARCH_NAMESPACE})
    _add(root, "ShortName", name[:_SHORT_NAME])
    _add(root, "LongName", name[:48])
    topic = site.generation.topic(locale, "")
    _add(root, "Description", (topic.summary if topic else "")[:1024] or name)
    _add(root, "Language", locale)
    _add(root, "InputEncoding", "UTF-8")
    _add(root, "Image", site.origin + icon)
    template = f"{site.origin}{search_url(locale)}?q={{searchTerms}}"
    _add(root, "Url", type="text/html", method="get", template=template)
    _add(root, "Url", type=OPENSEARCH, rel="self", template=site.origin + opensearch_url(locale))
    return _written(root)


def robots_txt(origin: str) -> str:
    """What search engines may read: every page; results pages say themselves that they are not to be listed."""
    return f"User-agent: *\nDisallow: {API}/\n\nSitemap: {origin}/sitemap.xml\n"


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, name, attributes)
    element.text = text
    return element


def _moment(day: date) -> str:
    """The beginning of a day; git and front matter know no time."""
    return datetime.combine(day, time(), UTC).isoformat()


def _written(root: etree._Element) -> str:
    etree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="unicode") + "\n"
