from __future__ import annotations

import logging
import os
import threading
import time
import warnings
from typing import TYPE_CHECKING

import pytest

from helpcenter.search.reranking.reranker import RerankError
from tests.search.reranking.conftest import PATIENCE

if TYPE_CHECKING:
    from helpcenter.search.reranking.time_box import Reranking
    from tests.search.conftest import Clock
    from tests.search.reranking.conftest import TameReranker

RIGHT, WRONG = "Reset your password", "Print a label"


def test_passages_are_judged(reranking: Reranking) -> None:
    assert reranking.relevance("password", [WRONG, RIGHT]) == (0.0, 1.0)


def test_nothing_to_judge_is_nothing_asked(reranking: Reranking, tame: TameReranker) -> None:
    assert reranking.relevance("password", []) == ()
    assert tame.asked == []


def test_the_same_question_is_asked_once(reranking: Reranking, tame: TameReranker) -> None:
    assert reranking.relevance("password", [RIGHT]) == reranking.relevance("password", [RIGHT])
    reranking.relevance("password", [WRONG])
    assert tame.asked == [("password", (RIGHT,)), ("password", (WRONG,))]


def test_the_oldest_answers_are_forgotten(reranking: Reranking, tame: TameReranker) -> None:
    for number in range(201):
        reranking.relevance(f"password {number}", [RIGHT])
    reranking.relevance("password 200", [RIGHT])
    assert len(tame.asked) == 201
    reranking.relevance("password 0", [RIGHT])
    assert len(tame.asked) == 202


def test_a_late_answer_is_none_and_serves_who_asks_again(reranking: Reranking, tame: TameReranker) -> None:
    tame.is_free = False
    reranking.seconds = 0.01
    assert reranking.relevance("password", [RIGHT]) is None
    tame.is_free = True
    reranking.seconds = PATIENCE
    assert reranking.relevance("password", [RIGHT]) == (1.0,)
    assert len(tame.asked) == 1


@pytest.mark.parametrize("error", [RerankError("broken"), RuntimeError("whatever may happen")])
def test_after_three_failures_nobody_asks_until_the_rest_is_over(
    reranking: Reranking, tame: TameReranker, clock: Clock, error: Exception
) -> None:
    tame.error = error
    for word in ("one", "two", "three"):
        assert reranking.relevance(word, [RIGHT]) is None
    tame.error = None

    assert reranking.relevance("password", [RIGHT]) is None
    assert len(tame.asked) == 3

    clock.now = 11.0
    assert reranking.relevance("password", [RIGHT]) == (1.0,)


def test_what_is_known_is_answered_during_a_rest(reranking: Reranking, tame: TameReranker) -> None:
    assert reranking.relevance("password", [RIGHT])
    tame.error = RerankError("broken")
    for word in ("one", "two", "three"):
        reranking.relevance(word, [RIGHT])
    assert reranking.relevance("password", [RIGHT])


def test_failures_are_logged_once_a_minute_without_what_an_error_holds(
    reranking: Reranking, tame: TameReranker, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    tame.error = RuntimeError("secret-key-1")
    with caplog.at_level(logging.WARNING):
        for word in ("one", "two", "three"):
            reranking.relevance(word, [RIGHT])
    assert [record.getMessage() for record in caplog.records] == [
        "Searching without the reranking server: RuntimeError from tame"
    ]


def test_too_many_at_once_go_on_without(reranking: Reranking, tame: TameReranker) -> None:
    tame.is_free = False
    waiting = [threading.Thread(target=reranking.relevance, args=(f"word {n}", [RIGHT])) for n in range(8)]
    for thread in waiting:
        thread.start()
    try:
        while len(tame.asked) < 8:
            time.sleep(0.01)
        assert reranking.relevance("one too many", [RIGHT]) is None
        assert len(tame.asked) == 8
    finally:
        tame.is_free = True
        for thread in waiting:
            thread.join()
    assert reranking.relevance("one too many", [RIGHT]) is not None


def test_many_threads_get_the_right_answers(reranking: Reranking) -> None:
    wrong: list[int] = []

    def ask(number: int) -> None:
        answer = reranking.relevance(f"word{number}", [f"word{number}", "other"])
        if answer is not None and answer != (1.0, 0.0):
            wrong.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_whoever_closes_it_may_ask_again(reranking: Reranking, tame: TameReranker) -> None:
    assert reranking.relevance("password", [RIGHT]) == (1.0,)
    reranking.close()
    assert tame.is_closed
    assert reranking.relevance("password", [RIGHT]) == (1.0,)


def test_closing_does_not_wait_for_a_server_that_hangs(reranking: Reranking, tame: TameReranker) -> None:
    tame.is_free = False
    answers: list[object] = []
    waiting = threading.Thread(target=lambda: answers.append(reranking.relevance("password", [RIGHT])))
    waiting.start()
    while not tame.asked:
        time.sleep(0.01)

    reranking.close()

    waiting.join()
    assert tame.is_closed
    assert answers == [None]


def test_a_child_process_asks_with_a_thread_of_its_own(reranking: Reranking) -> None:
    assert reranking.relevance("password", [RIGHT]) == (1.0,)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # this process has threads: that is what is tested
        child = os.fork()
    if not child:
        os._exit(0 if reranking.relevance("label", [WRONG]) == (1.0,) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert reranking.relevance("print", [WRONG]) == (1.0,)
