"""Votes on articles: helpful or not, with an optional comment; one for each visit and article, nothing about who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import case

from helpcenter.insights.masking import mask
from helpcenter.storage.batches import insert
from helpcenter.storage.tables import ArticleVotes

if TYPE_CHECKING:
    from helpcenter.storage.database import Database

MAX_COMMENT: Final = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote, fit to be kept. A later one with the same id takes its place; `commit` is what was read."""

    id: str
    locale: str
    slug: str
    commit: str
    helpful: bool
    comment: str
    made_at: datetime


def masked_vote(vote: Vote) -> Vote:
    """Return the vote without personal data in its comment."""
    # Masks can be longer than what they hide.
    comment = mask(vote.comment)[: 2 * MAX_COMMENT]
    return Vote(vote.id, vote.locale, vote.slug, vote.commit, vote.helpful, comment, vote.made_at)


def write_vote(vote: Vote, database: Database) -> None:
    """Keep a vote, unless a later one of the same id is kept; a repeat changes nothing.

    A vote without a comment leaves the earlier comment where it is.

    Raises:
        DatabaseUnavailableError: it is not kept; the same vote may be tried again.
    """
    with database.writing() as session:
        adding = insert(session, ArticleVotes).values(
            id=vote.id,
            day=vote.made_at.astimezone(UTC).date(),
            locale=vote.locale,
            slug=vote.slug,
            commit=vote.commit,
            helpful=vote.helpful,
            comment=vote.comment,
            made_at=vote.made_at,
        )
        later = adding.excluded
        session.execute(
            adding.on_conflict_do_update(
                index_elements=["id"],
                set_={
                    "day": later.day,
                    "commit": later.commit,
                    "helpful": later.helpful,
                    "comment": case((later.comment == "", ArticleVotes.comment), else_=later.comment),
                    "made_at": later.made_at,
                },
                where=ArticleVotes.made_at <= later.made_at,
            )
        )
