"""Derives an accent that can be read from any CSS colour, in OKLCH.

Contrast is that of WCAG 2.2 (relative luminance). A colour that is too faint keeps its hue and moves in lightness.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coloraide import Color

from helpcenter.content.brand import Accent

READABLE: Final = 4.5
_AIM: Final = 4.6  # rounding the result must not lose the contrast again
_STEP: Final = 0.005
_INKS: Final = ("oklch(0.99 0.01 {hue})", "oklch(0.16 0.01 {hue})")


@dataclass(frozen=True, slots=True)
class Scheme:
    """A colour scheme as `tokens.css` has it: what text stands on, and which way is further from that."""

    name: str
    surfaces: tuple[str, ...]
    soft: str
    further: int
    hover: float


LIGHT = Scheme(
    "light",
    ("oklch(0.988 0.003 264)", "oklch(1 0 0)", "oklch(0.965 0.005 264)"),
    "oklch(0.965 0.016 {hue})",
    further=-1,
    hover=0.08,
)
DARK = Scheme(
    "dark",
    ("oklch(0.185 0.012 264)", "oklch(0.225 0.014 264)", "oklch(0.155 0.012 264)"),
    "oklch(0.275 0.04 {hue})",
    further=1,
    hover=0.07,
)


@dataclass(frozen=True, slots=True)
class Derived:
    """An accent, the lowest contrast the colour as written has, and whether it had to move."""

    accent: Accent
    contrast: float
    moved: bool


def parse(written: str) -> Color | None:
    """The colour of a CSS text, without transparency; None when it is none."""
    try:
        colour = Color(written)
    except ValueError:
        return None
    if colour.alpha() < 1:
        return None
    return _in_range(colour.convert("oklch"))


def accent_for(colour: Color, scheme: Scheme) -> Derived:
    """The accent of a scheme, moved as little as it takes to be read on everything the scheme has."""
    contrast = _lowest_contrast(colour, scheme)
    moved = colour.clone()
    if contrast < READABLE:
        while _lowest_contrast(moved, scheme) < _AIM:  # black and white are the ends, and have more
            moved = _lighter(moved, scheme.further * _STEP)
    hover = _lighter(moved, scheme.further * scheme.hover)
    inks = [Color(_hued(ink, moved)) for ink in _INKS]
    ink = max(inks, key=lambda each: min(each.contrast(moved, method="wcag21"), each.contrast(hover, method="wcag21")))
    card = moved.convert("srgb").fit().to_string(hex=True)
    return Derived(Accent(_css(moved), _css(hover), _css(ink), card), contrast, contrast < READABLE)


def for_dark_pages(colour: Color) -> Color:
    """The twin of an accent for dark pages: lighter and calmer, of the same hue."""
    return _in_range(colour.clone().set("l", max(colour["l"], 0.78)).set("c", min(colour["c"] * 0.65, 0.13)))


def _lowest_contrast(colour: Color, scheme: Scheme) -> float:
    surfaces = (*scheme.surfaces, _hued(scheme.soft, colour))
    return min(float(colour.contrast(surface, method="wcag21")) for surface in surfaces)


def _lighter(colour: Color, by: float) -> Color:
    return _in_range(colour.clone().set("l", min(max(colour["l"] + by, 0.0), 1.0)))


def _in_range(colour: Color) -> Color:
    """The nearest colour that every screen shows; grey, which has no hue, gets one for CSS."""
    shown = colour.fit("srgb")
    return shown.set("h", shown.get("h", nans=False))


def _hued(template: str, colour: Color) -> str:
    return template.format(hue=f"{colour['h']:.2f}")


def _css(colour: Color) -> str:
    return f"oklch({colour['l']:.4f} {colour['c']:.4f} {colour['h']:.2f}deg)"
