"""Users, for admins: who may sign in, with which role; invitations."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from helpcenter.accounts.invitations import Invitation, Invitations
from helpcenter.accounts.users import Role, User
from helpcenter.errors import AccountError, DeliveryError, LastAdminError
from helpcenter.insights.contact import mail_to
from helpcenter.web import sessions
from helpcenter.web.addresses import dashboard_url, invitation_link
from helpcenter.web.dashboard.blueprint import BASE, dashboard, need
from helpcenter.web.dashboard.frame import BoardPage, board_of, send_page
from helpcenter.web.forms import typed_line
from helpcenter.web.serving import origin, serving

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


@dataclass(frozen=True, slots=True)
class UsersPage(BoardPage):
    """Everybody, and those who are invited. `link` is one that was made just now, `problem` why something failed."""

    users: tuple[User, ...]
    invited: tuple[Invitation, ...]
    roles: tuple[str, ...]
    problem: str = ""
    email: str = ""
    link: str = ""
    link_email: str = ""


def invitations() -> Invitations:
    """The invitations of this site."""
    return Invitations(serving().recording.database)


@dashboard.get(f"{BASE}/users")
def users(locale: str) -> Response:
    """Everybody."""
    need(Role.ADMIN)
    return _page(locale)


@dashboard.post(f"{BASE}/users/invite")
def invite(locale: str) -> Response:
    """Invites somebody: by mail where there is a server for it, else by a link that is shown once."""
    need(Role.ADMIN)
    email, role = typed_line("email"), _role()
    try:
        token = invitations().invite(email, typed_line("name") or email.partition("@")[0], role)
    except AccountError:
        return _page(locale, problem=_why_not(email), email=email, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    link = invitation_link(origin(), locale, token)
    mail = mail_to(serving().config, email)
    if mail is None:
        return _page(locale, link=link, link_email=email)
    try:
        mail.write(*invitation_mail(serving().config.site_name, link), token[:16])
    except DeliveryError:
        problem = gettext("The mail could not be sent. Please send this link yourself.")
        return _page(locale, problem=problem, link=link, link_email=email)
    return _done(locale, gettext("%(email)s was invited by mail.", email=email))


@dashboard.post(f"{BASE}/users/withdraw")
def withdraw(locale: str) -> Response:
    """Takes an invitation back."""
    need(Role.ADMIN)
    email = typed_line("email")
    invitations().withdraw(email)
    return _done(locale, gettext("The invitation of %(email)s cannot be used any more.", email=email))


@dashboard.post(f"{BASE}/users/change")
def change(locale: str) -> Response:
    """Gives somebody another role, or disables or enables their account."""
    need(Role.ADMIN)
    email, accounts = typed_line("email"), serving().users
    try:
        match request.form.get("do", ""):
            case "role":
                accounts.change_role(email, _role())
                told = gettext("%(email)s has another role now.", email=email)
            case "disable":
                accounts.disable(email)
                told = gettext("%(email)s cannot sign in any more.", email=email)
            case "enable":
                accounts.enable(email)
                told = gettext("%(email)s can sign in again.", email=email)
            case _:
                raise BadRequest
    except LastAdminError:
        problem = gettext("%(email)s is the last admin. Make somebody else an admin first.", email=email)
        return _page(locale, problem=problem, status=HTTPStatus.CONFLICT)
    except AccountError:
        problem = gettext("There is no account for %(email)s any more.", email=email)
        return _page(locale, problem=problem, status=HTTPStatus.CONFLICT)
    return _done(locale, told)


def invitation_mail(site_name: str, link: str) -> tuple[str, str]:
    """The subject and the text of the mail that invites somebody."""
    subject = gettext("Your invitation to %(site)s", site=site_name)
    text = gettext(
        "You have been invited to the team of %(site)s. Open this link to choose a password; it can be used once, "
        "within 7 days:",
        site=site_name,
    )
    return str(subject), f"{text}\n\n{link}\n"


def _page(
    locale: str,
    *,
    problem: str = "",
    email: str = "",
    link: str = "",
    link_email: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    page = UsersPage(
        board=board_of(locale, "users"),
        title=gettext("Users"),
        users=serving().users.all(),
        invited=invitations().waiting(),
        roles=tuple(Role),
        problem=problem,
        email=email,
        link=link,
        link_email=link_email,
    )
    return send_page("users", page, status)


def _done(locale: str, told: str) -> Response:
    flash(told)
    response = redirect(dashboard_url(locale, "users"), HTTPStatus.SEE_OTHER)
    response.headers["Cache-Control"] = sessions.PRIVATE
    return response


def _role() -> Role:
    known = {role.value: role for role in Role}
    try:
        return known[request.form.get("role", "")]
    except KeyError as error:
        raise BadRequest from error


def _why_not(email: str) -> str:
    if any(user.email == email.casefold() for user in serving().users.all()):
        return str(gettext("%(email)s has an account already.", email=email))
    return str(gettext("“%(email)s” is no e-mail address; write one like name@example.com.", email=email))
