"""Pages that depend on the generation and their address alone: made once, then remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

from helpcenter.web.branding import stylesheet_url
from helpcenter.web.codings import Effort, accepted
from helpcenter.web.serving import origin, page_tag, serving
from helpcenter.web.sessions import reader
from helpcenter.web.site.frame import Site
from helpcenter.web.transfer import HTML, not_modified, send_page

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation


def known(current: Generation, address: str, mimetype: str = HTML) -> Response | None:
    """The page of an address that the reader, or this process, already has: nothing is read or rendered."""
    if reader() is not None:
        return None  # memory holds what everybody may read
    tag = page_tag(current, address)
    if unchanged := not_modified(tag):
        return unchanged
    coding = accepted()
    page = serving().pages.get(tag, coding)
    return send_page(page, tag, coding, mimetype) if page is not None else None


def keep(
    current: Generation, address: str, text: str, effort: Effort = Effort.SMALL, *, mimetype: str = HTML
) -> Response:
    """Remembers a page that depends on the generation and its address alone, and sends it."""
    if reader() is not None:
        return Response(text, mimetype=mimetype)
    tag, coding = page_tag(current, address), accepted()
    return send_page(serving().pages.keep(tag, text, coding, effort), tag, coding, mimetype)


def site_of(current: Generation) -> Site:
    """What the frames of pages are made from."""
    config = serving().config
    return Site(current, origin(), config.site_name, config.default_locale, stylesheet_url(current.brand))
