from __future__ import annotations

import pytest

from helpcenter.search.corrections import corrected
from helpcenter.search.results import Correction


@pytest.mark.parametrize(
    ("text", "corrections", "understood"),
    [
        ("pasword reste", [("pasword", "password"), ("reste", "reset")], "password reset"),
        ("ｐａｓｗｏｒｄ", [("pasword", "password")], "password"),
        ("せいきゅうしょ 送る", [("せいきゅうしょ", "請求 書")], "請求書 送る"),
        ("kuraudo", [("kuraudo", "Cloud Watch")], "Cloud Watch"),
        ("aab aa", [("aab", "aa"), ("aa", "b")], "aa b"),  # what was corrected is not corrected again
        ("subscripton", [("subscripton", "")], ""),
        ("pasword", [], ""),
    ],
)
def test_corrections_stand_where_the_words_did(text: str, corrections: list[tuple[str, str]], understood: str) -> None:
    assert corrected(text, [Correction(*each) for each in corrections]) == understood
