from __future__ import annotations

from helpcenter.insights.gaps.states import BY_PEOPLE, BY_REPLAY, REPLAYED, TO_DO, State


def test_only_a_replay_calls_a_gap_proven_or_regressed() -> None:
    by_people = set().union(*BY_PEOPLE.values())
    assert by_people == set(State) - {State.PROVEN, State.REGRESSED}
    assert set().union(*BY_REPLAY.values()) - by_people == {State.PROVEN, State.REGRESSED}
    assert BY_REPLAY[State.PROVEN] == {State.REGRESSED, State.SHIPPED}  # shipped: a person has to be asked again


def test_people_find_a_way_out_of_every_state_and_into_work_from_everywhere() -> None:
    assert set(BY_PEOPLE) == set(State)
    for state in State:
        reached, before = {state}, set[State]()
        while reached != before:
            before, reached = reached, reached.union(*(BY_PEOPLE[each] for each in reached))
        assert State.SHIPPED in reached


def test_no_state_follows_itself() -> None:
    assert not any(state in after for table in (BY_PEOPLE, BY_REPLAY) for state, after in table.items())


def test_what_is_replayed_was_shipped_once_and_what_is_done_is_not_to_do() -> None:
    assert {State.SHIPPED, State.PROVEN, State.REGRESSED} == REPLAYED
    assert set(State) == TO_DO | {State.SHIPPED, State.PROVEN, State.WONT_FIX}
