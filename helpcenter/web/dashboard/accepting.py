"""Accepting an invitation: the only pages of the dashboard that need no session."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import redirect, request
from flask_babel import gettext

from helpcenter.accounts.invitations import EXPIRED, USED
from helpcenter.accounts.users import Role
from helpcenter.errors import AccountError, InvitationError
from helpcenter.web import sessions
from helpcenter.web.addresses import dashboard_url, home_url
from helpcenter.web.dashboard.blueprint import BASE, ClosedPage, dashboard
from helpcenter.web.dashboard.frame import BoardPage, board_of, send_page
from helpcenter.web.dashboard.users import invitations
from helpcenter.web.forms import typed_line

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


@dataclass(frozen=True, slots=True)
class InvitationPage(BoardPage):
    """The form in which somebody chooses a name and a password; `problem` says why it is shown again."""

    email: str
    name: str
    form_token: str
    problem: str = ""


@dashboard.get(f"{BASE}/invitation/<string:token>")
def invitation(locale: str, token: str) -> Response:
    """The form, or why the link cannot be used."""
    try:
        return _form(locale, token)
    except InvitationError as error:
        return _refused(locale, error)


@dashboard.post(f"{BASE}/invitation/<string:token>")
def accept(locale: str, token: str) -> Response:
    """Makes the account, and signs it in."""
    name, password = typed_line("name"), request.form.get("password", "")
    try:
        if not sessions.has_form_token():
            problem = gettext("This form was open for too long, or cookies are switched off. Please try again.")
            return _form(locale, token, name, problem, HTTPStatus.BAD_REQUEST)
        if password != request.form.get("again", ""):
            problem = gettext("The two passwords are not the same. Please type both again.")
            return _form(locale, token, name, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
        user = invitations().accept(token, name, password)
    except AccountError:
        problem = gettext(
            "Please choose a name, and a password of at least 12 characters that is not easy to guess and not your "
            "e-mail address."
        )
        return _form(locale, token, name, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    except InvitationError as error:
        return _refused(locale, error)
    sessions.sign_in(user)
    place = dashboard_url(locale) if user.may_act_as(Role.WRITER) else home_url(locale)
    return redirect(place, HTTPStatus.SEE_OTHER)


def _form(locale: str, token: str, name: str = "", problem: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
    found = invitations().look(token)
    page = InvitationPage(
        board=board_of(locale, ""),
        title=gettext("Welcome to the team"),
        email=found.email,
        name=name or found.name,
        form_token=sessions.form_token(),
        problem=problem,
    )
    return send_page("invitation", page, status)


def _refused(locale: str, error: InvitationError) -> Response:
    texts = {
        USED: gettext("This invitation was used already. Sign in with the password that was chosen then."),
        EXPIRED: gettext("This invitation is older than 7 days. Ask whoever invited you for another one."),
    }
    unknown = gettext("This invitation is not known. Perhaps it was taken back, or the link is not complete.")
    page = ClosedPage(board_of(locale, ""), gettext("This invitation cannot be used"), texts.get(error.reason, unknown))
    return send_page("closed", page, HTTPStatus.GONE if error.reason in texts else HTTPStatus.NOT_FOUND)
