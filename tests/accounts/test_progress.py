from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from helpcenter.accounts.progress import MOST_WALKTHROUGHS, Progress, Standing, State
from helpcenter.errors import DatabaseUnavailableError
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def standing(step: str = "a", state: State = State.ACTIVE, minutes: int = 0) -> Standing:
    return Standing("0123abcd", step, state, NOON + timedelta(minutes=minutes))


def test_progress_is_kept_for_each_user_apart(database_url: str) -> None:
    progress = Progress(Database(database_url))
    progress.merge("aki", {"x/請求書": standing(), "y": standing("b", State.DONE)})
    progress.merge("ben", {"y": standing("c")})
    assert progress.of("aki") == {"x/請求書": standing(), "y": standing("b", State.DONE)}
    assert progress.of("ben") == {"y": standing("c")}
    assert progress.of("cleo") == {}


def test_the_newest_standing_stays_in_whatever_order_they_come(database_url: str) -> None:
    progress = Progress(Database(database_url))
    for each in (standing("b", minutes=2), standing("a", minutes=1), standing("c", State.DONE, minutes=3), standing()):
        progress.merge("aki", {"x": each})
    assert progress.of("aki") == {"x": standing("c", State.DONE, minutes=3)}


def test_a_user_is_forgotten_alone(database_url: str) -> None:
    progress = Progress(Database(database_url))
    progress.merge("aki", {"x": standing(), "y": standing()})
    progress.merge("ben", {"x": standing()})
    assert (progress.erase("aki"), progress.erase("aki")) == (2, 0)
    assert progress.of("aki") == {}
    assert progress.of("ben") == {"x": standing()}


def test_nobody_fills_the_database_with_walkthroughs_there_are_not(tmp_path: Path) -> None:
    progress = Progress(Database(f"sqlite:///{tmp_path}/a.db"))
    progress.merge("aki", {f"w{number}": standing() for number in range(MOST_WALKTHROUGHS + 5)})
    assert len(progress.of("aki")) == MOST_WALKTHROUGHS
    progress.merge("aki", {"w0": standing("z", minutes=1), "new": standing()})
    kept = progress.of("aki")
    assert (len(kept), kept["w0"].step) == (MOST_WALKTHROUGHS, "z")


def test_a_database_that_is_away_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.db").mkdir()
    with pytest.raises(DatabaseUnavailableError):
        Progress(Database(f"sqlite:///{tmp_path}/a.db")).of("aki")
