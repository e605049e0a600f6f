"""Refusal: how often a card is right, and how often one is offered though the article is away.

Every figure of a set comes from models that were made from all the other sets. The evaluation data is not part of the
repository; what is not there is not measured. Vectors are kept beside the benchmark's other libraries. The pictures of
the manual's page on searching are drawn anew.
"""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

from helpcenter.search.semantics import local
from tests.benchmarks import corpus
from tests.benchmarks.figures import Figure, wanted
from tests.relevance import evaluation_data
from tests.relevance.calibrate import SETS, gather, probabilities
from tests.relevance.curves import RELIABILITY, RISK_COVERAGE, draw
from tests.relevance.trust import figures_of, held_out, reliability, risk_coverage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from helpcenter.search.confidence import Models
    from tests.relevance.calibrate import Gathered

_MANUAL = Path(__file__).parents[2] / "articles"
# Shares of a set, by words and with the model: most of the false cards, least of the right ones kept, least of the
# cards right; None where nothing is wanted.
_WANTED = {
    "banking77": ((0.20, 0.50, 0.75), (0.12, 0.57, 0.85)),
    "stackfaq": (None, (0.10, 0.85, 0.96)),
    "localgovfaq": (None, (0.12, 0.65, 0.85)),
}
_MOST_CALIBRATION_ERROR = 0.05
_FLAGGED = {"clinc150": (0.60, 0.88)}


def measure(_sizes: Sequence[int]) -> Iterator[Figure]:
    """Yield the figures of each set that is there, by words and, where the model is installed, by meaning."""
    if not all(evaluation_data.is_present(name) for name in SETS):
        return
    for by_meaning in (False, True) if local.is_installed() else (False,):
        sets = gather(corpus.bench_folder() / "refusal", by_meaning=by_meaning)
        way = "with the model" if by_meaning else "by words"
        models_of = held_out(sets)
        if by_meaning:
            _draw(sets, models_of)
        for name, models in models_of.items():
            trust = figures_of(sets[name], models)
            most, kept, right = (_WANTED.get(name) or (None, None))[by_meaning] or (1.0, 0.0, 0.0)
            yield wanted(f"{name} {way}: card though its article is away", trust.gone_carded, most, "share")
            yield wanted(f"{name} {way}: right first keeps its card", trust.first_kept, kept, "share", least=True)
            yield wanted(f"{name} {way}: right when carded", trust.right_when_carded, right, "share", least=True)
            yield wanted(f"{name} {way}: calibration error", trust.calibration_error, _MOST_CALIBRATION_ERROR, "share")
            if not isnan(trust.none_carded):
                yield wanted(f"{name} {way}: card though nobody wrote it", trust.none_carded, 1.0, "share")
                flagged = _FLAGGED.get(name, (0.0, 0.0))[by_meaning]
                yield wanted(
                    f"{name} {way}: doubted, of what nobody wrote", trust.none_flagged, flagged, "share", least=True
                )


def _draw(sets: Mapping[str, Gathered], models_of: Mapping[str, Models]) -> None:
    """Draw both curves of every set into the manual, in both languages."""
    risks, reliabilities = {}, {}
    for name, each in sets.items():
        among = each.is_kept | each.is_gone
        sure = probabilities(models_of[name].answer, each.of_answer)[among]
        risks[name] = risk_coverage(sure, each.is_first[among])
        reliabilities[name] = [(stated, right) for stated, right, _ in reliability(sure, each.is_first[among])]
    for locale in corpus.LOCALES:
        folder = _MANUAL / locale / "search"
        risk = draw(risks, RISK_COVERAGE[locale], diagonal=False)
        (folder / "risk-coverage.svg").write_text(risk, encoding="utf-8")
        reliable = draw(reliabilities, RELIABILITY[locale], diagonal=True)
        (folder / "reliability.svg").write_text(reliable, encoding="utf-8")
