"""What an article says first to a question: the steps of a section or its first paragraphs, short enough for a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from lxml import html as lxml_html
from lxml.html import HtmlElement, builder

from helpcenter.content.article import Kind, Section
from helpcenter.content.sanitizing import sanitize
from helpcenter.content.sections import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from helpcenter.content.article import Article

MOST_STEPS: Final = 8
MOST_CHARACTERS: Final = 700
MOST_WIDE_CHARACTERS: Final = 400
"""Japanese says in one character what takes English two."""
_LISTS: Final = frozenset({"ol", "ul"})
# Pictures make a card as tall as the page; what leads about in the article has no place to lead to here.
_PICTURES: Final = frozenset({"img", "video", "figure", "hr"})
_LEFT_OUT: Final = frozenset({"heading", "permalink", "footnote", "footnote-ref"})


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The beginning of a section.

    `html` is sanitised and has no ids; links within the article's page lead to that page.
    `steps` are the same steps as plain text, none when the section tells no steps; `text` is all as plain text, one
    block a line. `is_whole` tells that the section says nothing more.
    """

    section: Section
    html: str
    steps: tuple[str, ...]
    text: str
    is_whole: bool


def excerpt(article: Article, sections: Sequence[Section], url: str) -> Excerpt | None:
    """Choose what to show of the sections that answer a question, best first.

    A walkthrough shows its steps. When the best section is the lead, the whole article is the answer, and the first
    section with steps says more than the introduction; otherwise the best section speaks, or the first one below it.

    Args:
        article: the article that answers.
        sections: those of its sections that match, best first, at least one.
        url: the address of the article, for links within its page.

    Returns:
        None when none of these sections has any text.
    """
    best = sections[0]
    if article.kind is Kind.WALKTHROUGH and (not best.anchor or best.step):
        return _walkthrough(article, best, url)
    if not best.anchor:
        cuts = [_cut(section, url) for section in (best, *sections[1:], *article.sections[1:2])]
        telling = [cut for cut in cuts if cut and cut.steps] or [cut for cut in cuts if cut]
        return telling[0] if telling else None
    first = article.sections.index(best)
    for section in article.sections[first:]:
        if section is not best and section.level <= best.level:
            break
        if cut := _cut(section, url):
            return cut
    return None


def _walkthrough(article: Article, best: Section, url: str) -> Excerpt:
    """The headings that carry targets, as steps."""
    steps = [section for section in article.sections if section.step]
    shown = steps[:MOST_STEPS]
    items = [builder.LI(builder.A(section.heading, href=f"{url}#{quote(section.anchor)}")) for section in shown]
    return Excerpt(
        section=best,
        html=_html([builder.OL(*items)]),
        steps=tuple(section.heading for section in shown),
        text="\n".join(section.heading for section in shown),
        is_whole=False,
    )


def _cut(section: Section, url: str) -> Excerpt | None:
    """The beginning of a section; the part around its first ordered list when it has one."""
    root = lxml_html.fragment_fromstring(section.html, create_parent="div")
    size = len(plain_text(root))
    _lighten(root, url)
    blocks = [block for block in root if plain_text(block)]
    if not blocks:
        return None
    steps = next((block for block in blocks if block.tag == "ol"), None)
    budget = MOST_CHARACTERS if section.text[:100].isascii() else MOST_WIDE_CHARACTERS
    if steps is not None:
        place = blocks.index(steps)
        # The sentence that leads to the steps belongs to them; more before it would push them out of sight.
        before = [block for block in blocks[max(0, place - 1) : place] if block.tag == "p"]
        blocks = [*(block for block in before if len(plain_text(block)) < budget / 3), steps]
    shown = list(_fitting(blocks, budget))
    text = "\n".join(plain_text(block) for block in shown)
    lines = [" ".join(plain_text(item).split()) for item in steps if item.tag == "li"] if steps is not None else []
    return Excerpt(
        section=section,
        html=_html(shown),
        steps=tuple(lines),
        text=text,
        is_whole=len(text) >= size - len(section.heading) - 1,
    )


def _lighten(root: HtmlElement, url: str) -> None:
    """Take out what a card has no room for, and ids, which the page around it may have too."""
    for element in list(root.iterdescendants()):
        if element.tag in _PICTURES or not _LEFT_OUT.isdisjoint((element.get("class") or "").split()):
            element.drop_tree()
        element.attrib.pop("id", None)
        if (href := element.get("href", "")).startswith("#"):
            element.set("href", url + href)


def _fitting(blocks: Iterable[HtmlElement], budget: int) -> Iterable[HtmlElement]:
    """The blocks that fit, at least one; a list, or the first block, is cut to what is left."""
    left = budget
    for place, block in enumerate(blocks):
        size = len(plain_text(block))
        if block.tag in _LISTS and (not place or len(plain_text(block[0])) <= left):
            _shorten_list(block, left)
            yield block
        elif size <= left:
            yield block
        elif not place:
            yield builder.P(_clipped(plain_text(block), left))
        if size > left or len(plain_text(block)) < size:
            return
        left -= size + 1


def _shorten_list(block: HtmlElement, budget: int) -> None:
    left = budget
    for place, item in enumerate(list(block)):
        left -= len(plain_text(item)) + 1
        if place and (place >= MOST_STEPS or left < 0):
            item.drop_tree()
        elif not place and left < 0:
            block.replace(item, builder.LI(_clipped(plain_text(item), budget)))


def _clipped(text: str, budget: int) -> str:
    """Text up to the last sentence or word that fits, with an ellipsis."""
    beginning = " ".join(text.split())[:budget]
    end = max(beginning.rfind(mark) for mark in ("。", ". ", " "))
    return beginning[: end + 1].rstrip() + "…"


def _html(blocks: Iterable[HtmlElement]) -> str:
    for block in blocks:
        block.tail = None
    # The section was sanitised; what was cut out of it is again, as whatever reaches a reader is.
    return sanitize("\n".join(lxml_html.tostring(block, encoding="unicode") for block in blocks))
