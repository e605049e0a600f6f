from __future__ import annotations

import pytest

from helpcenter.content.screens import is_path_of, matches_path, why_not_a_screen


@pytest.mark.parametrize(
    "pattern",
    [
        "/",
        "/invoices",
        "/invoices/*",
        "/a/**",
        "/請求/*",
        "#/x/*",
        "?tab=billing",
        "?a&b=1",
        "/a?tab=b#/c",
        "@checkout.done",
    ],
)
def test_paths_queries_routes_and_names_are_patterns(pattern: str) -> None:
    assert why_not_a_screen(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("invoices", "begins with none of"),
        ("", "begins with none of"),
        ("/a b", "holds a blank"),
        ("https://app.example.com/a", "names a host"),
        ("//app.example.com", "names a host"),
        ("@a/b", "no name has"),
        ("/a**", "** beside other signs"),
        ("#/a/b**", "** beside other signs"),
        ("/a?=b", "not written key=value"),
        ("/" + "a" * 200, "more than 200 characters"),
    ],
)
def test_what_names_no_screen_is_told_with_the_reason(pattern: str, reason: str) -> None:
    assert reason in why_not_a_screen(pattern)


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("/invoices", "/invoices", True),
        ("/invoices", "/invoices/new", False),
        ("/invoices/*", "/invoices/new", True),
        ("/invoices/*", "/invoices/new/line", False),
        ("/invoices/**", "/invoices/new/line", True),
        ("/invoices/**", "/invoices", True),
        ("/a-*/b", "/a-1/b", True),
        ("/a.c", "/abc", False),
        ("/invoices?tab=open#/x", "/invoices", True),
        ("?tab=open", "/invoices", False),
        ("@invoices", "/invoices", False),
    ],
)
def test_a_pattern_means_the_pages_at_its_path(pattern: str, path: str, expected: bool) -> None:
    assert matches_path(pattern, path) is expected


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("/invoices", "/invoices", True),
        ("/invoices", "/invoices/", True),
        ("/invoices", "/invoices/7", False),
        ("/invoices/*", "/invoices/7", True),
        ("/invoices/*", "/invoices/7/pages", False),
        ("/invoices/*", "/invoices/", False),
        ("/a/**", "/a", True),
        ("/a/**", "/a/b/c", True),
        ("/a/**", "/ab", False),
        ("/a.b", "/axb", False),
        ("/**", "/anything/at/all", True),
        ("/a?tab=b", "/a", False),
        ("#/a", "/a", False),
        ("@a", "/a", False),
    ],
)
def test_path_alone_makes_out_a_screen(pattern: str, path: str, expected: bool) -> None:
    assert is_path_of(pattern, path) is expected
