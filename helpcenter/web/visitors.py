"""Who asks, as far as the counts want to know it: a reader, the team or a program; by a name that lasts a day."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from flask import request

from helpcenter.insights.searches.events import Audience
from helpcenter.web.limiting import reader_address
from helpcenter.web.serving import serving
from helpcenter.web.sessions import reader

if TYPE_CHECKING:
    from datetime import datetime

_ROBOT: Final = re.compile(
    r"(?<!cu)bot(?![a-z])|crawl|spider|slurp|monitor|uptime|pingdom|lighthouse|headless|preview|facebookexternalhit"
    r"|archive|fetch|validator|phantom|gpt|claude|perplexity|google-|https?://",  # CUBOT is a telephone
    re.IGNORECASE,
)
_TOLD: Final = 300  # characters of a user agent; all that matters stands before


def agent() -> str:
    """What the browser says it is."""
    return str(request.environ.get("HTTP_USER_AGENT", ""))[:_TOLD]


def visitor(at: datetime, visit: str = "") -> str:
    """The visitor's name on that day; `visit` tells apart those who share an address and a browser."""
    return serving().search_log.visitor(at, reader_address(), agent(), visit)


def is_ahead() -> bool:
    """Whether a browser fetches what nobody may ever look at."""
    environ = request.environ
    ahead = environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE") or environ.get("HTTP_X_MOZ")
    return bool(ahead and "prefetch" in ahead)


def audience(*, for_programs: bool = False) -> Audience:
    """Who asks; `for_programs` where a product's own server may ask for its users."""
    if reader() is not None:
        return Audience.TEAM
    is_person = not is_robot(agent()) if for_programs else is_reader(agent())
    return Audience.READER if is_person else Audience.BOT


@lru_cache(maxsize=2_048)
def is_reader(agent: str) -> bool:
    """Whether a user agent is a person's: every browser begins with Mozilla, robots say what they are."""
    return agent.startswith("Mozilla/") and not is_robot(agent)


def is_robot(agent: str) -> bool:
    """Whether a user agent says that it is a robot's."""
    return _ROBOT.search(agent) is not None
