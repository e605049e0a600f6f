from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.insights.gaps.clustering import assign, grouped
from helpcenter.insights.gaps.values import Clustered, DayCount, FoundArticle, QueryKey, UnansweredQuery
from helpcenter.insights.leads import kept_query
from helpcenter.insights.outcomes import Outcome

DAY = date(2026, 11, 1)
CANCEL = ("cancel my plan", "cancel the plan", "how do I cancel a plan")
REFUND = ("refund not received", "refund has not been received", "received no refund")


def asked(
    text: str, *found: str, locale: str = "en", visitors: int = 1, times: int = 1, chosen: str = ""
) -> UnansweredQuery:
    articles = tuple(FoundArticle(article, 1.0 / place) for place, article in enumerate(found, 1))
    days = (DayCount(DAY, Outcome.UNCLICKED, times),)
    return UnansweredQuery(locale, kept_query(text), text, days, visitors, found=articles, chosen=chosen)


def keys(*texts: str, locale: str = "en") -> set[QueryKey]:
    return {QueryKey(locale, kept_query(text)) for text in texts}


def test_paraphrases_found_one_gap_each() -> None:
    found = assign((), [asked(text) for text in (*CANCEL, *REFUND)])
    assert sorted(map(set, found.founded), key=len) == [keys(*CANCEL), keys(*REFUND)]
    assert (found.joined, found.waiting, found.merges) == ({}, (), ())


def test_japanese_spellings_of_one_word_belong_together() -> None:
    spellings = ("プランの解約", "プランを解約したい", "ﾌﾟﾗﾝ解約")
    found = assign((), [asked(text, locale="ja") for text in (*spellings, "請求書の宛名", "請求書の宛名を変更")])
    assert keys(*spellings, locale="ja") in map(set, found.founded)


def test_queries_of_two_languages_that_mean_the_same_belong_together() -> None:
    meaning = np.eye(1, 8, dtype=np.float32)[0]
    english = replace(asked("end subscription", "en/billing/plan", "en/billing/card"), vector=meaning)
    japanese = replace(asked("退会", "ja/billing/plan", "ja/billing/card", locale="ja"), vector=meaning)
    assert assign((), [english, japanese]).founded == ((english.key, japanese.key),)


def test_one_weak_hit_in_common_brings_no_two_matters_together() -> None:
    queries = [asked("cancel my plan", "en/billing/plan"), asked("chargeback window", "en/billing/plan")]
    assert len(assign((), queries).waiting) == 2
    far, other = np.eye(2, 8, dtype=np.float32)
    meant = [replace(query, vector=vector) for query, vector in zip(queries, (far, other), strict=True)]
    assert len(assign((), meant).waiting) == 2


def test_same_hits_and_clicks_count_beside_what_was_asked_and_never_alone() -> None:
    hits = ("en/billing/plan", "en/billing/card", "en/billing/team")
    strangers = [asked(text, *hits, chosen="en/billing/plan") for text in ("too dear", "pay less")]
    assert len(assign((), strangers).waiting) == 2
    alike = [asked(text, chosen="en/billing/plan") for text in ("cancel yearly plan", "cancel cheap tariff")]
    assert len(assign((), alike).founded) == 1
    assert len(assign((), [replace(query, chosen="") for query in alike]).waiting) == 2
    assert len(assign((), [replace(alike[0], chosen="en/events/cancel"), alike[1]]).waiting) == 2


def test_meaning_brings_together_what_shares_no_word() -> None:
    near, far = np.eye(2, 8, dtype=np.float32)
    queries = [asked("leave"), asked("quit"), asked("invoice"), asked("bill")]
    meant = [
        UnansweredQuery(each.locale, each.normalized, each.text, each.days, 1, vector=vector)
        for each, vector in zip(queries, (near, near, far, far), strict=True)
    ]
    assert sorted(map(set, assign((), meant).founded), key=min) == [keys("invoice", "bill"), keys("leave", "quit")]
    assert assign((), queries).founded == ()


