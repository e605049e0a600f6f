"""Turns what Markdown makes into the site's own markup: tables, tabs, tasks, code, boxes, Japanese line ends."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from lxml.html import HtmlElement, builder

from helpcenter.content.sanitizing import ADMONITIONS

if TYPE_CHECKING:
    from collections.abc import Callable

# A line end between two characters of a script without spaces would show as a gap.
_WIDE: Final = r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
_INLINE: Final = r"(?:a|b|code|em|kbd|mark|span|strong)"
_WIDE_LINE_END: Final = re.compile(
    rf"((?<={_WIDE})(?:</{_INLINE}>)*)[ \t]*\n[ \t]*((?:<{_INLINE}(?:\s[^<>]*)?>)*{_WIDE})"
    rf"|(?<=[。、])[ \t]*\n[ \t]*(?=[^\s<])"
)
_PREFORMATTED: Final = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
# A number, a range, an amount, a date: short, and unreadable when it is broken.
_FIGURE: Final = re.compile(
    r"(?=.{1,30}$)(?=.*\d)(?:[\s\d.,:/%+\-–—~〜¥$€£()円年月日時分秒件個回台]+(?:[A-Za-zµ]{1,5}(?:/[a-z]+)?)?"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})"
)
_ALERT: Final = re.compile(r"\s*\[!(?P<kind>[A-Za-z]+)\][ \t]*(?:\n|$)")

_BOX_TITLES: Final = {
    "note": "補足", "info": "情報", "tip": "ヒント", "hint": "ヒント", "success": "成功", "question": "質問",
    "example": "例", "quote": "引用", "abstract": "概要", "important": "重要", "attention": "注意", "caution": "注意",
    "warning": "警告", "failure": "失敗", "danger": "危険", "error": "エラー", "bug": "不具合",
}  # fmt: skip
_WORDS: Final = {
    "ja": {
        "table": "表", "tables": "「{}」の表", "done": "完了", "open": "未完了", "back": "本文に戻る",
        "permalink": "「{}」へのリンク", "video": "{}の動画です。再生するまで読み込みません。",
    },
    "en": {
        "table": "Table", "tables": "Table in “{}”", "done": "Done", "open": "To do", "back": "Back to text",
        "permalink": "Link to “{}”", "video": "A video on {}, loaded only when you play it.",
    },
}  # fmt: skip


def words(locale: str) -> dict[str, str]:
    """The few words that rendering adds to an article, in the article's language."""
    return _WORDS.get(locale.partition("-")[0], _WORDS["en"])


def join_wide_lines(html: str) -> str:
    """Takes the line ends out of Japanese sentences, where a browser would show a space."""
    parts = _PREFORMATTED.split(html)
    parts[::2] = [_WIDE_LINE_END.sub(lambda match: (match[1] or "") + (match[2] or ""), part) for part in parts[::2]]
    return "".join(parts)


def furnish(root: HtmlElement, locale: str) -> None:
    """Rewrites the elements of a rendered article in place."""
    for element in list(root.iter(*_FURNISHERS)):
        _FURNISHERS[str(element.tag)](element, locale)
    _name_tables(root, locale)


def _box_or_tabs(div: HtmlElement, locale: str) -> None:
    classes = (div.get("class") or "").split()
    if "admonition" in classes:
        _translate_title(div, div.find("p"), classes, locale)
    elif "tabbed-set" in classes:
        _tabs(div)


def _details(details: HtmlElement, locale: str) -> None:
    _translate_title(details, details.find("summary"), (details.get("class") or "").split(), locale)


def _translate_title(box: HtmlElement, title: HtmlElement | None, classes: list[str], locale: str) -> None:
    kind = next((name for name in classes if name in ADMONITIONS), "")
    if not kind:
        box.set("class", "admonition note" if "admonition" in classes else "note")
    if locale.startswith("ja") and kind and title is not None and title.text == kind.capitalize():
        title.text = _BOX_TITLES[kind]


