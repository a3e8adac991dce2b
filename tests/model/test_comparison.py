from dataclasses import replace
from datetime import date
from decimal import Decimal

from cuentas.model.budget import BudgetLine
from cuentas.model.comparison import (
    Change,
    People,
    Population,
    most_alike,
    neighbours,
    own_past,
    pim_per_person,
)
from cuentas.model.investment import Investment

LINE = BudgetLine(2023, "180106", "301486", 60, 100, 90, 84, 80, 40, 38, date(2025, 2, 11))
LINES = [
    replace(LINE, ubigeo="180301", pim=5_000),
    replace(LINE, year=2022, pim=70),
    LINE,
    replace(LINE, ubigeo="180101", pim=130),
    replace(LINE, year=2015, pim=10),
]
MATALAQUE = People("180207", 579, 281, 298, 295)


def test_the_own_past_is_one_municipality_from_the_oldest_year():
    assert [(one.ubigeo, one.year) for one in own_past(LINES, "180106")] == [
        ("180106", 2015),
        ("180106", 2022),
        ("180106", 2023),
    ]


def test_neighbours_are_all_of_one_year_in_the_order_of_their_codes():
    assert [one.ubigeo for one in neighbours(LINES, 2023)] == ["180101", "180106", "180301"]


def test_the_fair_twin_is_the_one_with_the_closest_budget_never_itself():
    assert most_alike(LINES, LINE).ubigeo == "180101"
    assert most_alike([LINE], LINE) is None


def test_a_change_is_said_in_soles_and_in_percent_of_the_start():
    assert (Change(80, 100).difference, Change(80, 100).percent) == (20, Decimal(25))
    assert Change(100, 80).percent == Decimal(-20)
    assert Change(0, 80).percent is None


def test_an_amount_per_person_depends_on_who_counted():
    assert pim_per_person(replace(LINE, pim=3_400_000), MATALAQUE, Population.CENSUS) == 5_872
    assert pim_per_person(replace(LINE, pim=3_400_000), MATALAQUE, Population.PROJECTION) == 11_525


def test_the_gap_between_counts_is_measured_against_the_census():
    assert MATALAQUE.gap_percent == Decimal("-49.1")
    assert People("180302", 5_523, 2_745, 2_778, 12_014).gap_percent == Decimal("117.5")


def test_an_investment_tells_its_two_costs_to_the_cent():
    one = Investment(
        cui="2507631",
        short_name="Hospital",
        state="CERRADO",
        viable_cost=Decimal("100.00"),
        updated_cost=Decimal("100.01"),
        registered_on=None,
        viable_on=None,
        ubigeo="180301",
        entity="GORE",
        entity_level="regional",
        places=1,
        query_date=date(2024, 9, 9),
    )
    assert one.cost_change.difference == Decimal("0.01")
