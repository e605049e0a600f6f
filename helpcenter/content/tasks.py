"""The tasks of a checklist: a Markdown list of boxes, each with a link to what is to be done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import html as lxml_html

_ARTICLE: Final = re.compile(r"/[^/]+/articles/(.+)")


@dataclass(frozen=True, slots=True)
class Task:
    """One task: its text, the slug of the article that shows how ("" for none) and the event that says it is done.

    Without an `event` it is done when the walkthrough of its article is.
    """

    text: str
    slug: str
    event: str
    href: str


def tasks_of(html: str) -> tuple[Task, ...]:
    """The tasks in a part of a rendered article."""
    if 'class="task-list-item"' not in html:
        return ()
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return tuple(_task(item) for item in root.iterfind(".//li[@class='task-list-item']"))


def _task(item: lxml_html.HtmlElement) -> Task:
    link = item.find(".//a")
    for mark in item.findall(".//span[@role='img']"):
        mark.text = ""
    text = " ".join((link if link is not None else item).text_content().split())
    href = (link.get("href") or "") if link is not None else ""
    match = _ARTICLE.fullmatch(unquote(urlsplit(href).path))
    return Task(text, match[1] if match else "", (link.get("data-event") or "") if link is not None else "", href)
