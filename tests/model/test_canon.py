import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuentas.model import canon
from cuentas.model.canon import (
    CANON_HISTORY,
    CANON_IN_FORCE,
    ROYALTY_IN_FORCE,
    Receiver,
    canon_of,
    doors,
    payments,
    region_share,
    shares_of,
)
from cuentas.model.mine import ExampleMine

SOLES = st.integers(min_value=0, max_value=10**11)
WEIGHTS = st.lists(st.integers(1, 10**6), min_size=4, max_size=21)
MILLION = 1_000_000


def receivers_of(weights):
    """Municipalities of two provinces, in turns."""
    return tuple(
        Receiver(f"18{1 + number % 2:02}{number:02}", weight)
        for number, weight in enumerate(weights)
    )


def test_half_of_a_hundred_millions_of_income_tax_is_canon():
    assert canon_of(100 * MILLION) == 50 * MILLION


def test_the_canon_of_the_worked_example_reaches_its_four_tiers():
    assert shares_of(50 * MILLION) == {
        "district": 5_000_000,
        "province": 12_500_000,
        "department": 20_000_000,
        "region": 12_500_000,
    }


def test_the_regional_quarter_of_the_worked_example_pays_universities_and_institutes():
    share = region_share(12_500_000)
    assert (share.universities, share.institutes, share.left) == (2_500_000, 1_250_000, 8_750_000)


def test_in_a_bad_year_the_district_of_the_worked_example_receives_two_millions():
    assert canon_of(40 * MILLION) == 20 * MILLION
    assert shares_of(canon_of(40 * MILLION))["district"] == 2 * MILLION


def test_the_royalty_of_the_worked_example_is_shared_by_its_own_rule():
    assert shares_of(10 * MILLION, ROYALTY_IN_FORCE) == {
        "district": 2_000_000,
        "province": 2_000_000,
        "department": 4_000_000,
        "region": 1_500_000,
        "universities": 500_000,
    }


def test_inside_a_tier_a_small_poor_district_can_weigh_as_much_as_a_large_one():
    weights = {"large": 8_000 * 25, "poor": 2_000 * 50, "served": 10_000 * 10}
    assert canon.split(100, weights) == {"large": 50, "poor": 25, "served": 25}


def test_the_law_changed_in_2001_2003_and_2004_and_the_last_rule_is_in_force():
    assert [rule.since for rule in CANON_HISTORY] == [2001, 2003, 2004]
    assert [rule.law for rule in CANON_HISTORY] == ["Ley 27506", "Ley 28077", "Ley 28322"]
    assert dict(CANON_HISTORY[0].shares) == {"province": 20, "department": 60, "region": 20}
    assert CANON_IN_FORCE is CANON_HISTORY[-1]


def test_only_the_law_of_2003_left_the_producing_district_out_of_the_wider_tiers():
    assert [rule.excludes_producer for rule in CANON_HISTORY] == [None, True, False]


@pytest.mark.parametrize("rule", [*CANON_HISTORY, ROYALTY_IN_FORCE], ids=lambda rule: rule.law)
def test_the_shares_of_every_rule_add_up_to_a_hundred(rule):
    assert sum(percent for _tier, percent in rule.shares) == 100


@given(SOLES)
def test_the_tiers_of_any_canon_add_up_to_it(amount):
    assert sum(shares_of(amount).values()) == amount
    assert sum(shares_of(amount, ROYALTY_IN_FORCE).values()) == amount


@given(SOLES)
def test_the_regional_quarter_loses_nothing(amount):
    share = region_share(amount)
    assert share.universities + share.institutes + share.left == amount


@given(SOLES, WEIGHTS)
def test_what_all_municipalities_receive_is_exactly_the_three_municipal_tiers(amount, weights):
    receivers = receivers_of(weights)
    mine = receivers[0].ubigeo
    received = sum(doors(amount, mine, receivers, one.ubigeo).total for one in receivers)
    tiers = shares_of(amount)
    assert received == tiers["district"] + tiers["province"] + tiers["department"]


@given(SOLES, WEIGHTS)
def test_the_district_of_the_mine_enters_by_the_three_doors(amount, weights):
    receivers = receivers_of(weights)
    tiers = shares_of(amount)
    own = doors(amount, receivers[0].ubigeo, receivers, receivers[0].ubigeo)
    assert own.district == tiers["district"]
    province = [one.weight for one in receivers if one.province == receivers[0].province]
    assert abs(own.province - tiers["province"] * weights[0] / sum(province)) <= 1
    assert abs(own.department - tiers["department"] * weights[0] / sum(weights)) <= 1


def test_another_province_enters_only_by_the_door_of_the_department():
    receivers = receivers_of([5, 5, 5, 5])
    far = doors(100, receivers[0].ubigeo, receivers, receivers[1].ubigeo)
    assert (far.district, far.province, far.department) == (0, 0, 10)


@pytest.mark.parametrize(("mine", "who"), [("180100", "999999"), ("999999", "180100")])
def test_a_place_that_does_not_take_part_is_refused_not_given_zero(mine, who):
    with pytest.raises(KeyError, match="999999"):
        doors(100, mine, receivers_of([5, 5, 5, 5]), who)


@given(SOLES, SOLES)
def test_advance_plus_settlement_minus_deduction_is_always_the_canon(estimated, actual):
    paid = payments(estimated, actual)
    assert paid.advance + paid.settlement - paid.to_deduct == actual
    assert paid.settlement >= 0
    assert paid.to_deduct >= 0
    assert not (paid.settlement and paid.to_deduct)


@given(SOLES)
def test_the_advance_is_half_of_what_was_estimated(estimated):
    assert abs(2 * payments(estimated, 0).advance - estimated) <= 1


def test_an_advance_larger_than_the_canon_leaves_no_second_payment():
    """Apurímac, 2023: estimate 239 million, 120 in January, no payment in July."""
    paid = payments(estimated=240 * MILLION, actual=100 * MILLION)
    assert (paid.advance, paid.settlement, paid.to_deduct) == (120 * MILLION, 0, 20 * MILLION)


def test_canon_follows_profit_not_tonnes():
    good, bad = ExampleMine(100_000, 30_000, 20_000), ExampleMine(100_000, 24_000, 20_000)
    assert (good.canon, bad.canon) == (150 * MILLION, 60 * MILLION)


def test_a_mine_with_a_loss_pays_no_tax_and_no_canon():
    losing = ExampleMine(100_000, 16_000, 20_000)
    assert losing.profit == -400 * MILLION
    assert (losing.income_tax, losing.canon) == (0, 0)
    assert canon_of(-7) == 0


@pytest.mark.parametrize("odd", [1, 3, 5, 101])
def test_half_a_sol_is_rounded_as_everywhere_else_half_up(odd):
    assert canon_of(odd) == (odd + 1) // 2
    assert payments(odd, 0).advance == (odd + 1) // 2
