"""What people chose for a query moves ranking a little: by a bounded share of an article's own score, never more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpcenter.search.finding import Found
    from helpcenter.search.results import Preference

_MOST_MOVED: Final = 50
"""So far down people look, and so far up an article can come by its share."""


def prefer(found: Sequence[Found], preferred: Sequence[Preference], most: float) -> tuple[Found, ...]:
    """Return the articles in their new order: one that everybody chose gains the `most`, as a share of its score.

    Articles that were not found are not brought in, so what people chose once can mislead nobody who asks otherwise.
    """
    moved = [_moved(one, most * share_of(one, preferred)) for one in found[:_MOST_MOVED]]
    # A stable sort: ties stay as they were.
    return (*sorted(moved, key=lambda one: -one.score), *found[_MOST_MOVED:])


def share_of(found: Found, preferred: Sequence[Preference]) -> float:
    """Return the share of those who asked the same who chose this article."""
    name = f"{found.locale}/{found.index.card(found.article).slug}"  # as the log writes it
    return next((each.share for each in preferred if each.article == name), 0.0)


def _moved(found: Found, share: float) -> Found:
    return replace(found, score=found.score * (1 + share)) if share else found
