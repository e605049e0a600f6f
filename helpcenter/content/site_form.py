"""The form of `site.yml`: its keys, and what their values may be."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from helpcenter.content.addresses import Kind, resolve
from helpcenter.content.brand import ALL
from helpcenter.content.slugs import LOCALE

_FONTS = re.compile(r"""[\w\s,'"+.-]+""")


def _by_locale(value: Any) -> Any:
    if not isinstance(value, dict):
        return {ALL: value}
    if wrong := next((key for key in value if not LOCALE.fullmatch(key)), None):
        raise PydanticCustomError("locale", "is sorted by locale, and “{key}” is none", {"key": wrong})
    return value


def _both_schemes(value: Any) -> Any:
    return {"light": value} if isinstance(value, str) else value


def _fonts(value: str) -> str:
    if not _FONTS.fullmatch(value) or any(value.count(quote) % 2 for quote in "'\""):
        raise PydanticCustomError("fonts", "may only name fonts, separated by commas")
    return " ".join(value.split())


def _pixels(value: Any) -> Any:
    return value.strip().removesuffix("px") if isinstance(value, str) else value


def _address(value: str) -> str:
    address = resolve(value, "en", "index")
    if address.kind is Kind.EXTERNAL or (value.startswith("/") and address.href):
        return address.href
    raise PydanticCustomError("address", "leads nowhere: “{value}”", {"value": value})


Text = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Picture = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Fonts = Annotated[Text, AfterValidator(_fonts)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LinkForm(_Form):
    """One link of the header or the footer."""

    title: Text = Field(description="What it says")
    url: Annotated[Text, AfterValidator(_address)] = Field(description="A whole address, or a path of this site")


Texts = Annotated[dict[str, Text], BeforeValidator(_by_locale)]
Links = Annotated[dict[str, Annotated[tuple[LinkForm, ...], Field(max_length=12)]], BeforeValidator(_by_locale)]


class LogoForm(_Form):
    """The picture in the header."""

    light: Picture = Field(description="Its path in the articles folder")
    dark: Picture | None = Field(default=None, description="The one for dark pages, when it differs")
    show_name: bool = Field(default=True, description="Whether the name stands beside it")


class AccentForm(_Form):
    """The colour of links and buttons."""

    light: Text = Field(description="Any CSS colour")
    dark: Text | None = Field(default=None, description="The one for dark pages; derived when it is not given")


class FooterForm(_Form):
    """What stands at the end of each page."""

    text: Texts = Field(default={}, description="A line of text")
    links: Links = Field(default={}, description="Links beside it")


class SiteForm(_Form):
    """The keys of `site.yml`."""

    name: Texts = Field(default={}, description="The name of the site, for all locales or for each")
    logo: Annotated[LogoForm, BeforeValidator(_both_schemes)] | None = Field(
        default=None, description="A picture in the header"
    )
    favicon: Picture | None = Field(default=None, description="The picture in the browser's tab")
    accent: Annotated[AccentForm, BeforeValidator(_both_schemes)] | None = Field(
        default=None, description="The colour of links and buttons"
    )
    font: Fonts = Field(default="", description="Fonts for text, best first")
    code_font: Fonts = Field(default="", description="Fonts for code, best first")
    radius: Annotated[int, BeforeValidator(_pixels), Field(ge=0, le=32)] | None = Field(
        default=None, description="How round corners are, in pixels"
    )
    navigation: Links = Field(default={}, description="Links in the header")
    footer: FooterForm | None = Field(default=None, description="What stands at the end of each page")
