from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from helpcenter.insights.gaps.values import QueryKey
from tests.relevance import clusters, evaluation_data

if TYPE_CHECKING:
    from pathlib import Path

# By words alone, so that no model is needed; `python -m tests.relevance.clusters` tells the rest. What everybody can
# reach in between is told there too.
FLOOR = 0.45
STABLE = 0.95


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> clusters.Logged:
    if not evaluation_data.is_present(clusters.SET):
        pytest.skip(
            f"{evaluation_data.FOLDER / clusters.SET} is not there; "
            f"{evaluation_data.VARIABLE} can name the folder of evaluation data"
        )
    return clusters.unanswered(tmp_path_factory.mktemp("logged"), lambda _: True)


def test_unanswered_queries_are_brought_together_as_well_as_before(logged: clusters.Logged) -> None:
    found = clusters.b_cubed(clusters.at_once(logged), logged.truth)
    assert found.f1 >= FLOOR, f"B³ F1 is {found.f1:.3f}, its floor {FLOOR}: mend it, or lower the floor and say why"


def test_what_some_readers_opened_in_the_end_brings_more_together(logged: clusters.Logged) -> None:
    alone = clusters.b_cubed(clusters.at_once(logged), logged.truth)
    told = clusters.b_cubed(clusters.at_once(clusters.with_choices(logged, 0.4)), logged.truth)
    assert told.f1 > alone.f1 + 0.05


def test_from_one_day_to_the_next_nearly_all_queries_stay_where_they_are(logged: clusters.Logged) -> None:
    labels, stable = clusters.day_by_day(logged, days=10)
    assert stable >= STABLE
    assert set(labels) == {query.key for query in logged.queries}


def test_b_cubed_is_what_its_authors_say() -> None:
    # Bagga and Baldwin's own example: 5 + 2 + 5 mentions, the second and the third answered as one.
    keys = [QueryKey("en", str(number)) for number in range(12)]
    truth = dict(zip(keys, "aaaaabbccccc", strict=True))
    found = clusters.b_cubed(dict(zip(keys, [0] * 5 + [1] * 7, strict=True)), truth)
    assert found.precision == pytest.approx(0.762, abs=0.001)
    assert found.recall == pytest.approx(1.0)


def test_halves_of_the_articles_are_drawn_the_same_every_time(tmp_path: Path) -> None:
    articles = [f"{random.Random(number).random()}" for number in range(200)]
    assert 60 < sum(map(clusters.is_missing, articles)) < 140
    assert 60 < sum(map(clusters.is_held_out, articles)) < 140
