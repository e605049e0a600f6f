from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest
import schema_org

from helpcenter.app import create_app
from helpcenter.search.publish import publish
from helpcenter.web.site.head import script_data
from tests.web.conftest import config_for

if TYPE_CHECKING:
    from flask.testing import FlaskClient

MANUAL = Path(__file__).parents[2] / "articles"
FAQ = """---
title: Billing questions
summary: What people ask.
---
Short answers.

## How do I pay?

By card.

### Which cards?

All of them.

## When am I billed?

On the first. </script><b>&

## Contact

Write to us.
"""
STEPS = """---
title: 最初の請求書
---
## 1. 画面を開く

「新規作成」を押します。

## 2. 送る

「送信」を押します。
"""
TOUR = """---
title: A tour
walkthrough: {start: manual}
updated: 2026-11-01
---
Hello.

## Open the form { target="[data-guide='invoice.new']" }

Choose **New invoice**.

## Send it { target="#send" }
"""
PLAIN = "---\ntitle: No list\n---\n## Is this a question?\n\nYes.\n\n## First\n\nA.\n\n## Second\n\nB.\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("structured")
    for name, text in {"en/a/faq": FAQ, "ja/steps": STEPS, "en/a/b/tour": TOUR, "en/plain": PLAIN}.items():
        file = folder / "articles" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    publish(folder / "articles", folder / "instance/index")
    return create_app(config_for(folder)).test_client()


def data_of(client: FlaskClient, url: str) -> dict[str, Any]:
    root = lxml.html.document_fromstring(client.get(url).text)
    (script,) = root.cssselect("script[type='application/ld+json']")
    return dict(json.loads(script.text or ""))


def things(data: dict[str, Any]) -> list[dict[str, Any]]:
    assert data["@context"] == "https://schema.org"
    plain = {key: value for key, value in data.items() if key not in {"@context", "@graph"}}
    return [*data.get("@graph", []), *([plain] if plain else [])]


def checked(thing: dict[str, Any]) -> str:
    """The type of a thing that is right in every property by the vocabulary that the package ships."""
    return str(built(thing).SCHEMA_TYPE)


def built(value: Any) -> Any:
    """The value as the package's strict models, from the innermost outwards."""
    if isinstance(value, list):
        return [built(each) for each in value]
    if not isinstance(value, dict):
        return value
    # "-input" is the vocabulary's own way to annotate a property of an action; it is no property itself.
    given = {key: built(each) for key, each in value.items() if key not in {"@type", "query-input"}}
    if "dateModified" in given:
        given["dateModified"] = date.fromisoformat(given["dateModified"])
    return getattr(schema_org, value["@type"])(**given)


@pytest.mark.parametrize(
    ("url", "types"),
    [
        ("/en/", ["WebSite"]),
        ("/en/topics/a", ["BreadcrumbList"]),
        ("/en/articles/plain", ["Article", "BreadcrumbList"]),
        ("/en/articles/a/faq", ["Article", "FAQPage", "BreadcrumbList"]),
        ("/en/articles/a/b/tour", ["Article", "HowTo", "BreadcrumbList"]),
        ("/ja/articles/steps", ["Article", "HowTo", "BreadcrumbList"]),
    ],
)
def test_each_page_says_what_it_is_in_valid_words(client: FlaskClient, url: str, types: list[str]) -> None:
    assert [checked(thing) for thing in things(data_of(client, url))] == types


def test_what_is_wrong_by_the_vocabulary_would_be_noticed() -> None:
    for wrong in ({"@type": "Article", "headlin": "x"}, {"@type": "FAQPage", "mainEntity": 5}):
        with pytest.raises(ValueError, match="validation error"):
            checked(wrong)


def test_all_pages_of_the_manual_are_valid(tmp_path: Path) -> None:
    publish(MANUAL, tmp_path / "instance/index")
    client = create_app(config_for(tmp_path)).test_client()
    generation = client.application.extensions["helpcenter"].generations.current()
    for locale in generation.locales:
        for slug in generation.slugs(locale):
            assert [checked(thing) for thing in things(data_of(client, f"/{locale}/articles/{slug}"))]


def test_questions_come_with_their_whole_answers(client: FlaskClient) -> None:
    faq = things(data_of(client, "/en/articles/a/faq"))[1]
    answers = {each["name"]: each["acceptedAnswer"]["text"] for each in faq["mainEntity"]}
    assert list(answers) == ["How do I pay?", "When am I billed?"]
    assert answers["How do I pay?"] == "By card.\nWhich cards?\nAll of them."


def test_steps_are_numbered_and_lead_to_their_headings(client: FlaskClient) -> None:
    tour = things(data_of(client, "/en/articles/a/b/tour"))[1]
    assert [(step["position"], step["name"], step["text"]) for step in tour["step"]] == [
        (1, "Open the form", "Choose New invoice."),
        (2, "Send it", "Send it"),
    ]
    assert tour["step"][0]["url"] == "http://localhost/en/articles/a/b/tour#open-the-form"


def test_breadcrumbs_lead_from_the_home_page_to_the_page_itself(client: FlaskClient) -> None:
    trail = things(data_of(client, "/en/articles/a/b/tour"))[-1]["itemListElement"]
    paths = ["/en/", "/en/topics/a", "/en/topics/a/b", "/en/articles/a/b/tour"]
    assert [each["item"]["@id"] for each in trail] == [f"http://localhost{path}" for path in paths]
    assert [each["position"] for each in trail] == [1, 2, 3, 4]
    for path in paths:
        assert client.get(path).status_code == 200


def test_the_search_action_really_searches(client: FlaskClient) -> None:
    template = data_of(client, "/en/")["potentialAction"]["target"]["urlTemplate"]
    address = template.removeprefix("http://localhost").replace("{search_term_string}", "tour")
    assert "/en/articles/a/b/tour" in client.get(address).text


def test_nothing_in_the_data_can_end_its_element() -> None:
    written = script_data({"a": "</script><!-- & \u2028"})
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written) == {"a": "</script><!-- & \u2028"}
