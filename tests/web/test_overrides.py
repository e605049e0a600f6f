from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from helpcenter.app import create_app
from helpcenter.errors import ConfigError
from helpcenter.search.publish import publish
from helpcenter.web.locales import TRANSLATIONS
from tests.web.conftest import config_for, write_articles

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

FRENCH = {"Home": "Accueil", "Topics": "Thèmes", "We could not find that page": "Page introuvable"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_articles(tmp_path / "articles")
    french = tmp_path / "articles/fr/start.md"
    french.parent.mkdir()
    french.write_text("---\ntitle: Premiers pas\n---\nBonjour.\n", encoding="utf-8")
    publish(tmp_path / "articles", tmp_path / "instance/index")
    return tmp_path


def override(folder: Path, name: str, text: str) -> None:
    file = folder / "instance/overrides" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def client(folder: Path) -> FlaskClient:
    return create_app(config_for(folder)).test_client()


def test_a_template_can_extend_ours_and_change_one_block(folder: Path) -> None:
    before = client(folder).get("/en/")
    override(
        folder,
        "templates/site/base.html",
        '{% extends "default/site/base.html" %}{% block footer %}<footer>Ours, {{ _("Home") }}</footer>{% endblock %}',
    )
    after = client(folder).get("/en/", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    root = lxml.html.document_fromstring(after.text)
    assert [footer.text for footer in root.cssselect("footer")] == ["Ours, Home"]
    assert root.cssselect("header .hc-name")
    assert "Ours, ホーム" in client(folder).get("/ja/articles/billing/invoice").text


@pytest.mark.parametrize("block", ["head", "styles", "scripts", "header", "header_search", "main", "footer"])
def test_every_documented_block_can_be_replaced(folder: Path, block: str) -> None:
    # A page's own block goes before that of its frame, so the page's template is the one to override.
    override(
        folder,
        "templates/site/error.html",
        f'{{% extends "default/site/error.html" %}}{{% block {block} %}}<!-- replaced {block} -->{{% endblock %}}',
    )
    assert f"<!-- replaced {block} -->" in client(folder).get("/en/nowhere").text


def test_a_template_that_changed_is_another_one_at_the_next_start(folder: Path) -> None:
    for words in ("First words", "Other words"):
        override(folder, "templates/site/error.html", words)
        assert client(folder).get("/en/nowhere").text == words


def test_a_template_that_is_none_stops_the_start_with_file_and_line(folder: Path) -> None:
    override(folder, "templates/site/home.html", "<p>\n{% if %}\n</p>")
    with pytest.raises(ConfigError, match=r"overrides/templates/site/home\.html:2: .*Mend this template"):
        client(folder)


def test_a_style_sheet_of_ones_own_comes_last(folder: Path) -> None:
    assert "custom.css" not in client(folder).get("/en/").text
    override(folder, "static/custom.css", ":root { --hc-radius: 0; }")
    reader = client(folder)
    links = lxml.html.document_fromstring(reader.get("/en/").text).cssselect("link[rel=stylesheet]")
    assert str(links[-1].get("href")).startswith("/static/custom.css?v=")
    assert reader.get(str(links[-1].get("href"))).text == ":root { --hc-radius: 0; }"


def test_a_static_file_takes_the_place_of_ours(folder: Path) -> None:
    override(folder, "static/icon.svg", "<svg/>")
    assert client(folder).get("/static/icon.svg").text == "<svg/>"


def test_a_third_language_is_one_catalogue_away(folder: Path) -> None:
    before = client(folder)
    assert "Home" in before.get("/fr/").text
    with (TRANSLATIONS / "ja/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="fr")
    for message in catalogue:
        if message.id:
            message.string = FRENCH.get(str(message.id), message.id)
    compiled = folder / "instance/overrides/translations/fr/LC_MESSAGES/messages.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as out:
        write_mo(out, catalogue)
    reader = client(folder)
    root = lxml.html.document_fromstring(reader.get("/fr/").text)
    assert root.get("lang") == "fr"
    assert [link.text for link in root.cssselect(".hc-footer-links a")] == ["Accueil"]
    assert "Page introuvable" in reader.get("/fr/nowhere").text
    assert "ホーム" in reader.get("/ja/").text
    assert "Home" in reader.get("/en/").text
