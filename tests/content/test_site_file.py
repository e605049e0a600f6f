from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from coloraide import Color

import helpcenter.web
from helpcenter.content import colours
from helpcenter.content.brand import Brand, NavigationLink, in_locale
from helpcenter.content.library import load_library
from helpcenter.content.problems import Severity

if TYPE_CHECKING:
    from tests.content.conftest import ArticlesFolder

TOKENS = Path(helpcenter.web.__path__[0]) / "static/tokens.css"
WHOLE = """\
name: {ja: サンプル, en: Example}
logo: {light: brand/logo.png, dark: brand/dark.png, show_name: false}
favicon: brand/logo.png
accent: "#0a7d4f"
font: Inter, 'Noto Sans JP', sans-serif
code_font: monospace
radius: 4px
navigation:
  en: [{title: Status, url: https://status.example.com}, {title: Contact, url: mailto:help@example.com}]
  ja: [{title: 稼働状況, url: /ja/articles/a}]
footer:
  text: © Example
  links: [{title: Terms, url: https://example.com/terms}]
"""


def test_everything_can_be_given_by_locale_or_for_all(folder: ArticlesFolder) -> None:
    for name in ("brand/logo.png", "brand/dark.png"):
        folder.picture(name, (120, 40))
    folder.write("site.yml", WHOLE)
    library = folder.load()
    brand = library.brand
    assert library.problems == ()
    assert [in_locale(brand.names, locale, "none") for locale in ("ja", "en", "fr")] == ["サンプル", "Example", "none"]
    assert in_locale(brand.footer_text, "fr", "") == "© Example"
    assert in_locale(brand.navigation, "en-GB", ())[0] == NavigationLink("Status", "https://status.example.com")
    assert brand.logo is not None
    assert (brand.logo.light.width, brand.logo.light.height, brand.logo.shows_name) == (120, 40, False)
    assert (brand.radius, brand.font) == (4, "Inter, 'Noto Sans JP', sans-serif")
    assert {picture.path for picture in brand.pictures} == {"brand/logo.png", "brand/dark.png"}


def test_without_a_file_nothing_differs(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "Text")
    assert folder.load().brand == Brand()
    folder.write("site.yml", "# nothing yet\n")
    assert (folder.load().brand, folder.load().problems) == (Brand(), ())


@pytest.mark.parametrize(
    ("text", "line", "key", "message", "suggestion"),
    [
        ("name: x\naccnt: red\n", 2, "accnt", "site.yml has no key `accnt`", "Did you mean `accent`?"),
        ("title: x\n", 1, "title", "has no key `title`", "Did you mean `name`?"),
        ("logo: {drak: x, light: y}\n", 1, "logo.drak", "has no key", "Did you mean `dark`?"),
        ("name: {english: x}\n", 1, "name", "is sorted by locale, and “english” is none", "such as ja and en"),
        ("radius: 99\n", 1, "radius", "less than or equal to 32", "from 0 to 32"),
        ("radius: round\n", 1, "radius", "valid integer", "from 0 to 32"),
        ("\nfont: 'x; } body { display: none'\n", 2, "font", "may only name fonts", "readers have installed"),
        ("font: url(https://x/y)\n", 1, "font", "may only name fonts", "readers have installed"),
        ('accent: "#12345g"\n', 1, "accent.light", "is no colour", "Write a CSS colour"),
        ('accent: {light: black, dark: "rgb(0 0 0 / 50%)"}\n', 1, "accent.dark", "is no colour", "Write a CSS colour"),
        ("logo: brand/none.svg\n", 1, "logo.light", "does not exist", "brand/logo.svg"),
        ("logo: ../outside.png\n", 1, "logo.light", "leads out", "brand/logo.svg"),
        ("favicon: rates.csv\n", 1, "favicon", "is no picture", "brand/logo.svg"),
        ("navigation:\n  - {title: x, url: 'javascript:alert(1)'}\n", 2, "navigation.0.url", "leads nowhere", "https"),
        ("navigation:\n  - {title: x, url: //evil.example}\n", 2, "navigation.0.url", "leads nowhere", "https"),
        ("navigation:\n  - {title: x}\n", 2, "navigation.0.url", "is missing", "a title and a url"),
        ("footer: {links: x}\n", 1, "footer.links", "must be a list", "list of links"),
        ("footer: 5\n", 1, "footer", "must have keys", "below each other"),
        ("name: 'x\n", 1, "", "The YAML is broken", ""),
        ("- x\n", 1, "", "The file is not a list of keys", "key: value"),
    ],
)
def test_a_mistake_is_told_by_line_and_leaves_what_was_published(
    folder: ArticlesFolder, text: str, line: int, key: str, message: str, suggestion: str
) -> None:
    folder.write("rates.csv", "a")
    folder.path.parent.joinpath("outside.png").write_bytes(b"")
    folder.write("site.yml", text)
    published = Brand(names={"": "Before"})
    library = load_library(folder.path, previous_brand=published)
    (problem,) = library.problems
    assert (problem.severity, problem.path, problem.line, problem.key) == (Severity.ERROR, "site.yml", line, key)
    assert message in problem.message
    assert problem.message.endswith("The look published before stays.")
    assert suggestion in problem.suggestion
    assert library.brand == published


