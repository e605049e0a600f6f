"""What nobody should send, and somebody will."""

from __future__ import annotations

BAD_QUERIES = {
    "10,000 characters": "質問 question " * 770,
    "NUL": "請求書\0invoice",
    "only NUL": "\0",
    "emoji": "😀👩‍👩‍👧‍👦 invoice 🇯🇵",
    "punctuation": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~、。「」",
    "full-width spaces": "\u3000請求書\u3000\u3000発行\u3000",
    "right-to-left marks": "\u202eecioвni\u202c \u200f\u200e invoice",
    "Whoosh syntax": '*a* title:(foo AND NOT bar)~2 [a TO z] "open',
    "lone surrogate": "\ud800 invoice",
    "noncharacters": "\ufffe\uffff",
    "control characters": "\x01\x02\x1b[31m",
    "combining": "e" + "\u0301" * 400,
    "path": "../../etc/passwd",
    "template": "{{ config }}{% for x in y %}",
    "zero width": "\u200b\u200d\ufeff",
}
