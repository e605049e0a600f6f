"""Counting views: of articles that were answered to a reader, whether as a page, from memory or with 304.

On the site it is counted too what led there: the search or the article before, as the browser tells.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from flask import request

from helpcenter.insights.leads import Kind, kept_query
from helpcenter.insights.searches.events import Audience
from helpcenter.insights.views import Surface
from helpcenter.web.query import readable_query
from helpcenter.web.search_log import clicked
from helpcenter.web.security import POLICY_HEADER, SANDBOX, is_own_address
from helpcenter.web.serving import generation, serving
from helpcenter.web.visitors import audience, is_ahead

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

_SURFACES = {"site.article": Surface.SITE, "api.article": Surface.API, "embed.article": Surface.GUIDE}
_ANSWERED = frozenset({200, 304})
_LONGEST_ADDRESS = 4_000  # of the page before; a query may be that long and is not kept then
_PAGE_BEFORE = re.compile(r"/(?P<locale>[a-z]{2}(?:-[A-Z]{2})?)/(?:search$|articles/(?P<slug>.+))")


def init_app(app: Flask) -> None:
    """Counts views after they were answered."""
    app.after_request(count_view)


def count_view(response: Response) -> Response:
    """Counts the view of an article, unless a program or a guess of the browser asked for it."""
    surface = _SURFACES.get(request.endpoint or "")
    is_answered = response.status_code in _ANSWERED and request.method == "GET"
    # The team's own do not count.
    if surface is not None and is_answered and not is_ahead() and audience() is Audience.READER:
        values = request.view_args or {}
        locale, slug = values["locale"], values["slug"]
        # An attachment has the address of an article, but a policy of its own; who makes up tags gets any 304.
        is_page = response.headers.get(POLICY_HEADER) != SANDBOX
        # The guide answers in the nearest language too, so its addresses may name locales there are not.
        is_known = response.status_code == HTTPStatus.OK and surface is not Surface.GUIDE
        if is_page and (is_known or generation().has_article(locale, slug)):
            serving().recording.view(locale, slug, surface)
            if surface is Surface.SITE:
                _count_lead(locale, slug)
    return response


def _count_lead(locale: str, slug: str) -> None:
    """Counts the page of ours that led to an article, if the browser tells one."""
    told = request.environ.get("HTTP_REFERER", "")
    if not told or len(told) > _LONGEST_ADDRESS or not is_own_address(told) or _is_reloaded():
        return
    before = urlsplit(told)
    page = _PAGE_BEFORE.match(before.path)
    if page is None or not generation().has_article(locale, slug):
        return
    if page["slug"] is None:
        typed = parse_qs(before.query).get("q", [""])[0]
        typed = readable_query(typed)[0]
        if query := kept_query(typed):
            serving().recording.lead(locale, Kind.QUERY, query, slug)
        if typed:
            clicked(typed, f"{locale}/{slug}")
        return
    read = unquote(page["slug"])
    if page["locale"] == locale and read != slug and generation().has_article(locale, read):
        serving().recording.lead(locale, Kind.ARTICLE, read, slug)


def _is_reloaded() -> bool:
    """Whether a reader saw the page already and only loads it again; the page before it is told once more then."""
    return "max-age=0" in request.environ.get("HTTP_CACHE_CONTROL", "")
