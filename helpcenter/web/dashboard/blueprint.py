"""The dashboard's blueprint, and who may come in; modules beside this one add their pages to it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, request, session
from flask_babel import gettext
from werkzeug.exceptions import BadRequest, Forbidden

from helpcenter.accounts.users import Role
from helpcenter.errors import DatabaseUnavailableError
from helpcenter.web import sessions
from helpcenter.web.addresses import EMBED, dashboard_url, sign_in_url
from helpcenter.web.dashboard.filters import PRESETS
from helpcenter.web.dashboard.frame import BoardPage, board_of, send_page
from helpcenter.web.dashboard.writing import written
from helpcenter.web.locales import preferred_locale
from helpcenter.web.serving import generation, serving

if TYPE_CHECKING:
    from flask.sansio.blueprints import BlueprintSetupState
    from werkzeug.wrappers import Response

dashboard = Blueprint("dashboard", __name__)

BASE: Final = "/<locale:locale>/dashboard"
"""What the rule of every page begins with."""
OPEN: Final = frozenset({"dashboard.start", "dashboard.invitation", "dashboard.accept"})
"""The addresses that need no session."""
_RETRY_AFTER: Final = 10  # seconds
_UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class RoleNeeded(Forbidden):
    """Whoever is signed in may not do this."""

    def __init__(self, role: Role) -> None:
        super().__init__()
        self.role = role


@dataclass(frozen=True, slots=True)
class ClosedPage(BoardPage):
    """Why a page is not shown; `again_url` is where to try again what may work in a while."""

    text: str
    again_url: str = ""


def need(role: Role) -> None:
    """Go on only for those who have at least this role.

    Raises:
        RoleNeeded: they have not.
    """
    user = sessions.reader()
    if user is None or not user.may_act_as(role):
        raise RoleNeeded(role)


@dashboard.record_once
def offer_to_templates(state: BlueprintSetupState) -> None:
    """Gives templates the ways of writing values, and the ranges of days."""
    state.app.jinja_env.globals.update(
        written=written, dashboard_url=dashboard_url, day_presets=PRESETS, guide_url=f"{EMBED}/guide.js"
    )


@dashboard.before_request
def let_in() -> Response | None:
    """Lets writers in; leads everybody else to where they sign in, or tells them what is missing."""
    if request.endpoint in OPEN:
        return None
    user = sessions.reader()
    if user is None:
        problem = serving().recording.database.problem
        if "_user_id" in session and problem:  # a session nobody can look up now is not a session that is over
            raise DatabaseUnavailableError(problem)
        locale = str((request.view_args or {}).get("locale", ""))
        place = request.full_path.rstrip("?") if request.method == "GET" else dashboard_url(locale)
        return _unkept(redirect(sign_in_url(locale, place), HTTPStatus.SEE_OTHER))
    need(Role.WRITER)
    if request.method in _UNSAFE and not sessions.has_form_token():
        raise BadRequest
    return None


@dashboard.get("/dashboard/")
def start() -> Response:
    """Leads to the dashboard in the reader's language."""
    locale = preferred_locale(generation().locales, serving().config.default_locale)
    return _unkept(redirect(dashboard_url(locale), HTTPStatus.SEE_OTHER))


@dashboard.errorhandler(RoleNeeded)
def tell_role(error: RoleNeeded) -> Response:
    """403: what is missing, and who can change it."""
    title = gettext("This page is for admins") if error.role is Role.ADMIN else gettext("The dashboard is for writers")
    user = sessions.reader()
    text = gettext(
        "You are signed in as %(name)s. Ask an admin of this help center to give you another role.",
        name=user.name if user else "",
    )
    return _tell(title, text, HTTPStatus.FORBIDDEN)


@dashboard.errorhandler(DatabaseUnavailableError)
def tell_outage(_error: DatabaseUnavailableError) -> Response:
    """503: the figures cannot be read now, which is never shown as nothing to count."""
    title = gettext("The figures cannot be read at the moment")
    text = gettext(
        "The database cannot be used. The help site goes on, and what readers do is kept and counted later. "
        "Please try again in a little while."
    )
    response = _tell(title, text, HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(_RETRY_AFTER)
    return response


def _tell(title: str, text: str, status: HTTPStatus) -> Response:
    locale = str((request.view_args or {}).get("locale", ""))
    again = request.full_path.rstrip("?") if status == HTTPStatus.SERVICE_UNAVAILABLE else ""
    return send_page("closed", ClosedPage(board_of(locale, ""), title, text, again), status)


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = sessions.PRIVATE
    return response
