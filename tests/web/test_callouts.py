from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.app import create_app
from helpcenter.content.sanitizing import ADMONITIONS
from helpcenter.search.publish import publish
from tests.web.conftest import config_for
from tests.web.test_pages import page

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

KINDS = sorted(ADMONITIONS - {"quote"})


@pytest.fixture
def boxes(tmp_path: Path) -> FlaskClient:
    body = "".join(f'!!! {kind} "Box {kind}"\n    Text.\n\n??? {kind} "More {kind}"\n    Text.\n\n' for kind in KINDS)
    body += '> [!TIP]\n> As elsewhere.\n\n??? "Plain"\n    Text.\n\n<svg><circle r="9"/></svg>\n'
    file = tmp_path / "articles/en/boxes.md"
    file.parent.mkdir(parents=True)
    file.write_text(f"---\ntitle: Boxes\n---\n{body}", encoding="utf-8")
    publish(tmp_path / "articles", tmp_path / "instance/index")
    return create_app(config_for(tmp_path)).test_client()


def test_every_box_has_the_icon_of_its_kind_before_its_title(boxes: FlaskClient) -> None:
    content = page(boxes, "/en/articles/boxes").cssselect(".hc-content")[0]
    titles = [*content.cssselect(".admonition-title"), *content.cssselect("details[class] > summary")]
    assert len(titles) >= 2 * len(KINDS) + 1
    assert [len(title.cssselect("svg:first-child[aria-hidden=true]")) for title in titles] == [1] * len(titles)
    drawn = {title.text_content().split()[-1]: len(title.cssselect("svg > *")) for title in titles}
    assert drawn["warning"] == drawn["danger"] == 3


def test_what_an_article_draws_itself_is_still_left_out(boxes: FlaskClient) -> None:
    content = page(boxes, "/en/articles/boxes").cssselect(".hc-content")[0]
    assert len(content.cssselect("svg")) == len(content.cssselect("p > svg, summary > svg"))
    assert "<svg" not in boxes.get("/api/v1/articles/en/boxes").text
