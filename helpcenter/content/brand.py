"""What makes a help center somebody's own: names, pictures, colours and links, as `site.yml` gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from helpcenter.content.attachment import Attachment

ALL = ""
"""The key, among locales, of what counts for every locale that has nothing of its own."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link in the header or the footer; `url` is a whole address or a path of this site."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Accent:
    """The accent for one colour scheme, as CSS: the colour itself, under the pointer, and the text upon it.

    Each keeps a contrast of 4.5:1 with what it stands on; `card` is the same colour for pictures, as ``#rrggbb``.
    """

    colour: str
    hover: str
    contrast: str
    card: str


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture in the header, for light and for dark pages; `shows_name` when the name stands beside it."""

    light: Attachment
    dark: Attachment | None = None
    shows_name: bool = True


@dataclass(frozen=True, slots=True)
class Brand:
    """The look of a site; what is empty or None stays as it comes. The mappings are by locale, or by `ALL`."""

    names: Mapping[str, str] = field(default_factory=dict)
    logo: Logo | None = None
    favicon: Attachment | None = None
    light: Accent | None = None
    dark: Accent | None = None
    font: str = ""
    code_font: str = ""
    radius: int | None = None
    navigation: Mapping[str, tuple[NavigationLink, ...]] = field(default_factory=dict)
    footer_text: Mapping[str, str] = field(default_factory=dict)
    footer_links: Mapping[str, tuple[NavigationLink, ...]] = field(default_factory=dict)

    @property
    def pictures(self) -> tuple[Attachment, ...]:
        """The files it shows."""
        logo = (self.logo.light, self.logo.dark) if self.logo else ()
        return tuple(picture for picture in (*logo, self.favicon) if picture)


def in_locale(texts: Mapping[str, T], locale: str, otherwise: T) -> T:
    """What counts for a locale: its own, its language's, else that of all."""
    for key in (locale, locale.partition("-")[0], ALL):
        if key in texts:
            return texts[key]
    return otherwise
