from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from helpcenter.insights.scope import Scope
from helpcenter.web.dashboard.filters import filters_of

if TYPE_CHECKING:
    from flask import Flask

DAY = date(2026, 11, 22)


def test_the_last_four_weeks_are_shown_unless_something_else_is_asked_for(app: Flask) -> None:
    with app.test_request_context("/en/dashboard/"):
        assert filters_of({}, DAY).scope == Scope(date(2026, 10, 26), DAY)
        assert filters_of({"days": "7"}, DAY).scope == Scope(date(2026, 11, 16), DAY)
        own = filters_of({"since": "2026-09-01", "until": "2026-09-30", "locale": "ja"}, DAY)
        assert (own.scope, own.preset) == (Scope(date(2026, 9, 1), date(2026, 9, 30), "ja"), 0)


def test_days_that_have_not_come_yet_are_not_shown(app: Flask) -> None:
    with app.test_request_context("/en/dashboard/"):
        assert filters_of({"since": "2026-11-01", "until": "2027-01-01"}, DAY).scope.until == DAY


def test_an_address_says_only_what_is_not_as_usual(app: Flask) -> None:
    with app.test_request_context("/en/dashboard/"):
        usual, own = filters_of({"days": "28"}, DAY), filters_of({"since": "2026-09-01", "until": "2026-09-30"}, DAY)
    assert usual.url("/x") == "/x"
    assert usual.url("/x", days=90, screen="/a b") == "/x?days=90&screen=%2Fa+b"
    assert own.url("/x", q="é") == "/x?since=2026-09-01&until=2026-09-30&q=%C3%A9"
    assert own.url("/x", days=7) == "/x?days=7"


def test_as_many_days_before_are_compared_with() -> None:
    before = Scope(date(2026, 11, 16), DAY, surface="panel").before
    assert before == Scope(date(2026, 11, 9), date(2026, 11, 15), surface="panel")
