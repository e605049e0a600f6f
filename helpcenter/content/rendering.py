"""Markdown becomes sections: rendered, furnished, resolved, split and, last of all, sanitised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement
from markdown import Markdown

from helpcenter.content.article import Link, Section
from helpcenter.content.attachment import Attachment
from helpcenter.content.code import accept, highlighted
from helpcenter.content.github_lists import GitHubLists
from helpcenter.content.markup import furnish, join_wide_lines
from helpcenter.content.problems import Problem
from helpcenter.content.raw_html import close_raw_blocks
from helpcenter.content.references import References
from helpcenter.content.sanitizing import ALLOWED_TAGS
from helpcenter.content.sections import Place, split
from helpcenter.content.sourcetext import SourceLines
from helpcenter.content.terms import mark_terms

if TYPE_CHECKING:
    from helpcenter.content.attachments import AttachmentFolder
    from helpcenter.content.glossary import Term

_EXTENSIONS: Final = [
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "sane_lists",
    "tables",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
]
_CONFIGURATION: Final[dict[str, dict[str, Any]]] = {
    "tables": {"use_align_attribute": True},
    "pymdownx.highlight": {"use_pygments": False},  # indented blocks; fenced ones name their language
    "pymdownx.superfences": {
        "custom_fences": [{"name": "*", "class": "highlight", "format": highlighted, "validator": accept}]
    },
    "pymdownx.tilde": {"subscript": False},
}
# Gone with everything in them, so that their text is neither shown nor found.
_ACTIVE: Final = ("script", "style", "template", "iframe", "object", "embed", "applet", "noscript", "svg", "math")
_REPLACED: Final = frozenset({"section", "article", "main", "header", "footer", "center", "font", "tt", "big", "body"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one article's Markdown became."""

    sections: tuple[Section, ...]
    links: tuple[Link, ...]
    attachments: tuple[Attachment, ...]
    problems: tuple[Problem, ...]


class Renderer:
    """Renders one article after the other; making one is dear, using it again is cheap. Not for several threads."""

    def __init__(self, folder: AttachmentFolder) -> None:
        self._folder = folder
        self._markdown = Markdown(extensions=[*_EXTENSIONS, GitHubLists()], extension_configs=_CONFIGURATION)

    def render(
        self,
        body: str,
        *,
        body_line: int,
        title: str,
        locale: str,
        slug: str,
        source: str,
        terms: tuple[Term, ...] = (),
    ) -> Rendered:
        """Renders the Markdown `body`, which begins at line `body_line` of `source`, and explains `terms` in it."""
        lines = SourceLines(body, body_line)
        references = References(locale, slug, source, self._folder, lines)
        markdown = _close_blocks(_mend_headings(body, references), body_line, references)
        root = _parse(join_wide_lines(self._markdown.reset().convert(markdown)))
        _prune(root, references)
        furnish(root, locale)
        references.settle(root)
        mark_terms(root, terms)
        sections, problems = split(root, title, Place(locale, source, lines))
        return Rendered(
            sections,
            tuple(references.links),
            tuple(references.attachments[path] for path in sorted(references.attachments)),
            (*references.problems, *problems),
        )


_RAW_HEADING: Final = re.compile(
    r"^(?P<start><h(?P<level>[1-6])\b[^>\n]*>[^\n]*?)</h(?P<closed>[1-6])>(?=[ \t]*$)", re.MULTILINE
)
_PARSER: Final = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)


# References to control characters, which no XML tree can hold.
_CONTROL: Final = re.compile(
    r"&#(?:0*(?:[0-8]|1[1-24-9]|2[0-9]|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]))(?![0-9a-f]);?", re.IGNORECASE
)


def _parse(html: str) -> HtmlElement:
    root = lxml_html.fragment_fromstring(_CONTROL.sub("", html).encode(), create_parent="div", parser=_PARSER)
    if not isinstance(root, HtmlElement):
        raise TypeError(f"lxml made a {type(root).__name__} of an article")
    return root


def _mend_headings(body: str, references: References) -> str:
    """Closes raw headings that are closed by another level's tag; a parser would take all that follows for theirs."""

    def mend(match: re.Match[str]) -> str:
        opened, closed = match["level"], match["closed"]
        if opened == closed:
            return match[0]
        message = f"The heading begins with <h{opened}> but ends with </h{closed}>."
        references.warn(match[0], message, f"End it with </h{opened}>.")
        return f"{match['start']}</h{opened}>"

    return _RAW_HEADING.sub(mend, body)


def _close_blocks(body: str, body_line: int, references: References) -> str:
    """Closes raw blocks that nothing closes, telling the writer where they begin."""
    closed, unclosed = close_raw_blocks(body)
    for tag in unclosed:
        message = f"`<{tag.name}>` is never closed; it was taken to end with its paragraph."
        references.warn("", message, f"Write </{tag.name}> where it ends.", body_line + tag.line)
    return closed


def _prune(root: HtmlElement, references: References) -> None:
    """Takes out what the sanitiser would take out silently, telling the writer once for each kind."""
    reported: set[str] = set()

    def tell(written: str, message: str, suggestion: str) -> None:
        if written not in reported:
            references.warn(written, message, suggestion)
        reported.add(written)

    for element in list(root.iter(etree.Element)):
        tag = str(element.tag)
        for attribute in [name for name in map(str, element.attrib) if name.casefold().startswith("on")]:
            tell(attribute, f"The attribute `{attribute}` runs script and was left out.", "Remove it.")
            del element.attrib[attribute]
        if tag in _ACTIVE:
            tell(f"<{tag}", f"`<{tag}>` is not allowed and was left out.", _advice(tag))
            element.drop_tree()
        elif tag not in ALLOWED_TAGS and tag not in _REPLACED and not _is_made_by_markdown(element):
            message = f"`<{tag}>` is no element an article may use; its mark-up was left out."
            tell(f"<{tag}", message, f"If it is meant as text, write `<{tag}>` in backquotes.")


def _is_made_by_markdown(element: HtmlElement) -> bool:
    """Whether it is part of a tab or a task, which become other elements later."""
    around = element.getparent()
    classes = (around.get("class") or "") if around is not None else ""
    return element.tag in {"input", "label"} and classes in {"tabbed-set", "task-list-item"}


def _advice(tag: str) -> str:
    if tag == "svg":
        return "Save it as a file beside the article and show it as an image."
    return "Show code in a fenced block: ```html"
