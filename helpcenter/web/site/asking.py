"""The form for questions when no article fits, and the page that says what became of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from flask import Blueprint, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from helpcenter.errors import NotKeptError
from helpcenter.insights.contact import ContactLink
from helpcenter.insights.masking import mask
from helpcenter.insights.questions import MAX_ADDRESS, MAX_NAME, MAX_QUESTION, Question
from helpcenter.search.results import SearchRequest
from helpcenter.web.addresses import article_url, ask_url
from helpcenter.web.forms import is_from_a_program, readable_text, typed, typed_line
from helpcenter.web.limiting import QUESTIONS, reader_address
from helpcenter.web.query import readable_query
from helpcenter.web.search_log import escalated
from helpcenter.web.serving import generation, origin, request_time, serving
from helpcenter.web.signing import HOURS
from helpcenter.web.site.bare import bare_frame, send_once
from helpcenter.web.site.found import Found, found
from helpcenter.web.site.frame import Alternate, Frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.sansio.blueprints import BlueprintSetupState
    from werkzeug.wrappers import Response

asking = Blueprint("asking", __name__)

OPEN_SECONDS: Final = 24 * HOURS
SHOWN_SECONDS: Final = HOURS
_NEAREST: Final = 3
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is in the form, as it was typed; `searched` and `slug` are what was searched for and read before."""

    text: str
    reply_to: str = ""
    name: str = ""
    searched: str = ""
    slug: str = ""

    @property
    def is_untouched(self) -> bool:
        """Whether nothing would be lost by leaving the form."""
        return self.text == self.searched and not (self.reply_to or self.name)


@dataclass(frozen=True, slots=True)
class AskPage:
    """The form. `problems` are by field, "" is for all of it; `nearest` are shown before anything is sent."""

    frame: Frame
    asked: Asked
    token: str
    read_title: str = ""
    nearest: tuple[Found, ...] = ()
    problems: dict[str, str] = field(default_factory=dict)
    looked: bool = False

    @property
    def title(self) -> str:
        """What the browser's tab says before the site's name."""
        return str(gettext("Ask a question to our team"))


@dataclass(frozen=True, slots=True)
class AskedPage:
    """What became of a question."""

    frame: Frame
    has_arrived: bool
    title: str = ""


@asking.record_once
def offer_to_templates(state: BlueprintSetupState) -> None:
    """Gives templates the address of the form, which is empty where there is nobody to ask."""
    state.app.jinja_env.globals.update(contact_url=contact_url, MAX_QUESTION=MAX_QUESTION)


def contact_url(locale: str, query: str = "", slug: str = "") -> str:
    """Where questions are asked; empty when the settings name no way to people."""
    contact = serving().contact
    if isinstance(contact, ContactLink):
        return contact.url
    return ask_url(locale, query, slug) if contact else ""


@asking.get("/<locale:locale>/ask")
def form(locale: str) -> Response:
    """The form, with what was searched for."""
    _offered(locale)
    contact = serving().contact
    if isinstance(contact, ContactLink):
        return redirect(contact.url)
    query = readable_query(request.args.get("q", ""))[0]
    asked = Asked(text=query, searched=query, slug=request.args.get("from", ""))
    return _shown(locale, asked, near=query)


