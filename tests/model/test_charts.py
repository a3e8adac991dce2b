"""A chart lies with true numbers in four ways, and each is undone."""

import itertools
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from cuentas.model.budget import BudgetLine
from cuentas.model.charts import (
    Count,
    Side,
    Story,
    axis_start,
    few_slices,
    nearest_years,
    place_of,
    populations,
    rival,
    shares,
    times_longer,
    told,
    ups_and_downs,
)
from cuentas.model.comparison import People, Population

LINE = BudgetLine(2023, "180106", "301486", 60, 100, 90, 84, 80, 40, 38, date(2025, 2, 11))
CENSUS, PROJECTION = Population.CENSUS, Population.PROJECTION
SAWTOOTH = tuple((2015 + n, Fraction(value)) for n, value in enumerate([5, 7, 4, 6, 3, 8]))
amounts = st.lists(st.integers(1, 10**9), min_size=2, max_size=12)
rooms = st.sampled_from([Fraction(2), Fraction(1), Fraction(1, 4), Fraction(1, 10)])


def of_year(year, pim=100, ubigeo="180106"):
    return replace(LINE, year=year, pim=pim, ubigeo=ubigeo)


def side(pim, census, projection, ubigeo="180106"):
    return Side(of_year(2023, pim, ubigeo), People(ubigeo, census, None, None, projection))


def test_the_years_shown_are_those_nearest_to_the_chosen_one_that_have_money():
    lines = [of_year(year, pim=0 if year == 2022 else 100) for year in range(2015, 2026)]
    assert [one.year for one in nearest_years(lines, 2023, 4)] == [2021, 2023, 2024, 2025]
    assert [one.year for one in nearest_years(lines[:2], 2023, 4)] == [2015, 2016]


def test_an_axis_that_leaves_a_quarter_makes_the_difference_five_times():
    values = [83, 88]
    start = axis_start(values, Fraction(1, 4))
    assert start == Fraction("81.75")
    assert times_longer(values, start) == 5
    assert times_longer(values, Fraction(0)) == Fraction(88, 83)


def test_equal_bars_cannot_be_made_to_lie():
    assert axis_start([70, 70], Fraction(1, 10)) == 0
    assert times_longer([0, 5], Fraction(0)) is None


@given(amounts, rooms)
def test_cutting_the_axis_never_makes_a_difference_look_smaller(values, room):
    start = axis_start(values, room)
    assert 0 <= start <= min(values)
    honest, seen = times_longer(values, Fraction(0)), times_longer(values, start)
    assert seen >= honest
    assert seen <= 1 + 1 / room or start == 0


def test_two_years_tell_a_rise_and_two_others_a_fall():
    assert told(SAWTOOTH, Story.RISE) == (SAWTOOTH[4], SAWTOOTH[5])
    assert told(SAWTOOTH, Story.FALL) == (SAWTOOTH[1], SAWTOOTH[4])
    assert told(SAWTOOTH, Story.WHOLE) == SAWTOOTH
    assert ups_and_downs(SAWTOOTH) == (3, 2)


def test_a_budget_that_only_grows_tells_no_fall():
    assert told(SAWTOOTH[:2], Story.FALL) == ()
    assert told(SAWTOOTH[:1], Story.RISE) == ()


@given(amounts)
def test_the_two_picked_years_are_an_earlier_and_a_later_one_and_nothing_beats_them(values):
    points = tuple((2000 + n, Fraction(value)) for n, value in enumerate(values))
    picked = told(points, Story.RISE)
    assume(picked)
    before, after = picked
    assert before[0] < after[0]
    grown = after[1] / before[1]
    assert all(
        later[1] / earlier[1] <= grown
        for n, earlier in enumerate(points)
        for later in points[n + 1 :]
    )


@given(amounts)
def test_ups_and_downs_never_outnumber_the_steps(values):
    points = tuple((2000 + n, Fraction(value)) for n, value in enumerate(values))
    ups, downs = ups_and_downs(points)
    flat = sum(a == b for a, b in itertools.pairwise(values))
    assert ups + downs + flat == len(values) - 1


def test_a_share_needs_all_the_municipalities_of_its_year():
    lines = [
        of_year(2022, 25),
        of_year(2022, 75, "180101"),
        of_year(2023, 30),
        of_year(2023, 30, "180101"),
        of_year(2024, 30),
    ]
    assert shares(lines, "180106", {2022: 2, 2023: 2, 2024: 2}) == ((2022, 25), (2023, 50))


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=9))
def test_the_shares_of_a_year_add_up_to_a_hundred(pims):
    lines = [of_year(2023, pim, f"1801{n:02}") for n, pim in enumerate(pims)]
    parts = [shares(lines, line.ubigeo, {2023: len(pims)})[0][1] for line in lines]
    assert sum(parts) == 100


def test_mixing_two_counts_favours_mine():
    mine, other = side(6_000_000, 2_000, 1_500), side(7_000_000, 2_000, 2_000, "180101")
    assert populations(mine, other, Count.MIXED) == (PROJECTION, CENSUS)
    assert populations(mine, other, Count.CENSUS) == (CENSUS, CENSUS)
    assert mine.by(PROJECTION) > other.by(CENSUS)
    assert mine.by(CENSUS) < other.by(CENSUS)


def test_the_rival_is_the_one_whose_place_can_be_taken_by_mixing():
    mine = side(6_000_000, 2_000, 1_500)
    turned, far = side(7_000_000, 2_000, 2_000, "180101"), side(9_000_000, 1_000, 900, "180102")
    close = side(5_900_000, 2_000, 2_000, "180103")
    assert rival(mine, [far, turned, close]) is turned
    assert rival(mine, [far, close]) is close
    assert rival(mine, []) is None


@given(
    st.integers(1, 10**9),
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    st.integers(1, 10**6),
)
def test_mixed_counts_never_make_mine_look_smaller_beside_the_other(pim, one, two, three, four):
    mine, other = side(pim, one, two), side(pim, three, four, "180101")
    mixed = [
        a.by(b) for a, b in zip((mine, other), populations(mine, other, Count.MIXED), strict=True)
    ]
    for count in (CENSUS, PROJECTION):
        assert mixed[0] / mixed[1] >= mine.by(count) / other.by(count)


def test_few_bars_keep_mine_and_join_the_rest():
    lines = [of_year(2023, pim, f"1801{n:02}") for n, pim in enumerate([90, 80, 70, 60, 50, 40, 5])]
    shown = few_slices(lines, "180106", 5)
    assert [one.pim for one in shown] == [90, 80, 70, 60, 5, 90]
    assert (shown[-1].ubigeo, shown[-1].others) == ("", 2)
    assert [one.ubigeo for one in few_slices(lines[:2], "180100", 5)] == ["180100", "180101"]
    assert place_of(lines, "180106") == 7


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=30), st.integers(1, 6))
def test_joining_slices_loses_no_sol(pims, count):
    lines = [of_year(2023, pim, f"18{n:04}") for n, pim in enumerate(pims)]
    shown = few_slices(lines, lines[-1].ubigeo, count)
    assert sum(one.pim for one in shown) == sum(pims)
    assert sum(one.others for one in shown) == len(pims)
    assert lines[-1].ubigeo in [one.ubigeo for one in shown]
