"""What figures are about: some days, and perhaps only one locale, surface, screen or segment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Scope:
    """The days from `since` to `until`, both included, in UTC; "" leaves a dimension as it is.

    `segment` is one trait, such as "plan=pro"; it stands for all segments that have it.
    """

    since: date
    until: date
    locale: str = ""
    surface: str = ""
    screen: str = ""
    segment: str = ""

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.until - self.since).days + 1

    @property
    def before(self) -> Scope:
        """As many days right before, to compare with."""
        return replace(self, since=self.since - timedelta(days=self.days), until=self.since - timedelta(days=1))

    def all_days(self) -> list[date]:
        """Every day, oldest first."""
        return [self.since + timedelta(days=number) for number in range(self.days)]


def last_days(days: int, today: date) -> Scope:
    """Return the so many days that end today."""
    return Scope(today - timedelta(days=days - 1), today)
