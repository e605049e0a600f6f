"""Boxes in articles get the icon of their kind: it is seen at a glance, the title says it in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_TITLE: Final = re.compile(
    r'<(?:div|details)\b[^<>]* class="(?:admonition )?(?P<kind>[a-z]+)"[^<>]*>'
    r'\s*<(?:p class="admonition-title"|summary)>'
)
_ICONS: Final = {
    **dict.fromkeys(("note", "info", "important", "abstract", "example"), "info"),
    **dict.fromkeys(("tip", "hint"), "lightbulb"),
    **dict.fromkeys(("warning", "caution", "attention"), "triangle-alert"),
    **dict.fromkeys(("danger", "error", "failure", "bug"), "octagon-alert"),
    "success": "circle-check",
    "question": "circle-question-mark",
}


def with_icons(html: str, icon: Callable[[str], str]) -> str:
    """An article's sanitised HTML with an icon before the title of each box; `icon` gives one by its name.

    The sanitiser lets no SVG of an article through, so these can only come after it.
    """

    def furnished(title: re.Match[str]) -> str:
        name = _ICONS.get(title["kind"])
        return f"{title[0]}{icon(name)}" if name else title[0]

    return _TITLE.sub(furnished, html)