def _alert(quote: HtmlElement, locale: str) -> None:
    """A quote that begins with ``[!NOTE]`` is a box, as on GitHub."""
    first = quote.find("p")
    match = _ALERT.match(first.text or "") if first is not None else None
    if first is None or match is None or match["kind"].lower() not in ADMONITIONS:
        return
    kind = match["kind"].lower()
    first.text = (first.text or "")[match.end() :]
    if not first.text and not len(first):
        first.drop_tree()
    title = builder.P(kind.capitalize())
    title.set("class", "admonition-title")
    quote.insert(0, title)
    quote.tag = "div"
    quote.set("class", f"admonition {kind}")
    _translate_title(quote, title, [kind], locale)


def _tabs(tabs: HtmlElement) -> None:
    """Shows tabs one below the other, each under its label; a script makes tabs of this.

    Radio inputs would need form elements and ids that collide when two articles share a page, and hide text from
    the browser's own search, from print and from whoever follows a link into them.
    """
    for child in list(tabs):
        if child.tag == "input":
            child.drop_tree()
        elif child.tag == "label":
            child.tag = "p"
            child.attrib.clear()
            child.set("class", "tab-label")
            content = child.getnext()
            if content is not None:
                content.set("class", "tab")
                content.insert(0, child)
    tabs.attrib.clear()
    tabs.set("class", "tabs")


def _task(box: HtmlElement, locale: str) -> None:
    item = box.getparent()
    is_task = box.get("type") == "checkbox" and item is not None and "task-list-item" in (item.get("class") or "")
    if item is None or not is_task:
        return
    done = "checked" in box.attrib
    mark = builder.SPAN("☑" if done else "☐", role="img")
    mark.set("class", "task done" if done else "task")
    mark.set("aria-label", words(locale)["done" if done else "open"])
    mark.tail = box.tail
    item.replace(box, mark)


def _table(table: HtmlElement, _locale: str) -> None:
    parent = table.getparent()
    if parent is None or next(table.iterancestors("table"), None) is not None:
        return
    # Scrolls on a narrow screen; focusable, so that a keyboard can scroll it; named, because it is focusable.
    frame = builder.DIV(role="region", tabindex="0")
    frame.set("class", "table")
    frame.tail, table.tail = table.tail, None
    parent.replace(table, frame)
    frame.append(table)


def _name_tables(root: HtmlElement, locale: str) -> None:
    """Names each table's region by its caption, else by the heading above; those of one name are numbered."""
    heading = ""
    taken: Counter[str] = Counter()
    for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6", "div"):
        if element.tag != "div":
            heading = " ".join(element.text_content().split())
        elif element.get("class") == "table" and element.get("role") == "region":
            caption = element.find("table/caption")
            name = " ".join(caption.text_content().split()) if caption is not None else ""
            name = name or (words(locale)["tables"].format(heading) if heading else words(locale)["table"])
            taken[name] += 1
            element.set("aria-label", name if taken[name] == 1 else f"{name} {taken[name]}")


def _code(pre: HtmlElement, _locale: str) -> None:
    pre.set("tabindex", "0")
    parent = pre.getparent()
    if parent is None or parent.get("class") == "highlight":
        return
    # Fenced blocks have this frame already; a script puts a button into it.
    frame = builder.DIV()
    frame.set("class", "highlight")
    frame.tail, pre.tail = pre.tail, None
    parent.replace(pre, frame)
    frame.append(pre)


def _cell(cell: HtmlElement, _locale: str) -> None:
    align = cell.attrib.pop("align", None)
    classes = [f"align-{align}"] if align else []
    if _FIGURE.fullmatch(cell.text_content().strip()):
        classes.append("figure")
    if classes:
        cell.set("class", " ".join(classes))
    if cell.tag == "th" and not cell.get("scope"):
        cell.set("scope", "col" if next(cell.iterancestors("thead"), None) is not None else "row")


def _footnote(link: HtmlElement, locale: str) -> None:
    if link.get("class") == "footnote-backref":
        link.attrib.pop("title", None)
        link.set("aria-label", words(locale)["back"])


_FURNISHERS: Final[dict[str, Callable[[HtmlElement, str], None]]] = {
    "a": _footnote,
    "blockquote": _alert,
    "details": _details,
    "div": _box_or_tabs,
    "input": _task,
    "pre": _code,
    "table": _table,
    "td": _cell,
    "th": _cell,
}
