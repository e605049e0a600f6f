"""Templates, once for each language of the interface, so that a page's texts are looked up once and not per request."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from babel.support import Translations
from flask import current_app
from jinja2 import BytecodeCache, ChoiceLoader, FileSystemLoader, PrefixLoader, Template, TemplateSyntaxError
from markupsafe import Markup

from helpcenter.errors import ConfigError
from helpcenter.web.folding import Folding, is_folded
from helpcenter.web.locales import catalogues

if TYPE_CHECKING:
    from types import CodeType

    from flask import Flask
    from flask.templating import Environment
    from jinja2.bccache import Bucket
    from jinja2.environment import TemplateModule
    from jinja2.runtime import Context

    from helpcenter.web.site.found import Place
    from helpcenter.web.site.frame import Frame

_EXTENSION: Final = "helpcenter-templates"


# Of each language and application, for what the results of many searches have alike.
_PARTS_REMEMBERED: Final = 4_096

_Code = dict[str, tuple[str, "CodeType"]]


class _Compiled(BytecodeCache):
    """What this process has compiled: languages differ in their words, not in their templates, unless those are folded.

    `made_for` names the release and the language, whose texts and icons are in the code of folded templates.
    """

    def __init__(self, code: _Code, made_for: str) -> None:
        self._code = code
        self._made_for = made_for

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the key of a template's code."""
        key = super().get_cache_key(name, filename)
        return f"{self._made_for} {key}" if is_folded(name) else key

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, unless its text has changed since."""
        checksum, code = self._code.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        if bucket.code:
            self._code[bucket.key] = (bucket.checksum, bucket.code)


_COMPILED: Final[_Code] = {}


class _Imported(Template):
    """A template whose macros are imported as they are: pages give no globals of their own, so Jinja need not look."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        return super()._get_default_module()


class Page(Protocol):
    """What every template lays out: a page's value, with what stands around it."""

    @property
    def frame(self) -> Frame:
        """What stands around the page; its locale chooses the language of the interface."""


def init_app(app: Flask, overrides: Path) -> None:
    """Compiles all templates before the first reader comes; everything they call must be known by now.

    A template below `overrides` goes before ours of the same name, which it can extend as ``default/NAME``.

    Raises:
        ConfigError: one of them is no template.
    """
    ours = FileSystemLoader(Path(app.root_path) / "templates")
    own = FileSystemLoader(overrides / "templates")
    app.jinja_env.loader = ChoiceLoader([own, ours, PrefixLoader({"default": ours})])
    spoken = catalogues(overrides / "translations")
    release = app.extensions["helpcenter"].release
    environments = {locale: _speaking(app.jinja_env, locale, folder) for locale, folder in spoken.items()}
    for locale, environment in environments.items():
        environment.bytecode_cache = _Compiled(_COMPILED, f"{release} {locale}")
    for environment in environments.values():
        for name in environment.list_templates(["html"]):
            try:
                environment.get_template(name)
            except TemplateSyntaxError as error:
                raise ConfigError(
                    f"{error.filename}:{error.lineno}: {error.message}. Mend this template, or remove it to have "
                    "the product's own."
                ) from error
    app.extensions[_EXTENSION] = environments


def render(name: str, page: Page, *, folder: str = "site") -> str:
    """The page in the language of its locale, in English where the interface does not speak that."""
    environments: dict[str, Environment] = current_app.extensions[_EXTENSION]
    environment = environments.get(page.frame.locale) or environments["en"]
    # Straight from the environment: Flask's render_template adds a context no page here uses.
    return environment.get_template(f"{folder}/{name}.html").render(page=page)


def _speaking(environment: Environment, locale: str, catalogues: Path) -> Environment:
    catalogue = Translations.load(catalogues, [locale.replace("-", "_")])

    @cache
    def said(text: str) -> Markup:
        return Markup(catalogue.gettext(text))  # noqa: S704  # our own words

    def gettext(text: str, **values: object) -> Markup:
        return said(text) % values if values else said(text)

    def ngettext(singular: str, plural: str, num: int) -> Markup:
        return Markup(catalogue.ngettext(singular, plural, num)) % {"num": num}  # noqa: S704

    def part(template: str, name: str, value: object) -> Markup:
        written: Markup = getattr(speaking.get_template(f"site/parts/{template}.html").module, name)(value)
        return written

    def on_one_line(written: Markup) -> Markup:
        return Markup(" ".join(written.split()))  # noqa: S704  # a page of results has dozens of them

    @cache
    def icon(name: str) -> Markup:
        return on_one_line(part("icons", "icon", name))

    @cache
    def kind_label(kind: str) -> Markup:
        return on_one_line(part("kinds", "kind_label", kind))

    @lru_cache(maxsize=_PARTS_REMEMBERED)
    def facet_count(number: int) -> Markup:
        return part("facet_count", "facet_count", number)

    @lru_cache(maxsize=_PARTS_REMEMBERED)
    def hit_path(place: Place) -> Markup:
        return part("hit_path", "hit_path", place).strip()

    speaking = environment.overlay()
    speaking.code_generator_class = Folding
    speaking.template_class = _Imported
    texts = {"_": gettext, "gettext": gettext, "ngettext": ngettext}
    parts = {"icon": icon, "kind_label": kind_label, "facet_count": facet_count, "hit_path": hit_path}
    speaking.globals = {**environment.globals, **texts, **parts}
    return speaking
