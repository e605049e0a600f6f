"""A published library with walkthroughs and hints, served to the pages of a product."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from helpcenter.app import create_app
from helpcenter.search.publish import publish
from helpcenter.web.limiting import Limiter
from tests.content.conftest import ArticlesFolder
from tests.web.conftest import config_for

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

APP = "https://app.example.com"
OTHER = "https://evil.example"
TOUR = """Opening with [a link](../guide/about.md).

## Open { #open target="[data-guide='new'] || role:button[name='New']" advance="click" }

Choose **New**.

- [A company](#company){ go }
- [A person](#person){ go }

## Company { #company target=".company" then="person" missing="skip" screen="/new" }

## Person { #person target=".person" }
"""


def write_guide(folder: ArticlesFolder) -> None:
    walkthrough = "{start: first-visit, audience: {plan: [pro]}, frequency: daily, quiet: '22:00-07:00'}"
    screens = '["/invoices/*"]'
    for locale, title in (("en", "Send an invoice"), ("ja", "請求書を送る")):
        survey = "{question: How was it?}"
        folder.article(
            f"{locale}/guide/tour.md", TOUR, title=title, screens=screens, walkthrough=walkthrough, survey=survey
        )
    folder.article("en/guide/about.md", "About **invoices**.\n\n## More\n\nText.", title="About", screens="[/a, '#/b']")
    folder.article("en/guide/old.md", "Moved.", aliases="[guide/former]")
    hotspot = "{as: hotspot, target: .x, from: 2026-12-01}"
    folder.article("en/guide/new.md", "What is new.", title="New", screens="[/a]", hint=hotspot)
    folder.article("en/guide/list.md", "- [ ] [Send](tour.md)\n- [ ] [Ask](about.md){ event=asked }", checklist="{}")
    folder.article("en/guide/secret.md", TOUR, title="Secret", screens="[/a]", visibility="internal", hint="{}")
    folder.article("en/guide/draft.md", TOUR, title="Draft", screens="[/a]", visibility="draft", hint="{}")


@pytest.fixture(scope="session")
def guided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the articles, their indexes, and scripts as they are built."""
    folder = tmp_path_factory.mktemp("guided")
    (folder / "articles").mkdir()
    write_guide(ArticlesFolder(folder / "articles"))
    instance = folder / "instance"
    publish(folder / "articles", instance / "index", internal=instance / "index-internal")
    scripts = instance / "overrides/static/embed"
    scripts.mkdir(parents=True)
    (scripts / "guide.js").write_text("(()=>{})();" + "/* loader */" * 100)
    (scripts / "probe-0123456789.js").write_text("export const probe = 1;")
    (scripts / "panel.js").write_text("export const panel = 1;")
    return folder


@pytest.fixture(scope="session")
def guide_app(guided: Path) -> Flask:
    """The application that serves them."""
    return create_app(config_for(guided, embed_origins=(APP,), default_locale="en"))


@pytest.fixture
def page(guide_app: Flask) -> FlaskClient:
    """A script in a page of the product."""
    return guide_app.test_client()


def with_still_clock(app: Flask) -> None:
    """Lets no time pass for the limits, however slow the machine is."""
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    app.extensions["helpcenter"] = replace(app.extensions["helpcenter"], limiter=Limiter(clock=lambda: noon))
