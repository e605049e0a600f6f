"""The states of a gap, and the one table of what may follow what."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class State(StrEnum):
    """How far a gap is."""

    OPEN = "open"  # nobody looks after it
    ASSIGNED = "assigned"  # somebody is to
    IN_PROGRESS = "in_progress"  # somebody does
    SHIPPED = "shipped"  # the fix is written; its queries are replayed when it is published
    PROVEN = "proven"  # somebody said what answers its queries, and they find it
    REGRESSED = "regressed"  # they did, and do no more
    WONT_FIX = "wont_fix"  # nobody is to, for a reason that was given


_WORKING: Final = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.SHIPPED, State.WONT_FIX})

BY_PEOPLE: Final[Mapping[State, frozenset[State]]] = MappingProxyType(
    {
        State.OPEN: _WORKING,
        State.ASSIGNED: _WORKING - {State.ASSIGNED} | {State.OPEN},
        State.IN_PROGRESS: _WORKING - {State.IN_PROGRESS} | {State.OPEN},
        State.SHIPPED: frozenset({State.OPEN, State.IN_PROGRESS, State.WONT_FIX}),
        State.PROVEN: frozenset({State.OPEN}),
        State.REGRESSED: _WORKING | {State.OPEN},
        State.WONT_FIX: frozenset({State.OPEN}),
    }
)
"""What people may make of a gap. Nobody calls one proven, or regressed, but a replay."""

BY_REPLAY: Final[Mapping[State, frozenset[State]]] = MappingProxyType(
    {
        State.SHIPPED: frozenset({State.PROVEN}),
        State.REGRESSED: frozenset({State.PROVEN}),
        # Back to shipped when the text that somebody confirmed was changed: they have to be asked again.
        State.PROVEN: frozenset({State.REGRESSED, State.SHIPPED}),
    }
)

REPLAYED: Final = frozenset(BY_REPLAY)
"""The queries of such gaps are asked again after every publishing."""

TO_DO: Final = frozenset({State.OPEN, State.ASSIGNED, State.IN_PROGRESS, State.REGRESSED})
"""Something is still to be done about these."""
