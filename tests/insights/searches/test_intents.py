from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from helpcenter.insights.outcomes import Outcome
from helpcenter.insights.searches.events import (
    Audience,
    Click,
    Escalation,
    Event,
    Finding,
    Search,
    SearchSurface,
    Verdict,
)
from helpcenter.insights.searches.intents import Intent, advanced
from helpcenter.search.results import Confidence

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FOUND = Finding(2, Confidence.ANSWERED, 0.9, "g1", "abc", ("en/billing/refund", "en/billing/invoice"))
UNSURE = Finding(1, Confidence.LOW_CONFIDENCE, 0.1, "g1", "abc", ("en/billing/invoice",))
_ids = count()


class Log:
    """The intents of one visitor."""

    def __init__(self) -> None:
        self.intents: dict[str, Intent] = {}

    def add(self, event: Event) -> tuple[Intent, ...]:
        changed = advanced(sorted(self.intents.values(), key=lambda each: each.last_at, reverse=True), event)
        self.intents |= {each.id: each for each in changed}
        return changed

    @property
    def queries(self) -> list[str]:
        return [each.query for each in sorted(self.intents.values(), key=lambda each: each.at)]

    @property
    def outcomes(self) -> list[Outcome]:
        return [each.outcome for each in sorted(self.intents.values(), key=lambda each: each.at)]


def search(
    query: str,
    after: float = 0,
    *,
    finding: Finding = FOUND,
    surface: SearchSurface = SearchSurface.SITE,
    page: int = 1,
    refused: Outcome | None = None,
    audience: Audience = Audience.READER,
) -> Search:
    typing = surface is not SearchSurface.SITE or refused is Outcome.ABANDONED
    return Search(
        id=f"e{next(_ids)}",
        at=NOON + timedelta(seconds=after),
        visitor="v",
        audience=audience,
        surface=surface,
        locale="en",
        query=query,
        finding=finding,
        page=page,
        is_typing=typing,
        refused=refused,
    )


def click(article: str, after: float, query: str = "", rank: int | None = None) -> Click:
    at = NOON + timedelta(seconds=after)
    return Click(id=f"e{next(_ids)}", at=at, visitor="v", article=article, query=query, rank=rank)


def verdict(article: str, after: float, *, helpful: bool) -> Verdict:
    at = NOON + timedelta(seconds=after)
    return Verdict(id=f"e{next(_ids)}", at=at, visitor="v", article=article, helpful=helpful)


def escalation(after: float, searched: str = "", text: str = "How?") -> Escalation:
    return Escalation(
        id=f"e{next(_ids)}",
        at=NOON + timedelta(seconds=after),
        visitor="v",
        audience=Audience.READER,
        locale="en",
        text=text,
        question="q1",
        searched=searched,
    )


def test_keystrokes_of_one_attempt_are_one_intent() -> None:
    log = Log()
    for number, typed in enumerate(["re", "ref", "refu", "refund"]):
        log.add(search(typed, number * 3, surface=SearchSurface.PANEL))
    [intent] = log.intents.values()
    assert (intent.query, intent.keystrokes) == ("refund", 4)


def test_words_taken_back_are_of_the_same_attempt() -> None:
    log = Log()
    for number, typed in enumerate(["refund policy", "refund po", "refund"]):
        log.add(search(typed, number, surface=SearchSurface.PANEL))
    assert log.queries == ["refund"]


def test_half_converted_kana_and_their_kanji_are_one_attempt() -> None:
    log = Log()
    log.add(search("へんきん", surface=SearchSurface.PANEL))
    log.add(search("返金", 1.5, surface=SearchSurface.PANEL))
    assert log.queries == ["返金"]


def test_submitted_search_is_never_merged_with_another_query() -> None:
    log = Log()
    log.add(search("pass"))
    log.add(search("password", 4))
    assert log.queries == ["pass", "password"]


def left(query: str, after: float = 0) -> Search:
    return search(query, after, finding=Finding(3), refused=Outcome.ABANDONED)


def test_words_that_were_only_typed_are_an_attempt_of_its_own_kind() -> None:
    log = Log()
    log.add(left("refund po"))
    log.add(left("refund policy", 40))
    assert log.outcomes == [Outcome.ABANDONED]
    assert log.queries == ["refund policy"]
    log.add(left("sign in", 50))
    log.add(left("refund", 900))
    assert log.outcomes == [Outcome.ABANDONED] * 3


def test_whoever_goes_on_with_what_was_only_typed_has_searched_once() -> None:
    log = Log()
    log.add(left("refund"))
    log.add(search("refund policy", 20))
    assert (log.queries, log.outcomes) == (["refund policy"], [Outcome.UNCLICKED])
    log.add(click("en/billing/refund", 30, "refund policy"))
    assert log.outcomes == [Outcome.ANSWERED]


def test_words_left_in_the_field_after_their_search_are_no_attempt() -> None:
    log = Log()
    log.add(search("refund"))
    assert log.add(left("Refund", 60)) == ()
    log.add(left("change my address", 90))
    assert log.outcomes == [Outcome.UNCLICKED, Outcome.ABANDONED]
    assert not any(each.refined for each in log.intents.values())


def test_search_soon_after_one_nobody_clicked_refines_it() -> None:
    log = Log()
    log.add(search("money back", finding=UNSURE))
    log.add(search("refund", 60))
    first, second = sorted(log.intents.values(), key=lambda each: each.at)
    assert first.refined
    assert not second.refined
    assert second.chain == first.chain == first.id


def test_search_for_something_else_after_an_answer_begins_anew() -> None:
    log = Log()
    log.add(search("refund"))
    log.add(click("en/billing/refund", 5, "refund"))
    log.add(search("delete account", 90))
    first, second = sorted(log.intents.values(), key=lambda each: each.at)
    assert not first.refined
    assert second.chain == second.id
    assert first.dwell == 85


