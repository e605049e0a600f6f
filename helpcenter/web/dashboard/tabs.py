"""Orders of one table, as links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpcenter.web.dashboard.frame import Board


@dataclass(frozen=True, slots=True)
class Tab:
    """One order."""

    title: str
    url: str
    is_here: bool


def tabs_of(board: Board, titles: Mapping[str, str], here: str) -> tuple[Tab, ...]:
    """A tab for each value of the parameter `by`."""
    return tuple(
        Tab(title, board.filters.url(board.path, by=str(name)), name == here) for name, title in titles.items()
    )
