"""What was received from readers, votes and questions in one form; to read, to export and to erase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import delete, func, or_, select

from helpcenter.insights.masking import mask
from helpcenter.insights.questions import Question
from helpcenter.insights.votes import Vote
from helpcenter.storage.tables import ArticleVotes, Questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from helpcenter.insights.spool import Spool
    from helpcenter.storage.database import Database


class Kind(StrEnum):
    """What a reader left."""

    VOTE = "vote"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Received:
    """A vote with its comment, or a question; masked, and without who it is from.

    `helpful` is None for a question, `sent` for a vote. `searched` is what was searched for before a question.
    """

    received: datetime
    kind: Kind
    locale: str
    slug: str
    text: str
    helpful: bool | None
    sent: bool | None
    searched: str
    commit: str
    id: str


def received(
    database: Database, *, kind: Kind | None = None, slug: str = "", most: int | None = None
) -> list[Received]:
    """Return what was received, newest first; of one kind, of one article, at most so many, as far as that is asked.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    found: list[Received] = []
    with database.reading() as session:
        if kind is not Kind.QUESTION:
            found.extend(_votes(session, slug, most))
        if kind is not Kind.VOTE:
            found.extend(_questions(session, slug, most))
    return sorted(found, key=lambda each: (each.received, each.id), reverse=True)[:most]


def erase(database: Database, spool: Spool, whom: str) -> int:
    """Remove a vote or question by its id, or the questions of an e-mail address; return how many were found.

    Looks into the files that wait for the database as well.

    Raises:
        DatabaseUnavailableError: the database cannot be used; what waits in files is removed even so.
    """
    waiting = dict(_waiting(spool, whom))
    for name in waiting:
        spool.remove(name)
    with database.writing() as session:
        votes = delete(ArticleVotes).where(ArticleVotes.id == whom).returning(ArticleVotes.id)
        address = func.lower(Questions.reply_to) == whom.lower()
        questions = delete(Questions).where(or_(Questions.id == whom, address)).returning(Questions.id)
        return len({*waiting.values(), *session.scalars(votes), *session.scalars(questions)})


def _votes(session: Session, slug: str, most: int | None) -> Iterator[Received]:
    newest = select(ArticleVotes).order_by(ArticleVotes.made_at.desc(), ArticleVotes.id.desc()).limit(most)
    for row in session.scalars(newest.where(ArticleVotes.slug == slug) if slug else newest):
        yield Received(
            received=row.made_at,
            kind=Kind.VOTE,
            locale=row.locale,
            slug=row.slug,
            text=row.comment,
            helpful=row.helpful,
            sent=None,
            searched="",
            commit=row.commit,
            id=row.id,
        )


def _questions(session: Session, slug: str, most: int | None) -> Iterator[Received]:
    newest = select(Questions).order_by(Questions.made_at.desc(), Questions.id.desc()).limit(most)
    for row in session.scalars(newest.where(Questions.slug == slug) if slug else newest):
        yield Received(
            received=row.made_at,
            kind=Kind.QUESTION,
            locale=row.locale,
            slug=row.slug,
            text=mask(row.text),  # kept whole until it is sent
            helpful=None,
            sent=row.sent_at is not None,
            searched=row.searched,
            commit=row.commit,
            id=row.id,
        )


def _waiting(spool: Spool, whom: str) -> Iterator[tuple[str, str]]:
    """Yield name and id of the files that hold what is to be erased."""
    for name, data in spool.waiting():
        kind: type[Question | Vote] = Question if name.startswith(Kind.QUESTION) else Vote
        try:
            what = msgspec.json.decode(data, type=kind)
        except msgspec.MsgspecError:
            continue  # what cannot be read is told when it is to be written
        addresses = {what.reply_to.lower()} - {""} if isinstance(what, Question) else set()
        if what.id == whom or whom.lower() in addresses:
            yield name, what.id
