from __future__ import annotations

import pytest

from helpcenter.web.query import readable_query, words_of_address


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  reset  ", ("reset", False)),
        ("請求書\0発行", ("請求書 発行", False)),
        ("\u3000請求書\u3000", ("請求書", False)),
        ("x" * 500, ("x" * 500, False)),
        ("x" * 501, ("x" * 500, True)),
        ("\0\x01\ufffe", ("", False)),
    ],
)
def test_a_query_is_made_readable_and_cut(raw: str, expected: tuple[str, bool]) -> None:
    assert readable_query(raw) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/en/articles/howto/change_my-password.md", "howto change my password"),
        ("/ja/topics/%E8%AB%8B%E6%B1%82%E6%9B%B8/", "請求書"),
        ("/docs/entry/v1.2", "docs entry v1 2"),
        ("/ja/", ""),
        ("/", ""),
        ("/en/%00%ff", "\ufffd"),
    ],
)
def test_the_words_of_a_lost_address(path: str, expected: str) -> None:
    assert words_of_address(path) == expected
