from __future__ import annotations

from dataclasses import replace

import pytest

from helpcenter.search.analysis.analyzer import Layer
from helpcenter.search.weights import FILE, WEIGHTS, read, written


def test_the_table_is_read_as_it_was_written() -> None:
    changed = replace(WEIGHTS, meaning=0.1234)
    assert read(written(changed)) == changed
    assert written(WEIGHTS) == FILE.read_bytes()


def test_every_layer_has_a_weight() -> None:
    assert set(WEIGHTS.layers) == set(Layer)


def test_a_table_that_lacks_a_number_is_refused() -> None:
    with pytest.raises(TypeError, match="saturation"):
        read(FILE.read_bytes().replace(b'  "saturation": 2.5,\n', b""))
