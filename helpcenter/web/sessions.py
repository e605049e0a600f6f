"""Who is asking: the session's cookie, the reader it belongs to, and proof that a form is our own."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from flask import current_app, g, request, session
from flask_login import LoginManager, current_user, login_user

from helpcenter.accounts.users import User
from helpcenter.errors import DatabaseUnavailableError
from helpcenter.web.addresses import EMBED

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

    from helpcenter.accounts.users import Users

LASTS = timedelta(days=7)
PRIVATE = "private, no-store"
_FORM = "form"
_REVALIDATION = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE")
_ID = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Session:
    """What Flask-Login asks of a user."""

    user: User
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What the cookie says: who, and since which version of their sessions."""
        return f"{self.user.id}.{self.user.session_version}"


def init_app(app: Flask, users: Users, secret: str, *, secure: bool) -> None:
    """Knows readers by a signed cookie of this site alone, which no script can read."""
    app.secret_key = secret or None  # without one, Flask keeps no session at all
    app.config.update(
        # The prefix makes browsers refuse a cookie that another host of the same domain has set.
        SESSION_COOKIE_NAME="__Host-helpcenter" if secure else "helpcenter",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=LASTS,
    )
    manager = LoginManager()
    manager.session_protection = None  # telephones change their address all the time

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(identity: str) -> Session | None:
        match = _ID.fullmatch(identity)
        try:
            user = users.signed_in(int(match[1]), int(match[2])) if match else None
        except DatabaseUnavailableError:
            return None  # they read what everybody may read
        return Session(user) if user else None

    # Not init_app: it would look into every session for a cookie we never set, and every page would vary by cookie.
    app.login_manager = manager  # type: ignore[attr-defined]
    app.before_request(_forget_what_the_browser_has)
    app.after_request(_keep_private)


def reader() -> User | None:
    """Who is signed in; asks the database only when there is a cookie.

    For scripts of other origins nobody is: the guide's addresses read no cookie.
    """
    if request.path.startswith(f"{EMBED}/"):
        return None
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies and "_login_user" not in g:
        return None
    return cast("Session", current_user).user if current_user.is_authenticated else None


def sign_in(user: User) -> None:
    """Begin a session that has nothing of the one before."""
    session.clear()
    login_user(Session(user))
    form_token()


def sign_out() -> None:
    """End the session of this browser."""
    session.clear()
    g.pop("_login_user", None)


def form_token() -> str:
    """What a form of this session has to send along."""
    if _FORM not in session:
        session[_FORM] = secrets.token_urlsafe(24)
    return str(session[_FORM])


def has_form_token() -> bool:
    """Whether the form that was sent is one that this session was given."""
    known, sent = str(session.get(_FORM, "")), request.form.get("token", "")
    return bool(known) and hmac.compare_digest(known.encode(), sent.encode("utf-8", "surrogatepass"))


def _forget_what_the_browser_has() -> None:
    if reader() is not None:
        # Nobody signed in keeps a copy, and what they kept before is not compared with what they may see now.
        for name in _REVALIDATION:
            request.environ.pop(name, None)


def _keep_private(response: Response) -> Response:
    """Let nothing that was answered to a signed-in reader be kept; static files are the same for everybody."""
    if request.endpoint != "static" and "_login_user" in g and reader() is not None:
        for name in ("ETag", "Last-Modified", "Expires", "Accept-Ranges"):
            response.headers.pop(name, None)
        response.headers["Cache-Control"] = PRIVATE
        response.vary.add("Cookie")
    return response
