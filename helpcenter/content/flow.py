"""The way through a walkthrough: where its choices and its steps lead, and that it comes to an end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from helpcenter.content.problems import Complaint, Severity
from helpcenter.content.step import END, Choice, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpcenter.content.article import Section


@dataclass(slots=True)
class _Way:
    """Where the steps lead while they are checked, by anchor in the order of the page."""

    steps: dict[str, Step]
    complaints: dict[str, list[Complaint]] = field(default_factory=dict)

    def complain(self, anchor: str, message: str, suggestion: str) -> None:
        self.complaints.setdefault(anchor, []).append(Complaint(message, suggestion, Severity.ERROR))

    def after(self, anchor: str) -> tuple[str, ...]:
        """The steps that may follow one."""
        step = self.steps[anchor]
        if step.choices:
            return tuple(choice.step for choice in step.choices)
        if step.then:
            return (step.then,) if step.then in self.steps else ()
        order = list(self.steps)
        return tuple(order[order.index(anchor) + 1 :][:1])

    def leads(self, start: str, goal: str) -> bool:
        """Whether a way goes from one step to another."""
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            if (anchor := waiting.pop()) == goal:
                return True
            if anchor not in seen:
                seen.add(anchor)
                waiting.extend(self.after(anchor))
        return False


def settle_flow(sections: Sequence[Section]) -> tuple[tuple[Section, ...], dict[str, list[Complaint]]]:
    """The sections with steps that lead to steps and never in a circle, and what is wrong, by anchor.

    What leads nowhere, or back to where it came from, is left out.
    """
    way = _Way({section.anchor: section.step for section in sections if section.step})
    for anchor in way.steps:
        _drop_unknown(way, anchor)
    for anchor in way.steps:
        _drop_circles(way, anchor)
    settled = tuple(
        replace(section, step=way.steps[section.anchor]) if section.step else section for section in sections
    )
    return settled, way.complaints


def _drop_unknown(way: _Way, anchor: str) -> None:
    step = way.steps[anchor]
    for choice in step.choices:
        if choice.step not in way.steps:
            message = f"The choice “{choice.text}” leads to #{choice.step}, which is no step."
            way.complain(anchor, message, _near(way, choice.step))
    if step.then and step.then != END and step.then not in way.steps:
        way.complain(anchor, f"`then` leads to #{step.then}, which is no step.", _near(way, step.then))
        step = replace(step, then="")
    way.steps[anchor] = replace(step, choices=tuple(each for each in step.choices if each.step in way.steps))


def _drop_circles(way: _Way, anchor: str) -> None:
    """Takes out what leads back; every circle has a part that does, for what follows by itself only leads on."""
    order = list(way.steps)
    back = set(order[: order.index(anchor) + 1])
    for choice in way.steps[anchor].choices:
        if choice.step in back and way.leads(choice.step, anchor):
            _complain_of_circle(way, anchor, f"The choice “{choice.text}”", choice.step)
            step = way.steps[anchor]
            way.steps[anchor] = replace(step, choices=_without(step.choices, choice))
    step = way.steps[anchor]
    if step.then in back and way.leads(step.then, anchor):
        _complain_of_circle(way, anchor, "`then`", step.then)
        way.steps[anchor] = replace(step, then="")


def _without(choices: tuple[Choice, ...], one: Choice) -> tuple[Choice, ...]:
    return tuple(choice for choice in choices if choice is not one)


def _complain_of_circle(way: _Way, anchor: str, what: str, goal: str) -> None:
    message = f"{what} leads back to #{goal}: the walkthrough would go in a circle."
    way.complain(anchor, message, 'Lead on to a later step, or write then="end" where the walkthrough is over.')


def _near(way: _Way, written: str) -> str:
    found = process.extractOne(written, list(way.steps), scorer=fuzz.ratio, score_cutoff=60)
    return f"Did you mean #{found[0]}?" if found else f"Steps are: {', '.join(f'#{anchor}' for anchor in way.steps)}."
