from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest

from helpcenter.app import create_app
from helpcenter.search.publish import publish
from tests.web.conftest import config_for, png, write_articles

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

SITE = """\
name: {ja: サンプルのヘルプ, en: Example & Sons}
logo: {light: brand/logo.png, dark: brand/dark.png}
favicon: brand/icon.png
accent: rebeccapurple
font: Inter, sans-serif
radius: 4
navigation:
  en: [{title: Status, url: "https://status.example.com"}]
  ja: [{title: 稼働状況, url: "https://status.example.com/ja"}]
footer: {text: {en: © Example}, links: [{title: Terms, url: /en/articles/index}]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_articles(tmp_path / "articles")
    (tmp_path / "articles/brand").mkdir()
    for name in ("logo", "dark", "icon"):
        (tmp_path / f"articles/brand/{name}.png").write_bytes(png())
    (tmp_path / "articles/brand/secret.png").write_bytes(png())
    (tmp_path / "articles/site.yml").write_text(SITE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def branded(folder: Path) -> FlaskClient:
    published = publish(folder / "articles", folder / "instance/index")
    assert published.problems == ()
    return create_app(config_for(folder)).test_client()


def page(client: FlaskClient, url: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(client.get(url).text)


@pytest.mark.parametrize("path", ["", "topics/billing", "articles/billing/invoice", "search?q=invoice", "nowhere"])
def test_every_kind_of_page_wears_the_brand_in_its_language(branded: FlaskClient, path: str) -> None:
    english, japanese = page(branded, f"/en/{path}"), page(branded, f"/ja/{path}")
    assert english.cssselect(".hc-name")[0].text_content().strip() == "Example & Sons"
    assert japanese.cssselect(".hc-name")[0].text_content().strip() == "サンプルのヘルプ"
    assert str(english.findtext(".//title")).endswith("Example & Sons")
    assert [link.text for link in english.cssselect(".hc-navigation a")] == ["Status"]
    assert [link.text for link in japanese.cssselect(".hc-navigation a")] == ["稼働状況"]
    assert english.cssselect(".hc-footer-row > span")[0].text == "© Example"
    assert [link.text for link in english.cssselect(".hc-footer-links a")] == ["Home", "Terms"]
    for address in (
        english.cssselect(".hc-logo")[0].get("src"),
        english.cssselect(".hc-name source")[0].get("srcset"),
        english.cssselect("link[rel=icon]")[0].get("href"),
    ):
        with branded.get(str(address)) as picture:
            assert (picture.status_code, picture.data) == (200, png())
            assert picture.headers["Content-Security-Policy"] == "sandbox"


def test_colours_fonts_and_corners_are_variables_in_one_file_kept_for_good(branded: FlaskClient) -> None:
    links = [str(link.get("href")) for link in page(branded, "/en/").cssselect("link[rel=stylesheet]")]
    assert links[-1].startswith("/brand.css?v=")  # after the tokens it overrides
    address = links[-1]
    answer = branded.get(address)
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert branded.get("/brand.css?v=other").headers["Cache-Control"] == "no-cache"
    for variable in (
        "--hc-accent: oklch(0.4403",
        "--hc-font: Inter, sans-serif;",
        "--hc-radius: 4px;",
        "--hc-on-accent",
    ):
        assert variable in answer.text
    assert "@media (prefers-color-scheme: dark)" in answer.text


def test_no_page_has_a_style_of_its_own(branded: FlaskClient) -> None:
    root = page(branded, "/en/")
    assert not root.xpath("//*[@style] | //style")


def test_a_site_without_a_brand_loads_nothing_more(client: FlaskClient) -> None:
    assert "brand.css" not in client.get("/en/").text


def test_only_the_brands_own_pictures_are_served(branded: FlaskClient) -> None:
    for path in ("brand/secret.png", "site.yml", "en/index.md", "..%2fsite.yml", "ja/billing/screen.png"):
        assert branded.get(f"/brand/{path}").status_code == 404


def test_a_mistake_keeps_the_look_and_a_correction_changes_it_at_once(folder: Path, branded: FlaskClient) -> None:
    site = folder / "articles/site.yml"
    before = branded.get("/en/")
    site.write_text(SITE.replace("radius: 4", "radius: huge"), encoding="utf-8")
    published = publish(folder / "articles", folder / "instance/index")
    assert [(problem.path, problem.line) for problem in published.problems] == [("site.yml", 6)]
    assert page(branded, "/en/").cssselect(".hc-name")[0].text_content().strip() == "Example & Sons"
    site.write_text(SITE.replace("Example & Sons", "Renamed"), encoding="utf-8")
    publish(folder / "articles", folder / "instance/index")
    after = branded.get("/en/", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Renamed" in after.text


def test_the_brands_name_is_everywhere_the_site_is_named(branded: FlaskClient) -> None:
    for url in ("/en/feed.xml", "/en/opensearch.xml"):
        assert ">Example &amp; Sons<" in branded.get(url).text
    assert branded.get("/en/llms.txt").text.startswith("# Example & Sons\n")
    assert branded.get("/ja/llms.txt").text.startswith("# サンプルのヘルプ\n")
