from __future__ import annotations

import json
from datetime import date

import pytest

from helpcenter.insights.exporting import csv_of, json_of, safe_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "＋1", "－1", "＠A", "\0=1"]
)
def test_what_a_spreadsheet_takes_for_a_formula_is_defused(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "refund", "1+1", "a=b", "請求書", "'quoted"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_numbers_and_days_are_written_so_that_programs_read_them() -> None:
    rows = [("a,b", -3, 0.25, date(2026, 11, 1), None)]
    assert (
        csv_of(("q", "n", "share", "day", "none"), rows) == '\ufeffq,n,share,day,none\r\n"a,b",-3,0.25,2026-11-01,\r\n'
    )
    read = json.loads(json_of({"table": "t"}, ("q", "n", "share", "day", "none"), rows))
    assert read == {
        "table": "t",
        "rows": [{"q": "a,b", "n": -3, "share": 0.25, "day": "2026-11-01", "none": None}],
    }
