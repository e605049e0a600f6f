from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import jwt
import pytest

from helpcenter.app import create_app
from helpcenter.content.library import load_library
from helpcenter.errors import ConfigError
from helpcenter.web.demo import views
from tests.web.conftest import config_for

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def visitor(library: Path) -> FlaskClient:
    return create_app(config_for(library, demo="on")).test_client()


def test_the_demo_opens_in_the_readers_language(visitor: FlaskClient) -> None:
    answer = visitor.get("/demo/", headers={"Accept-Language": "ja"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/demo/ja/invoices")
    page = visitor.get("/demo/ja/invoices/new")
    assert '<html lang="ja">' in page.text
    assert 'src="/embed/v1/guide.js" data-locale="ja"' in page.text
    assert "{{" not in page.text


def test_every_page_has_a_policy_and_a_nonce_of_its_own(visitor: FlaskClient) -> None:
    pages = [visitor.get("/demo/en/reports") for _ in range(2)]
    nonces = [re.findall(r'nonce="([^"]+)"', page.text) for page in pages]
    assert nonces[0] != nonces[1]
    for page, used in zip(pages, nonces, strict=True):
        policy = page.headers["Content-Security-Policy"]
        assert len(set(used)) == 1
        assert f"script-src 'nonce-{used[0]}' 'strict-dynamic'" in policy
        assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["Cache-Control"] == "no-store"
        assert page.text.count("<script") == page.text.count("<script nonce=")


def test_user_of_the_demo_is_known_to_the_guide(library: Path, visitor: FlaskClient) -> None:
    def token(client: FlaskClient) -> str:
        return str(re.findall(r'token: "([\w.-]+)"', client.get("/demo/en/invoices").text)[0])

    def asked(client: FlaskClient, token: str) -> TestResponse:
        return client.get("/embed/v1/progress", headers={"Authorization": f"Bearer {token}"})

    def subject(token: str) -> str:
        return str(jwt.decode(token, options={"verify_signature": False})["sub"])

    first = token(visitor)
    answer = asked(visitor, first)
    assert answer.json
    assert answer.json["traits"]["phase"] == ["onboarding"]
    assert subject(token(visitor)) == subject(first)
    other = create_app(config_for(library, demo="on")).test_client()
    assert subject(token(other)) != subject(first)
    without = create_app(config_for(library)).test_client()
    assert asked(without, first).status_code == 401


@pytest.mark.parametrize("name", ["demo.js", "words.js", "demo.css", "icon.svg"])
def test_its_files_are_served(visitor: FlaskClient, name: str) -> None:
    assert visitor.get(f"/demo/files/{name}").status_code == 200


@pytest.mark.parametrize(
    "address", ["/demo/files/index.html", "/demo/files/../build.mjs", "/demo/fr/", "/demo/files/x"]
)
def test_nothing_else_is(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_without_the_setting_there_is_no_demo(client: FlaskClient) -> None:
    assert client.get("/demo/").status_code == 404


def test_a_demo_that_is_not_there_is_told_at_once(library: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="only in the source tree"):
        views.check(config_for(library, demo="on"), tmp_path)


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_every_target_of_its_walkthroughs_is_in_the_demo(locale: str) -> None:
    script = (ROOT / "widget/demo/demo.js").read_text(encoding="utf-8")
    library = load_library(ROOT / "articles")
    articles = [each for each in library.articles if each.locale == locale and each.topic == "demo"]
    targets = {target for each in articles for part in each.sections if part.step for target in part.step.targets}
    targets |= {target for each in articles for hint in each.hints for target in hint.targets}
    named = {match[1] for target in targets if (match := re.fullmatch(r"\[data-guide='([^']+)'\]", target))}
    assert len(named) >= 9
    made = set(re.findall(r'"data-guide": "([^"]+)"', script)) | {"invoice.tax", "invoice.address", "settings.design"}
    assert named <= made
