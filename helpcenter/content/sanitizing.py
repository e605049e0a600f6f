"""The last step of rendering: only what is listed here reaches a reader.

Everything before this step makes articles handsome; this step alone makes them safe, so it never trusts what came
before. No element here takes input, loads from another host, runs script or carries a style.
"""

from __future__ import annotations

import re
from typing import Final

import nh3
from pygments.token import STANDARD_TYPES


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ADMONITIONS: Final = frozenset(
    {"note", "info", "tip", "hint", "success", "question", "example", "quote", "abstract", "important"}
    | {"attention", "caution", "warning", "failure", "danger", "error", "bug"}
)

_TAGS: Final = _names(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table "
    "tbody td tfoot th thead time tr u ul var video wbr"
)
_DROPPED_WITH_CONTENT: Final = _names(
    "script style template iframe object embed applet noscript noembed noframes frame frameset svg math title "
    "textarea select option xmp plaintext head"
)
_ATTRIBUTES: Final = {
    "*": {"id", "lang", "dir", "title", "translate"},
    "a": {"href", "aria-label", "hreflang", "data-player", "data-event"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "dfn": {"aria-describedby"},
    "div": {"aria-label"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "span": {"aria-label"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
    "video": {"src", "width", "height", "controls", "muted"},
}
_ATTRIBUTE_VALUES: Final = {
    "a": {"rel": {"noopener noreferrer"}},
    "dfn": {"tabindex": {"0"}},
    "div": {"tabindex": {"0"}, "role": {"region", "group", "note"}},
    "img": {"loading": {"lazy"}, "decoding": {"async"}},
    "pre": {"tabindex": {"0"}},
    "span": {"role": {"img", "tooltip"}},
    "video": {"preload": {"metadata", "none"}},
}
_CELL: Final = {"align-left", "align-center", "align-right", "figure"}
_CLASSES: Final = {
    "a": {"permalink", "footnote-ref", "footnote-backref", "button", "video-link", "zoom"},
    "details": set(ADMONITIONS),
    "dfn": {"term"},
    "div": {"admonition", "footnote", "heading", "highlight", "table", "tabs", "tab", "note", "warning", "tip"}
    | ADMONITIONS,
    "figure": {"video"},
    "li": {"task-list-item"},
    "p": {"admonition-title", "tab-label", "lead", "note"},
    "span": {"filename", "task", "done", "missing", "key", "term-text"}
    | {name for name in STANDARD_TYPES.values() if name},
    "td": _CELL,
    "th": _CELL,
    "ol": {"choices"},
    "ul": {"choices", "task-list"},
}
_SCHEMES: Final = {"http", "https", "mailto", "tel"}
_OTHER_HOST: Final = re.compile(r"[\s\x00-\x20]*[/\\][\s\x00-\x20]*[/\\]")
_RESERVED_ID: Final = re.compile(r"""\sid=["']?\s*hc-""", re.IGNORECASE)


def sanitize(html: str) -> str:
    """The part of `html` that is allowed, well-formed; what is not allowed is gone without a trace."""
    clean = _CLEANER.clean(html)
    # The passes before have renamed reserved ids; one that slips through a parser difference is dropped here.
    return _STRICT_CLEANER.clean(clean) if _RESERVED_ID.search(clean) else clean


def _relative(url: str) -> str | None:
    return None if _OTHER_HOST.match(url) else url


def _without_reserved_id(_tag: str, attribute: str, value: str) -> str | None:
    return None if attribute == "id" and value.strip().casefold().startswith("hc-") else value


def _cleaner(*, checks_ids: bool) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED_WITH_CONTENT),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_without_reserved_id if checks_ids else None,
        tag_attribute_values=_ATTRIBUTE_VALUES,
        allowed_classes={tag: set(names) for tag, names in _CLASSES.items()},
        url_schemes=_SCHEMES,
        url_relative=_relative,
        link_rel=None,
        strip_comments=True,
    )


_CLEANER: Final = _cleaner(checks_ids=False)
_STRICT_CLEANER: Final = _cleaner(checks_ids=True)
ALLOWED_TAGS: Final = _TAGS
