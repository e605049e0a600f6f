from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.content.sourcetext import SourceLines, UnreadableError, decode

if TYPE_CHECKING:
    from helpcenter.content.problems import Problem


def _problem(data: bytes) -> Problem:
    with pytest.raises(UnreadableError) as caught:
        decode(data, "ja/page.md")
    return caught.value.problem


def test_a_byte_order_mark_and_windows_line_ends_are_forgiven() -> None:
    assert decode(b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nText\rmore", "p") == "---\ntitle: A\n---\nText\nmore"


def test_control_characters_disappear() -> None:
    assert decode(b"a\x00b\x02c\x1bd\te", "p") == "abcd\te"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("---\ntitle: 請求書を送る\n---\nおくります", "cp932", "Shift_JIS"),
        ("---\ntitle: 請求書を送る\n---\nおくります", "euc_jp", "EUC-JP"),
        ("---\ntitle: Café\n---\nDéjà vu", "latin-1", "Latin-1"),
        ("title", "utf-16", "UTF-16"),
    ],
)
def test_another_encoding_is_named_with_its_remedy(text: str, codec: str, name: str) -> None:
    problem = _problem(text.encode(codec))
    assert f"it looks like {name}." in problem.message
    assert f"iconv -f {name} -t UTF-8" in problem.suggestion


def test_the_line_of_the_first_bad_byte_is_named() -> None:
    assert _problem(b"one\ntwo\nthr\xe9e").line == 3


def test_the_same_address_is_found_at_each_of_its_lines() -> None:
    lines = SourceLines("[a](x)\n\n```\n[a](x)\n```\n[a](x)", 5)
    assert [lines.of_text("](x)") for _ in range(3)] == [5, 10, 5]


def test_headings_are_found_in_their_order_and_never_in_code() -> None:
    lines = SourceLines("## Same\n```\n## Same\n```\nSame\n\n## *Same*\n\n<h3>Raw &amp; odd</h3>\n\nUnder\n-----", 1)
    assert [lines.of_heading(text) for text in ("Same", "Same", "Raw & odd", "Under")] == [1, 7, 9, 11]


def test_what_cannot_be_found_is_the_file_as_a_whole() -> None:
    assert SourceLines("text", 3).of_heading("Absent") == 0
    assert SourceLines("text", 3).of_text("absent") == 0
