from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.search.tables import Keys
from helpcenter.search.transliteration import Transliterations

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = [
    ("ダッシュボード", "dashboard"),
    ("メッセージ", "messag"),
    ("チャージバック", "chargeback"),
    ("カタログ", "catalog"),
]


@pytest.fixture
def scripts(tmp_path: Path) -> tuple[Keys, Transliterations]:
    vocabulary = sorted(f"w{word}" for pair in PAIRS for word in pair)
    Keys.save(tmp_path / "terms", vocabulary)
    Transliterations.save(tmp_path / "scripts", vocabulary)
    terms = Keys(tmp_path / "terms")
    return terms, Transliterations(tmp_path / "scripts", terms)


@pytest.mark.parametrize(("katakana", "latin"), PAIRS)
def test_a_loanword_is_found_in_the_other_script(
    katakana: str, latin: str, scripts: tuple[Keys, Transliterations]
) -> None:
    terms, transliterations = scripts
    assert [terms[number][1:] for number, _ in transliterations.of(katakana)] == [latin]
    assert [terms[number][1:] for number, _ in transliterations.of(latin)] == [katakana]


def test_a_plural_in_katakana_finds_the_stem(tmp_path: Path) -> None:
    Keys.save(tmp_path / "terms", ["wwindow"])
    Transliterations.save(tmp_path / "scripts", ["wwindow"])
    assert Transliterations(tmp_path / "scripts", Keys(tmp_path / "terms")).of("ウィンドウズ")
