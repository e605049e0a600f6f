from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.app import create_app
from helpcenter.search.publish import publish
from tests.web.conftest import config_for

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

PLAN = """---
title: Your plan
questions: ['(cancel|end) my <subscription>', 'is there a leaving fee']
---
Plans.

## Fees for leaving

None.
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("site")
    for name, text in {"plan": PLAN, "other": "---\ntitle: Sign in\n---\nText.\n"}.items():
        file = folder / f"articles/en/{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    publish(folder / "articles", folder / "instance" / "index")
    return create_app(config_for(folder)).test_client()


def test_a_question_is_suggested_with_its_article_and_leads_to_the_section_that_answers_it(reader: FlaskClient) -> None:
    (question, *_) = reader.get("/api/v1/suggest?q=end+my+subs&locale=en").get_json()["suggestions"]
    assert (question["kind"], question["topic"]) == ("question", "Your plan")
    assert "".join(run["text"] for run in question["title"]) == "end my <subscription>"
    assert question["url"] == "/en/articles/plan"
    (question, *_) = reader.get("/api/v1/suggest?q=leaving+fee&locale=en").get_json()["suggestions"]
    assert (question["url"], question["anchor"]) == ("/en/articles/plan#fees-for-leaving", "fees-for-leaving")


def test_a_page_of_results_shows_the_question_that_matched_with_its_words_marked(reader: FlaskClient) -> None:
    page = reader.get("/en/search?q=end+subscripton+alphabet").get_data(as_text=True)
    assert "<mark>end</mark> my &lt;<mark>subscription</mark>&gt;" in page
    assert "hc-hit-question" not in reader.get("/en/search?q=sign+in").get_data(as_text=True)


def test_the_panel_is_told_the_question_that_matched(reader: FlaskClient) -> None:
    (hit, *_) = reader.get("/embed/v1/search?q=end+subscription&locale=en").get_json()["results"]
    assert [text for text, marked in hit["question"] if marked] == ["end", "subscription"]
    (hit, *_) = reader.get("/embed/v1/search?q=sign+in&locale=en").get_json()["results"]
    assert "question" not in hit
