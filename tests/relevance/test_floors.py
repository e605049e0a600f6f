from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest

from tests.relevance import evaluation_data
from tests.relevance.measuring import SETS, gains, measure, read_floors

if TYPE_CHECKING:
    from pathlib import Path

TOLERANCE = 0.002
WORTH_KEEPING = 0.01


class FloorTooLowWarning(UserWarning):
    """Tells that a rate rose, so that its floor should be raised."""


# One test a set, so that each is published once also when tests are spread over processes.
@pytest.mark.filterwarnings("always::tests.relevance.test_floors.FloorTooLowWarning")
@pytest.mark.parametrize("name", SETS)
def test_no_rate_falls_below_its_floor(name: str, tmp_path: Path) -> None:
    base, _ = evaluation_data.learned(name)
    if not evaluation_data.is_present(base):
        pytest.skip(
            f"{evaluation_data.FOLDER / base} is not there; "
            f"{evaluation_data.VARIABLE} can name the folder of evaluation data"
        )
    floors = {section: rates for section, rates in read_floors().items() if section.split()[0] == name}
    measured = measure(name, tmp_path)
    assert {section: set(rates) for section, rates in measured.items()} == {
        section: set(rates) for section, rates in floors.items()
    }, "the evaluation data has other locales or kinds than floors.json: run python -m tests.relevance.raise_floors"
    gained = {
        f"{section}: {rate}": (gain, floors[section][rate], measured[section][rate])
        for section in floors
        for rate, gain in gains(measured[section], floors[section]).items()
    }
    risen = [_told(what, values) for what, values in gained.items() if values[0] > WORTH_KEEPING]
    if risen:
        remedy = "Keep the gain: python -m tests.relevance.raise_floors"
        warnings.warn(FloorTooLowWarning("\n".join([*risen, remedy])), stacklevel=1)
    fallen = [_told(what, values) for what, values in gained.items() if values[0] < -TOLERANCE]
    assert not fallen, "\n".join([*fallen, "Either mend the ranking, or lower the floor and say why in the commit."])


def _told(what: str, values: tuple[float, float, float]) -> str:
    _, floor, measured = values
    return f"{what} was {floor:.4f} and is {measured:.4f}"
