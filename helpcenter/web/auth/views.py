"""The addresses of signing in and out."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import NotFound, ServiceUnavailable

from helpcenter.accounts.users import MAX_EMAIL_CHARACTERS, Role, normal_email
from helpcenter.errors import AccountError, DatabaseUnavailableError
from helpcenter.web import sessions
from helpcenter.web.addresses import dashboard_url, home_url, sign_in_url, sign_out_url
from helpcenter.web.auth.addresses import place_after
from helpcenter.web.limiting import reader_address
from helpcenter.web.serving import generation, offers_signing_in, serving
from helpcenter.web.site.bare import bare_frame, send_once
from helpcenter.web.site.frame import Alternate, Frame

if TYPE_CHECKING:
    from flask.sansio.blueprints import BlueprintSetupState
    from werkzeug.wrappers import Response

auth = Blueprint("auth", __name__)

RETRY_AFTER_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The form; `problem` says why it is shown again."""

    frame: Frame
    title: str
    email: str
    place: str
    token: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What the foot of a page offers: to sign in or, with a `token` for the form, to sign out; the `dashboard` too."""

    url: str = ""
    name: str = ""
    token: str = ""
    dashboard: str = ""


def account_of(locale: str) -> Account:
    """What a reader of this page can do with their account; nothing where there is nothing to sign in for."""
    user = sessions.reader()
    if user is not None:
        board = dashboard_url(locale) if user.may_act_as(Role.WRITER) else ""
        return Account(sign_out_url(locale), user.name, sessions.form_token(), board)
    is_form = request.endpoint in {f"{auth.name}.show_form", f"{auth.name}.sign_in"}
    return Account(sign_in_url(locale, request.path)) if offers_signing_in() and not is_form else Account()


@auth.record_once
def offer_to_templates(state: BlueprintSetupState) -> None:
    """Gives templates what the foot of every page needs."""
    state.app.jinja_env.globals.update(account_of=account_of, sign_in_url=sign_in_url)


@auth.get("/<locale:locale>/sign-in")
def show_form(locale: str) -> Response:
    """The form, or the way on for those who are signed in already."""
    place = place_after(request.args.get("next", ""), locale)
    if sessions.reader() is not None:
        return redirect(place, HTTPStatus.SEE_OTHER)
    return _form(locale, place)


@auth.post("/<locale:locale>/sign-in")
def sign_in(locale: str) -> Response:
    """Begins a session, or says why not."""
    place = place_after(request.form.get("next", ""), locale)
    email = request.form.get("email", "")[: MAX_EMAIL_CHARACTERS + 1]
    if not sessions.has_form_token():
        problem = gettext("This form was open for too long, or cookies are switched off. Please try again.")
        return _form(locale, place, email, problem, HTTPStatus.BAD_REQUEST)
    try:
        account = normal_email(email)
    except AccountError:
        account = email
    address, guessing = reader_address(), serving().guessing
    if guessing.is_limited(account, address):
        problem = gettext("There were too many attempts. Please try again in 15 minutes.")
        return _form(locale, place, email, problem, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        user = serving().users.authenticate(account, request.form.get("password", ""))
    except DatabaseUnavailableError:
        problem = gettext("Signing in is not possible at the moment. Please try again in a little while.")
        return _form(locale, place, email, problem, HTTPStatus.SERVICE_UNAVAILABLE)
    if user is None:
        guessing.failed(account, address)
        problem = gettext("E-mail address and password do not fit together. Please check both.")
        return _form(locale, place, email, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    guessing.succeeded(account)
    sessions.sign_in(user)
    return redirect(place, HTTPStatus.SEE_OTHER)


@auth.post("/<locale:locale>/sign-out")
def sign_out(locale: str) -> Response:
    """Ends the session of this browser."""
    if sessions.reader() is not None and sessions.has_form_token():
        sessions.sign_out()
    return redirect(home_url(locale), HTTPStatus.SEE_OTHER)


def _form(locale: str, place: str, email: str = "", problem: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
    if current_app.secret_key is None:
        raise ServiceUnavailable
    current = generation()
    if locale not in current.locales:
        raise NotFound
    others = (Alternate(other, sign_in_url(other, place), exact=True) for other in current.locales if other != locale)
    frame = bare_frame(current, locale, others)
    page = SignInPage(frame, gettext("Sign in"), email, place, sessions.form_token(), problem)
    response = send_once("sign-in", page, status)
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
