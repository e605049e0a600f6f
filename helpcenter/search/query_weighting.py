"""Query weighting: how much each word of a query says of what is asked.

People paste whole sentences. What one is about stands in its nouns; "can you tell me", 教えてください and the verbs
beside them stand in all sentences alike. A small library cannot tell by rarity, since "something" may be in one of its
articles only; so what is common in questions is a kept list, `common_words.yml`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from helpcenter.search.analysis.analyzer import Layer, analyze, is_stop_term

if TYPE_CHECKING:
    from helpcenter.search.weights import Weights

_HIRAGANA = re.compile("[ぁ-ゖ]")
# Normalised forms of verbs end in kana of the u column; nouns made of verbs (申し込み) do not.
_VERB = re.compile("[一-鿿々](?:.*[一-鿿々ぁ-ゖ])?[うくぐすつぬぶむる]")


def says(term: str, weights: Weights) -> float:
    """Return how much a word says beside one that says it all, 0 to 1; words like "the" are not told apart here."""
    if term in _common_terms():
        return weights.common_word
    return weights.verb if _VERB.fullmatch(term, 1) else 1.0


def pair_says(term: str, weights: Weights) -> float:
    """Return how much a pair of characters says: where there is hiragana, it is mostly grammar."""
    return weights.kana_pair if _HIRAGANA.search(term) else 1.0


@cache
def _common_terms() -> frozenset[str]:
    text = files("helpcenter.search").joinpath("common_words.yml").read_text(encoding="utf-8")
    words = " ".join(yaml.safe_load(text).values()).split()
    terms = {term for word in words for term in analyze(word).terms if term[0] == Layer.WORD}
    return frozenset(term for term in terms if not is_stop_term(term))
