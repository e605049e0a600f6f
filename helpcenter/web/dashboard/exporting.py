"""Tables by name: pages show them, and everybody who sees the dashboard takes them along as CSV or JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask import request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from helpcenter.insights.exporting import csv_of, json_of
from helpcenter.web import sessions
from helpcenter.web.addresses import dashboard_url
from helpcenter.web.dashboard.blueprint import BASE, dashboard
from helpcenter.web.dashboard.filters import NARROWING, Filters, filters_of, today
from helpcenter.web.dashboard.tables import Form, Table, Value
from helpcenter.web.dashboard.writing import written
from helpcenter.web.serving import serving

if TYPE_CHECKING:
    from helpcenter.storage.database import Database


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table is asked for: the reader's locale, the filters, and what else stands in the address."""

    locale: str
    filters: Filters
    more: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def database(self) -> Database:
        """Where the counts are."""
        return serving().recording.database

    def written(self, value: Value, form: Form) -> str:
        """The value as the reader writes it."""
        return written(value, form, self.locale)


Maker = Callable[[Asked], Table]
_MAKERS: Final[dict[str, Maker]] = {}
_FORMS: Final = {"csv": "text/csv", "json": "application/json"}


def exported(name: str) -> Callable[[Maker], Maker]:
    """Let a table be taken along under a name; what makes it for the page makes it for the export too."""

    def register(make: Maker) -> Maker:
        def with_addresses(asked: Asked) -> Table:
            csv_url, json_url = (
                asked.filters.url(dashboard_url(asked.locale, f"export/{name}.{form}"), **asked.more) for form in _FORMS
            )
            return replace(make(asked), name=name, csv_url=csv_url, json_url=json_url)

        _MAKERS[name] = with_addresses
        return with_addresses

    return register


@dashboard.get(f"{BASE}/export/<string:name>.<string:form>")
def export(locale: str, name: str, form: str) -> Response:
    """A table as a file."""
    make, mimetype = _MAKERS.get(name), _FORMS.get(form)
    if make is None or mimetype is None:
        raise NotFound
    more = {key: value for key, value in request.args.items() if key not in {"days", "since", "until", *NARROWING}}
    filters = filters_of(request.args, today())
    table = make(Asked(locale, filters, more))
    columns = [column.key for column in table.columns]
    rows = [[cell.value for cell in row] for row in table.rows]
    scope = filters.scope
    about = {
        "table": name,
        "since": scope.since.isoformat(),
        "until": scope.until.isoformat(),
        **{key: getattr(scope, key) for key in NARROWING},
    }
    response = Response(csv_of(columns, rows) if form == "csv" else json_of(about, columns, rows), mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename={name}-{scope.since}-{scope.until}.{form}"
    response.headers["Cache-Control"] = sessions.PRIVATE
    return response
