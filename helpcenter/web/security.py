"""The headers every answer carries, and the limits every request meets."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import Forbidden, RequestEntityTooLarge, SecurityError
from werkzeug.sansio.utils import host_is_trusted

from helpcenter.web.addresses import EMBED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from flask import Flask
    from werkzeug.wrappers import Response

    from helpcenter.config import Config

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


_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_IN_BRACKETS = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::[0-9]{1,5})?", re.ASCII)


def init_app(app: Flask, config: Config) -> None:
    """Limits bodies and hosts, and puts the security headers on every answer, errors included."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    # Flask's own TRUSTED_HOSTS takes what follows the first colon of a name for a port, so no IPv6 address passes.
    is_trusted = _trust_in(tuple(trusted_names(config)))

    def refuse_strange_host() -> None:
        if not is_trusted(request.host):
            raise SecurityError

    app.before_request(refuse_strange_host)
    app.before_request(_refuse_large_body)
    app.before_request(_refuse_foreign_form)
    app.config["HELPCENTER_OWN"] = urlsplit(config.base_url).netloc
    app.after_request(_add_headers)


def trusted_names(config: Config) -> Iterable[str]:
    """The host names that are answered: those of the setting, the site's own, and the address listened on."""
    yield from config.trusted_hosts
    if config.base_url and (own := urlsplit(config.base_url).hostname):
        yield own
    # An address that means every interface is nobody's name.
    if config.host not in {"0.0.0.0", "::"}:  # noqa: S104
        yield config.host


def _trust_in(names: tuple[str, ...]) -> Callable[[str], bool]:
    addresses = {address for name in names if (address := _address(name))}
    others = [name for name in names if not _address(name)]

    @lru_cache(maxsize=256)
    def is_trusted(host: str) -> bool:
        if match := _IN_BRACKETS.fullmatch(host):
            return _address(match[1]) in addresses
        return bool(others) and host_is_trusted(host, others)

    return is_trusted


def _address(name: str) -> IPv6Address | None:
    try:
        address = ip_address(name.strip("[]"))
    except ValueError:
        return None
    return address if isinstance(address, IPv6Address) else None


def _refuse_large_body() -> None:
    # Flask checks the length only when a view reads the body, and none of ours does.
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise RequestEntityTooLarge


def is_proven_own() -> bool:
    """Whether the browser says that the request comes from a page of this site."""
    return _is_own() is True


def is_own_address(url: str) -> bool:
    """Whether an address that a browser told is one of this site."""
    try:
        host = urlsplit(url).netloc
    except ValueError:
        return False
    return host in {request.host, current_app.config["HELPCENTER_OWN"]} - {""}  # "null" has no host


def _refuse_foreign_form() -> None:
    # A program that is no browser says neither, and has nobody's cookies. The guide reads none and has its own list.
    if not request.path.startswith(f"{EMBED}/") and request.method not in _SAFE and _is_own() is False:
        raise Forbidden("This was sent from another site.")


def _is_own() -> bool | None:
    """Whether the request comes from this site, as the browser tells; None when it does not tell."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    told = ([site in {"same-origin", "none"}] if site else []) + ([is_own_address(origin)] if origin else [])
    return all(told) if told else None


def _add_headers(response: Response) -> Response:
    headers = response.headers
    own = POLICY_HEADER in headers  # an attachment's
    for name, value in HEADERS[own:]:
        headers.add(name, value)
    return response
