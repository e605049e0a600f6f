"""The time of day, and the one way in which it is given to what needs it.

*Read once, handed down.* Whoever begins a piece of work reads the clock once: a view of ``web`` for its request, a
command of ``cli``, a thread for its round. Everything below takes the moment as a required argument, ``now`` (a
datetime in UTC) or ``today`` (a day in UTC), and reads no clock itself: two readings can lie on two sides of midnight,
and a test that gives one of them cannot give the other.

*What lives long is given a clock.* A thread's owner, a counter or a limiter has a parameter ``clock`` with `utc_now`
as its default, reads it at the start of each round, and hands the moment down as above.

Days are days in UTC everywhere; a reader's time zone changes nothing that is kept. Durations are measured by
`time.monotonic`, which no clock change moves. A stamp that goes to another system, which compares it with a clock of
its own (the date of a mail, the timestamp of a signed webhook), is read where it is written.

Tests give fixed moments, or read the clock for all they do, and never both in one test. ``make test-clocks`` runs them
on other days and in other time zones and names those whose result depends on it; tests/test_clock.py holds the rest.
"""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the time it is, in UTC."""
    return datetime.now(UTC)
