"""Reads what pages and documents of the site say to programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
from lxml import etree

if TYPE_CHECKING:
    from flask.testing import FlaskClient

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def head(client: FlaskClient, url: str, **headers: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(client.get(url, headers=headers).text).cssselect("head")[0]


def hrefs(root: lxml.html.HtmlElement, selector: str) -> list[str]:
    return [str(link.get("href")) for link in root.cssselect(selector)]


def xml(client: FlaskClient, url: str) -> etree._Element:
    return etree.fromstring(client.get(url).data)


def locations(client: FlaskClient, url: str = "/sitemap.xml") -> list[str]:
    return [str(each.text) for each in xml(client, url).iterfind(".//s:loc", SITEMAP)]
