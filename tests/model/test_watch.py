"""A signal is raised only where the measure passes what it is compared with."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuentas.model.budget import BudgetLine
from cuentas.model.watch import (
    EARLIER_YEARS,
    Seen,
    Visit,
    cost_growth,
    how_common,
    low_avance,
    much_unsigned,
    old_viability,
    unsigned,
)
from cuentas.model.works import invented, viability

LIMITS = [Decimal(15), Decimal(30), Decimal(50)]
SEEN = date(2024, 9, 9)
EXAMPLE = invented("Canal", "Municipalidad", SEEN)
soles = st.integers(1, 10**9)
shares = st.lists(st.integers(0, 100), min_size=1, max_size=10)


def line(year, devengado, certificado=100, compromiso=100, ubigeo="180106"):
    amounts = (100, 100, certificado, compromiso, compromiso, devengado, devengado)
    return BudgetLine(year, ubigeo, "301486", *amounts, date(2025, 2, 11))


def years(devengados):
    return [line(2015 + place, one) for place, one in enumerate(devengados)]


@given(shares)
def test_a_low_avance_is_below_each_earlier_year_and_needs_three_of_them(devengados):
    past = years(devengados)
    signal = low_avance(past, past[-1].year)
    if len(devengados) <= EARLIER_YEARS:
        assert signal is None
        return
    assert signal.raised is all(devengados[-1] < one for one in devengados[:-1])
    assert signal.compared_with == min(devengados[:-1])


@given(shares)
def test_later_years_change_nothing(devengados):
    past = years(devengados)
    year = past[len(past) // 2].year
    known = [one for one in past if one.year <= year]
    assert low_avance(past, year) == low_avance(known, year)
    assert much_unsigned(past, year) == much_unsigned(known, year)


def test_a_year_equal_to_its_lowest_is_no_signal():
    assert not low_avance(years([50, 60, 70, 50]), 2018).raised
    assert low_avance(years([50, 60, 70, 49]), 2018).raised


@given(soles, soles)
def test_unsigned_money_is_a_share_of_what_was_reserved(certificado, compromiso):
    share = unsigned(line(2020, 0, certificado=certificado, compromiso=compromiso))
    assert 0 <= share <= 100
    if compromiso >= certificado:
        assert share == 0


@pytest.mark.parametrize(("certificado", "compromiso"), [(None, 5), (5, None), (0, 0)])
def test_where_the_source_is_silent_there_is_no_share(certificado, compromiso):
    assert unsigned(line(2020, 0, certificado=certificado, compromiso=compromiso)) is None


def test_more_reserved_than_in_every_earlier_year_is_a_signal():
    past = [line(2015 + n, 0, compromiso=100 - one) for n, one in enumerate([10, 20, 30, 31])]
    signal = much_unsigned(past, 2018)
    assert (signal.measured, signal.compared_with, signal.raised) == (31, 30, True)
    assert not much_unsigned([*past[:3], line(2018, 0, compromiso=70)], 2018).raised


@given(st.decimals(1, 10**8, places=2), st.decimals(1, 10**8, places=2))
def test_growth_is_beside_the_highest_limit_that_it_passes(before, now):
    work = replace(EXAMPLE, viable_cost=before, updated_cost=now)
    signal = cost_growth(work, LIMITS)
    passed = [limit for limit in LIMITS if signal.measured > limit]
    assert signal.raised is bool(passed)
    assert signal.compared_with == (passed[-1] if passed else LIMITS[0])
    exact = (now - before) * 100 / before
    assert abs(signal.measured - exact) <= Decimal("0.051")


@pytest.mark.parametrize(
    ("now", "reference", "raised"),
    [(90, 15, False), (115, 15, False), (116, 15, True), (130, 15, True), (151, 50, True)],
)
def test_growth_at_each_limit(now, reference, raised):
    work = replace(EXAMPLE, viable_cost=Decimal(100), updated_cost=Decimal(now))
    signal = cost_growth(work, LIMITS)
    assert (signal.compared_with, signal.raised) == (reference, raised)


def test_without_an_approved_cost_there_is_no_growth():
    assert cost_growth(replace(EXAMPLE, viable_cost=Decimal(0)), LIMITS) is None


def test_only_an_active_work_past_its_term_raises_the_signal_of_viability():
    clock = viability(EXAMPLE, 3)
    assert old_viability(EXAMPLE, clock).raised
    assert not old_viability(replace(EXAMPLE, state="CERRADO"), clock).raised
    young = replace(EXAMPLE, viable_on=date(2024, 1, 1))
    assert not old_viability(young, viability(young, 3)).raised
    assert old_viability(EXAMPLE, None) is None


def test_months_and_term_are_told_in_the_same_unit():
    signal = old_viability(EXAMPLE, viability(EXAMPLE, 3))
    assert (signal.measured, signal.compared_with) == (51, 36)


@given(st.lists(shares, max_size=5), st.integers(2015, 2024))
def test_signals_are_counted_once_for_each_municipality_with_enough_past(places, year):
    lines = [
        line(2015 + n, one, ubigeo=f"18010{place}")
        for place, devengados in enumerate(places)
        for n, one in enumerate(devengados)
    ]
    raised, told = how_common(lines, year)
    assert 0 <= raised <= told
    assert told == sum(len(devengados) > year - 2015 >= EARLIER_YEARS for devengados in places)


def test_a_visit_counts_its_answers_and_says_when_nobody_works():
    visit = Visit({"a": Seen.YES, "b": Seen.YES, "c": Seen.NO, "d": Seen.UNSEEN, "e": Seen.MORE})
    assert [visit.count(one) for one in (Seen.YES, Seen.NO, Seen.UNSEEN)] == [2, 1, 1]
    assert visit.stalled
    assert not Visit({"e": Seen.FEWER}).stalled
