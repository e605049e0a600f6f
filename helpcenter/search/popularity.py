"""Popularity: how much articles are read, as a frozen value that somebody else counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True, eq=False)
class Popularity:
    """The share of each article in what is read in its locale, by (locale, slug); what is not there is not read.

    Compared by identity: a new count is another value, and what was computed from one can be kept with it.
    """

    shares: Mapping[tuple[str, str], float] = field(default_factory=lambda: MappingProxyType({}))


UNKNOWN = Popularity()
"""Nothing was counted."""
