from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from helpcenter.web.dashboard.tables import Form
from helpcenter.web.dashboard.writing import written

if TYPE_CHECKING:
    from flask import Flask

    from helpcenter.web.dashboard.tables import Value


@pytest.mark.parametrize(
    ("value", "form", "english", "japanese"),
    [
        (None, Form.SHARE, "—", "—"),
        (0, Form.NUMBER, "0", "0"),
        (12_345, Form.NUMBER, "12,345", "12,345"),
        (0.12345, Form.SHARE, "12.3%", "12.3%"),
        (2.25, Form.DECIMAL, "2.2", "2.2"),
        (42, Form.SECONDS, "42 s", "42秒"),
        (125, Form.SECONDS, "2 min 5 s", "2分5秒"),
        (7_260, Form.SECONDS, "2 h 1 min", "2時間1分"),
        (date(2026, 11, 1), Form.DATE, "Nov 1, 2026", "2026/11/01"),
        ("<b>", Form.TEXT, "<b>", "<b>"),
    ],
)
def test_values_are_written_as_readers_write_them(
    app: Flask, value: Value, form: Form, english: str, japanese: str
) -> None:
    for locale, expected in (("en", english), ("ja", japanese)):
        with app.test_request_context(f"/{locale}/dashboard/"):
            assert written(value, form, locale) == expected
