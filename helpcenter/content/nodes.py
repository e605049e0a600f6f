"""Rendered text as nodes, for pages that take no HTML: a host with Trusted Types builds elements of them one by one.

A node is a text, or a tuple of tag, attributes and child nodes: ``("p", {}, "Choose ", ("strong", {}, "New"), ".")``.
Only the tags and attributes that are listed here come out; what stands in others is kept without them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import unquote

from lxml import html as lxml_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

Node: TypeAlias = "str | tuple[Any, ...]"
Nodes: TypeAlias = "tuple[Node, ...]"

TAGS: Final = frozenset(
    {"p", "strong", "em", "code", "a", "ul", "ol", "li", "br", "img", "kbd", "h3", "h4", "pre", "blockquote"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "details", "summary"}
)
ATTRIBUTES: Final = frozenset({"href", "target", "rel", "src", "alt", "width", "height", "id", "data-article"})

_RENAMED: Final = {
    "b": "strong",
    "i": "em",
    "cite": "em",
    "dfn": "em",
    "var": "em",
    "samp": "code",
    "h1": "h3",
    "h2": "h3",
    "h5": "h4",
    "h6": "h4",
    "figcaption": "p",
    "dt": "p",
    "dd": "blockquote",
}
_BLOCKS: Final = TAGS - {"strong", "em", "code", "a", "br", "img", "kbd"}
_OF_BLOCKS: Final = frozenset({"ul", "ol", "blockquote", "table", "thead", "tbody", "tfoot", "tr", "details"})
_BOXES: Final = frozenset({"div", "figure", "dl"})
_UNSHOWN: Final = frozenset({"permalink", "footnote-backref", "footnote-ref", "term-text", "choices", "footnote"})
_SPACES: Final = re.compile(r"[ \t\r\n]+")
_ARTICLE: Final = re.compile(r"/[a-z]{2}(?:-[A-Z]{2})?/articles/([^?#]+?)(?:[?#].*)?")
_FILE: Final = re.compile(r"\.[a-z0-9]{2,4}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where links lead: `base` goes before addresses of the site, `page` is the article's own address."""

    base: str
    page: str

    def whole(self, address: str) -> str:
        if address.startswith("#"):
            return self.base + self.page + address
        return self.base + address if address.startswith("/") else address


def nodes_of(html: str, *, base: str = "", page: str = "") -> Nodes:
    """The nodes of sanitised HTML, without the lists of a walkthrough's choices and what only a page needs.

    `base` is the origin of the site, such as ``https://help.example.com``; `page` is the path that anchors belong to.
    """
    if not html.strip():
        return ()
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return tuple(_tidy(_children(root, _Place(base, page), in_blocks=True)))


def _children(element: HtmlElement, place: _Place, *, in_blocks: bool) -> Iterator[Node]:
    """What stands in an element; between blocks, blanks mean nothing."""
    yield from _text(element.text, in_blocks=in_blocks)
    for child in element:
        if isinstance(child.tag, str) and _UNSHOWN.isdisjoint((child.get("class") or "").split()):
            yield from _element(child, place, in_blocks=in_blocks)
        yield from _text(child.tail, in_blocks=in_blocks)


def _text(text: str | None, *, in_blocks: bool) -> Iterator[str]:
    plain = _SPACES.sub(" ", text or "")
    if plain and not (in_blocks and plain == " "):
        yield plain


def _element(element: HtmlElement, place: _Place, *, in_blocks: bool) -> Iterator[Node]:
    written = str(element.tag)
    tag = _RENAMED.get(written, "h4" if written == "h3" else written)
    classes = (element.get("class") or "").split()
    if "admonition" in classes:
        yield ("blockquote", {}, *_blocks(element, place))
    elif "admonition-title" in classes or "tab-label" in classes:
        yield ("p", {}, ("strong", {}, *_tidy(_children(element, place, in_blocks=False))))
    elif tag in _BOXES:
        yield from _blocks(element, place)
    elif tag in _OF_BLOCKS:
        yield (tag, {}, *_blocks(element, place))
    elif (tag in TAGS or tag == "video") and (tag != "a" or element.get("href")):
        yield from _shown(element, tag, place)
    else:
        yield from _children(element, place, in_blocks=in_blocks)


def _shown(element: HtmlElement, tag: str, place: _Place) -> Iterator[Node]:
    """An element that comes out as itself."""
    if tag == "pre":
        yield ("pre", {}, ("code", {}, element.text_content().rstrip("\n")))
    elif tag == "video":
        yield ("p", {}, ("a", _link(place.whole(element.get("src") or "")), element.get("title") or "▶"))
    elif tag in {"img", "br"}:
        yield (tag, _attributes(element, tag, place))
    else:
        children = _children(element, place, in_blocks=False)
        whole = _tidy(children) if tag in _BLOCKS else tuple(children)
        if whole or tag in {"td", "th"}:
            yield (tag, _attributes(element, tag, place), *whole)


def _blocks(element: HtmlElement, place: _Place) -> Iterator[Node]:
    yield from _tidy(_children(element, place, in_blocks=True))


def _tidy(children: Iterator[Node]) -> Nodes:
    """What stands in a block: without blanks at its edges and around the blocks inside it, as an item has them."""
    nodes: list[Node] = []
    for child in children:
        if isinstance(child, str) and nodes and isinstance(nodes[-1], str):
            nodes[-1] += child
        else:
            nodes.append(child)
    tidy: list[Node] = []
    for number, node in enumerate(nodes):
        if isinstance(node, str):
            if not number or _is_block(nodes[number - 1]):
                node = node.lstrip()  # noqa: PLW2901
            if number == len(nodes) - 1 or _is_block(nodes[number + 1]):
                node = node.rstrip()  # noqa: PLW2901
        if node:
            tidy.append(node)
    return tuple(tidy)


def _is_block(node: Node) -> bool:
    return not isinstance(node, str) and node[0] in _BLOCKS


def _attributes(element: HtmlElement, tag: str, place: _Place) -> dict[str, Any]:
    if tag == "a":
        return _link(place.whole(element.get("href") or ""), element.get("href") or "")
    if tag == "img":
        given = {"src": place.whole(element.get("src") or ""), "alt": element.get("alt") or ""}
        sides = {side: int(value) for side in ("width", "height") if (value := element.get(side) or "").isdecimal()}
        return given | sides
    if tag in {"h3", "h4"} and (anchor := element.get("id")):
        return {"id": anchor}
    return {}


def _link(address: str, written: str = "") -> dict[str, Any]:
    """A link that leaves the product where it is; those to articles say which one, so that it can be shown in place."""
    link = {"href": address, "target": "_blank", "rel": "noopener"}
    match = _ARTICLE.fullmatch(written)
    slug = unquote(match[1]) if match else ""
    return link | ({"data-article": slug} if slug and not _FILE.search(slug) else {})
