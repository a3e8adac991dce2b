from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cuentas.model.budget import (
    CHAIN,
    BudgetLine,
    Finality,
    chain,
    committed_not_spent,
    finality,
)

FULL = BudgetLine(2023, "180106", "301486", 60, 100, 90, 84, 80, 40, 38, date(2025, 2, 11))
SILENT = replace(FULL, certificado=None, compromiso=None, compromiso_mensual=None, girado=None)


def test_the_chain_keeps_the_order_of_the_law():
    assert CHAIN == ("pia", "pim", "certificado", "compromiso", "devengado", "girado")
    assert tuple(step.name for step in chain(FULL)) == CHAIN


def test_each_step_tells_its_change_from_the_one_before():
    assert [step.change for step in chain(FULL)] == [None, 40, -10, -6, -44, -2]


def test_an_amount_that_the_source_does_not_give_is_no_step_and_never_zero():
    assert [(step.name, step.amount) for step in chain(SILENT)] == [
        ("pia", 60),
        ("pim", 100),
        ("devengado", 40),
    ]
    assert chain(SILENT)[-1].change == -60


def test_a_budget_of_zero_has_no_percentage():
    assert replace(FULL, pim=0, devengado=0).avance is None
    assert FULL.avance == Decimal(40)


def test_what_was_added_and_what_stayed_unspent_are_plain_differences():
    assert (FULL.added, FULL.unspent) == (40, 60)
    assert replace(FULL, pim=50).added == -10


def test_committed_but_not_spent_is_unknown_when_the_source_is_silent():
    assert committed_not_spent(FULL) == 44
    assert committed_not_spent(SILENT) is None
    assert committed_not_spent(replace(FULL, compromiso=39)) == 0


@pytest.mark.parametrize(
    ("read_on", "expected"),
    [
        (date(2023, 12, 31), Finality.IN_YEAR),
        (date(2022, 5, 1), Finality.IN_YEAR),
        (date(2024, 1, 1), Finality.PRELIMINARY),
        (date(2024, 12, 31), Finality.PRELIMINARY),
        (date(2025, 1, 1), Finality.CLOSED),
    ],
)
def test_a_year_is_preliminary_during_the_year_after(read_on, expected):
    assert finality(2023, read_on) is expected
    assert replace(FULL, query_date=read_on).finality is expected
