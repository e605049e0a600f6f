"""The manifest: all that a page of the product has to know before anything is shown, as small as it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpcenter.content.brand import Accent, Brand
    from helpcenter.content.guide import Guide, HintEntry, WalkthroughEntry

FORMAT = 1


def manifest(
    locale: str, guide: Guide, brand: Brand, assets: Mapping[str, str], texts: Mapping[str, str]
) -> dict[str, Any]:
    """The manifest of a locale; in its entries whatever is the default stays out."""
    surveyed = {entry.after for entry in guide.hints} - {""}
    return {
        "v": FORMAT,
        "locale": locale,
        "assets": dict(assets),
        "articles": [[each.slug, each.title, each.screens] for each in guide.articles],
        "walkthroughs": [_walkthrough(each, has_survey=each.slug in surveyed) for each in guide.walkthroughs],
        "hints": [_hint(each) for each in guide.hints],
        "theme": _theme(brand),
        "texts": dict(texts),
    }


def _walkthrough(entry: WalkthroughEntry, *, has_survey: bool) -> dict[str, Any]:
    start = entry.start
    return {
        "s": entry.slug,
        "t": entry.title,
        "v": entry.version,
        "n": entry.steps,
        "first": entry.first,
        **_unless_default(
            screens=(entry.screens, ()),
            start=(start.start, "manual"),
            audience=(dict(start.audience), {}),
            frequency=(start.frequency, "once"),
            quiet=(start.quiet, ()),
            survey=(int(has_survey), 0),
        ),
    }


def _hint(entry: HintEntry) -> dict[str, Any]:
    hint = entry.hint
    return {
        "s": entry.slug,
        "k": hint.kind,
        "t": entry.title,
        "v": entry.version,
        **_unless_default(
            screens=(entry.screens, ()),
            target=(hint.targets, ()),
            audience=(dict(hint.audience), {}),
            frequency=(hint.frequency, "once"),
            since=(hint.since.isoformat() if hint.since else "", ""),
            until=(hint.until.isoformat() if hint.until else "", ""),
            after=(entry.after, ""),
        ),
    }


def _unless_default(**entries: tuple[Any, Any]) -> dict[str, Any]:
    return {_WRITTEN.get(name, name): value for name, (value, default) in entries.items() if value != default}


_WRITTEN = {"since": "from"}


def _theme(brand: Brand) -> dict[str, str]:
    """The brand's own colours and corners; the guide's style sheet has the others."""
    theme = {**_colours("", brand.light), **_colours("dark-", brand.dark)}
    if brand.radius is not None:
        theme["radius"] = f"{brand.radius}px"
    if brand.font:
        theme["font"] = brand.font
    return theme


def _colours(scheme: str, accent: Accent | None) -> dict[str, str]:
    if accent is None:
        return {}
    names = {"accent": accent.colour, "accent-hover": accent.hover, "on-accent": accent.contrast}
    return {f"{scheme}{name}": colour for name, colour in names.items()}
