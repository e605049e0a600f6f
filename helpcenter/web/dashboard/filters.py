"""What a page of the dashboard shows, as it stands in its address: days, locale, surface, screen, segment."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask_babel import gettext

from helpcenter.insights.scope import Scope, last_days
from helpcenter.web.forms import readable_text
from helpcenter.web.serving import request_time

if TYPE_CHECKING:
    from collections.abc import Mapping

PRESETS: Final = (7, 28, 90, 365)
DEFAULT_DAYS: Final = 28
MOST_DAYS: Final = 731
NARROWING: Final = ("locale", "surface", "screen", "segment")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """The scope of an address; `preset` is how many days back from today were chosen, 0 for dates of one's own.

    `problems` say what of the address was left out, and why.
    """

    scope: Scope
    preset: int
    problems: tuple[str, ...] = ()

    def url(self, path: str, **changes: str | int | None) -> str:
        """The address of a page with these filters, some of them changed; what is at its default stays out.

        `days`, `locale`, `surface`, `screen` and `segment` change the filters; anything else is another parameter.
        """
        said: dict[str, str | int | None] = {**self.parameters, **changes}
        if "days" in changes:
            said |= {"since": None, "until": None}
        if str(said.get("days")) == str(DEFAULT_DAYS):
            said["days"] = None
        query = urlencode({name: value for name, value in said.items() if value not in {None, ""}})
        return f"{path}?{query}" if query else path

    @property
    def parameters(self) -> dict[str, str | int | None]:
        """The parameters of an address that say this."""
        own = {} if self.preset else {"since": self.scope.since.isoformat(), "until": self.scope.until.isoformat()}
        days = self.preset if self.preset != DEFAULT_DAYS else None
        narrowing = asdict(self.scope)
        return {"days": days or None, **own, **{name: narrowing[name] or None for name in NARROWING}}


def today() -> date:
    """The day of this request in UTC, by which everything is counted."""
    return request_time().date()


def filters_of(arguments: Mapping[str, str], day: date) -> Filters:
    """Read the filters of an address; what cannot be read is left out, and told."""
    problems: list[str] = []
    scope, preset = _days(arguments, day, problems)
    narrowed = {name: readable_text(arguments.get(name, ""))[:_LONGEST] for name in NARROWING}
    return Filters(Scope(scope.since, scope.until, **narrowed), preset, tuple(problems))


def _days(arguments: Mapping[str, str], day: date, problems: list[str]) -> tuple[Scope, int]:
    default = last_days(DEFAULT_DAYS, day)
    first, last = arguments.get("since", ""), arguments.get("until", "")
    if first or last:
        try:
            since, until = date.fromisoformat(first), min(date.fromisoformat(last) if last else day, day)
        except ValueError:
            problems.append(gettext("Dates are written like 2026-11-01. The last 28 days are shown instead."))
            return default, DEFAULT_DAYS
        if not 0 <= (until - since).days < MOST_DAYS:
            problems.append(
                gettext("The first day comes before the last, at most two years. The last 28 days are shown instead.")
            )
            return default, DEFAULT_DAYS
        return Scope(since, until), 0
    days = arguments.get("days", "")
    if not days:
        return default, DEFAULT_DAYS
    if not (days.isascii() and days.isdigit() and 1 <= int(days[:6]) <= MOST_DAYS):
        problems.append(gettext("A number of days is from 1 to 731. The last 28 days are shown instead."))
        return default, DEFAULT_DAYS
    return last_days(int(days), day), int(days)
