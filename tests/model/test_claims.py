"""What differs between two claims is read from what each of them says."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cuentas.model.claims import Aspect, Claim, Pair
from cuentas.model.provenance import Mark

ONE = Claim(
    shown="96 %",
    says="Dice 96 %.",
    value=Decimal(96),
    unit="%",
    of_what="todo",
    when="hoy",
    who="una oficina",
    counts="soles",
    source_key="OWN",
    mark=Mark.OFFICIAL,
    whole=Decimal(50),
)


def pair(first=ONE, second=ONE):
    told = {"explanation": "Por esto.", "office": "La oficina", "ask": "un papel", "example": "¿?"}
    return Pair("p", first, second, settled=True, **told)


def test_claims_that_say_the_same_do_not_differ():
    assert pair().differences == ()
    assert pair().gap == 0


@given(st.sets(st.sampled_from(list(Aspect))))
def test_exactly_the_aspects_that_are_told_apart_differ(aspects):
    other = replace(ONE, **{one.value: "otra cosa" for one in aspects})
    assert set(pair(second=other).differences) == aspects


@given(st.decimals(0, 100, places=1), st.integers(1, 10**12))
def test_the_part_of_a_percentage_is_never_more_than_its_whole(value, whole):
    claim = replace(ONE, value=value, whole=Decimal(whole))
    assert 0 <= claim.part <= whole
    assert claim.part * 100 == Fraction(value) * whole


def test_an_amount_is_no_part_of_anything():
    assert replace(ONE, whole=None).part is None


def test_the_gap_has_no_sign():
    other = replace(ONE, value=Decimal("57.2"))
    assert pair(second=other).gap == pair(first=other, second=ONE).gap == Decimal("38.8")


def test_a_pair_quoted_in_part_is_shown_as_quoted():
    press, own = replace(ONE, mark=Mark.PRESS), replace(ONE, mark=Mark.OWN)
    assert pair(second=press).mark is Mark.PRESS
    assert pair(first=own, second=press).mark is Mark.PRESS
    assert pair(second=own).mark is Mark.OWN
    assert pair().mark is Mark.OFFICIAL
