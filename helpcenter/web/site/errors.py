"""Error pages for readers: what happened, what to do next, in their language."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from helpcenter.content.topics import TopicSummary
from helpcenter.errors import IndexUnavailableError
from helpcenter.web.addresses import home_url, topic_url
from helpcenter.web.locales import INTERFACE_LOCALES, request_locale
from helpcenter.web.query import readable_query
from helpcenter.web.rendering import render
from helpcenter.web.serving import generation, serving
from helpcenter.web.site.bare import bare_frame
from helpcenter.web.site.found import Found
from helpcenter.web.site.frame import Alternate, Frame
from helpcenter.web.site.lost import nearest

if TYPE_CHECKING:
    from werkzeug.exceptions import HTTPException

    from helpcenter.search.generation import Generation


class TopicInOtherLocale(NotFound):
    """The topic has no article in the locale asked for, but in others."""

    def __init__(self, path: str, locales: tuple[str, ...]) -> None:
        super().__init__()
        self.path = path
        self.locales = locales


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """One error as a reader sees it; `again_url` is where to try again what may work in a while."""

    frame: Frame
    status: int
    title: str
    text: str
    nearest: tuple[Found, ...] = ()
    topics: tuple[TopicSummary, ...] = ()
    elsewhere: tuple[Alternate, ...] = ()
    again_url: str = ""


def error_html(error: HTTPException) -> str:
    """The page for an error; a missing page offers the articles nearest to the words of its address."""
    current = _generation_if_any()
    locales = current.locales if current else INTERFACE_LOCALES
    locale = request_locale(locales, serving().config.default_locale)
    others = tuple(Alternate(other, home_url(other), exact=False) for other in locales if other != locale)
    status = error.code or 500
    title, text = _words(status)
    again = f"/{request.full_path.lstrip('/').rstrip('?')}" if status == HTTPStatus.SERVICE_UNAVAILABLE else ""
    page = ErrorPage(_frame(current, locale, others), status, title, text, again_url=again)
    if status == HTTPStatus.NOT_FOUND and current:
        page = _with_offers(page, current, error)
    return render("error", page)


def _frame(current: Generation | None, locale: str, others: tuple[Alternate, ...]) -> Frame:
    if current is None:
        return Frame(locale, serving().config.site_name, others, query=_asked())
    return bare_frame(current, locale, others, _asked())


def _with_offers(page: ErrorPage, current: Generation, error: HTTPException) -> ErrorPage:
    locale = page.frame.locale
    offers = nearest(current, locale, request.path)
    root = current.topic(locale, "")
    title, text = page.title, page.text
    elsewhere: tuple[Alternate, ...] = ()
    if isinstance(error, TopicInOtherLocale):
        title = gettext("This topic has no articles in this language yet")
        text = gettext("You can read it in another language:")
        elsewhere = tuple(Alternate(other, topic_url(other, error.path), exact=True) for other in error.locales)
    return ErrorPage(page.frame, page.status, title, text, offers, root.subtopics if root else (), elsewhere)


def _generation_if_any() -> Generation | None:
    try:
        return generation()
    except IndexUnavailableError:
        return None


def _asked() -> str:
    """What the reader searched for: an error must not cost them their words."""
    return readable_query(request.args.get("q", ""))[0] if request.path.endswith("/search") else ""


def _words(status: int) -> tuple[str, str]:
    match status:
        case 404:
            return (
                gettext("We could not find that page"),
                gettext("The address may be mistyped, or the page may have moved. Search, or try one of these."),
            )
        case 403 | 413 | 429:
            return _words_of_refusal(status)
        case 405:
            return (
                gettext("That does not work here"),
                gettext("This address cannot be used that way. Go back to the home page and try again."),
            )
        case 503:
            return (
                gettext("The help center is being prepared"),
                gettext("Articles and search are not available at the moment. Please try again in a little while."),
            )
        case _ if status < 500:
            return (
                gettext("We could not understand that request"),
                gettext("The address or the request seems to be incomplete. Go back to the home page and try again."),
            )
        case _:
            return (
                gettext("Something went wrong on our side"),
                gettext("It was not your doing. Please try again, or search for what you need."),
            )


def _words_of_refusal(status: int) -> tuple[str, str]:
    if status == HTTPStatus.FORBIDDEN:
        return (
            gettext("That could not be accepted"),
            gettext("It was not sent from a page of this site. Open the page again and try once more."),
        )
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return (
            gettext("That was too much at once"),
            gettext("The request was larger than this site accepts. Shorten it and try again."),
        )
    return (
        gettext("That was a lot in a short time"),
        gettext("Please wait some minutes and try again. Nothing else is affected."),
    )
