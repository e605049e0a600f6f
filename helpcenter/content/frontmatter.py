"""Front matter: what a writer says about an article above its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from rapidfuzz import fuzz, process

from helpcenter.content.article import Kind, Visibility
from helpcenter.content.guide_matter import (
    ChecklistFrontMatter,
    Frequency,
    HintFrontMatter,
    IsoDate,
    Line,
    Missing,
    Screen,
    ShownAs,
    SurveyFrontMatter,
    WalkthroughFrontMatter,
)
from helpcenter.content.problems import Problem, Severity
from helpcenter.content.slugs import why_not_a_slug, written_slug
from helpcenter.content.strict_yaml import YamlError, YamlMapping, read_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

WRITTEN_KINDS = tuple(kind for kind in Kind if kind is not Kind.WALKTHROUGH)


def _slug(value: str) -> str:
    if reason := why_not_a_slug(slug := written_slug(value)):
        raise PydanticCustomError("slug", "is not an article's path: it {reason}", {"reason": reason})
    return slug


def _topic(value: str) -> str:
    return _slug(value) if value.strip("/") else ""


# Customers write long; a question may be pasted from a mail.
Question = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
Slug = Annotated[Line, AfterValidator(_slug)]
WrittenKind = Literal[Kind.ARTICLE, Kind.HOW_TO, Kind.TROUBLESHOOTING, Kind.FAQ, Kind.REFERENCE]


class FrontMatter(BaseModel):
    """The keys a writer may use."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Line = Field(description="Shown as the page's heading and in every list")
    summary: str = Field(default="", max_length=500, description="One or two sentences for lists and results")
    questions: tuple[Question, ...] = Field(
        default=(), description="Phrasings a customer might use; (a|b) holds alternatives"
    )
    topic: Annotated[str, AfterValidator(_topic)] | None = Field(
        default=None, description="The topic it is listed under, when that is not its folder"
    )
    kind: WrittenKind = Field(default=Kind.ARTICLE, description=f"What sort of help it is: {', '.join(WRITTEN_KINDS)}")
    order: int = Field(default=0, ge=0, le=9999, description="Place in its topic, from 1; 0 follows after those")
    screens: tuple[Screen, ...] = Field(default=(), description="URL patterns of the host product's screens")
    aliases: tuple[Slug, ...] = Field(default=(), description="Former paths that lead here")
    related: tuple[Slug, ...] = Field(default=(), description="Paths of articles to read next")
    walkthrough: WalkthroughFrontMatter | None = Field(default=None, description="How it starts as a walkthrough")
    hint: HintFrontMatter | None = Field(default=None, description="How it is shown as a hint on its screens")
    checklist: ChecklistFrontMatter | None = Field(default=None, description="How its tasks are shown as a checklist")
    survey: SurveyFrontMatter | None = Field(default=None, description="What readers are asked about it")
    visibility: Visibility = Field(default=Visibility.PUBLIC, description="public, internal or draft")
    updated: IsoDate | None = Field(default=None, description="Last change, where git does not know it")
    review_by: IsoDate | None = Field(default=None, description="When someone should read it again")


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A file taken apart: its front matter (None when it has errors), its Markdown, and where both stand."""

    meta: FrontMatter | None
    yaml: YamlMapping
    body: str
    body_line: int
    problems: tuple[Problem, ...]

    def line_of(self, *path: str | int) -> int:
        """The line of a front matter key in the file, 0 when it is not there."""
        return self.yaml.line_of(path) + 1 if path in self.yaml.lines else 0


def read_manuscript(text: str, path: str) -> Manuscript:
    """Takes a file's text apart and validates its front matter."""

    def broken(line: int, message: str, suggestion: str) -> Manuscript:
        problem = Problem(Severity.ERROR, path, line, "", message, suggestion)
        return Manuscript(None, YamlMapping(), "", 1, (problem,))

    if not text.strip():
        return broken(0, "The file is empty.", "Begin with ---, a line `title: …`, and --- again; or delete the file.")
    lines = text.split("\n")
    front, body, body_line = "", text, 1
    if lines[0].rstrip() == "---":
        end = next((n for n, line in enumerate(lines) if n and line.rstrip() == "---"), 0)
        if not end:
            return broken(1, "The front matter has no end.", "Close it with a line of three dashes: ---")
        front, body, body_line = "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2
    try:
        mapping = read_mapping(front)
    except YamlError as error:
        return broken(error.line + 1, error.message, error.suggestion)
    try:
        given = {key: value for key, value in mapping.values.items() if value is not None}
        meta = FrontMatter.model_validate(given)
    except ValidationError as error:
        return Manuscript(None, mapping, body, body_line, _problems(error, mapping, path, body))
    return Manuscript(meta, mapping, body, body_line, ())


_PARTS: Mapping[str, type[BaseModel]] = {
    "checklist": ChecklistFrontMatter,
    "hint": HintFrontMatter,
    "survey": SurveyFrontMatter,
    "walkthrough": WalkthroughFrontMatter,
}


def _keys_below(part: str) -> tuple[str, ...]:
    """The keys as they are written at the top, or below one of the keys."""
    fields = _PARTS.get(part, FrontMatter).model_fields
    return tuple(field.alias or name for name, field in fields.items())


