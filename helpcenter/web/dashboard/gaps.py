"""The list of gaps: what readers look for and do not find, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import request
from flask_babel import gettext

from helpcenter.insights.gaps.states import TO_DO, State
from helpcenter.insights.gaps.store import GapFilter, count_by_state
from helpcenter.insights.gaps.store import gaps as kept_gaps
from helpcenter.insights.gaps.values import FailureKind
from helpcenter.web import sessions
from helpcenter.web.addresses import dashboard_url
from helpcenter.web.dashboard.blueprint import BASE, dashboard
from helpcenter.web.dashboard.exporting import Asked, exported
from helpcenter.web.dashboard.frame import BoardPage, board_of, send_page
from helpcenter.web.dashboard.gap_texts import gap_title, kind_title, state_title, state_tone
from helpcenter.web.dashboard.tables import Cell, Column, Form, Table, cells
from helpcenter.web.serving import serving

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

MOST: Final = 300
_PARAMETERS: Final = ("state", "kind", "owner")
_ANY: Final = "any"


@dataclass(frozen=True, slots=True)
class Tab:
    """Gaps in some states, and how many there are."""

    title: str
    url: str
    count: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen."""

    value: str
    title: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class GapsPage(BoardPage):
    """The gaps; `most` is how many are listed."""

    tabs: tuple[Tab, ...]
    kinds: tuple[Option, ...]
    owners: tuple[Option, ...]
    table: Table
    most: int
    is_first_use: bool


@dashboard.get(f"{BASE}/gaps")
def gaps(locale: str) -> Response:
    """The list."""
    more = _more(request.args)
    board = board_of(locale, "gaps", used=("locale",), kept=more.items())
    counts = count_by_state(serving().recording.database)
    page = GapsPage(
        board=board,
        title=gettext("Gaps"),
        tabs=tuple(
            Tab(
                title,
                board.filters.url(board.path, **{**more, "state": name}),
                sum(counts.get(state, 0) for state in _states(name)),
                more.get("state", "") == name,
            )
            for name, title in _tabs().items()
        ),
        kinds=_options(more.get("kind", ""), {each.value: kind_title(each) for each in FailureKind}),
        owners=_options(more.get("owner", ""), {"me": gettext("Me"), "none": gettext("Nobody")}),
        table=gaps_table(Asked(locale, board.filters, more)),
        most=MOST,
        is_first_use=not counts,
    )
    return send_page("gaps", page)


@exported("gaps")
def gaps_table(asked: Asked) -> Table:
    """The gaps with the harm they do."""
    columns = (
        Column("gap", gettext("Gap")),
        Column("harm", gettext("Harm"), Form.NUMBER, gettext("Searches × trend × what people did next")),
        Column("searches", gettext("Searches"), Form.NUMBER, gettext("Without an answer, in the last 28 days")),
        Column("trend", gettext("Trend"), Form.DECIMAL, gettext("Above 1: more in the last 7 days than before")),
        Column("kind", gettext("Why it fails")),
        Column("state", gettext("State")),
        Column("owner", gettext("Owner")),
    )
    wanted = GapFilter(
        states=_states(asked.more.get("state", "")),
        kind=_kind(asked.more.get("kind", "")),
        locale=asked.filters.scope.locale,
        owner=_owner(asked.more.get("owner", "")),
    )
    rows = tuple(
        cells(
            Cell(gap_title(gap), dashboard_url(asked.locale, f"gaps/{gap.id}"), lang=gap.locale if gap.title else ""),
            round(gap.harm.value),
            round(gap.harm.volume),
            gap.harm.trend if gap.harm.volume else None,
            kind_title(gap.kind if gap.state is not State.PROVEN else None),  # nothing fails any more
            Cell(state_title(gap.state), tone=state_tone(gap.state)),
            gap.owner.name if gap.owner else None,
        )
        for gap in kept_gaps(asked.database, wanted, most=MOST)
    )
    return Table("gaps", gettext("The most harmful first"), columns, rows, gettext("No gap fits."))


def _tabs() -> dict[str, str]:
    return {
        "": gettext("To do"),
        **{each.value: state_title(each) for each in (State.SHIPPED, State.PROVEN, State.REGRESSED, State.WONT_FIX)},
        _ANY: gettext("All"),
    }


def _states(name: str) -> frozenset[State]:
    if name == _ANY:
        return frozenset(State)
    return frozenset({State(name)}) if name in set(State) else TO_DO


def _kind(name: str) -> FailureKind | None:
    return FailureKind(name) if name in set(FailureKind) else None


def _owner(name: str) -> int | None:
    user = sessions.reader()
    return {"none": 0, "me": user.id if user else None}.get(name)


def _more(given: Mapping[str, str]) -> dict[str, str]:
    """The parameters beside filters that mean something here."""
    known = {
        "state": {*State, _ANY},
        "kind": set(FailureKind),
        "owner": {"me", "none"},
    }
    return {name: given[name] for name in _PARAMETERS if given.get(name, "") in known[name]}


def _options(chosen: str, titles: Mapping[str, str]) -> tuple[Option, ...]:
    return (
        Option("", gettext("All"), not chosen),
        *(Option(value, title, value == chosen) for value, title in titles.items()),
    )
