"""Where in a file a section of an article begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.content.frontmatter import read_manuscript
from helpcenter.content.sourcetext import SourceLines, UnreadableError, decode

if TYPE_CHECKING:
    from helpcenter.content.article import Section


def line_of_section(text: str, path: str, sections: tuple[Section, ...], anchor: str) -> int:
    """Return the line, from 1, at which a section begins; the lead's, where the text does.

    A file that changed since its sections were read may have no such heading any more: then it is the first line.
    """
    try:
        manuscript = read_manuscript(decode(text.encode(), path), path)
    except UnreadableError:
        return 1
    if not anchor:
        return manuscript.body_line
    lines = SourceLines(manuscript.body, manuscript.body_line)
    for section in sections:
        if section.heading:
            line = lines.of_heading(section.heading)
            if section.anchor == anchor:
                return line or 1
    return 1
