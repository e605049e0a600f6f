from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.app import create_app
from tests.web.conftest import config_for

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

ADDRESSES = {
    "site.root": "/",
    "site.home": "/ja/",
    "site.topic": "/ja/topics/billing",
    "site.article": "/ja/articles/billing/invoice",
    "site.search": "/ja/search?q=請求書",
    "api.search": "/api/v1/search?q=a&locale=en",
    "api.suggest": "/api/v1/suggest?q=a&locale=en",
    "api.article": "/api/v1/articles/en/account/password",
    "api.health": "/api/v1/health",
    "api.openapi": "/api/v1/openapi.json",
    "api.opened": "/api/v1/opened",
    "api.left": "/api/v1/left",
    "api.vote": "/api/v1/articles/en/account/password/vote",
    "asking.form": "/ja/ask",
    "asking.ask": "/ja/ask",
    "asking.sent": "/ja/ask/sent",
    "feedback.show": "/ja/feedback/account/password",
    "feedback.vote": "/ja/feedback/account/password",
    "static": "/static/tokens.css",
    "auth.show_form": "/ja/sign-in",
    "auth.sign_in": "/ja/sign-in",
    "auth.sign_out": "/ja/sign-out",
    "embed.loader": "/embed/v1/guide.js",
    "embed.pinned_loader": "/embed/v1/guide-0.0.0.js",
    "embed.bundled": "/embed/v1/guide.mjs",
    "embed.asset": "/embed/v1/assets/core-0123456789.js",
    "embed.manifest": "/embed/v1/manifest/ja.json",
    "embed.walkthrough": "/embed/v1/walkthrough/ja/billing/invoice.json",
    "embed.hint": "/embed/v1/hint/ja/billing/invoice.json",
    "embed.article": "/embed/v1/article/ja/billing/invoice.json",
    "embed.search": "/embed/v1/search?q=a&locale=ja",
    "embed.events": "/embed/v1/events",
    "embed.progress": "/embed/v1/progress",
    "embed.picker": "/embed/v1/picker",
    "embed.draft": "/embed/v1/draft",
    "picker.show": "/ja/picker",
    "dashboard.start": "/dashboard/",
    "dashboard.overview": "/ja/dashboard/",
    "dashboard.gaps": "/ja/dashboard/gaps",
    "dashboard.gap": "/ja/dashboard/gaps/1",
    "dashboard.change_gap": "/ja/dashboard/gaps/2",
    "dashboard.fix": "/ja/dashboard/gaps/1/fix?way=add",
    "dashboard.make_fix": "/ja/dashboard/gaps/2/fix?way=add",
    "dashboard.searches": "/ja/dashboard/searches",
    "dashboard.query": "/ja/dashboard/searches/query?q=a",
    "dashboard.articles": "/ja/dashboard/articles",
    "dashboard.article": "/ja/dashboard/articles/article?slug=a",
    "dashboard.walkthroughs": "/ja/dashboard/walkthroughs",
    "dashboard.walkthrough": "/ja/dashboard/walkthroughs/walkthrough?slug=a",
    "dashboard.screens": "/ja/dashboard/screens",
    "dashboard.adoption": "/ja/dashboard/adoption",
    "dashboard.surveys": "/ja/dashboard/surveys",
    "dashboard.export": "/ja/dashboard/export/figures.csv",
    "dashboard.users": "/ja/dashboard/users",
    "dashboard.change": "/ja/dashboard/users/change",
    "dashboard.invite": "/ja/dashboard/users/invite",
    "dashboard.withdraw": "/ja/dashboard/users/withdraw",
    "dashboard.invitation": "/ja/dashboard/invitation/unknown",
    "dashboard.accept": "/ja/dashboard/invitation/none",
    "discovery.robots": "/robots.txt",
    "discovery.first_sitemap": "/sitemap.xml",
    "discovery.further_sitemap": "/sitemaps/1.xml",
    "discovery.feed": "/ja/feed.xml",
    "discovery.opensearch": "/ja/opensearch.xml",
    "discovery.llms": "/llms.txt",
    "discovery.llms_of_locale": "/ja/llms.txt",
    "discovery.home_picture": "/ja/card.png",
    "discovery.article_picture": "/ja/cards/billing/invoice.png",
    "discovery.brand_stylesheet": "/brand.css",
    "discovery.brand_picture": "/brand/unknown.png",
}
ERRORS = ["/nowhere", "/api/v1/nowhere", "/api/v1/search", "/static/nowhere"]


def test_every_route_is_checked_here(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ADDRESSES)


