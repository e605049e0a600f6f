from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from helpcenter.search.breaker import Breaker

if TYPE_CHECKING:
    from tests.search.conftest import Clock


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker("Going on without it", clock)


def test_two_failures_are_no_reason_to_rest(breaker: Breaker) -> None:
    breaker.failed("slow")
    breaker.failed("slow")
    assert not breaker.is_resting


def test_a_success_between_failures_ends_the_row(breaker: Breaker) -> None:
    breaker.failed("slow")
    breaker.failed("slow")
    breaker.succeeded()
    breaker.failed("slow")
    assert not breaker.is_resting


def test_rests_double_while_the_failure_lasts_up_to_five_minutes(breaker: Breaker, clock: Clock) -> None:
    rests = []
    breaker.failed("slow")
    breaker.failed("slow")
    for _ in range(8):
        breaker.failed("slow")
        began = clock.now
        while breaker.is_resting:
            clock.now += 1
        rests.append(clock.now - began)
    assert rests == [10, 20, 40, 80, 160, 300, 300, 300]


def test_one_failure_is_enough_where_it_is_hopeless(breaker: Breaker) -> None:
    breaker.failed("not there", at_once=True)
    assert breaker.is_resting


def test_failures_are_logged_once_a_minute(breaker: Breaker, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for clock.now in (0.0, 30.0, 59.0, 60.0):
            breaker.failed("slow")
    assert [record.getMessage() for record in caplog.records] == ["Going on without it: slow"] * 2


def test_a_child_process_begins_anew(breaker: Breaker) -> None:
    breaker.failed("not there", at_once=True)
    breaker.after_fork()
    assert not breaker.is_resting