@asking.post("/<locale:locale>/ask")
def ask(locale: str) -> Response:
    """Takes a question, or says what is missing; nothing typed is lost."""
    _offered(locale)
    if isinstance(serving().contact, ContactLink):
        raise NotFound
    searched = readable_query(request.form.get("searched", ""))[0]
    slug = readable_text(request.form.get("from", ""))
    asked = Asked(typed("question"), typed_line("email"), typed_line("name"), searched, slug)
    problems = problems_of(asked)
    looked = request.form.get("looked") == "1"
    identity = serving().signing.read("ask", request.form.get("t", ""), OPEN_SECONDS)
    if not problems and not isinstance(identity, str):
        problems[""] = gettext("This form was open for too long. Please send it again; nothing you wrote is lost.")
    if problems:
        return _shown(locale, asked, problems=problems, looked=looked, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    # What was searched for has been answered as well as can be; what is asked now may have an answer.
    if not looked and asked.text != asked.searched:
        page = _page(locale, asked, near=asked.text, looked=True)
        if page.nearest:
            return send_once("ask", page)
    return _taken(locale, asked, identity)


def _taken(locale: str, asked: Asked, identity: str) -> Response:
    """Keeps and sends a question that nothing is missing in, and says what became of it."""
    if is_from_a_program():
        return _confirmed(locale, has_arrived=True)
    if not serving().limiter.allows(QUESTIONS, reader_address()):
        often = gettext(
            "You have sent many questions in a short time. Please wait some minutes and send it again; "
            "nothing you wrote is lost."
        )
        return _shown(locale, asked, problems={"": often}, looked=True, status=HTTPStatus.TOO_MANY_REQUESTS)
    try:
        has_arrived = serving().feedback.ask(_question(identity, locale, asked))
    except NotKeptError:
        lost = gettext(
            "Your question could not be kept. Please try again in a little while; nothing you wrote is lost."
        )
        return _shown(locale, asked, problems={"": lost}, looked=True, status=HTTPStatus.SERVICE_UNAVAILABLE)
    escalated(locale, asked.text, asked.searched, identity)
    return _confirmed(locale, has_arrived=has_arrived)


@asking.get("/<locale:locale>/ask/sent")
def sent(locale: str) -> Response:
    """Says truly what became of a question."""
    _offered(locale)
    token = request.args.get("t", "")
    state = serving().signing.read("asked", token, SHOWN_SECONDS)
    if state is None:
        return redirect(ask_url(locale))
    twins = {other: _sent_url(other, token) for other in generation().locales}
    return send_once("asked", AskedPage(_frame(locale, twins), has_arrived=bool(state)))


def problems_of(asked: Asked) -> dict[str, str]:
    """What has to be mended in the form, by field."""
    problems = {}
    if not asked.text:
        problems["question"] = gettext("Please write your question.")
    elif len(asked.text) > MAX_QUESTION:
        problems["question"] = gettext("Please shorten your question to %(most)s characters.", most=f"{MAX_QUESTION:,}")
    if len(asked.reply_to) > MAX_ADDRESS or not _ADDRESS.fullmatch(asked.reply_to):
        problems["email"] = gettext("Please write an e-mail address such as name@example.com.")
    if len(asked.name) > MAX_NAME:
        problems["name"] = gettext("Please shorten this to %(most)s characters.", most=MAX_NAME)
    return problems


def _question(identity: str, locale: str, asked: Asked) -> Question:
    current = generation()
    read = current.article(locale, asked.slug)
    return Question(
        id=identity,
        locale=locale,
        text=asked.text,
        name=asked.name,
        reply_to=asked.reply_to,
        searched=mask(asked.searched),
        slug=read.slug if read else "",
        page=origin() + article_url(locale, read.slug) if read else "",
        commit=current.commit,
        made_at=request_time(),
    )


def _offered(locale: str) -> None:
    if serving().contact is None or locale not in generation().locales:
        raise NotFound


def _page(
    locale: str, asked: Asked, *, near: str = "", problems: dict[str, str] | None = None, looked: bool = False
) -> AskPage:
    current = generation()
    read = current.article(locale, asked.slug)
    query = readable_query(" ".join(near.split()))[0]
    hits = current.search(SearchRequest(query, locale)).hits if query else ()
    twins = {other: ask_url(other, asked.searched, asked.slug) for other in current.locales if asked.is_untouched}
    return AskPage(
        frame=_frame(locale, twins),
        asked=asked,
        token=serving().signing.sign("ask", uuid4().hex),
        read_title=read.title if read else "",
        nearest=tuple(found(hit, locale) for hit in hits[:_NEAREST]),
        problems=problems or {},
        looked=looked,
    )


def _shown(
    locale: str,
    asked: Asked,
    *,
    near: str = "",
    problems: dict[str, str] | None = None,
    looked: bool = False,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    page = _page(locale, asked, near=near, problems=problems, looked=looked)
    return send_once("ask", page, status)


def _confirmed(locale: str, *, has_arrived: bool) -> Response:
    token = serving().signing.sign("asked", int(has_arrived))
    return redirect(_sent_url(locale, token), HTTPStatus.SEE_OTHER)


def _sent_url(locale: str, token: str) -> str:
    return f"{ask_url(locale)}/sent?t={token}"


def _frame(locale: str, twins: Mapping[str, str]) -> Frame:
    others = (Alternate(other, url, exact=True) for other, url in twins.items() if other != locale)
    return bare_frame(generation(), locale, others)