# What other site generators call our keys.
_ELSEWHERE = {
    "category": "topic",
    "date": "updated",
    "description": "summary",
    "lastmod": "updated",
    "position": "order",
    "redirect_from": "aliases",
    "section": "topic",
    "sidebar_position": "order",
    "tags": "questions",
    "type": "kind",
    "weight": "order",
    "keywords": "questions",
}


def _problems(error: ValidationError, mapping: YamlMapping, path: str, body: str) -> tuple[Problem, ...]:
    found = [_problem(detail, mapping, path, body) for detail in error.errors(include_url=False)]
    if any(problem.suggestion == "Did you mean `title`?" for problem in found):
        found = [problem for problem in found if problem.key != "title"]
    return tuple(sorted(found, key=lambda problem: problem.line))


def _problem(detail: ErrorDetails, mapping: YamlMapping, path: str, body: str) -> Problem:
    location = tuple(part for part in detail["loc"] if part != "[key]")
    key = ".".join(str(part) for part in location)
    line = mapping.line_of(location) + 1
    kind = detail["type"]
    if kind == "missing" and len(location) == 1:
        return Problem(
            Severity.ERROR, path, 1, key, "The title is missing.", _title_suggestion(body, bool(mapping.values))
        )
    if kind == "extra_forbidden":
        suggestion = _nearest_key(str(location[-1]), _keys_below(str(location[0]) if len(location) > 1 else ""))
        return Problem(Severity.ERROR, path, line, key, f"Front matter has no key `{key}`.", suggestion)
    message, suggestion = _explain(detail, str(location[-1] if location[0] in _PARTS else location[0]))
    return Problem(Severity.ERROR, path, line, key, f"`{key}` {message}.", suggestion)


def _explain(detail: ErrorDetails, key: str) -> tuple[str, str]:
    given = detail["input"]
    suggestions = {
        "date": f"Write {key}: 2027-05-01.",
        "enum": _nearest_key(str(given), tuple(Visibility)),
        "hotspot": "Write as: hotspot and target together, or neither.",
        "int": f"Write {key}: 1.",
        "literal": _literal_suggestion(key, str(given)),
        "missing": f"Add {key}: …",
        "quiet": 'Write quiet: "22:00-07:00".',
        "screen": "Write a path such as /invoices/*, or #/route, or @name.",
        "slug": "Write the path below the locale folder, such as billing/first-invoice.",
        "start": "Write manual, first-visit, error, element:TARGET, event:NAME or idle:SECONDS.",
        "string": "Put it on one line, in quotes if it holds a colon or begins with a sign.",
        "target": "Write a CSS selector such as [data-guide='invoice.new'], testid:NAME or role:button[name='Save'].",
        "tuple": f"Write {key}: [{given}]." if isinstance(given, str) else f"Write {key}: [ … ].",
        "until": "Write a later day, or leave it out.",
    }
    messages = {
        "date": f"must be a day written year-month-day, not {given!r}",
        "enum": f"must be one of {', '.join(Visibility)}, not {given!r}",
        "hotspot": "has a target and is no hotspot, or is one without",
        "int": f"must be a whole number from 0 to 9999, not {given!r}",
        "literal": f"must be one of {', '.join(_words_for(key))}, not {given!r}",
        "missing": "is missing",
        "quiet": f"must be two times of day, not {given!r}",
        "start": f"says nothing about when a walkthrough starts: {given!r}",
        "tuple": "must be a list",
        "until": "ends before it begins",
    }
    kind = next((name for name in suggestions if detail["type"].startswith(name)), "")
    message = messages.get(kind, detail["msg"].replace("Input should", "should").replace("String should", "should"))
    return message, suggestions.get(kind, "")


_CHOSEN = {
    "as": get_args(ShownAs),
    "frequency": get_args(Frequency),
    "missing": get_args(Missing),
    "scale": ("5", "10"),
}


def _words_for(key: str) -> tuple[str, ...]:
    """What may stand after a key that takes one of a few words."""
    return tuple(map(str, _CHOSEN.get(key, WRITTEN_KINDS)))


def _literal_suggestion(key: str, given: str) -> str:
    return _nearest_key(given, _words_for(key)) if key in _CHOSEN else _kind_suggestion(given)


def _kind_suggestion(given: str) -> str:
    if given.strip().casefold() == Kind.WALKTHROUGH:
        return "Leave it out: an article whose headings carry targets is a walkthrough."
    return _nearest_key(given, WRITTEN_KINDS)


def _title_suggestion(body: str, has_front_matter: bool) -> str:
    heading = re.search(r"^#{1,6}[ \t]*([^#\s].*?)[ \t#]*$", body, re.MULTILINE)
    title = re.sub(r"\s*\{.*\}$|[*`\\]", "", heading[1]).replace('"', "'") if heading else "…"
    line = f'title: "{title}"'
    return f"Add a line to the front matter: {line}" if has_front_matter else f"Begin the file with --- / {line} / ---"


def _nearest_key(key: str, known: tuple[str, ...]) -> str:
    folded = key.casefold().replace("-", "_")
    if folded == "draft" and "visibility" in known:
        return "Write visibility: draft."
    if (ours := _ELSEWHERE.get(folded)) in known:
        return f"Did you mean `{ours}`?"
    if nearest := process.extractOne(folded, known, scorer=fuzz.ratio, score_cutoff=60):
        return f"Did you mean `{nearest[0]}`?"
    return f"It may be one of {', '.join(known)}."
