"""The page that leads a writer into the product, with a token for the picker there."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import NotFound, ServiceUnavailable

from helpcenter.web import sessions
from helpcenter.web.addresses import picker_url, sign_in_url
from helpcenter.web.picking import FRAGMENT, MINUTES, may_pick, picker_token
from helpcenter.web.serving import generation, origin, serving
from helpcenter.web.site.bare import bare_frame, send_once
from helpcenter.web.site.frame import Alternate, Frame

if TYPE_CHECKING:
    from flask.sansio.blueprints import BlueprintSetupState
    from werkzeug.wrappers import Response

    from helpcenter.accounts.users import User

picker = Blueprint("picker", __name__)

_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Way:
    """A page of the product, and the link that opens the picker on it."""

    address: str
    url: str


@dataclass(frozen=True, slots=True)
class PickerPage:
    """The ways into the product, for writers; `chosen` is the one to the address that was typed.

    `problem` says why there is none.
    """

    frame: Frame
    title: str
    is_writer: bool
    address: str
    chosen: Way | None
    ways: tuple[Way, ...]
    minutes: int
    problem: str = ""


@picker.record_once
def offer_to_templates(state: BlueprintSetupState) -> None:
    """Gives the template the address of its form."""
    state.app.jinja_env.globals.update(picker_url=picker_url)


@picker.get("/<locale:locale>/picker")
def show(locale: str) -> Response:
    """The page, for writers; others are led to sign in, or told that it is not for them."""
    if current_app.secret_key is None:
        raise ServiceUnavailable
    current = generation()
    if locale not in current.locales:
        raise NotFound
    user = sessions.reader()
    if user is None:
        return redirect(sign_in_url(locale, request.full_path.rstrip("?")), HTTPStatus.SEE_OTHER)
    title = gettext("Pick elements in your product")
    typed = request.args.get("address", "").strip()
    others = (Alternate(other, picker_url(other, typed), exact=True) for other in current.locales if other != locale)
    frame = bare_frame(current, locale, others)
    if not may_pick(user):
        problem = gettext("Only writers may use the picker. Ask whoever runs this help center.")
        page = PickerPage(frame, title, False, typed, None, (), MINUTES, problem)
        return send_once("picker", page, HTTPStatus.FORBIDDEN)
    problem = _problem(typed) if typed else ""
    chosen = _way(user, typed, locale) if typed and not problem else None
    ways = tuple(_way(user, each, locale) for each in _known_addresses(locale))
    page = PickerPage(frame, title, True, typed, chosen, ways, MINUTES, problem)
    return send_once("picker", page, HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK)


def _known_addresses(locale: str) -> tuple[str, ...]:
    """The pages of the product that the settings name."""
    config = serving().config
    named = [config.product_url] if config.product_url and not _problem(config.product_url) else []
    demo = [f"{origin()}/demo/{locale}/invoices"] if config.demo == "on" else []
    return tuple(dict.fromkeys([*named, *(f"{each}/" for each in config.embed_origins), *demo]))


def _problem(address: str) -> str:
    """Why the picker cannot be opened at an address, or an empty text."""
    wanted = _origin(address)
    if not wanted:
        return str(gettext("This is no address of a page. Write it in full, such as https://app.example.com/invoices."))
    if wanted != _origin(origin()) and wanted not in serving().config.embed_origins:
        missing = gettext(
            "The guide is not on this page: %(origin)s is not in the setting embed_origins. Add it there first.",
            origin=wanted,
        )
        return str(missing)
    return ""


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return ""
    is_readable = address.isprintable() and len(address) <= _LONGEST and not set(address) & set(" \\")
    return f"{parts.scheme}://{parts.netloc}".lower() if is_whole and is_readable else ""


def _way(user: User, address: str, locale: str) -> Way:
    # A product whose routes are in the fragment keeps its route.
    sign = "&" if "#" in address else "#"
    return Way(address, f"{address}{sign}{FRAGMENT}{picker_token(user, _origin(address), locale)}")