def test_what_only_one_person_asked_waits_until_it_has_company() -> None:
    lonely = asked("dark mode")
    assert assign((), [lonely]).waiting == (lonely.key,)
    assert assign((), [asked("dark mode", visitors=2)]).founded == ((lonely.key,),)
    later = assign((), [lonely, asked("dark mode please")])
    assert set(later.founded[0]) == keys("dark mode", "dark mode please")


def test_a_new_query_joins_the_gap_it_is_like_and_no_known_one_moves() -> None:
    known = [
        *(Clustered(asked(text), "cancelling") for text in CANCEL),
        *(Clustered(asked(text), "refunds") for text in REFUND),
    ]
    found = assign(known, [asked("cancel my plan now"), asked("where is the dark mode")])
    assert found.joined == {"cancelling": tuple(keys("cancel my plan now"))}
    assert found.waiting == tuple(keys("where is the dark mode"))


def test_two_gaps_about_one_matter_are_proposed_as_one() -> None:
    known = [Clustered(asked(CANCEL[0]), "first"), Clustered(asked(CANCEL[1]), "second"), Clustered(asked("x"), "y")]
    merges = assign(known, []).merges
    assert [(merge.gap, merge.other) for merge in merges] == [("first", "second")]
    assert 0.45 <= merges[0].likeness <= 1.0


def test_the_title_is_typical_and_may_be_shown() -> None:
    queries = [asked("cancel plan", visitors=3), *(asked(text) for text in CANCEL)]
    assert assign((), queries).founded[0][0] == queries[0].key


def test_the_order_in_which_queries_are_handed_in_changes_nothing() -> None:
    queries = [asked(text, times=place % 3 + 1) for place, text in enumerate((*CANCEL, *REFUND, "dark mode"))]
    shuffled = random.Random(1).sample(queries, len(queries))
    assert assign((), shuffled) == assign((), queries)


def test_nothing_comes_of_nothing() -> None:
    found = assign((), ())
    assert (found.joined, found.founded, found.waiting, found.merges) == ({}, (), (), ())


WORDS = st.sampled_from(["cancel", "plan", "refund", "card", "請求書", "解約", "!", "\u200b"])
QUERIES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), max_size=12, unique_by=kept_query)


@given(known=QUERIES, new=QUERIES, gaps=st.integers(1, 4))
def test_every_new_query_is_in_exactly_one_place(known: list[str], new: list[str], gaps: int) -> None:
    clustered = [Clustered(asked(text), f"g{place % gaps}") for place, text in enumerate(known)]
    arriving = [asked(text) for text in new if kept_query(text) not in {each.query.normalized for each in clustered}]
    found = assign(clustered, arriving)
    placed = [key for group in (*found.joined.values(), *found.founded, found.waiting) for key in group]
    assert sorted(placed) == sorted(query.key for query in arriving)
    assert set(found.joined) <= {each.gap for each in clustered}


@given(size=st.integers(1, 9), seed=st.integers(0, 999), least=st.floats(-1, 1))
def test_groups_are_those_of_average_linkage(size: int, seed: int, least: float) -> None:
    raw = np.random.default_rng(seed).uniform(-1, 1, (size, size))
    likeness = ((raw + raw.T) / 2).astype(np.float32)
    groups = [[number] for number in range(size)]
    while len(groups) > 1:
        best, one, other = max(
            (float(likeness[np.ix_(groups[one], groups[other])].mean()), one, other)
            for one in range(len(groups))
            for other in range(one)
        )
        if best < least:
            break
        groups[other] = sorted(groups[other] + groups.pop(one))
    assert grouped(likeness, least) == sorted(groups)


def test_a_matrix_whose_halves_differ_in_the_last_bit_leads_to_an_end() -> None:
    likeness = np.full((3, 3), 0.5, dtype=np.float32)
    likeness[[0, 1, 2], [1, 2, 0]] = np.nextafter(np.float32(0.5), np.float32(1))
    assert grouped(likeness, 0.4) == [[0, 1, 2]]
