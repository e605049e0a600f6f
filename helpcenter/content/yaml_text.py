"""Text written into YAML so that it is read back as it was."""

from __future__ import annotations

import json
import re

# What YAML does not allow as it stands, or takes for the end of a line, and JSON leaves as it is.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def quoted(text: str) -> str:
    """Return a text in double quotes, as both JSON and YAML write it (YAML 1.2, 7.3.1), on one line."""
    return _ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))
