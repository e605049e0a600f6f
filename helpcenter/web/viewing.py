"""Counting views: of articles that were answered to a reader, whether as a page, from memory or with 304."""

from __future__ import annotations

import re
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import request

from helpcenter.insights.views import Surface
from helpcenter.web.security import POLICY_HEADER, SANDBOX
from helpcenter.web.serving import generation, serving
from helpcenter.web.sessions import reader

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

_SURFACES = {"site.article": Surface.SITE, "api.article": Surface.API, "embed.article": Surface.GUIDE}
_ANSWERED = frozenset({200, 304})
_ROBOT = re.compile(
    r"(?<!cu)bot(?![a-z])|crawl|spider|slurp|monitor|uptime|pingdom|lighthouse|headless|preview|facebookexternalhit"
    r"|archive|fetch|validator|phantom|gpt|claude|perplexity|google-|https?://",  # CUBOT is a telephone
    re.IGNORECASE,
)
_TOLD = 300  # characters of a user agent; all that matters stands before


def init_app(app: Flask) -> None:
    """Counts views after they were answered."""
    app.after_request(count_view)


def count_view(response: Response) -> Response:
    """Counts the view of an article, unless a program or a guess of the browser asked for it."""
    surface = _SURFACES.get(request.endpoint or "")
    if surface is not None and response.status_code in _ANSWERED and request.method == "GET" and _is_read():
        values = request.view_args or {}
        locale, slug = values["locale"], values["slug"]
        # An attachment has the address of an article, but a policy of its own; who makes up tags gets any 304.
        is_page = response.headers.get(POLICY_HEADER) != SANDBOX and reader() is None  # the team's own do not count
        if is_page and (response.status_code == HTTPStatus.OK or generation().has_article(locale, slug)):
            serving().recording.view(locale, slug, surface)
    return response


def _is_read() -> bool:
    environ = request.environ
    ahead = environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE") or environ.get("HTTP_X_MOZ")
    if ahead and "prefetch" in ahead:  # browsers fetch what nobody may ever look at
        return False
    return is_reader(environ.get("HTTP_USER_AGENT", "")[:_TOLD])


@lru_cache(maxsize=2_048)
def is_reader(agent: str) -> bool:
    """Whether a user agent is a person's: every browser begins with Mozilla, robots say what they are."""
    return agent.startswith("Mozilla/") and _ROBOT.search(agent) is None
