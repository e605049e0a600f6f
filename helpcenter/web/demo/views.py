"""The addresses of the demo product: one page for all its routes, and its files."""

from __future__ import annotations

import re
import secrets
from functools import cache
from typing import TYPE_CHECKING, Final

import jwt
from flask import Blueprint, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from helpcenter.accounts.identity import ALGORITHM
from helpcenter.errors import ConfigError
from helpcenter.web.addresses import EMBED
from helpcenter.web.assets import Assets, send_asset
from helpcenter.web.demo_key import DEMO_KEY, demo_keys
from helpcenter.web.locales import INTERFACE_LOCALES, preferred_locale
from helpcenter.web.security import POLICY_HEADER
from helpcenter.web.serving import WEB, request_time, serving

if TYPE_CHECKING:
    from pathlib import Path

    from helpcenter.config import Config

FOLDER: Final = WEB.parents[1] / "widget" / "demo"
_PAGE: Final = "index.html"
_FILES: Final = "/demo/files"
_COOKIE: Final = "demo-user"
_NAME: Final = re.compile("[0-9a-f]{16}")
_REMEMBERED: Final = 30 * 86_400
_LASTS: Final = 3_000  # seconds

demo = Blueprint("demo", __name__, url_prefix="/demo")


def check(config: Config, folder: Path = FOLDER) -> None:
    """Makes sure that there is a demo to show when one is wanted.

    Raises:
        ConfigError: it is not there; the installed package does not bring it along.
    """
    if config.demo == "on" and not (folder / _PAGE).is_file():
        raise ConfigError("demo: the demo product is only in the source tree. Run from there, or set demo to off.")


def policy(nonce: str) -> str:
    """What the page of the demo may do: run scripts that carry the nonce and those they load, and make no HTML."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'nonce-{nonce}'; img-src 'self'; "
        "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


@demo.get("/")
def start() -> Response:
    """The demo in the reader's language."""
    return redirect(f"/demo/{preferred_locale(INTERFACE_LOCALES, serving().config.default_locale)}/invoices")


@demo.get("/files/<string:name>")
def file(name: str) -> Response:
    """A script, style sheet or picture of the demo."""
    asset = _assets().get(name) if name != _PAGE else None
    if asset is None:
        raise NotFound
    return send_asset(asset)


@demo.get("/<locale:locale>/", defaults={"path": ""})
@demo.get("/<locale:locale>/<path:path>")
def page(locale: str, path: str) -> Response:  # noqa: ARG001
    """The page of all routes; its script tells them apart."""
    asset = _assets().get(_PAGE)
    if asset is None or locale not in INTERFACE_LOCALES:
        raise NotFound
    nonce = secrets.token_urlsafe(16)
    html = asset.body.decode()
    user = _user()
    filled = {"locale": locale, "nonce": nonce, "base": _FILES, "guide": f"{EMBED}/guide.js", "token": _token(user)}
    for name, value in filled.items():
        html = html.replace(f"{{{{{name}}}}}", value)
    response = Response(html, mimetype="text/html")
    response.set_cookie(_COOKIE, user, max_age=_REMEMBERED, path="/demo", httponly=True, samesite="Lax")
    response.headers[POLICY_HEADER] = policy(nonce)
    response.headers["Cache-Control"] = "no-store"
    return response


def _user() -> str:
    """Who visits: somebody of their own in each browser, as whoever signs in to a real product is."""
    known = request.cookies.get(_COOKIE, "")
    return known if _NAME.fullmatch(known) else secrets.token_hex(8)


def _token(user: str) -> str:
    """What the backend of a real product signs for its user: who they are, and what chooses the audience."""
    claims = {
        "sub": f"demo-{user}",
        "exp": int(request_time().timestamp()) + _LASTS,
        "traits": {"plan": "trial", "phase": "onboarding"},
    }
    return jwt.encode(claims, demo_keys()[DEMO_KEY], ALGORITHM, headers={"kid": DEMO_KEY})


@cache
def _assets() -> Assets:
    return Assets(FOLDER)