def test_another_page_or_a_reload_is_the_same_attempt_and_keeps_the_ranks() -> None:
    log = Log()
    ten = replace(FOUND, shown=tuple(f"en/a{number}" for number in range(10)))
    log.add(search("refund", finding=ten))
    log.add(search("refund", 20, finding=replace(FOUND, shown=("en/b0", "en/b1")), page=2))
    log.add(search("Refund", 25, finding=ten))
    log.add(click("en/b1", 30, "refund"))
    [intent] = log.intents.values()
    assert intent.rank == 12


def test_opened_result_tells_its_rank_and_how_long_it_was_read() -> None:
    log = Log()
    log.add(search("invoice"))
    log.add(click("en/billing/invoice", 4, "invoice"))
    [intent] = log.intents.values()
    assert (intent.rank, intent.clicks, intent.dwell, intent.outcome) == (2, 1, None, Outcome.ANSWERED)
    log.add(search("invoice", 64))
    [intent] = log.intents.values()
    assert intent.dwell == 60


def test_result_left_at_once_to_search_again_is_no_answer() -> None:
    log = Log()
    log.add(search("refund money"))
    log.add(click("en/billing/refund", 5, "refund money"))
    log.add(search("refund card", 9))
    assert log.outcomes == [Outcome.UNCLICKED, Outcome.UNCLICKED]


def test_last_result_that_was_opened_counts() -> None:
    log = Log()
    log.add(search("refund"))
    log.add(click("en/billing/refund", 5, "refund"))
    log.add(click("en/billing/invoice", 9, "refund"))
    [intent] = log.intents.values()
    assert (intent.clicked, intent.clicks, intent.rank) == ("en/billing/invoice", 2, 2)


def test_click_without_a_query_belongs_to_the_last_search_that_showed_the_article() -> None:
    log = Log()
    log.add(search("refund"))
    log.add(search("other", 10, finding=replace(FOUND, shown=("en/x",))))
    log.add(click("en/billing/refund", 20))
    assert log.outcomes == [Outcome.ANSWERED, Outcome.UNCLICKED]


def test_click_that_no_search_led_to_is_nobodys() -> None:
    log = Log()
    assert log.add(click("en/billing/refund", 1)) == ()
    log.add(search("refund"))
    assert log.add(click("en/elsewhere", 1, "something else")) == ()


def test_vote_on_the_opened_article_decides() -> None:
    log = Log()
    log.add(search("refund"))
    log.add(click("en/billing/refund", 5, "refund"))
    log.add(verdict("en/billing/refund", 50, helpful=False))
    assert log.outcomes == [Outcome.UNHELPFUL]
    log.add(verdict("en/billing/refund", 55, helpful=True))
    assert log.outcomes == [Outcome.ANSWERED]


def test_question_ends_the_search_it_came_from() -> None:
    log = Log()
    log.add(search("refund"))
    log.add(click("en/billing/refund", 5, "refund"))
    log.add(escalation(60, "refund"))
    [intent] = log.intents.values()
    assert (intent.outcome, intent.question) == (Outcome.ESCALATED, "q1")


def test_question_without_a_search_is_an_attempt_of_its_own() -> None:
    log = Log()
    log.add(escalation(0, text="How do I get my money back?"))
    [intent] = log.intents.values()
    assert (intent.surface, intent.query, intent.outcome) == (
        SearchSurface.FORM,
        "How do I get my money back?",
        Outcome.ESCALATED,
    )


def test_search_after_a_question_begins_anew() -> None:
    log = Log()
    log.add(search("refund"))
    log.add(escalation(10, "refund"))
    log.add(search("refund", 20))
    assert log.outcomes == [Outcome.ESCALATED, Outcome.UNCLICKED]


@pytest.mark.parametrize("refused", [Outcome.REJECTED, Outcome.UNAVAILABLE])
def test_search_that_was_not_made_is_an_attempt_that_nothing_changes(refused: Outcome) -> None:
    log = Log()
    log.add(search("refund", refused=refused, finding=Finding()))
    log.add(search("refund", 5))
    assert log.outcomes == [refused, Outcome.UNCLICKED]


def test_visitor_who_signs_in_is_somebody_else() -> None:
    log = Log()
    log.add(search("refund"))
    log.add(search("refund", 5, audience=Audience.TEAM))
    assert {each.audience for each in log.intents.values()} == {Audience.READER, Audience.TEAM}


_events = st.lists(
    st.one_of(
        st.tuples(st.just("search"), st.sampled_from(["re", "refund", "返金", "invoice", "[email]"])),
        st.tuples(st.just("click"), st.sampled_from(["en/billing/refund", "en/x"])),
        st.tuples(st.just("vote"), st.sampled_from(["en/billing/refund", "en/x"])),
        st.tuples(st.just("ask"), st.sampled_from(["refund", ""])),
    ),
    max_size=12,
)


@given(_events, st.sampled_from(SearchSurface))
def test_every_event_counts_once_however_often_it_comes(said: list[tuple[str, str]], surface: SearchSurface) -> None:
    log, again = Log(), Log()
    for number, (what, text) in enumerate(said):
        event: Event
        match what:
            case "search":
                event = search(text, number * 7, surface=surface)
            case "click":
                event = click(text, number * 7)
            case "vote":
                event = verdict(text, number * 7, helpful=number % 2 == 0)
            case _:
                event = escalation(number * 7, text)
        log.add(event)
        again.add(event)
        assert again.add(event) == ()
    assert log.intents == again.intents
    assert all(each.at <= each.last_at for each in log.intents.values())