def test_all_mistakes_are_told_at_once(folder: ArticlesFolder) -> None:
    folder.write("site.yml", "accnt: x\nradius: 99\nlogo: 5x.txt\n")
    assert [problem.line for problem in folder.load().problems] == [1, 2]


CSS_COLOURS = [
    "#ffcc00", "#0a7d4f", "white", "black", "gray", "red", "yellow", "cyan", "hsl(200 100% 50%)", "hwb(90 10% 10%)",
    "rgb(255 0 255)", "oklch(0.5 0.16 264)", "lab(60% 40 -20)", "color(display-p3 0 1 0)", "oklch(1 0.4 150)",
]  # fmt: skip


@pytest.mark.parametrize("written", CSS_COLOURS)
def test_any_colour_becomes_one_that_can_be_read(written: str) -> None:
    colour = colours.parse(written)
    assert colour is not None
    for scheme, given in (
        (colours.LIGHT, colour),
        (colours.DARK, colour),
        (colours.DARK, colours.for_dark_pages(colour)),
    ):
        accent = colours.accent_for(given, scheme).accent
        soft = scheme.soft.format(hue=Color(accent.colour)["h"])
        for front in (accent.colour, accent.hover):
            for behind in (*scheme.surfaces, soft, accent.contrast):
                assert Color(front).contrast(behind, method="wcag21") >= 4.5, (scheme.name, front, behind)
        assert Color(accent.colour).in_gamut("srgb", tolerance=0.02)


def test_a_colour_that_can_be_read_is_left_alone() -> None:
    colour = colours.parse("#0a7d4f")
    assert colour is not None
    derived = colours.accent_for(colour, colours.LIGHT)
    assert (derived.moved, derived.accent.card) == (False, "#0a7d4f")


def test_a_writer_learns_that_a_colour_had_to_move(folder: ArticlesFolder) -> None:
    folder.write("site.yml", 'name: x\naccent:\n  light: "#ffcc00"\n  dark: "#222244"\n')
    library = folder.load()
    assert [(p.severity, p.line, p.key) for p in library.problems] == [
        (Severity.WARNING, 3, "accent.light"),
        (Severity.WARNING, 4, "accent.dark"),
    ]
    assert "1.4:1 on light pages" in library.problems[0].message
    assert library.brand.light is not None
    assert library.brand.light.card in library.problems[0].suggestion


def test_the_surfaces_are_those_of_the_style_sheet() -> None:
    light, dark = TOKENS.read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")
    for scheme, css in ((colours.LIGHT, light), (colours.DARK, dark)):
        found = dict(re.findall(r"--hc-(surface|raised|sunken): (oklch\(.*?\));", css))
        expected = [Color(found[name]).to_string() for name in ("surface", "raised", "sunken")]
        assert [Color(surface.replace(" 0 0)", " 0 0deg)")).to_string() for surface in scheme.surfaces] == expected
        soft = re.search(r"--hc-accent-soft: oklch\(from var\(--hc-accent\) ([\d.]+) ([\d.]+) h\)", css)
        assert soft is not None
        assert scheme.soft.startswith(f"oklch({soft[1]} {soft[2]} ")