@pytest.mark.parametrize("url", [*ADDRESSES.values(), *ERRORS])
def test_every_answer_carries_the_security_headers(client: FlaskClient, url: str) -> None:
    headers = client.get(url).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert ("Set-Cookie" in headers) == (url == ADDRESSES["auth.show_form"])  # the form has to be known again


def test_a_strange_host_is_refused_everywhere(client: FlaskClient) -> None:
    for url in ("/", "/ja/", "/api/v1/search?q=a&locale=en", "/static/tokens.css", "/nowhere"):
        assert client.get(url, headers={"Host": "evil.example"}).status_code == 400


def test_a_trusted_host_is_served(library: Path) -> None:
    client = create_app(config_for(library, trusted_hosts=("help.example.com",))).test_client()
    assert client.get("/ja/", headers={"Host": "help.example.com"}).status_code == 200
    assert client.get("/ja/", headers={"Host": "localhost"}).status_code == 400


@pytest.mark.parametrize("listening", ["::1", "2001:db8::7"])
def test_a_site_answers_to_the_ipv6_address_it_listens_on(library: Path, listening: str) -> None:
    client = create_app(config_for(library, host=listening)).test_client()
    for host in (f"[{listening}]", f"[{listening}]:8000", f"[{listening.upper()}]", "localhost:8000"):
        assert client.get("/ja/", headers={"Host": host}).status_code == 200, host
    for host in ("[::2]", f"[{listening}].example", f"[{listening}]:x", f"{listening}", "[]", "[::ffff:127.0.0.1]"):
        assert client.get("/ja/", headers={"Host": host}).status_code == 400, host


def test_an_ipv6_address_can_be_trusted_by_setting(library: Path) -> None:
    for written in ("2001:db8::1", "[2001:DB8:0::1]"):
        client = create_app(config_for(library, trusted_hosts=(written,))).test_client()
        assert client.get("/ja/", headers={"Host": "[2001:db8::1]:8000"}).status_code == 200


def test_every_interface_is_nobodys_name(library: Path) -> None:
    for listening in ("0.0.0.0", "::"):
        client = create_app(config_for(library, host=listening)).test_client()
        for host in ("0.0.0.0", "[::]"):
            assert client.get("/ja/", headers={"Host": host}).status_code == 400, host


def test_the_sites_own_name_is_trusted(library: Path) -> None:
    client = create_app(config_for(library, base_url="https://help.example.com/")).test_client()
    assert client.get("/ja/", headers={"Host": "help.example.com"}).status_code == 200
    assert client.get("/ja/", headers={"Host": "example.com"}).status_code == 400


@pytest.mark.parametrize("path", ["billing/screen.png", "billing/drawing.svg", "billing/rates.csv"])
def test_attachments_are_served_in_a_sandbox(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/ja/articles/{path}")
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_images_are_shown_and_other_files_downloaded(client: FlaskClient) -> None:
    with client.get("/ja/articles/billing/screen.png") as image, client.get("/ja/articles/billing/rates.csv") as table:
        assert image.mimetype == "image/png"
        assert "attachment" not in image.headers.get("Content-Disposition", "")
        assert table.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "path",
    [
        "billing/unpublished.png",
        "billing/invoice.md%00.png",
        "billing/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "../../../../etc/passwd",
        "%2e%2e/en/index.md",
        "billing/..%5cscreen.png",
        "billing/screen.png/",
        "billing//screen.png",
        "%2fetc%2fpasswd",
    ],
)
def test_only_published_attachments_are_served(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/ja/articles/{path}")
    assert answer.status_code in {301, 308, 404}
    assert b"root:" not in answer.data
    assert "image/" not in answer.headers["Content-Type"]


def test_an_attachment_replaced_by_a_link_is_not_followed(library: Path, client: FlaskClient) -> None:
    image = library / "articles/ja/billing/screen.png"
    kept = image.read_bytes()
    image.unlink()
    try:
        assert client.get("/ja/articles/billing/screen.png").status_code == 404
        image.symlink_to("/etc/passwd")
        assert client.get("/ja/articles/billing/screen.png").status_code == 404
        image.unlink()
        image.symlink_to(library / "articles/ja/billing/unpublished.png")
        assert client.get("/ja/articles/billing/screen.png").status_code == 404
    finally:
        image.unlink()
        image.write_bytes(kept)


@pytest.mark.parametrize("path", ["%2e%2e/app.py", "..%2f..%2fapp.py", "%00", "tokens.css%00", "/etc/passwd", ""])
def test_static_files_stay_in_their_folder(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code in {308, 404}
