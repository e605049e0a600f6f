"""From unanswered searches to answers, end to end: ``python -m tests.relevance.loop [PICTURES]`` prints the table.

The articles of an evaluation set are published and its logged queries asked. A query is unanswered when the right
article is not in the top three: readers look no further. What is unanswered is clustered into gaps; then, ten at a
time, the gaps that do most harm get one question each: the most typical query that is still unanswered, added to the
article that answers most of the gap, as a writer would choose. After every ten fixes the library is published anew, and
other queries, which nobody looked at, tell how many find their article. With a folder, the picture of the manual is
written there, in both languages.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from rich.console import Console

from helpcenter.insights.gaps.clustering import assign
from helpcenter.insights.gaps.harm import harm_of
from helpcenter.insights.gaps.values import DayCount
from helpcenter.insights.outcomes import outcome_of
from helpcenter.search.evaluation import evaluate
from helpcenter.search.generations import Generations
from helpcenter.search.judgments import read_judgments
from helpcenter.search.publish import publish
from helpcenter.search.results import SearchRequest
from tests.relevance import evaluation_data
from tests.relevance.clusters import LOCALE, SET, unanswered
from tests.relevance.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from helpcenter.insights.gaps.values import QueryKey, UnansweredQuery
    from helpcenter.search.generation import Generation
    from helpcenter.search.judgments import Judgment
    from tests.relevance.clusters import Logged

AT_A_TIME = 10
FIXES = 400  # more than there are gaps
_TODAY = date(2026, 11, 1)
_TOP = 3
_PATTERN_SIGNS = re.compile(r"[\\()\[\]|#]")


@dataclass(frozen=True, slots=True)
class Progress:
    """After so many fixes: the share of judged queries that find their article in the top three; what is left open."""

    fixes: int
    answer_rate: float
    unanswered: int


class Library:
    """The articles of the set in a folder, with the questions that writers have added."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shutil.copytree(evaluation_data.articles_of(SET), folder / "articles")

    def add_question(self, article: str, question: str) -> None:
        """Write one more question into an article's front matter."""
        path = self._folder / "articles" / LOCALE / f"{article}.md"
        _, front_matter, body = path.read_text(encoding="utf-8").split("---\n", 2)
        values = yaml.safe_load(front_matter)
        values.setdefault("questions", []).append(_PATTERN_SIGNS.sub(r"\\\g<0>", question))
        path.write_text(f"---\n{yaml.safe_dump(values, allow_unicode=True)}---\n{body}", encoding="utf-8")

    def published(self) -> Generation:
        """Publish and open."""
        publish(self._folder / "articles", self._folder / "index")
        return Generations(self._folder / "index").current()


def run(folder: Path, fixes: int = FIXES) -> list[Progress]:
    """Mend so many gaps, or all, in an empty folder, and tell how far that got after every ten."""
    logged = unanswered(folder / "logged", lambda _: True)
    judgments = list(read_judgments(evaluation_data.judgments_of(SET)))
    library = Library(folder)
    generation = library.published()
    left = _still_unanswered(logged.queries, logged, generation)
    gaps = _gaps_of(left)
    progress = [_measured(0, judgments, generation, left)]
    for done in range(AT_A_TIME, fixes + 1, AT_A_TIME):
        for gap in _by_harm(gaps, left)[:AT_A_TIME]:
            article, question = _fix_of(gap, left, logged)
            library.add_question(article, question)
        generation = library.published()
        left = _still_unanswered(left.values(), logged, generation)
        progress.append(_measured(done, judgments, generation, left))
        if not left:
            break
    return progress


def _still_unanswered(
    queries: Iterable[UnansweredQuery], logged: Logged, generation: Generation
) -> dict[QueryKey, UnansweredQuery]:
    """Ask queries; return those whose reader does not see the right article, with what came of them."""
    left: dict[QueryKey, UnansweredQuery] = {}
    for query in queries:
        results = generation.search(SearchRequest(query.text, LOCALE))
        if logged.truth[query.key] not in [hit.slug for hit in results.hits[:_TOP]]:
            left[query.key] = replace(query, days=(DayCount(_TODAY, outcome_of(results.confidence), 1),))
    return left


def _gaps_of(left: Mapping[QueryKey, UnansweredQuery]) -> list[tuple[QueryKey, ...]]:
    """Cluster what is unanswered; the most typical query of each gap first, those without company last."""
    found = assign((), tuple(left.values()))
    return [*found.founded, *((key,) for key in found.waiting)]


def _by_harm(
    gaps: Sequence[tuple[QueryKey, ...]], left: Mapping[QueryKey, UnansweredQuery]
) -> list[tuple[QueryKey, ...]]:
    """Return the gaps that have something unanswered left, the most harmful first."""
    open_ones = [gap for gap in gaps if any(key in left for key in gap)]
    harm = {gap: harm_of([day for key in gap if key in left for day in left[key].days], _TODAY) for gap in open_ones}
    return sorted(open_ones, key=lambda gap: (-harm[gap].value, gap))


def _fix_of(gap: tuple[QueryKey, ...], left: Mapping[QueryKey, UnansweredQuery], logged: Logged) -> tuple[str, str]:
    """Choose the article that answers most of a gap, and the most typical query it is to answer."""
    open_ones = [key for key in gap if key in left]
    article, _ = Counter(logged.truth[key] for key in open_ones).most_common(1)[0]
    question = next(left[key].text for key in open_ones if logged.truth[key] == article)
    return article, question


def _measured(
    fixes: int, judgments: Sequence[Judgment], generation: Generation, left: Mapping[QueryKey, UnansweredQuery]
) -> Progress:
    return Progress(fixes, evaluate(judgments, generation.search).answer_at_3 or 0.0, len(left))


def main() -> None:
    """Print how the answer rate rises; write the pictures into the folder that is named, if one is."""
    with tempfile.TemporaryDirectory() as folder:
        progress = run(Path(folder))
    console = Console(width=100)
    for step in progress:
        console.print(f"{step.fixes:4} fixes  {step.answer_rate:6.1%} answered  {step.unanswered:5} logged left open")
    for name in sys.argv[1:]:
        for locale in ("ja", "en"):
            path = Path(name) / locale / "insights" / "loop.svg"
            path.write_text(draw([(step.fixes, step.answer_rate) for step in progress], locale), encoding="utf-8")
            console.print(f"Written to {path}")


if __name__ == "__main__":
    main()
