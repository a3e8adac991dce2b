"""Hours add up, shares add up, a tap can always be undone, and a minimum is never short."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuentas.model.gender import (
    MEN,
    OTHERS,
    WOMEN,
    YOUNG,
    Answer,
    Lens,
    Tally,
    TimeCost,
    Told,
    Turn,
    Voice,
    least_seats,
    silent,
)

minutes = st.dictionaries(st.sampled_from(["women", "men", "children"]), st.integers(0, 600))
turns = st.lists(st.builds(Turn, st.sampled_from(Voice), st.integers(1, 60)), max_size=200)


@given(minutes, st.integers(1, 2000), st.integers(1, 366))
def test_hours_by_giver_add_up_to_all_the_hours(given_minutes, homes, days):
    cost = TimeCost(given_minutes, homes, days)
    assert sum(cost.hours_by_giver().values()) == cost.hours
    exact = Fraction(sum(given_minutes.values()) * homes * days, 60)
    assert abs(cost.hours - exact) <= Fraction(1, 2)


@given(minutes, st.integers(1, 2000), st.integers(1, 366))
def test_more_homes_never_take_fewer_hours(given_minutes, homes, days):
    more = TimeCost(given_minutes, homes + 1, days)
    assert more.hours >= TimeCost(given_minutes, homes, days).hours


def test_one_hour_a_day_is_forty_five_workdays_and_a_half_a_year():
    cost = TimeCost({"women": 60}, 1, 365)
    assert (cost.hours, cost.workdays) == (365, 46)
    assert TimeCost({"women": 0}, 10, 365).hours_by_giver() == {"women": 0}


@given(turns)
def test_every_minute_belongs_to_one_group_and_shares_add_up(spoken):
    tally = Tally(tuple(spoken))
    groups = (WOMEN, MEN, OTHERS)
    assert sum(tally.minutes(*group) for group in groups) == tally.minutes()
    assert sum(tally.times(*group) for group in groups) == len(spoken)
    assert tally.minutes(*YOUNG) <= tally.minutes(*WOMEN, *MEN)
    assert sum(tally.of_hundred()) == (100 if spoken else 0)


@given(turns)
def test_who_spoke_first_does_not_change_the_count(spoken):
    assert Tally(tuple(spoken)).of_hundred() == Tally(tuple(reversed(spoken))).of_hundred()


@given(turns, st.sampled_from(Voice), st.integers(1, 60))
def test_hearing_somebody_adds_exactly_that(spoken, voice, length):
    before = Tally(tuple(spoken))
    after = before.heard(voice, length)
    assert after.minutes(voice) == before.minutes(voice) + length
    assert after.times() == before.times() + 1
    assert before.turns == tuple(spoken)


@pytest.mark.parametrize("length", [0, -1])
def test_nobody_speaks_for_no_time(length):
    with pytest.raises(ValueError, match="por lo menos un minuto"):
        Tally().heard(Voice.WOMAN, length)


@given(st.integers(0, 500), st.integers(0, 100))
def test_the_fewest_seats_reach_the_percentage_and_one_less_does_not(seats, percent):
    least = least_seats(seats, percent)
    assert 0 <= least <= seats
    assert least * 100 >= seats * percent
    assert not least or (least - 1) * 100 < seats * percent


def test_thirty_percent_of_seven_is_three_people():
    assert [least_seats(seats, 30) for seats in (4, 7, 9, 10, 11)] == [2, 3, 3, 3, 4]


def test_only_a_record_that_says_nothing_is_silent():
    answers = {
        Lens.DECIDES: Answer(Told.PARTLY, "a medias"),
        Lens.BENEFITS: Answer(Told.SILENT, "no lo dice"),
        Lens.TIME: Answer(Told.WHOLE, "todo"),
    }
    assert silent(answers) == 1
