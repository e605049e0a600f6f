from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from helpcenter.search.half_typed import HalfTyped
from helpcenter.search.tables import Keys

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

LETTERS = "abcd"


def table(folder: Path, words: list[str]) -> HalfTyped:
    Keys.save(folder / "words", words)
    HalfTyped.save(folder / "half-typed", words)
    return HalfTyped(folder / "half-typed", Keys(folder / "words"))


def begins_nearly(typed: str, word: str) -> bool:
    """The same by looking at every beginning; the first letter is right and few characters are not judged."""
    lengths = range(max(3, len(typed) - 1), min(len(word), len(typed) + 1) + 1)
    return word[0] == typed[0] and any(OSA.distance(typed, word[:length]) <= 1 for length in lengths)


@given(
    words=st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=30, unique=True),
    typed=st.text(LETTERS, min_size=4, max_size=10),
)
def test_the_words_are_those_a_look_at_every_beginning_finds(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], typed: str
) -> None:
    words = sorted(words)
    found = {words[number] for number in table(tmp_path_factory.mktemp("table"), words).near(typed)}
    wanted = {word for word in words if begins_nearly(typed, word)}
    assert {word for word in found if word[0] == typed[0]} == wanted


def test_a_finished_word_is_not_taken_for_a_beginning(tmp_path: Path) -> None:
    words = table(tmp_path, ["passport", "password", "passwords"])
    assert words.near("paswo") == [1, 2]
    assert words.near("paswo", finished=True) == []
    assert words.near("pasword", finished=True) == [1]


def test_numbers_and_very_short_words_are_never_slips(tmp_path: Path) -> None:
    words = table(tmp_path, ["12345", "care", "cart"])
    assert words.near("12346") == []
    assert words.near("crt") == []
