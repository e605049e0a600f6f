from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from tests.relevance import evaluation_data
from tests.relevance.clusters import SET
from tests.relevance.drawing import draw
from tests.relevance.loop import run

if TYPE_CHECKING:
    from pathlib import Path


def test_every_ten_gaps_mended_answer_more_queries_that_nobody_looked_at(tmp_path: Path) -> None:
    if not evaluation_data.is_present(SET):
        pytest.skip(
            f"{evaluation_data.FOLDER / SET} is not there; "
            f"{evaluation_data.VARIABLE} can name the folder of evaluation data"
        )
    progress = run(tmp_path, fixes=30)
    assert [step.fixes for step in progress] == [0, 10, 20, 30]
    assert all(before.answer_rate < after.answer_rate for before, after in pairwise(progress))
    assert progress[-1].unanswered < progress[0].unanswered


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_the_picture_says_what_it_shows(locale: str) -> None:
    root = ElementTree.fromstring(draw([(0, 0.734), (10, 0.75), (20, 0.801)], locale))
    assert "73.4" in root.attrib["aria-label"]
    assert "80.1" in root.attrib["aria-label"]
    dots = [each for each in root.iter() if each.tag.endswith("circle")]
    heights = [float(each.attrib["cy"]) for each in dots]
    assert len(dots) == 3
    assert heights == sorted(heights, reverse=True)
