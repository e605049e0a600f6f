from __future__ import annotations

from typing import TYPE_CHECKING

from tests.insights.searches.killing import Survived, kill_writers

if TYPE_CHECKING:
    from pathlib import Path


def test_killed_servers_lose_nothing_they_acknowledged_and_double_nothing(database_url: str, tmp_path: Path) -> None:
    survived = kill_writers(database_url, tmp_path / "journal", kills=40)
    assert survived.acknowledged > 40
    assert survived == Survived(40, survived.acknowledged, survived.journalled, lost=0, twice=0)
