"""Reads `site.yml`, the file at the root of the articles folder that gives a help center its own look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError
from rapidfuzz import fuzz, process

from helpcenter.content.addresses import IMAGE_SUFFIXES
from helpcenter.content.attachments import AttachmentFolder
from helpcenter.content.brand import ALL, Brand, Logo, NavigationLink
from helpcenter.content.problems import Problem, Severity
from helpcenter.content.site_form import AccentForm, FooterForm, LinkForm, LogoForm, SiteForm
from helpcenter.content.sourcetext import UnreadableError, decode
from helpcenter.content.strict_yaml import YamlError, YamlMapping, read_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from helpcenter.content.attachment import Attachment

SITE_FILE = "site.yml"
_STAYS = "The look published before stays."


def read_brand(folder: Path, published: Brand) -> tuple[Brand, tuple[Problem, ...]]:
    """The brand in the articles folder and what is wrong with it; an error keeps the one that was published."""
    file = folder / SITE_FILE
    if not file.exists():
        return Brand(), ()
    try:
        mapping = read_mapping(decode(file.read_bytes(), SITE_FILE))
        form = SiteForm.model_validate({key: value for key, value in mapping.values.items() if value is not None})
    except OSError as error:
        return published, (_error(0, "", f"The file cannot be read: {error.strerror}.", "Check its permissions."),)
    except UnreadableError as error:
        return published, (error.problem,)
    except YamlError as error:
        message = error.message.replace("The front matter", "The file").replace("the front matter", "the file")
        return published, (_error(error.line, "", message, error.suggestion),)
    except ValidationError as error:
        return published, tuple(_problem(detail, mapping) for detail in error.errors(include_url=False))
    making = _Making(folder, mapping)
    brand = making.brand(form)
    is_broken = any(problem.severity is Severity.ERROR for problem in making.problems)
    return published if is_broken else brand, tuple(making.problems)


class _Making:
    """Makes the brand of a form that is well-formed, and collects what is wrong with its files and colours."""

    def __init__(self, folder: Path, mapping: YamlMapping) -> None:
        self._files = AttachmentFolder(folder)
        self._mapping = mapping
        self.problems: list[Problem] = []

    def brand(self, form: SiteForm) -> Brand:
        footer = form.footer or FooterForm()
        light, dark = self._accents(form.accent) if form.accent else (None, None)
        return Brand(
            names=form.name,
            logo=self._logo(form.logo) if form.logo else None,
            favicon=self._picture(form.favicon, "favicon") if form.favicon else None,
            light=light,
            dark=dark,
            font=form.font,
            code_font=form.code_font,
            radius=form.radius,
            navigation=_links(form.navigation),
            footer_text=footer.text,
            footer_links=_links(footer.links),
        )

    def _logo(self, form: LogoForm) -> Logo | None:
        light = self._picture(form.light, "logo", "light")
        dark = self._picture(form.dark, "logo", "dark") if form.dark else None
        return Logo(light, dark, form.show_name) if light else None

    def _picture(self, path: str, *keys: str) -> Attachment | None:
        path = path.removeprefix("./").removeprefix("/")
        why = self._files.why_not(path)
        if not why and not path.casefold().endswith(tuple(IMAGE_SUFFIXES)):
            why = "is no picture"
        if why:
            known = "Write its path from the articles folder, such as brand/logo.svg."
            self._tell(Severity.ERROR, keys, f"The picture {path} {why}.", known)
            return None
        return self._files.attachment(path)

    def _accents(self, form: AccentForm) -> tuple[Any, Any]:
        # Only here: whoever has no accent need not wait for the library of colours.
        from helpcenter.content import colours  # noqa: PLC0415

        light, dark = colours.parse(form.light), colours.parse(form.dark) if form.dark else None
        for key, written, colour in (("light", form.light, light), ("dark", form.dark, dark)):
            if written and colour is None:
                message = f"`accent` is no colour without transparency: “{written}”."
                remedy = 'Write a CSS colour in quotes, such as "#0a7d4f", "rebeccapurple" or "oklch(0.5 0.16 264)".'
                self._tell(Severity.ERROR, ("accent", key), message, remedy)
        if light is None:
            return None, None
        for_light = colours.accent_for(light, colours.LIGHT)
        for_dark = colours.accent_for(dark or colours.for_dark_pages(light), colours.DARK)
        self._tell_moved(form.light, for_light, "light", "darkened")
        if form.dark:
            self._tell_moved(form.dark, for_dark, "dark", "lightened")
        return for_light.accent, for_dark.accent

    def _tell_moved(self, written: str, derived: Any, scheme: str, how: str) -> None:
        if not derived.moved:
            return
        message = (
            f"The accent {written} has a contrast of {derived.contrast:.1f}:1 on {scheme} pages, and text needs 4.5:1; "
            f"it is {how} to {derived.accent.card} there."
        )
        remedy = f"Write {scheme}: “{derived.accent.card}” below accent, or another colour that can be read."
        self._tell(Severity.WARNING, ("accent", scheme), message, remedy.replace("“", '"').replace("”", '"'))

    def _tell(self, severity: Severity, keys: tuple[str, ...], message: str, remedy: str) -> None:
        line = self._mapping.line_of(keys)
        told = f"{message} {_STAYS}" if severity is Severity.ERROR else message
        self.problems.append(Problem(severity, SITE_FILE, line, ".".join(keys), told, remedy))


def _links(by_locale: Mapping[str, tuple[LinkForm, ...]]) -> dict[str, tuple[NavigationLink, ...]]:
    return {
        locale: tuple(NavigationLink(link.title, link.url) for link in links) for locale, links in by_locale.items()
    }


def _error(line: int, key: str, message: str, suggestion: str) -> Problem:
    return Problem(Severity.ERROR, SITE_FILE, line, key, f"{message} {_STAYS}", suggestion)


# What other site generators call our keys.
_ELSEWHERE = {
    "title": "name",
    "site_name": "name",
    "color": "accent",
    "colour": "accent",
    "primary": "accent",
    "theme": "accent",
    "icon": "favicon",
    "nav": "navigation",
    "links": "navigation",
    "menu": "navigation",
    "fonts": "font",
}

_FORMS: Mapping[str, type[BaseModel]] = {"logo": LogoForm, "accent": AccentForm, "footer": FooterForm}


def _problem(detail: ErrorDetails, mapping: YamlMapping) -> Problem:
    location = tuple(part for part in detail["loc"] if part not in {ALL, "[key]"})
    key = ".".join(str(part) for part in location)
    line = mapping.line_of(location)
    if detail["type"] == "extra_forbidden":
        form = LinkForm if isinstance(location[-2:][0], int) else _FORMS.get(str(location[0]), SiteForm)
        suggestion = _nearest(str(location[-1]), tuple(form.model_fields))
        return _error(line, key, f"site.yml has no key `{key}`.", suggestion)
    if detail["type"] == "missing":
        return _error(line, key, f"`{key}` is missing.", "A link has a title and a url, a logo or an accent a light.")
    return _error(line, key, f"`{key}` {_complaint(detail)}.", _remedy(detail["type"], location))


def _complaint(detail: ErrorDetails) -> str:
    kinds = {
        "tuple_type": "must be a list",
        "model_type": "must have keys below it",
        "dict_type": "must have keys below it",
    }
    told = detail["msg"].replace("Input should", "should").replace("String should", "should")
    return kinds.get(detail["type"], told)


def _remedy(kind: str, location: tuple[str | int, ...]) -> str:
    remedies: dict[str, str] = {
        "locale": "Write one text for all, or texts below locales such as ja and en.",
        "fonts": 'Write names that readers have installed: "Inter, sans-serif". Nothing is loaded from elsewhere.',
        "address": "Write https://…, mailto:…, or a path that begins with a slash, such as /en/articles/index.",
        "bool": "Write true or false.",
        "int": "Write a whole number of pixels from 0 to 32.",
        "greater": "Write a whole number of pixels from 0 to 32.",
        "less": "Write a whole number of pixels from 0 to 32.",
        "tuple": "Write a list of links, each with title and url.",
        "model": "Write the keys of one link, or of the part, below each other.",
        "string": "Write one line of text, in quotes if it holds a colon or begins with #.",
        "too_long": "Keep to 12 links.",
    }
    wanted: Callable[[str], bool] = kind.startswith
    return next((remedy for start, remedy in remedies.items() if wanted(start)), f"See the manual for {location[0]}.")


def _nearest(key: str, known: tuple[str, ...]) -> str:
    folded = key.casefold().replace("-", "_")
    if (ours := _ELSEWHERE.get(folded)) in known:
        return f"Did you mean `{ours}`?"
    if nearest := process.extractOne(folded, known, scorer=fuzz.ratio, score_cutoff=60):
        return f"Did you mean `{nearest[0]}`?"
    return f"It may be one of {', '.join(known)}."
