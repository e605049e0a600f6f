"""What keeps people from changing a gap."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """The reason of a `GapError`, and what it names."""

    NO_GAP = "no_gap"  # `gap`
    NO_ACCOUNT = "no_account"  # whoever asks for it has none
    NO_SUCH_OWNER = "no_such_owner"  # nobody can sign in with that account
    NOT_THERE = "not_there"  # `state` cannot become `wanted` by hand
    CLOSED = "closed"  # in `state` it has to be opened again first
    NO_ANSWER = "no_answer"  # nobody says which article answers it
    NO_REASON = "no_reason"  # nobody says why it stays as it is
    NO_OWNER = "no_owner"  # nobody looks after it
    OTHER_CLOSED = "other_closed"  # `gap`, which is to take its queries, is `state`
    NOBODY_SAYS = "nobody_says"  # what answers it is said by a person, by name
    OTHER_ANSWER = "other_answer"  # `article` is to answer it, and the text is of another one
    NO_SECTION = "no_section"  # `article` has no such section that says anything
    TEXT_CHANGED = "text_changed"  # `article` says something else than what was read
    NO_QUERIES = "no_queries"  # nobody says which queries are about something else
    ALL_QUERIES = "all_queries"  # nothing would be left
    OTHER_QUERIES = "other_queries"  # the gap has no such query, or none that may be shown
    ITSELF = "itself"  # a gap and itself are no two gaps
    NO_COMMENT = "no_comment"  # it is empty
    LONG_TEXT = "long_text"  # `length` characters; `most` is the most
    TITLE = "title"  # it is empty, or longer than `most` characters
