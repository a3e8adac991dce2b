"""A map says who stands where, who is missing, and at whose door to knock first."""

from hypothesis import given
from hypothesis import strategies as st

from cuentas.model.actors import Actor, ActorKind, Level, Side, at, best_doors, missing_sides

KINDS = [
    ActorKind(side, f"Clase {side}", side, "algo", bound_by_request=True, source_key="OWN")
    for side in Side
]


@st.composite
def maps(draw):
    many = draw(st.integers(0, 12))
    level = st.sampled_from(Level)
    return [
        Actor(number, draw(st.sampled_from(KINDS)), "", draw(level), draw(level), "algo")
        for number in range(1, many + 1)
    ]


@given(maps())
def test_every_actor_stands_in_exactly_one_square(actors):
    squares = [at(actors, one, other) for one in Level for other in Level]
    assert sorted(actor.number for square in squares for actor in square) == [
        actor.number for actor in actors
    ]


@given(maps())
def test_a_side_is_missing_only_when_nobody_of_it_is_there(actors):
    present = {actor.kind.side for actor in actors}
    assert set(missing_sides(actors)) == set(Side) - present


@given(maps())
def test_the_first_doors_have_influence_and_the_most_interested_comes_first(actors):
    doors = best_doors(actors)
    assert all(actor.influence is Level.HIGH for actor in doors)
    assert [a.interest for a in doors] == sorted((a.interest for a in doors), reverse=True)


def test_an_actor_without_a_name_is_called_by_its_kind():
    kind = KINDS[0]
    assert Actor(1, kind, "  ", Level.LOW, Level.LOW, "").called == kind.name
    assert Actor(1, kind, " UGEL ", Level.LOW, Level.LOW, "").called == "UGEL"
