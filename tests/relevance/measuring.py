"""Measures the rates that have floors, set by set and locale by locale."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from helpcenter.search.evaluation import evaluate
from helpcenter.search.generations import Generations
from helpcenter.search.judgments import read_judgments
from helpcenter.search.publish import publish
from tests.relevance import evaluation_data
from tests.relevance.logged_questions import with_logged_questions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpcenter.search.judgments import Judgment

SETS = ("mackerel", "banking77", "banking77+5", "banking77+40", "clinc150", "stackfaq", "localgovfaq")
FLOORS = Path(__file__).with_name("floors.json")
CEILINGS = frozenset({"zero_result_rate"})  # here less is better

# Rates by name, such as "answer_at_3" and "answer_at_3 keyword", by "set locale".
Rates = dict[str, dict[str, float]]


def measure(name: str, folder: Path) -> Rates:
    """Publish an evaluation set into an empty `folder` and ask its judged queries."""
    base, logged = evaluation_data.learned(name)
    articles = evaluation_data.articles_of(base)
    if logged:
        articles = with_logged_questions(evaluation_data.FOLDER / base, logged, folder / "articles")
    publish(articles, folder / "index")
    generation = Generations(folder / "index").current()
    by_locale: defaultdict[str, list[Judgment]] = defaultdict(list)
    for judgment in read_judgments(evaluation_data.judgments_of(base)):
        by_locale[judgment.locale].append(judgment)
    measured: Rates = {}
    for locale, judgments in sorted(by_locale.items()):
        found = evaluate(judgments, generation.search)
        rates = {
            "answer_at_1": found.answer_at_1,
            "answer_at_3": found.answer_at_3,
            "zero_result_rate": found.zero_result_rate,
            **{f"answer_at_3 {kind}": rates.answer_at_3 for kind, rates in found.by_kind.items()},
        }
        measured[f"{name} {locale}"] = {rate: round(value, 4) for rate, value in rates.items() if value is not None}
    return measured


def read_floors() -> Rates:
    """Return the rates no change may lower without saying so."""
    floors: Rates = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


def gains(measured: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, float]:
    """Return by how much each rate is better than its floor; negative where it is worse."""
    return {
        rate: (floor - measured[rate]) if rate in CEILINGS else measured[rate] - floor for rate, floor in floors.items()
    }
