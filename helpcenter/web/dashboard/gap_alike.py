"""Gaps beside a gap: those that seem to be about the same, and the one that has its queries since it was merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from helpcenter.errors import GapError
from helpcenter.insights.gaps.gap import GapQuery
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import gap as kept_gap
from helpcenter.web.addresses import dashboard_url
from helpcenter.web.dashboard.gap_texts import gap_title, state_title
from helpcenter.web.serving import serving

if TYPE_CHECKING:
    from helpcenter.insights.gaps.gap import Gap
    from helpcenter.insights.gaps.reading import GapReport

_SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class OtherGap:
    """Another gap as a gap's page shows it; `can_take` tells whether it may be given more queries.

    `queries` are some that its title does not say.
    """

    id: int
    version: int
    title: str
    locale: str
    url: str
    state: str
    owner: str
    can_take: bool
    queries: tuple[GapQuery, ...] = ()


def alike(locale: str, report: GapReport) -> tuple[OtherGap, ...]:
    """The gaps that nobody has yet decided about, each with what it is asked most by."""
    return tuple(_other(locale, each.gap, each.queries) for each in report.proposals)


def merged(locale: str, report: GapReport) -> OtherGap | None:
    """The gap that has all its queries now."""
    if report.merged_into is None:
        return None
    try:
        return _other(locale, kept_gap(serving().recording.database, report.merged_into))
    except GapError:
        return None


def _other(locale: str, gap: Gap, queries: tuple[GapQuery, ...] = ()) -> OtherGap:
    return OtherGap(
        id=gap.id,
        version=gap.version,
        title=gap_title(gap),
        locale=gap.locale if gap.title else locale,
        url=dashboard_url(locale, f"gaps/{gap.id}"),
        state=state_title(gap.state),
        owner=gap.owner.name if gap.owner else "",
        can_take=gap.state not in {State.PROVEN, State.WONT_FIX},
        queries=tuple(query for query in queries if query.text != gap.title)[:_SAMPLES],
    )
