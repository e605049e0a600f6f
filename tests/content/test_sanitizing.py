from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from helpcenter.content.attachments import AttachmentFolder
from helpcenter.content.rendering import Renderer
from helpcenter.content.sanitizing import sanitize
from tests.content.vectors import VECTORS

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORBIDDEN_ELEMENTS = frozenset(
    {
        "applet",
        "audio",
        "base",
        "button",
        "embed",
        "form",
        "frame",
        "frameset",
        "iframe",
        "input",
        "link",
        "math",
        "meta",
    }
    | {
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "slot",
        "source",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
    }
)
_URL_ATTRIBUTES = frozenset(
    {"href", "src", "srcset", "action", "formaction", "cite", "poster", "data", "background", "ping"}
)


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Renderer:
    return Renderer(AttachmentFolder(tmp_path_factory.mktemp("articles")))


def _render(renderer: Renderer, body: str) -> str:
    rendered = renderer.render(body, body_line=1, title="T", locale="en", slug="a/b", source="en/a/b.md")
    return "".join(section.html for section in rendered.sections)


def _dangers(html: str) -> Iterator[str]:
    # Browsers drop control characters; lxml refuses them.
    tree = lxml_html.fragment_fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", html), create_parent="div")
    for element in tree.iterdescendants():
        if not isinstance(element.tag, str) or element.tag in _FORBIDDEN_ELEMENTS or "-" in element.tag:
            yield f"element {element.tag!r}"
        for name, value in ((str(name), str(value)) for name, value in element.attrib.items()):
            if name.startswith("on") or name in {"style", "target", "name", "is", "nonce", "slot", "contenteditable"}:
                yield f"attribute {name}"
            if name == "id" and value.strip().casefold().startswith("hc-"):
                yield f"id {value}"
            if name == "class" and "hc-" in value:
                yield f"class {value}"
            if name in _URL_ATTRIBUTES:
                yield from _dangers_of_address(value)


def _dangers_of_address(value: str) -> Iterator[str]:
    seen = re.sub(r"[\x00-\x20]+", "", value).replace("\\", "/")
    if seen.startswith("//"):
        yield f"other host {value}"
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", seen)
    if scheme and scheme[1].casefold() not in {"http", "https", "mailto", "tel"}:
        yield f"scheme {value}"


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_dangerous_survives_rendering(renderer: Renderer, vector: str) -> None:
    for body in (vector, f"Text\n\n## Heading\n\n{vector}\n\nMore"):
        assert list(_dangers(_render(renderer, body))) == []


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_dangerous_survives_the_sanitiser_alone(vector: str) -> None:
    assert list(_dangers(sanitize(vector))) == []


@given(
    st.lists(
        st.sampled_from([*"<>\"'/= `-!&;", "a", "script", "onclick=", "href=", "javascript:", "svg", "//x", "]]>"]),
        max_size=25,
    )
)
def test_sanitised_markup_is_safe_and_stays_as_it_is(pieces: list[str]) -> None:
    clean = sanitize("".join(pieces))
    assert list(_dangers(clean)) == []
    assert sanitize(clean) == clean


def test_there_are_at_least_two_hundred_vectors() -> None:
    assert len(set(VECTORS)) >= 200


def test_the_checks_of_this_test_see_what_they_look_for() -> None:
    bad = '<p id="hc-x" onclick="a" style="b"><a href="//e">x</a><a href="java\tscript:x">y</a><form></form></p>'
    assert len(list(_dangers(bad))) == 6


@pytest.mark.parametrize(
    "kept",
    [
        '<h2 id="請求書">請求書</h2>',
        '<a href="https://example.com/?a=1&amp;b=2" rel="noopener noreferrer">x</a>',
        '<a href="mailto:a@example.com">x</a>',
        '<a href="tel:+81312345678">x</a>',
        '<a href="/ja/articles/x#y">x</a>',
        '<img src="/ja/articles/x.png" alt="x" width="4" height="3" loading="lazy" decoding="async">',
        "<ruby>請求<rp>(</rp><rt>せいきゅう</rt><rp>)</rp></ruby>",
        '<details open=""><summary>x</summary>y</details>',
        '<span class="kn">import</span>',
        '<table><tbody><tr><th scope="row" colspan="2">x</th></tr></tbody></table>',
        "<kbd>Ctrl</kbd><sub>2</sub><sup>3</sup><mark>x</mark>",
    ],
)
def test_what_articles_need_stays(kept: str) -> None:
    assert sanitize(kept) == kept


def test_unknown_classes_go_and_listed_ones_stay() -> None:
    assert sanitize('<div class="admonition evil note">x</div>') == '<div class="admonition note">x</div>'
