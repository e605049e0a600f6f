"""What keeps a change from being made to the articles."""

from __future__ import annotations

from enum import StrEnum


class Hindrance(StrEnum):
    """The reason of a `ChangeError`; each names the file, as `path`, and what is said beside it."""

    CHANGED = "changed"  # by somebody meanwhile
    UNWRITABLE = "unwritable"  # `cause`, in the system's words
    UNREADABLE = "unreadable"  # `cause`
    NOT_UTF8 = "not_utf8"
    NO_PATH = "no_path"  # there can be no article of this name
    OUTSIDE = "outside"  # the path leads out of the folder
    GONE = "gone"  # there is no such file any more
    THERE = "there"  # there is one already
    FRONT_MATTER = "front_matter"  # it has errors, the first of them in `line`
    HAS_THEM = "has_them"  # the questions
    BY_HAND = "by_hand"  # it is written in a way that only its writer should change
    PATTERN = "pattern"  # the `question` cannot be read, from the character `column` on
    NO_QUESTION = "no_question"  # there is none to add
    NO_DRAFT = "no_draft"  # name and title do not make an article yet
