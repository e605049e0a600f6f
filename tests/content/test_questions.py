from __future__ import annotations

from itertools import product
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.content.questions import PatternError, read_pattern

Tree: TypeAlias = "str | tuple[str, list[Tree]]"

WORDS = st.text("abc ", min_size=0, max_size=3)
TREES = st.recursive(
    WORDS,
    lambda inner: st.tuples(st.sampled_from(["all", "one", "may"]), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=8,
)


def written(tree: Tree) -> str:
    if isinstance(tree, str):
        return tree
    kind, children = tree
    inside = [written(child) for child in children]
    return {"all": "".join(inside), "one": f"({'|'.join(inside)})", "may": f"[{''.join(inside)}]"}[kind]


def naive(tree: Tree) -> list[str]:
    """All phrasings, the plain way: every product written out."""
    if isinstance(tree, str):
        return [tree]
    kind, children = tree
    inside = [naive(child) for child in children]
    if kind == "one":
        return [phrase for option in inside for phrase in option]
    joined = ["".join(parts) for parts in product(*inside)]
    return [*joined, ""] if kind == "may" else joined


@given(TREES)
def test_expansion_agrees_with_writing_everything_out(tree: Tree) -> None:
    pattern = read_pattern(written(tree))
    expected = {" ".join(phrase.split()) for phrase in naive(tree)} - {""}

    assert set(pattern.phrasings(100_000)) == expected
    assert pattern.count() == len(naive(tree))


@given(TREES, st.integers(1, 5))
def test_never_more_phrasings_than_asked_for(tree: Tree, most: int) -> None:
    phrasings = list(read_pattern(written(tree)).phrasings(most))

    assert len(phrasings) <= most
    assert len(set(phrasings)) == len(phrasings)


def test_a_billion_phrasings_cost_nothing_until_asked_for() -> None:
    pattern = read_pattern("(a|b|c|d|e|f|g|h|i|j)" * 9)

    assert pattern.count() == 10**9
    assert list(pattern.phrasings(2)) == ["aaaaaaaaa", "aaaaaaaab"]


def test_lists_are_shared_and_may_hold_patterns() -> None:
    phrases = {"cancel": ["(解約|退会)", "やめ"], "want": ["#{cancel}したい"]}

    assert list(read_pattern("#{want}です", phrases).phrasings(9)) == [
        "解約したいです",
        "退会したいです",
        "やめしたいです",
    ]


def test_a_backslash_makes_a_sign_plain() -> None:
    assert list(read_pattern(r"f\(x\) \| \[y\]").phrasings(9)) == ["f(x) | [y]"]


@pytest.mark.parametrize(
    ("source", "message", "column"),
    [
        ("how (to", "never closed", 5),
        ("how to)", "closes nothing", 7),
        ("[a", "never closed", 1),
        ("(a]", "closes nothing", 3),
        ("#{missing}", "no list", 1),
        ("#{x", "never closed", 1),
        ("#{loop}", "names itself", 3),
        ("(" * 20 + "a" + ")" * 20, "too deep", 13),
    ],
)
def test_a_broken_pattern_says_what_and_where(source: str, message: str, column: int) -> None:
    with pytest.raises(PatternError, match=message) as caught:
        read_pattern(source, {"loop": ["a #{loop}"]})

    assert caught.value.column == column
