"""Languages of the interface: catalogues, dates and the choice of a locale for a request."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.support import NullTranslations, Translations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from werkzeug.routing import BaseConverter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


TRANSLATIONS = Path(__file__).parent / "translations"
INTERFACE_LOCALES = ("en", "ja")
"""The locales that have a catalogue in `TRANSLATIONS`; English is the language of the msgids."""


class LocaleConverter(BaseConverter):
    """A locale as the first segment of an address, such as ``ja`` or ``pt-BR``."""

    regex = "[a-z]{2}(?:-[A-Z]{2})?"


class Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """What is said outside templates: our texts, a site's own before them.

    Flask-Babel counts by the rule of the last folder it looks into, also where that has no catalogue of the language:
    by that of English, for whose plural a Japanese catalogue has no text.
    """

    def get_translations(self) -> NullTranslations:
        """The texts of the request's language."""
        locale = str(get_locale())
        if locale not in self.cache:
            loaded = (Translations.load(folder, [locale]) for folder in self.translation_directories)
            there = [each for each in loaded if isinstance(each, Translations)]
            self.cache[locale] = reduce(Translations.merge, there) if there else NullTranslations()
        found: NullTranslations = self.cache[locale]
        return found


def catalogues(further: Path) -> dict[str, Path]:
    """The folder of the catalogue of each locale that the interface speaks; those of `further` go first."""
    own = dict.fromkeys(INTERFACE_LOCALES, TRANSLATIONS)
    added = {path.parts[-3]: further for path in further.glob("*/LC_MESSAGES/messages.mo")}
    # Babel names folders pt_BR, addresses say pt-BR.
    return own | {locale.replace("_", "-"): folder for locale, folder in added.items()}


def init_app(app: Flask, default: str, further: Path) -> None:
    """Translates what is said outside templates into the locale of the address, else the browser's, else `default`."""
    app.url_map.converters["locale"] = LocaleConverter
    spoken = catalogues(further)

    def interface_locale() -> str:
        locale = request_locale(tuple(spoken), default) if has_request_context() else default
        return (locale if locale in spoken else "en").replace("-", "_")

    folders = ";".join(map(str, (TRANSLATIONS, further)))
    babel = Babel(app, default_locale="en", default_translation_directories=folders, locale_selector=interface_locale)
    babel.domain_instance = Catalogues()


def request_locale(offered: Sequence[str], default: str) -> str:
    """The locale named by the request's address when it is offered, else the reader's preference."""
    first = request.path.removeprefix("/").partition("/")[0]
    return first if first in offered else preferred_locale(offered, default)


def preferred_locale(offered: Sequence[str], default: str) -> str:
    """The offered locale the browser asks for first; `default` (or the first offered) when it asks for none."""
    # A reader of en-GB is at home in en: Werkzeug's own match would prefer any exact, less wanted language.
    for wanted, quality in request.accept_languages:
        near = [locale for locale in offered if locale.partition("-")[0] == wanted.partition("-")[0].lower()]
        if near and quality > 0:
            return wanted if wanted in near else near[0]
    return default if default in offered or not offered else offered[0]


@lru_cache(maxsize=4096)  # a page of results formats ten dates; Babel takes longer than the search for each
def long_date(day: date, locale: str) -> str:
    """The date as a reader of `locale` writes it: 2026年11月21日, November 21, 2026."""
    return format_date(day, format="long", locale=_babel_locale(locale))


@lru_cache(maxsize=64)
def language_name(locale: str) -> str:
    """What speakers of a locale's language call it: 日本語, English."""
    name = _babel_locale(locale).get_display_name(locale.replace("-", "_"))
    return (name[:1].upper() + name[1:]) if name else locale


@lru_cache(maxsize=64)
def language_name_in(locale: str, readers: str) -> str:
    """What a locale's language is called in the reader's: Japanese, 英語."""
    return _babel_locale(locale).get_display_name(_babel_locale(readers)) or locale


@lru_cache(maxsize=64)
def text_direction(locale: str) -> str:
    """Which way a locale is written: ``ltr`` or ``rtl``."""
    return _babel_locale(locale).text_direction


def babel_name(locale: str) -> str:
    """What Babel calls a locale, or the nearest one it knows."""
    return str(_babel_locale(locale))


def _babel_locale(locale: str) -> Locale:
    for candidate in (locale, locale.partition("-")[0]):
        with suppress(UnknownLocaleError):
            return Locale.parse(candidate, sep="-")
    return Locale("en")
