"""The Markdown of an article as programs may read it: what the page would not show is not in it either."""

from __future__ import annotations

import re
from typing import Final

# In this order: what looks like a comment in code is code.
_PARTS: Final = re.compile(
    r"""
      (?P<code>
          ^[ \t>]*(?P<fence>`{3,}|~{3,}).*?^[ \t>]*(?P=fence)[`~]*[ \t]*$   # a fenced block that is closed
        | (?<!`)(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)              # a piece of code in a line
      )
    | <!--.*?(?:-->|\Z)                                                     # a comment; one without end hides the rest
    | ^[ ]{0,3}\[[^\]\n]+\]:[ \t]*(?:\#|<>)[ \t]+["'(][^\n]*$               # [//]: # (a comment that is a link)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_HOLES: Final = re.compile(r"\n{3,}")


def public_markdown(body: str) -> str:
    """The body without comments, ending in one line end."""
    return _HOLES.sub("\n\n", _PARTS.sub(lambda match: match["code"] or "", body)).strip() + "\n"
