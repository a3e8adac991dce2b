"""The clock of a viability and the two costs of a register, by another path."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuentas.model.works import (
    Direction,
    counted,
    direction,
    invented,
    months_between,
    of_each_hundred,
    own_works,
    viability,
    years_later,
)

EXAMPLE = invented("Canal", "Municipalidad", date(2024, 9, 9))
days = st.dates(date(2000, 1, 1), date(2090, 12, 31))
costs = st.decimals(1, 10**9, places=2)


def work(before, now, **more):
    return replace(EXAMPLE, viable_cost=Decimal(before), updated_cost=Decimal(now), **more)


@given(days, st.integers(0, 9))
def test_so_many_years_later_is_the_same_day_or_the_last_of_february(day, years):
    later = years_later(day, years)
    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])


def test_the_last_day_of_february_comes_back_only_in_leap_years():
    assert years_later(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)


@given(days, days)
def test_whole_months_are_the_most_that_fit_between_two_days(one, other):
    start, end = sorted((one, other))
    months = months_between(start, end)
    assert months >= 0
    assert months_between(start, end + timedelta(days=1)) - months in {0, 1}
    assert abs((end - start).days / 30.436875 - months) < 1.1


def test_a_day_less_than_a_month_is_no_month_yet():
    assert months_between(date(2021, 4, 13), date(2024, 9, 12)) == 40
    assert months_between(date(2021, 4, 13), date(2024, 9, 13)) == 41
    assert months_between(date(2024, 9, 13), date(2021, 4, 13)) == 0


@given(days, days, st.integers(1, 5))
def test_a_term_has_passed_only_after_its_last_day(since, seen, term):
    clock = viability(replace(EXAMPLE, viable_on=since, query_date=seen), term)
    assert clock.passed is (seen > years_later(since, term))
    if clock.passed:
        assert clock.months >= 12 * term


def test_on_its_last_day_a_term_still_runs():
    seen = date(2024, 4, 13)
    since = date(2021, 4, 13)
    clock = viability(replace(EXAMPLE, viable_on=since, query_date=seen), 3)
    assert not clock.passed
    later = replace(EXAMPLE, viable_on=since, query_date=seen + timedelta(days=1))
    assert viability(later, 3).passed


def test_without_a_viability_there_is_no_clock():
    assert viability(replace(EXAMPLE, viable_on=None), 3) is None


@given(costs, costs)
def test_a_cost_went_where_its_whole_soles_went(before, now):
    soles = [int((amount * 2 + 1) // 2) for amount in (before, now)]
    expected = Direction.SAME
    if soles[0] != soles[1]:
        expected = Direction.ROSE if soles[1] > soles[0] else Direction.FELL
    assert direction(work(before, now)) is expected


@given(costs, costs)
def test_soles_for_each_hundred_keep_the_proportion(before, now):
    each = of_each_hundred(work(before, now))
    assert abs(each * before - now * 100) <= before / 2


def test_nothing_approved_has_no_hundred():
    assert of_each_hundred(work(0, 5)) is None


@pytest.mark.parametrize(("now", "each"), [("140000", 140), ("100000", 100), ("50000.4", 50)])
def test_soles_for_each_hundred_of_an_invented_work(now, each):
    assert of_each_hundred(work(100_000, now)) == each


@given(st.lists(st.tuples(costs, costs), max_size=8))
def test_every_work_is_counted_once(pairs):
    works = [work(*pair) for pair in pairs]
    assert sum(counted(works).values()) == len(works)


def test_own_works_are_those_of_one_district_alone_the_largest_first():
    small, large = work(1, 5, cui="1", ubigeo="180106"), work(1, 9, cui="2", ubigeo="180106")
    shared = work(1, 99, cui="3", ubigeo="180106", places=4)
    other = work(1, 7, cui="4", ubigeo="180301")
    assert own_works([shared, small, other, large], "180106") == (large, small)
    assert own_works([large, shared, small], "180106") == (large, small)
    assert own_works([shared], "180106") == ()


def test_an_invented_work_never_has_a_number_that_could_be_real():
    assert EXAMPLE.cui == "0000000"
    assert EXAMPLE.viable_on < EXAMPLE.query_date
