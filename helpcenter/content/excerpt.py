"""What an article says first to a question: the steps of a section or its first paragraphs, short enough for a card."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from lxml import html as lxml_html
from lxml.html import HtmlElement, builder

from helpcenter.content.article import Kind, Section
from helpcenter.content.sanitizing import sanitize
from helpcenter.content.sections import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    `steps` are the first lines of its steps as plain text, none when the section tells no steps; `text` is all as
    plain text, one block a line. `is_whole` tells that the section says nothing more.
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
        with_steps = (each for each in (best, *sections[1:], *article.sections[1:2]) if "<ol" in each.html)
        cuts = (_cut(section, url) for section in with_steps)
        return next((cut for cut in cuts if cut and cut.steps), None) or _cut(best, url)
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
    budget = MOST_CHARACTERS if section.text[:100].isascii() else MOST_WIDE_CHARACTERS
    steps = root.find("ol")
    blocks = list(root) if steps is None else _around(steps, budget)
    shown = [block for block in _fitting(blocks, budget) if _has_text(_lightened(block, url))]
    if not shown:
        return None
    text = "\n".join(plain_text(block) for block in shown)
    return Excerpt(
        section=section,
        html=_html(shown),
        steps=() if steps is None else tuple(_first_line(item) for item in steps.iterchildren("li")),
        text=text,
        is_whole=len(text) >= len(section.text),
    )


def _around(steps: HtmlElement, budget: int) -> list[HtmlElement]:
    """The steps after the sentence that leads to them; more before it would push them out of sight."""
    before = steps.getprevious()
    is_short = before is not None and before.tag == "p" and not _is_longer(before, budget // 3)
    return [before, steps] if is_short and before is not None else [steps]


def _fitting(blocks: Sequence[HtmlElement], budget: int) -> Iterator[HtmlElement]:
    """The blocks that fit, at least one; a list, or the first block, is cut to what is left."""
    left = budget
    for block in blocks:
        if not _has_text(block) or "heading" in (block.get("class") or ""):
            continue
        too_long = _is_longer(block, left)
        if block.tag in _LISTS and len(block) and (left == budget or not _is_longer(block[0], left)):
            too_long = _shorten_list(block, left) or too_long
            yield block
        elif not too_long:
            yield block
        elif left == budget:
            yield builder.P(_clipped(block, left))
        if too_long:
            return
        left -= _length(block) + 1


def _shorten_list(block: HtmlElement, budget: int) -> bool:
    """Leave the items that fit, cut the first one if it does not; tell whether anything is gone."""
    items = list(block)
    if _is_longer(items[0], budget):
        block.replace(items[0], builder.LI(_clipped(items[0], budget)))
        fitting = 1
    else:
        ends = accumulate(_length(item) + 1 for item in items[:MOST_STEPS])
        fitting = sum(1 for end in ends if end <= budget + 1)
    for item in items[max(fitting, 1) :]:
        item.drop_tree()
    return fitting < len(items)


def _lightened(block: HtmlElement, url: str) -> HtmlElement:
    """Take out what a card has no room for, and ids, which the page around it may have too."""
    for element in list(block.iter()):
        if element.tag in _PICTURES or not _LEFT_OUT.isdisjoint((element.get("class") or "").split()):
            if element is block:
                block.clear()
                return block
            element.drop_tree()
        element.attrib.pop("id", None)
        if (href := element.get("href", "")).startswith("#"):
            element.set("href", url + href)
    return block


def _has_text(block: HtmlElement) -> bool:
    return any(not text.isspace() for text in block.itertext())


def _length(block: HtmlElement) -> int:
    return sum(map(len, block.itertext()))


def _is_longer(block: HtmlElement, most: int) -> bool:
    """Tell whether a block is longer, without reading on to the end of a table of thousands of rows."""
    return any(length > most for length in accumulate(map(len, block.itertext())))


def _first_line(item: HtmlElement) -> str:
    return plain_text(item).partition("\n")[0]


def _clipped(block: HtmlElement, budget: int) -> str:
    """Text up to the last sentence or word that fits, with an ellipsis."""
    beginning = " ".join(plain_text(block).split())[:budget]
    end = max(beginning.rfind(mark) for mark in ("。", ". ", " "))
    return beginning[: end + 1].rstrip() + "…"


def _html(blocks: Iterable[HtmlElement]) -> str:
    # The section was sanitised; what was cut out of it is again, as whatever reaches a reader is.
    return sanitize("\n".join(lxml_html.tostring(block, encoding="unicode", with_tail=False) for block in blocks))
