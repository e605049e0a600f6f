"""Segments: what is known of a verified user that may be counted, and nothing by which one could be found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SEGMENT_TRAITS: Final = ("phase", "plan", "role")
_MOST_CHARACTERS: Final = 40


def segment_of(traits: Mapping[str, tuple[str, ...]]) -> str:
    """Return the segment of a user with these traits, such as "phase=active plan=pro"; "" when none is told.

    Other traits are left out: a name or an address may be among them. Of several values the first counts.
    """
    told = ((name, _short(traits[name][0])) for name in SEGMENT_TRAITS if traits.get(name))
    return " ".join(f"{name}={value}" for name, value in told if value)


def _short(value: str) -> str:
    return "_".join(value.casefold().split())[:_MOST_CHARACTERS]
