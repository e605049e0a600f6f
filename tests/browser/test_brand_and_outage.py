"""Sites that look, or are, different: with a brand and overrides of their own, and with nothing to show at all."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from helpcenter.app import create_app
from helpcenter.search.publish import publish
from tests.browser.addresses import pages
from tests.browser.chromium import open_page
from tests.browser.conftest import ARTICLES
from tests.browser.serving import hosted
from tests.browser.soundness import flaws
from tests.web.conftest import config_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.chromium import Width

SITE = """\
name: {ja: 山田商店のヘルプ, en: Yamada & Sons}
logo: {light: brand/light.png, dark: brand/dark.png}
favicon: brand/light.png
accent: "#c2410c"
font: Georgia, "Hiragino Mincho ProN", "Noto Serif JP", serif
radius: 2
navigation:
  en: [{title: Status, url: "https://status.example.com"}, {title: Contact, url: "mailto:help@example.com"}]
  ja: [{title: 稼働状況, url: "https://status.example.com/ja"}, {title: お問い合わせ, url: "mailto:help@example.com"}]
footer: {text: {ja: © 山田商店, en: © Yamada & Sons}, links: [{title: Terms, url: /en/articles/start/glossary}]}
"""
OWN_STYLE = ".hc-header { border-block-end: 4px solid var(--hc-accent); } .hc-helpful { border-style: dashed; }"
OWN_FOOTER = (
    '{% extends "default/site/base.html" %}'
    '{% block footer %}<footer class="own"><p>{{ _("Home") }}: 03-0000-0000</p></footer>{% endblock %}'
)


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("branded")
    shutil.copytree(ARTICLES, folder / "articles")
    (folder / "articles/brand").mkdir()
    for theme, colour in (("light", "#7c2d12"), ("dark", "#fed7aa")):
        picture = Image.new("RGBA", (128, 64))
        ImageDraw.Draw(picture).polygon([(0, 64), (32, 0), (64, 64), (96, 0), (128, 64)], fill=colour)
        picture.save(folder / f"articles/brand/{theme}.png")
    (folder / "articles/site.yml").write_text(SITE, encoding="utf-8")
    assert publish(folder / "articles", folder / "instance/index").problems == ()
    return folder


@pytest.fixture(scope="module")
def branded_site(branded: Path) -> Iterator[str]:
    with hosted(create_app(config_for(branded))) as origin:
        yield origin


@pytest.fixture(scope="module")
def unprepared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site before its first index, or whose index was taken away."""
    with hosted(create_app(config_for(tmp_path_factory.mktemp("unprepared")))) as origin:
        yield origin


@pytest.mark.parametrize(("locale", "width"), [("ja", "phone"), ("en", "desktop")])
def test_a_brand_is_on_every_page_and_readable_in_both_themes(
    chromium: Browser, branded_site: str, locale: str, width: Width
) -> None:
    page, watch = open_page(chromium, branded_site, locale=locale, width=width)
    for kind in ("home", "rich article", "results", "lost"):
        page.goto(pages(locale)[kind])
        expect(page.locator(".hc-name")).to_contain_text("Yamada" if locale == "en" else "山田商店")
        expect(page.locator(".hc-navigation a")).to_have_count(2)
        assert page.evaluate("() => document.querySelector('.hc-logo').naturalWidth") == 128
        assert "Georgia" in page.evaluate("() => getComputedStyle(document.body).fontFamily")
        assert flaws(page) == [], kind
        watch.errors = [error for error in watch.errors if "status of 404" not in error]
        assert watch.findings() == [], kind
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("() => document.querySelector('.hc-logo').currentSrc.includes('dark.png')")
    page.context.close()


def test_a_style_sheet_and_a_template_of_ones_own_change_the_page_and_nothing_breaks(
    chromium: Browser, branded: Path, tmp_path: Path
) -> None:
    (tmp_path / "index").symlink_to(branded / "instance/index")
    for name, text in (("static/custom.css", OWN_STYLE), ("templates/site/base.html", OWN_FOOTER)):
        file = tmp_path / "overrides" / name
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
    with hosted(create_app(config_for(branded, instance=tmp_path))) as origin:
        page, watch = open_page(chromium, origin, locale="ja")
        page.goto(pages("ja")["rich article"])
        expect(page.locator("footer")).to_have_text("ホーム: 03-0000-0000")
        expect(page.locator(".hc-header")).to_have_css("border-bottom-width", "4px")
        expect(page.locator(".hc-helpful")).to_have_css("border-top-style", "dashed")
        assert flaws(page) == []
        assert watch.findings() == []
        page.context.close()


@pytest.mark.parametrize(("locale", "width"), [("ja", "desktop"), ("en", "phone")])
def test_an_outage_is_told_as_one_and_costs_no_words(
    chromium: Browser, unprepared_site: str, locale: str, width: Width
) -> None:
    page, watch = open_page(chromium, unprepared_site, locale=locale, width=width)
    titles = []
    for kind in ("home", "results"):
        answer = page.goto(pages(locale)[kind])
        assert answer is not None
        assert answer.status == 503
        titles.append(page.locator("h1").inner_text())
        assert flaws(page) == [], kind
        watch.errors = [error for error in watch.errors if "status of 503" not in error]
        assert watch.findings() == [], kind
    assert titles == [{"ja": "ヘルプセンターを準備しています", "en": "The help center is being prepared"}[locale]] * 2
    words = {"ja": "請求書を送る", "en": "send an invoice"}[locale]
    expect(page.locator("#hc-search-input")).to_have_value(words)
    page.locator("main a[rel=nofollow]").click()
    expect(page.locator("#hc-search-input")).to_have_value(words)
    page.context.close()
