"""What is shown inside the product without being asked for, beside walkthroughs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class HintKind(StrEnum):
    """How it is shown."""

    HOTSPOT = "hotspot"  # a dot beside an element, which opens the text
    BANNER = "banner"  # a line above the page
    ANNOUNCEMENT = "announcement"  # a card in the corner
    CHECKLIST = "checklist"  # what a new user should do, with progress
    SURVEY = "survey"  # one question


@dataclass(frozen=True, slots=True)
class Hint:
    """One way an article is shown inside the product, on its screens.

    `targets` are those of a hotspot, best first; `audience` maps names of traits to wanted values; `frequency` is
    ``once``, ``daily`` or ``always``; it is shown from the day `since` to the day `until`, both included. A survey asks
    its `question` on a scale up to `scale` (5 or 10); that of a walkthrough is asked after it.
    """

    kind: HintKind
    targets: tuple[str, ...] = ()
    audience: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    frequency: str = "once"
    since: date | None = None
    until: date | None = None
    question: str = ""
    scale: int = 0
