from __future__ import annotations

import logging
import os
import threading
import time
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest

from helpcenter.search.semantics.asking import Asking
from helpcenter.search.semantics.embedder import EmbeddingError
from tests.search.semantics.conftest import LettersEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpcenter.search.semantics.embedder import Matrix
    from tests.search.conftest import Clock

PATIENCE = 30.0


class StubbornEmbedder(LettersEmbedder):
    """Waits or fails for as long as it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.free = threading.Event()
        self.free.set()
        self.error: Exception | None = None

    def queries(self, texts: Sequence[str]) -> Matrix:
        answer = super().queries(texts)
        assert self.free.wait(PATIENCE)
        if self.error is not None:
            raise self.error
        return answer


@pytest.fixture
def stubborn() -> StubbornEmbedder:
    return StubbornEmbedder()


@pytest.fixture
def asking(stubborn: StubbornEmbedder, clock: Clock) -> Asking:
    """Asks a model that is warm."""
    asking = Asking(stubborn, PATIENCE, clock)
    assert asking.warm(PATIENCE)
    return asking


def test_a_question_gets_the_vector_of_the_model(asking: Asking) -> None:
    vector = asking.ask("reset  my\npassword")
    assert vector is not None
    assert np.array_equal(vector, LettersEmbedder().queries(["reset my password"])[0])


def test_the_same_question_is_embedded_once(asking: Asking, stubborn: StubbornEmbedder) -> None:
    assert asking.ask("password") is asking.ask(" password ")
    assert stubborn.asked.count("password") == 1


def test_nothing_asked_is_nothing_embedded(asking: Asking, stubborn: StubbornEmbedder) -> None:
    before = list(stubborn.asked)
    assert asking.ask(" \u3000\n") is None
    assert stubborn.asked == before


def test_a_long_question_is_cut_so_that_it_is_no_slow_one(asking: Asking, stubborn: StubbornEmbedder) -> None:
    asking.ask("password " * 100)
    asking.ask("パスワード" * 100)
    assert [len(text) for text in stubborn.asked[-2:]] == [160, 80]


def test_until_the_model_is_warm_nobody_waits_and_the_first_question_warms_it(stubborn: StubbornEmbedder) -> None:
    stubborn.free.clear()
    asking = Asking(stubborn, PATIENCE)

    assert asking.ask("password") is None

    stubborn.free.set()
    assert asking.warm(PATIENCE)
    assert asking.ask("password") is not None


def test_a_slow_answer_is_none_and_serves_who_asks_again(asking: Asking, stubborn: StubbornEmbedder) -> None:
    stubborn.free.clear()
    assert asking.ask("password", 0.01) is None
    stubborn.free.set()
    assert asking.ask("password") is not None
    assert stubborn.asked.count("password") == 1


def test_after_three_failures_nobody_waits_until_the_rest_is_over(
    asking: Asking, stubborn: StubbornEmbedder, clock: Clock
) -> None:
    stubborn.error = EmbeddingError("broken")
    for word in ("one", "two", "three"):
        assert asking.ask(word) is None
    stubborn.error = None
    asked = len(stubborn.asked)

    assert asking.ask("four") is None
    assert len(stubborn.asked) == asked

    clock.now = 11.0
    assert asking.ask("four") is not None


def test_what_is_known_is_answered_during_a_rest(asking: Asking, stubborn: StubbornEmbedder) -> None:
    assert asking.ask("known") is not None
    stubborn.error = EmbeddingError("broken")
    for word in ("one", "two", "three"):
        asking.ask(word)
    assert asking.ask("known") is not None


def test_rests_grow_while_the_failure_lasts(asking: Asking, stubborn: StubbornEmbedder, clock: Clock) -> None:
    stubborn.error = EmbeddingError("broken")
    for word in ("one", "two", "three"):
        asking.ask(word)
    clock.now = 11.0
    assert asking.ask("four") is None  # tried, and failed again: 20 seconds now
    stubborn.error = None
    clock.now = 25.0
    assert asking.ask("five") is None
    clock.now = 32.0
    assert asking.ask("five") is not None


def test_slow_answers_in_a_row_are_failures_too(asking: Asking, stubborn: StubbornEmbedder) -> None:
    stubborn.free.clear()
    for _ in range(3):
        assert asking.ask("password", 0.01) is None
    stubborn.free.set()
    assert asking.ask("something else") is None


def test_failures_are_logged_once_a_minute(
    asking: Asking, stubborn: StubbornEmbedder, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    stubborn.error = RuntimeError("whatever a model may raise")
    with caplog.at_level(logging.WARNING):
        for word in ("one", "two", "three"):
            asking.ask(word)
        assert [record.getMessage() for record in caplog.records] == [
            "Searching by words alone: RuntimeError: whatever a model may raise"
        ]
        clock.now = 61.0
        asking.ask("four")
        assert len(caplog.records) == 2


def test_a_model_that_cannot_be_loaded_is_tried_again_after_a_rest(stubborn: StubbornEmbedder, clock: Clock) -> None:
    stubborn.error = EmbeddingError("not there")
    asking = Asking(stubborn, PATIENCE, clock)
    assert not asking.warm(PATIENCE)
    asked = len(stubborn.asked)
    assert asking.ask("password") is None
    assert len(stubborn.asked) == asked

    stubborn.error = None
    clock.now = 11.0
    assert asking.ask("password") is None
    assert asking.warm(PATIENCE)


def test_too_many_at_once_are_answered_by_words(asking: Asking, stubborn: StubbornEmbedder) -> None:
    stubborn.free.clear()
    waiting = [threading.Thread(target=asking.ask, args=(f"word {number}",)) for number in range(8)]
    for thread in waiting:
        thread.start()
    try:
        while len(asking._pending) < 8:
            time.sleep(0.01)
        assert asking.ask("one too many") is None
    finally:
        stubborn.free.set()
        for thread in waiting:
            thread.join()


def test_many_threads_get_the_right_vectors(asking: Asking) -> None:
    words = [f"word {number}" for number in range(40)]
    right = dict(zip(words, LettersEmbedder().queries(words), strict=True))
    wrong: list[str] = []

    def ask(word: str) -> None:
        vector = asking.ask(word)
        if vector is not None and not np.array_equal(vector, right[word]):
            wrong.append(word)

    threads = [threading.Thread(target=ask, args=(word,)) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_child_process_asks_with_a_thread_of_its_own(asking: Asking) -> None:
    assert asking.ask("password") is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # this process has threads: that is what is tested
        child = os.fork()
    if not child:
        os._exit(0 if asking.warm(PATIENCE) and asking.ask("other") is not None else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
