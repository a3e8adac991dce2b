from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuentas.model.money import (
    hundred_coins,
    of_hundred,
    per_person,
    percentage,
    rounded,
    split,
    total,
)

SOLES = st.integers(min_value=0, max_value=10**12)
WEIGHTS = st.dictionaries(st.text(min_size=1, max_size=4), SOLES, min_size=1, max_size=25).filter(
    lambda weights: sum(weights.values()) > 0
)


@given(st.integers(min_value=-(10**12), max_value=10**12), WEIGHTS)
def test_a_split_never_loses_or_makes_a_sol(amount, weights):
    assert sum(split(amount, weights).values()) == amount


@given(SOLES, WEIGHTS)
def test_each_share_of_a_split_is_its_exact_part_give_or_take_one_sol(amount, weights):
    whole = sum(weights.values())
    for name, share in split(amount, weights).items():
        assert abs(share - Fraction(amount * weights[name], whole)) < 1


@given(SOLES, WEIGHTS)
def test_who_weighs_nothing_receives_nothing(amount, weights):
    shares = split(amount, weights)
    assert all(shares[name] == 0 for name, weight in weights.items() if weight == 0)


@given(SOLES, WEIGHTS)
def test_who_weighs_more_never_receives_less(amount, weights):
    shares = split(amount, weights)
    by_weight = sorted(weights, key=lambda name: (weights[name], shares[name]))
    received = [shares[name] for name in by_weight]
    assert received == sorted(received)


def test_soles_left_over_go_to_the_largest_remainder_and_ties_in_the_order_given():
    assert split(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert split(10, {"a": 1, "b": 2}) == {"a": 3, "b": 7}


@pytest.mark.parametrize("weights", [{}, {"a": 0}, {"a": 2, "b": -1}])
def test_a_split_without_positive_weights_is_refused(weights):
    with pytest.raises(ValueError, match="pesos positivos"):
        split(100, weights)


@given(SOLES, WEIGHTS)
def test_a_hundred_coins_are_always_a_hundred(first, others):
    coins, rest = hundred_coins(first, others)
    assert coins + sum(rest.values()) == 100
    assert rest.keys() == others.keys()


@given(SOLES, WEIGHTS)
def test_the_first_coins_are_the_percentage_that_people_would_compute(first, others):
    whole = first + sum(others.values())
    coins, _rest = hundred_coins(first, others)
    assert coins == min(max(int(percentage(first, whole, 0)), 1 if first else 0), 99)


def test_some_money_is_never_shown_as_none_nor_almost_all_as_all():
    assert of_hundred(1, 1_000_000) == 1
    assert of_hundred(999_999, 1_000_000) == 99
    assert of_hundred(0, 1_000_000) == 0
    assert of_hundred(1_000_000, 1_000_000) == 100


def test_there_are_no_coins_where_there_is_no_money():
    assert of_hundred(0, 0) == 0
    with pytest.raises(ValueError, match="pesos positivos"):
        hundred_coins(0, {"rest": 0})


def test_a_percentage_is_rounded_half_up_as_the_portal_does():
    assert percentage(104_706_035, 124_093_638) == Decimal("84.4")
    assert percentage(1, 8, 0) == Decimal(13)
    assert percentage(-1, 8, 0) == Decimal(-13)


def test_a_percentage_of_nothing_is_unknown_not_zero():
    assert percentage(5, 0) is None


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6), st.integers(0, 4))
def test_rounding_never_moves_a_number_more_than_half_of_its_last_place(top, bottom, places):
    exact = Fraction(top, bottom)
    assert abs(Fraction(rounded(exact, places)) - exact) <= Fraction(1, 2 * 10**places)


def test_soles_per_person_are_whole_and_unknown_where_nobody_is_counted():
    assert per_person(124_093_638, 6_376) == 19_463
    assert per_person(1_000, 0) is None


def test_a_sum_of_whole_soles_is_whole_and_with_cents_exact():
    assert total([10**15, 1]) == 10**15 + 1
    assert isinstance(total([1, 2]), int)
    assert total([Decimal("0.10"), Decimal("0.20"), 1]) == Decimal("1.30")
