"""The brand as a style sheet of CSS variables, addressed by its content; no page needs a style of its own."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from helpcenter.web.assets import Asset, read

if TYPE_CHECKING:
    from helpcenter.content.brand import Accent, Brand

STYLESHEET = "/brand.css"
_CONTROL = 2  # controls are less round than panels, by as many pixels


def stylesheet_url(brand: Brand) -> str:
    """The address of the brand's style sheet, an empty text when it changes nothing."""
    asset = stylesheet(brand)
    return f"{STYLESHEET}?v={asset.digest}" if asset.body else ""


def stylesheet(brand: Brand) -> Asset:
    """The brand's style sheet as it is sent."""
    return _asset(css_of(brand))


def css_of(brand: Brand) -> str:
    """The rules that differ from the product's own look."""
    fonts = (("--hc-font", brand.font), ("--hc-font-code", brand.code_font))
    always = {**_accent(brand.light), **{name: font for name, font in fonts if font}}
    if brand.radius is not None:
        always |= {"--hc-radius": f"{brand.radius}px", "--hc-radius-control": f"{max(brand.radius - _CONTROL, 0)}px"}
    rules = _rule(always)
    if brand.dark:
        rules += f"@media (prefers-color-scheme: dark) {{\n{_rule(_accent(brand.dark))}}}\n"
    return rules


def _accent(accent: Accent | None) -> dict[str, str]:
    if accent is None:
        return {}
    return {"--hc-accent": accent.colour, "--hc-accent-hover": accent.hover, "--hc-on-accent": accent.contrast}


def _rule(variables: dict[str, str]) -> str:
    if not variables:
        return ""
    return ":root {\n" + "".join(f"  {name}: {value};\n" for name, value in variables.items()) + "}\n"


@lru_cache(maxsize=16)
def _asset(css: str) -> Asset:
    return read(css.encode(), "brand.css")
