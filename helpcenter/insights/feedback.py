"""What readers say, kept whatever is away: in the database, else in files, and questions sent until they arrive."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

import msgspec

from helpcenter.clock import utc_now
from helpcenter.errors import DatabaseUnavailableError, DeliveryError, NotKeptError
from helpcenter.insights.background import Background
from helpcenter.insights.guide_events import GuideBatch, masked_event, write_events
from helpcenter.insights.questions import Question, claim_due, pause_after, sent, was_sent, write_question
from helpcenter.insights.votes import Vote, masked_vote, write_vote

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from helpcenter.insights.spool import Spool
    from helpcenter.storage.database import Database

WORKS_EVERY = 5.0  # seconds
_VOTE, _QUESTION, _EVENTS = "vote", "question", "events"

_log = logging.getLogger(__name__)


class Delivery(Protocol):
    """A way to people."""

    def send(self, question: Question) -> None:
        """Deliver a question; the id tells a receiver what it has already.

        Raises:
            DeliveryError: it did not arrive, as far as is known.
        """


class Feedback:
    """Keeps votes and questions, and sends questions; a thread does later what cannot be done at once."""

    def __init__(
        self,
        database: Database,
        spool: Spool,
        delivery: Delivery | None = None,
        works_every: float = WORKS_EVERY,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._spool = spool
        self._delivery = delivery
        self._clock = clock
        self._background = Background(self, "feedback", works_every)

    def vote(self, vote: Vote) -> None:
        """Keep a vote, masked.

        Raises:
            NotKeptError: neither the database nor the folder for files can be written.
        """
        self._background.start()
        vote = masked_vote(vote)
        try:
            write_vote(vote, self._database)
        except DatabaseUnavailableError:
            self._put(f"{_VOTE}-{vote.made_at:%Y%m%d%H%M%S%f}-{vote.id}", vote)

    def record(self, batch: GuideBatch) -> None:
        """Keep what happened in the guide, masked.

        Raises:
            NotKeptError: neither the database nor the folder for files can be written.
        """
        self._background.start()
        batch = GuideBatch(batch.id, tuple(map(masked_event, batch.events)))
        try:
            write_events(batch, self._database)
        except DatabaseUnavailableError:
            self._put(f"{_EVENTS}-{self._clock():%Y%m%d%H%M%S%f}-{batch.id}", batch)

    def ask(self, question: Question) -> bool:
        """Keep a question and send it; return whether it arrived. If not, it is tried again until it does.

        A question with the same id is not sent twice.

        Raises:
            NotKeptError: it could not even be kept, so it was not sent.
        """
        self._background.start()
        if self._keep(question):
            return self._send(question)
        try:
            return was_sent(question.id, self._database)
        except DatabaseUnavailableError:
            return False

    def work(self) -> None:
        """Write what waits in files, and send what is due; a database that is away has said so in the log."""
        try:
            self._replay()
            while self._delivery and not self._background.is_closed:
                if (due := claim_due(self._database, self._clock())) is None:
                    break
                self._send(due)
        except DatabaseUnavailableError:
            return
        except (OSError, NotKeptError) as error:
            _log.warning("What readers say waits: %s", error)

    def start(self) -> None:
        """Start the thread, unless it runs; something may wait from the last time."""
        self._background.start()

    def close(self) -> None:
        """End the thread."""
        self._background.close()

    def _send(self, question: Question) -> bool:
        if self._delivery is None:
            return False
        try:
            self._delivery.send(question)
        except DeliveryError as error:
            _log.warning("Question %s was not sent and is tried again: %s", question.id, error)
            return False
        try:
            self._keep(sent(question, self._clock()))
        except NotKeptError:
            _log.warning("Question %s was sent, which cannot be noted now: it may be sent again.", question.id)
        return True

    def _keep(self, question: Question) -> bool:
        try:
            # Whoever keeps it tries first; others only when that one must have failed.
            return write_question(question, self._database, self._clock() + pause_after(0))
        except DatabaseUnavailableError:
            # What is known after sending stands in a file of its own, or a replay under way could lose it.
            name = f"{_QUESTION}-{question.id}-{'sent' if question.sent_at else 'asked'}"
            is_new = all(waiting != f"{name}.json" for waiting, _ in self._spool.waiting())
            self._put(name, question)
            return is_new

    def _put(self, name: str, what: Vote | Question | GuideBatch) -> None:
        try:
            self._spool.put(f"{name}.json", msgspec.json.encode(what))
        except OSError as error:
            raise NotKeptError(f"Neither the database nor a file can be written: {error}") from error

    def _replay(self) -> None:
        for name, data in self._spool.waiting():
            try:
                if name.startswith(_VOTE):
                    write_vote(msgspec.json.decode(data, type=Vote), self._database)
                elif name.startswith(_EVENTS):
                    write_events(msgspec.json.decode(data, type=GuideBatch), self._database)
                else:
                    question = msgspec.json.decode(data, type=Question)
                    write_question(question, self._database, question.made_at + pause_after(0))
            except msgspec.MsgspecError as error:
                _log.warning("%s cannot be read and is passed over: %s", name, error)
                continue
            self._spool.remove(name)
