from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.search.tables import Blobs, Keys, Records, open_array, save_array

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.sets(TEXT), TEXT)
def test_every_key_is_found_at_its_rank_and_no_other(keys: set[str], other: str) -> None:
    ordered = sorted(keys)
    with tempfile.TemporaryDirectory() as folder:
        Keys.save(Path(folder) / "keys", ordered)
        table = Keys(Path(folder) / "keys")

        assert [table.find(key) for key in ordered] == list(range(len(ordered)))
        assert [table[number] for number in range(len(table))] == ordered
        if other not in keys:
            assert table.find(other) is None


@given(st.sets(TEXT), TEXT)
def test_a_prefix_gives_exactly_the_keys_that_begin_with_it(keys: set[str], prefix: str) -> None:
    ordered = sorted(keys)
    with tempfile.TemporaryDirectory() as folder:
        Keys.save(Path(folder) / "keys", ordered)
        table = Keys(Path(folder) / "keys")

        assert [table[number] for number in table.with_prefix(prefix)] == [k for k in ordered if k.startswith(prefix)]


@given(st.lists(st.binary(max_size=20)))
def test_blobs_come_back_as_they_were(rows: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Blobs.save(Path(folder) / "blobs", rows)

        assert list(Blobs(Path(folder) / "blobs")) == rows


def test_a_blob_beyond_the_end_is_an_index_error(tmp_path: Path) -> None:
    Blobs.save(tmp_path / "blobs", [b"one"])

    with pytest.raises(IndexError):
        Blobs(tmp_path / "blobs")[1]


def test_records_answer_by_key(tmp_path: Path) -> None:
    Records.save(tmp_path / "records", {"b": b"2", "a": b"1", "日本": b"3"})
    records = Records(tmp_path / "records")

    assert [records.get(key) for key in ("a", "b", "日本", "c")] == [b"1", b"2", b"3", None]
    assert len(records) == 3


def test_a_lone_surrogate_is_no_key(tmp_path: Path) -> None:
    Keys.save(tmp_path / "keys", ["a"])

    assert Keys(tmp_path / "keys").find("\ud800") is None


def test_a_mapped_array_cannot_be_changed(tmp_path: Path) -> None:
    save_array(tmp_path / "array.npy", np.arange(3))

    with pytest.raises(ValueError, match="read-only"):
        open_array(tmp_path / "array.npy")[0] = 9
