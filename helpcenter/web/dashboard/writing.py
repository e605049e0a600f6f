"""How the dashboard writes numbers, shares, durations and days in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from flask_babel import gettext

from helpcenter.web.dashboard.tables import NO_DATA, Form
from helpcenter.web.locales import babel_name

if TYPE_CHECKING:
    from helpcenter.web.dashboard.tables import Value


def written(value: Value, form: Form, locale: str) -> str:
    """The value as a reader of the locale writes it; a dash for no data."""
    if value is None:
        return NO_DATA
    if isinstance(value, date):
        return format_date(value, format="medium", locale=babel_name(locale))
    if isinstance(value, str):
        return value
    return duration(round(value)) if form is Form.SECONDS else _number(value, form, locale)


def duration(seconds: int) -> str:
    """A duration in its two largest units."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes_left = divmod(minutes, 60)
    if hours:
        return str(gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes_left))
    if minutes:
        return str(gettext("%(minutes)s min %(seconds)s s", minutes=minutes, seconds=rest))
    return str(gettext("%(seconds)s s", seconds=rest))


def _number(value: float, form: Form, locale: str) -> str:
    if form is Form.SHARE:
        return str(format_percent(value, format="#,##0.0%", locale=babel_name(locale)))
    pattern = {Form.DECIMAL: "#,##0.0", Form.FACTOR: "#,##0.00"}.get(form)
    return str(format_decimal(value, format=pattern, locale=babel_name(locale)))
