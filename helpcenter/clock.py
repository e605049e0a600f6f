"""The time of day, and the one way in which it is given to what needs it.

*Read once, handed down.* `utc_now` is the only place that reads the clock, and whoever begins a piece of work calls it
once: a request of ``web`` by `helpcenter.web.serving.request_time`, a command of ``cli``, a thread for its round.
Everything below takes the moment as an argument, ``now`` (a datetime in UTC) or ``today`` (a day in UTC). Two readings
can lie on two sides of midnight, and a test that gives one of them cannot give the other. What a person does to a gap
begins where it is called, so there ``now`` may be left out; the function then reads the clock once, before all else.

*What lives long is given a clock.* The owner of a thread, a counter or a limiter has a parameter ``clock`` with
`utc_now` as its default, reads it at the start of each round, and hands the moment down as above.

Days are days in UTC everywhere; a reader's time zone changes nothing that is kept. Durations are measured by
`time.monotonic`, which no change of the clock moves. A stamp that another system compares with a clock of its own (the
date of a mail, the timestamp of a signed webhook) is read where it is sent.

Tests give fixed moments, or read the clock for all they do, and never both in one test; tests/test_clock.py sees to
it, and the linter to the rest. ``make test-clocks`` runs the tests on other days and in other time zones, and names
those whose result depends on them.
"""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the time it is, in UTC."""
    return datetime.now(UTC)
