from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.content.nodes import ATTRIBUTES, TAGS, Node, Nodes, nodes_of
from tests.content.vectors import VECTORS

if TYPE_CHECKING:
    from tests.content.conftest import ArticlesFolder

BASE = "https://help.example.com"


def nodes(folder: ArticlesFolder, body: str) -> Nodes:
    return nodes_of(folder.render(body).html, base=BASE, page="/en/articles/howto/page")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Choose **New** *now*.", (("p", {}, "Choose ", ("strong", {}, "New"), " ", ("em", {}, "now"), "."),)),
        ("- a\n- b", (("ul", {}, ("li", {}, "a"), ("li", {}, "b")),)),
        ("## One\n\n#### Four", (("h3", {"id": "one"}, "One"), ("h4", {"id": "four"}, "Four"))),
        ("> quoted", (("blockquote", {}, ("p", {}, "quoted")),)),
        ("```python\nx = 1\n\ny\n```", (("pre", {}, ("code", {}, "x = 1\n\ny")),)),
        ("!!! tip\n    Do.", (("blockquote", {}, ("p", {}, ("strong", {}, "Tip")), ("p", {}, "Do.")),)),
        ("<kbd>Ctrl</kbd> <sub>low</sub>", (("p", {}, ("kbd", {}, "Ctrl"), " low"),)),
        ('=== "A"\n\n    a', (("p", {}, ("strong", {}, "A")), ("p", {}, "a"))),
    ],
)
def test_markdown_becomes_nodes(folder: ArticlesFolder, body: str, expected: Nodes) -> None:
    assert nodes(folder, body) == expected


def test_links_are_whole_and_those_to_articles_say_which_one(folder: ArticlesFolder) -> None:
    opens = {"target": "_blank", "rel": "noopener"}
    own = {"href": f"{BASE}/en/articles/howto/page#top", **opens}
    other = {"href": f"{BASE}/en/articles/billing/card#now", **opens, "data-article": "billing/card"}
    found = nodes(folder, "[a](#top) [b](../billing/card.md#now)")
    assert found == (("p", {}, ("a", own, "a"), " ", ("a", other, "b")),)


def test_pictures_have_whole_addresses_and_their_size(folder: ArticlesFolder) -> None:
    folder.picture("en/howto/p.png")
    found = nodes(folder, "![A picture](p.png)")
    expected = {"src": f"{BASE}/en/articles/howto/p.png", "alt": "A picture", "width": 4, "height": 3}
    assert found == (("p", {}, ("img", expected)),)


@pytest.mark.parametrize("vector", VECTORS[::4])
def test_whatever_is_written_only_listed_tags_and_attributes_come_out(folder: ArticlesFolder, vector: str) -> None:
    folder.article("en/page.md", vector)
    article = folder.load().by_key.get(("en", "page"))
    for node in nodes_of(article.html if article else "", base=BASE):
        check(node)


def check(node: Node) -> None:
    if isinstance(node, str):
        return
    tag, attributes, *children = node
    assert tag in TAGS
    assert set(attributes) <= ATTRIBUTES
    for key in ("href", "src"):
        assert attributes.get(key, "https:").partition(":")[0] in {"https", "http", "mailto", "tel"}
    for child in children:
        check(child)
