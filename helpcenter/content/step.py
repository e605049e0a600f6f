"""What a heading says about the element of the product it explains, and about what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

END: Final = "end"
"""As the step that comes next: the walkthrough is over."""

MISSING: Final = ("wait", "skip", "fallback", "stop")
"""What may happen when no target of a step is there."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to the question a step asks, and the step (its anchor) that this answer leads to."""

    text: str
    step: str


@dataclass(frozen=True, slots=True)
class Step:
    """What a walkthrough points at while a section is shown.

    `targets` are candidates, best first; `advance` says what moves on to the next step (``next``, ``click``,
    ``input``, ``visible`` or ``event:NAME``). `missing` is one of `MISSING`, "" for what the walkthrough says as a
    whole. `screen` is the pattern of the screen the step belongs to, "" for any. `then` is the anchor of the step that
    follows, `END` for none, "" for the next one; a step with `choices` leads where its reader wants to.
    """

    targets: tuple[str, ...]
    advance: str = "next"
    missing: str = ""
    screen: str = ""
    then: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class WalkthroughStart:
    """When a walkthrough begins by itself, and for whom.

    `start` is ``manual``, ``first-visit``, ``error``, ``element:TARGET``, ``event:NAME`` or ``idle:SECONDS``;
    `audience` maps names of traits to wanted values; `frequency` is ``once``, ``daily`` or ``always``. Between the two
    times of `quiet` (``22:00`` and ``07:00``, of the reader's clock; empty for none) it never begins by itself.
    `missing` is what happens when the target of a step is not there, unless the step says otherwise.
    """

    start: str
    audience: Mapping[str, tuple[str, ...]]
    frequency: str = "once"
    quiet: tuple[str, ...] = ()
    missing: str = "wait"
