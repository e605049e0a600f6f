"""The manual says all there is to say: nothing a writer or an operator can use is left out, in either language."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from helpcenter.cli.group import SUBJECTS, main
from helpcenter.config import SETTINGS, Setting
from helpcenter.content.frontmatter import FrontMatter
from helpcenter.content.guide_matter import (
    ChecklistFrontMatter,
    HintFrontMatter,
    SurveyFrontMatter,
    WalkthroughFrontMatter,
)
from helpcenter.content.library import load_library
from helpcenter.content.sanitizing import ADMONITIONS
from helpcenter.content.site_form import AccentForm, FooterForm, LinkForm, LogoForm, SiteForm
from helpcenter.search.analysis.analyzer import Layer
from helpcenter.web.addresses import API
from helpcenter.web.api.models import ArticleAnswer
from helpcenter.web.api.parameters import Parameters
from helpcenter.web.api.views import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from helpcenter.content.article import Article, Library, Section
    from helpcenter.web.api.openapi import Operation

MANUAL = Path(__file__).parents[1] / "articles"
LOCALES = ("en", "ja")
FORMS = (FrontMatter, WalkthroughFrontMatter, HintFrontMatter, ChecklistFrontMatter, SurveyFrontMatter)
KEYS = tuple({field.alias or name: None for form in FORMS for name, field in form.model_fields.items()})
in_both_locales = pytest.mark.parametrize("locale", LOCALES)


@cache
def manual() -> Library:
    return load_library(MANUAL)


def article(locale: str, slug: str) -> Article:
    return next(each for each in manual().articles if (each.locale, each.slug) == (locale, slug))


def codes(html: str) -> set[str]:
    """What is set as code in a text, without the marks around it."""
    return {re.sub(r"<[^>]+>", "", code) for code in re.findall(r"<code>(.*?)</code>", html, re.DOTALL)}


def section(locale: str, slug: str, heading: str) -> Section:
    return next(each for each in article(locale, slug).sections if each.heading == heading)


def options(name: str) -> Iterator[str]:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield parameter.opts[0]


def test_manual_has_no_problem_at_all() -> None:
    assert manual().problems == ()


def test_every_article_has_a_twin_in_the_other_locale() -> None:
    slugs = {locale: {each.slug for each in manual().articles if each.locale == locale} for locale in LOCALES}
    assert slugs["ja"] == slugs["en"]
    assert len(slugs["ja"]) >= 15


def test_twins_have_the_same_place_and_the_same_shape() -> None:
    for japanese in (each for each in manual().articles if each.locale == "ja"):
        english = article("en", japanese.slug)
        assert (japanese.order, japanese.related, japanese.aliases) == (english.order, english.related, english.aliases)
        shape = [each.level for each in japanese.sections]
        assert shape == [each.level for each in english.sections], japanese.slug


def test_every_article_has_a_summary_and_questions() -> None:
    without = [each.source for each in manual().articles if not each.summary or len(each.questions) < 2]
    assert without == []


@in_both_locales
@pytest.mark.parametrize("key", KEYS)
def test_every_front_matter_key_is_described(locale: str, key: str) -> None:
    assert key in codes(article(locale, "write/front-matter").html)


@in_both_locales
@pytest.mark.parametrize("form", [SiteForm, LogoForm, AccentForm, FooterForm, LinkForm])
def test_every_key_of_the_site_is_described(locale: str, form: type[BaseModel]) -> None:
    assert set(form.model_fields) <= codes(article(locale, "run/brand").html)


@in_both_locales
@pytest.mark.parametrize("kind", sorted(ADMONITIONS))
def test_every_kind_of_box_is_named(locale: str, kind: str) -> None:
    assert kind in codes(article(locale, "write/markdown").html)


@in_both_locales
@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_described_with_flag_variable_and_default(locale: str, setting: Setting) -> None:
    page = article(locale, "run/settings")
    named = codes(page.html)
    assert {setting.name, setting.flag, setting.variable} <= named
    default = ",".join(setting.default) if isinstance(setting.default, tuple) else str(setting.default)
    assert not default or default in named
    assert f"<dt><code>{setting.name}</code></dt>" in page.html


@in_both_locales
@pytest.mark.parametrize("name", SUBJECTS)
def test_every_command_is_described_with_its_options(locale: str, name: str) -> None:
    described = section(locale, "run/commands", f"helpcenter {name}")
    assert set(options(name)) <= codes(described.html)


@in_both_locales
def test_options_of_all_commands_are_described(locale: str) -> None:
    assert {"-h", "--help", "helpcenter --version"} <= codes(article(locale, "run/commands").html)


@in_both_locales
def test_every_make_target_is_described(locale: str) -> None:
    makefile = (MANUAL.parent / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)) - {"help"}
    assert {f"make {target}" for target in targets} <= codes(article(locale, "run/commands").html)


@in_both_locales
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_api_route_is_described_with_its_parameters(locale: str, operation: Operation) -> None:
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", operation.path)
    described = codes(section(locale, "embed/api", f"{operation.method} {API}{path}").html)
    for taken in (operation.parameters, operation.body):
        assert set((taken or Parameters).model_fields) <= described


@in_both_locales
def test_every_status_and_key_of_the_api_is_described(locale: str) -> None:
    page = article(locale, "embed/api")
    statuses = {str(status) for operation in OPERATIONS for status in operation.statuses}
    assert statuses <= set(re.findall(r"<td[^>]*>(\d{3})</td>", page.html))
    assert set(ArticleAnswer.__struct_fields__) <= codes(page.html)


@in_both_locales
@pytest.mark.parametrize("layer", Layer, ids=lambda layer: layer.name.lower())
def test_every_layer_of_an_explanation_is_described(locale: str, layer: Layer) -> None:
    heading = {"en": "See the reasons", "ja": "理由を見る"}[locale]
    assert layer.name.lower() in codes(section(locale, "search/index", heading).html)


ATTACHMENTS = {"en/real.txt": "text", "en/program.exe": "binary", "ja/picture.png": "picture"}
STUMBLING = """---
title: x
related: [nowhere]
---
[a](nowhere.md) [b](#nowhere) [c](folder) [d](empty/) [e](/nowhere) [f](../../x.md) [g](javascript:x)
![h](missing.png) [i](missing.pdf) ![j](../ja/picture.png) ![k](https://example.com/a.png) ![l](good.md)

#### deep

<h2>wrong</h3>

<div>
never closed

## step { advance=click }

## more { target=x advance=never missing=never screen=nowhere }

## wrong { target="a[" }

## astray { target=x then=nowhere }

- [p](#nobody){ go }
- [q](#astray){ go }
- [r](else.md){ go }

[s](#astray){ go }

## back { #back target=x then=astray }

- [t](#astray){ go }

## plain

- [u](#astray){ go }

<script>x</script> <foo>x</foo> <b onclick="x">x</b>
"""
BROKEN = {
    "empty": "",
    "endless": "---\ntitle: x",
    "untitled": "---\nsummary: x\n---",
    "unknown-key": "---\ntitle: x\nsummry: x\n---",
    "no-day": "---\ntitle: x\nupdated: tomorrow\n---",
    "visibility": "---\ntitle: x\nvisibility: secret\n---",
    "kind": "---\ntitle: x\nkind: recipe\n---",
    "order": "---\ntitle: x\norder: first\n---",
    "list": "---\ntitle: x\nquestions: why\n---",
    "path": "---\ntitle: x\nrelated: ['a?b']\n---",
    "start": "---\ntitle: x\nwalkthrough: {start: never}\n---",
    "element": "---\ntitle: x\nwalkthrough: {start: 'element:a['}\n---",
    "often": "---\ntitle: x\nwalkthrough: {frequency: seldom, missing: cry, quiet: night}\n---",
    "screens": "---\ntitle: x\nscreens: [invoices]\n---",
    "no-steps": "---\ntitle: x\nwalkthrough: {start: manual}\n---",
    "no-tasks": "---\ntitle: x\nchecklist: {frequency: always}\n---",
    "no-hint": "---\ntitle: x\nhint: {as: banner}\n---",
    "no-place": "---\ntitle: x\nhint: {as: hotspot, until: 2027-01-01}\n---",
    "no-time": "---\ntitle: x\nhint: {from: 2027-01-02, until: 2027-01-01}\n---",
    "no-target": "---\ntitle: x\nhint: {as: hotspot, target: 'a['}\n---",
    "survey": "---\ntitle: x\nsurvey: {scale: 7}\n---",
    "asked": "---\ntitle: x\nsurvey: {question: why}\n---",
    "yaml": "---\ntitle: a: b\n---",
    "twice": "---\ntitle: x\ntitle: y\n---",
    "no-mapping": "---\n- x\n---",
    "key": "---\n[a]: x\n---",
    "anchor": "---\ntitle: &a x\n---",
    "tag": "---\ntitle: !!str x\n---",
    "huge": f"---\ntitle: {'x' * 20_000}\n---",
    "deep": f"---\ntitle: {'[' * 12}{']' * 12}\n---",
    "long": f"---\ntitle: {'x' * 400}\n---",
    "blank": "---\ntitle: ''\n---",
    "sentence": "---\ntitle: x\nwalkthrough: soon\n---",
    "a?b": "---\ntitle: x\n---",
    "Twin": "---\ntitle: x\n---",
    "twin": "---\ntitle: x\n---",
    "own": "---\ntitle: x\naliases: [own, twice-listed, twice-listed, good, shared]\n---",
    "other": "---\ntitle: x\naliases: [shared]\n---",
    "good": STUMBLING,
    "folder/inside": "---\ntitle: x\n---",
    "open": "---\ntitle: x\nquestions: ['(a', '[b', 'c)', 'd]', '#{e']\n---",
    "lists": f"---\ntitle: x\nquestions: ['#{{nothing}}', '{'(' * 13}x{')' * 13}']\n---",
}  # fmt: skip
# Each a file at the root of a library of its own.
BROKEN_LISTS = [
    *(
        ("site.yml", text)
        for text in (
            "accnt: x",
            "- x",
            "navigation: [{title: x}]",
            "footer: x",
            "name: {english: x}",
            "font: 'a;'",
            "name: [",
            "navigation: [{title: x, url: x}]",
            "accent: x",
            "logo: x.svg",
            "favicon: x.csv",
            "accent: yellow",
            "radius: 99",
            "radius: x",
            "navigation: x",
        )
    ),
    *((name, text) for name in ("synonyms.yml", "phrases.yml") for text in ("- x", "en: x", "en: [", "#" * 1_100_000)),
    ("synonyms.yml", "en: [[alone], {a: b}]"),
    *(("glossary.yml", text) for text in ("- x", "en: x", "en: [", f"en: {{a: {'x' * 301}}}", "en: {a: , a: b, A: c}")),
    ("glossary.yml", "en: {a: {txt: x}, b: {text: x, also: y}, ' ': x}"),
    ("phrases.yml", "en: {a: b, c: ['#{c}'], d: ['#{nothing}']}"),
    ("phrases.yml", "en: {" + ", ".join(f"l{n}: ['#{{l{n + 1}}}']" for n in range(15)) + ", l15: [x]}"),
]


def known_messages(locale: str) -> list[re.Pattern[str]]:
    cells = re.findall(r"<tr>\s*<td>(.*?)</td>", article(locale, "write/check").html, re.DOTALL)
    lines = [re.sub(r"<[^>]+>", "", line).replace("（エラー）", "") for cell in cells for line in cell.split("<br>")]
    return [re.compile(".*".join(re.escape(unescape(part)) for part in line.split("…"))) for line in lines]


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("broken")
    files = {f"en/{name}.md": text for name, text in BROKEN.items()} | ATTACHMENTS
    files |= {"en/old.markdown": "x", "lost.md": "x", "en/latin.md": ""}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "en/latin.md").write_bytes("---\ntitle: café\n---".encode("latin-1"))
    (folder / "en/large.md").write_text("x" * 1_100_000, encoding="utf-8")
    (folder / "en/link.md").symlink_to("/nowhere.md")
    found = {problem.message for problem in load_library(folder).problems}
    for number, (name, text) in enumerate(BROKEN_LISTS):
        library = tmp_path_factory.mktemp(f"lists{number}")
        (library / name).write_text(text, encoding="utf-8")
        of_lists = {problem.message for problem in load_library(library).problems}
        assert of_lists, (name, text)
        found |= of_lists
    return found


@in_both_locales
def test_every_message_of_the_check_is_explained(locale: str, messages: set[str]) -> None:
    assert len(messages) >= 60
    known = known_messages(locale)
    plain = {message.replace("`", "") for message in messages}
    assert {message for message in plain if not any(pattern.search(message) for pattern in known)} == set()
