"""Pages made for one reader and one moment, such as forms and thanks: in no search engine, and kept by nobody."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

from helpcenter.web.rendering import render
from helpcenter.web.site.frame import Frame, look_of
from helpcenter.web.site.remembering import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.search.generation import Generation
    from helpcenter.web.rendering import Page
    from helpcenter.web.site.frame import Alternate


def bare_frame(current: Generation, locale: str, alternates: Iterable[Alternate] = (), query: str = "") -> Frame:
    """The frame of a page that machines are told nothing about."""
    site = site_of(current)
    return Frame(locale, site.name_in(locale), tuple(alternates), query, look=look_of(site, locale))


def send_once(template: str, page: Page, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """The page, which neither the browser nor anything between keeps."""
    response = Response(render(template, page), status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response
