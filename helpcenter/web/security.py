"""The headers every answer carries, and the limits every request meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask
    from werkzeug.wrappers import Response

MAX_BODY_BYTES = 64 * 1024  # nothing here accepts uploads

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)


def policy_with_frames(hosts: Sequence[str]) -> str:
    """The policy of a page that may show the players of these hosts, and frame nothing else."""
    return f"{CONTENT_SECURITY_POLICY}; frame-src {' '.join(f'https://{host}' for host in hosts)}"


SANDBOX = "sandbox"
"""The policy of an attachment: whatever it contains, it runs nothing and has no origin."""

POLICY_HEADER = "Content-Security-Policy"
HEADERS = (
    (POLICY_HEADER, CONTENT_SECURITY_POLICY),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)


def init_app(app: Flask, trusted_hosts: Sequence[str]) -> None:
    """Limits bodies and hosts, and puts the security headers on every answer, errors included."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["TRUSTED_HOSTS"] = list(trusted_hosts) or None
    app.before_request(_refuse_large_body)
    app.after_request(_add_headers)


def _refuse_large_body() -> None:
    # Flask checks the length only when a view reads the body, and none of ours does.
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise RequestEntityTooLarge


def _add_headers(response: Response) -> Response:
    headers = response.headers
    own = POLICY_HEADER in headers  # an attachment's
    for name, value in HEADERS[own:]:
        headers.add(name, value)
    return response
