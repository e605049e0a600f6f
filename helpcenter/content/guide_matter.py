"""The front matter of what an article is inside the product: walkthrough, hint, checklist, survey."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from helpcenter.content.hint import Hint, HintKind
from helpcenter.content.screens import why_not_a_screen
from helpcenter.content.step import WalkthroughStart
from helpcenter.content.targets import candidates, why_not_a_target

_START = re.compile(r"manual|first-visit|error|element:\S.*|event:[^\s\"']+|idle:[1-9][0-9]{0,4}")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_QUIET = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d) ?[-–〜] ?((?:[01]\d|2[0-3]):[0-5]\d)")


def _iso_date(value: Any) -> Any:
    # pydantic would also take a number of seconds since 1970.
    if isinstance(value, str) and not _ISO_DATE.fullmatch(value.strip()):
        raise PydanticCustomError("date", "must be written year-month-day")
    return value


def _start(value: str) -> str:
    if not _START.fullmatch(value):
        raise PydanticCustomError("start", "is unknown")
    if value.startswith("element:"):
        _target(value.removeprefix("element:").strip())
    return value


def _target(value: str) -> str:
    for target in candidates(value):
        if reason := why_not_a_target(target):
            raise PydanticCustomError(
                "target", "`{target}` is no target: {reason}", {"target": target, "reason": reason}
            )
    return value


def _screen(value: str) -> str:
    if reason := why_not_a_screen(value):
        raise PydanticCustomError("screen", "is no pattern of a screen: it {reason}", {"reason": reason})
    return value


def _quiet(value: str) -> str:
    if not _QUIET.fullmatch(value):
        raise PydanticCustomError("quiet", "must be two times")
    return value


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
IsoDate = Annotated[date, BeforeValidator(_iso_date)]
Screen = Annotated[Line, AfterValidator(_screen)]
Target = Annotated[Line, AfterValidator(_target)]
Audience = Mapping[Line, Annotated[tuple[Line, ...], BeforeValidator(_one_or_many)]]
Frequency = Literal["once", "daily", "always"]
Missing = Literal["wait", "skip", "fallback", "stop"]
ShownAs = Literal[HintKind.HOTSPOT, HintKind.BANNER, HintKind.ANNOUNCEMENT]

_AUDIENCE = "Trait name to one wanted value or a list of them"
_FREQUENCY = "once, daily or always"


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


class WalkthroughFrontMatter(_Form):
    """When the article begins by itself as a walkthrough, and for whom."""

    start: Annotated[Line, AfterValidator(_start)] = Field(
        default="manual",
        description="manual, first-visit, error, element:TARGET, event:NAME or idle:SECONDS",
    )
    audience: Audience = Field(default_factory=dict, description=_AUDIENCE)
    frequency: Frequency = Field(default="once", description=_FREQUENCY)
    quiet: Annotated[Line, AfterValidator(_quiet)] | None = Field(
        default=None, description="Between these times it does not begin by itself: 22:00-07:00"
    )
    missing: Missing = Field(default="wait", description="What happens when a target is not there")

    def start_of(self) -> WalkthroughStart:
        """The frozen value of it."""
        match = _QUIET.fullmatch(self.quiet) if self.quiet else None
        quiet = (match[1], match[2]) if match else ()
        return WalkthroughStart(self.start, dict(self.audience), self.frequency, quiet, self.missing)


class HintFrontMatter(_Form):
    """How the article's beginning is shown on its screens: beside an element, above the page, or in the corner."""

    shown: ShownAs = Field(default=HintKind.ANNOUNCEMENT, alias="as", description="hotspot, banner or announcement")
    target: Target | None = Field(default=None, description="The element a hotspot stands beside")
    audience: Audience = Field(default_factory=dict, description=_AUDIENCE)
    frequency: Frequency = Field(default="once", description=_FREQUENCY)
    since: IsoDate | None = Field(default=None, alias="from", description="First day it is shown")
    until: IsoDate | None = Field(default=None, description="Last day it is shown")

    @model_validator(mode="after")
    def _agrees(self) -> HintFrontMatter:
        if (self.shown is HintKind.HOTSPOT) != (self.target is not None):
            raise PydanticCustomError("hotspot", "A hotspot has a target, and nothing else has")
        if self.since and self.until and self.until < self.since:
            raise PydanticCustomError("until", "It ends before it begins")
        return self

    def hint(self) -> Hint:
        """The frozen value of it."""
        targets = candidates(self.target or "")
        return Hint(self.shown, targets, dict(self.audience), self.frequency, self.since, self.until)


class ChecklistFrontMatter(_Form):
    """For whom the article's list of tasks is shown as a checklist."""

    audience: Audience = Field(default_factory=dict, description=_AUDIENCE)
    frequency: Frequency = Field(default="always", description=_FREQUENCY)

    def hint(self) -> Hint:
        """The frozen value of it."""
        return Hint(HintKind.CHECKLIST, (), dict(self.audience), self.frequency)


class SurveyFrontMatter(_Form):
    """A question that is asked after the walkthrough, or on the article's screens."""

    question: Line = Field(description="The question")
    scale: Literal["5", "10"] = Field(default="5", description="Answers from 1 to 5, or from 0 to 10")
    audience: Audience = Field(default_factory=dict, description=_AUDIENCE)
    frequency: Frequency = Field(default="once", description=_FREQUENCY)

    def hint(self) -> Hint:
        """The frozen value of it."""
        return Hint(
            HintKind.SURVEY, (), dict(self.audience), self.frequency, question=self.question, scale=int(self.scale)
        )
