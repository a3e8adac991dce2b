"""A purse is exact, every work is taken or waits, and nothing that is known gets lost."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cuentas.model.council import (
    LEAST_WORKS,
    Council,
    Inheritance,
    Known,
    Proposal,
    for_a_council,
    purse,
)
from cuentas.model.investment import Investment
from cuentas.model.works import ACTIVE

LETTERS = "ABCDEFGH"
costs = st.decimals(0, 10**9, places=2)
subsets = st.frozensets(st.sampled_from(LETTERS))


@st.composite
def proposals(draw):
    amounts = draw(st.lists(costs, max_size=len(LETTERS)))
    return tuple(
        Proposal(id_, f"Obra {id_}", cost) for id_, cost in zip(LETTERS, amounts, strict=False)
    )


@st.composite
def councils(draw):
    return Council(draw(costs), draw(proposals()), draw(subsets))


@st.composite
def registered(draw):
    kinds = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["municipal", "regional", "national"]),
                st.sampled_from([ACTIVE, "CERRADO"]),
                st.integers(1, 3),
                costs,
            ),
            max_size=12,
        )
    )
    return [_work(str(cui), *kind) for cui, kind in enumerate(kinds)]


def _work(cui, level, state, places, cost):
    day = date(2024, 9, 9)
    return Investment(
        cui, f"Obra {cui}", state, cost, cost, day, day, "180106", "Entidad", level, places, day
    )


@given(st.integers(0, 10**11), st.integers(0, 100))
def test_a_purse_is_the_whole_soles_below_its_part_of_the_budget(budget, share):
    assert purse(budget, share) == budget * share // 100
    assert purse(Decimal(budget), share) <= budget


@given(councils())
def test_every_work_is_taken_or_waits_and_never_both(sitting):
    assert sorted([*sitting.taken, *sitting.left_out], key=lambda one: one.id) == list(
        sitting.proposals
    )
    assert not set(sitting.taken) & set(sitting.left_out)


@given(councils())
def test_what_is_left_is_the_purse_less_what_was_taken(sitting):
    assert sitting.cost == sum(one.cost for one in sitting.proposals if one.id in sitting.chosen)
    assert sitting.left == sitting.purse - sitting.cost
    assert sitting.fits == (sitting.cost <= sitting.purse)


@given(councils())
def test_a_work_that_would_fit_does_fit_when_it_is_taken(sitting):
    for one in sitting.left_out:
        later = Council(sitting.purse, sitting.proposals, sitting.chosen | {one.id})
        assert (one in sitting.would_fit) == later.fits


@given(proposals(), st.dictionaries(st.sampled_from(LETTERS), st.sampled_from(Known)))
def test_every_inherited_work_is_counted_once_and_what_nobody_said_is_not_known(works, known):
    left = Inheritance(works, known)
    assert sum(left.counts.values()) == len(works)
    assert list(left.counts) == list(Known)
    for one in Known:
        assert len(left.those(one)) == left.counts[one]
    assert all(left.of(one) is Known.UNKNOWN for one in works if one.id not in known)


@given(registered())
def test_a_council_looks_at_what_municipalities_registered_and_has_a_choice(works):
    offered = for_a_council(works)
    own = {one.cui for one in works if (one.entity_level, one.state) == ("municipal", ACTIVE)}
    assert own <= {one.cui for one in offered}
    assert len(offered) == min(len(works), max(len(own), LEAST_WORKS))
    first = [one.updated_cost for one in offered[: len(own)]]
    assert first == sorted(first, reverse=True)
