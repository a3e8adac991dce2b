"""Points are counted, limits hold, and a tie is never broken in silence."""

from hypothesis import given
from hypothesis import strategies as st

from cuentas.model.votes import (
    Challenge,
    Fate,
    Purse,
    TieRule,
    by_points,
    funnel,
    outcome,
    places,
)

LETTERS = "ABCDEFGH"


@st.composite
def classes(draw):
    points = draw(st.lists(st.integers(0, 6), min_size=1, max_size=8))
    problems = draw(st.lists(st.integers(0, 9), min_size=len(points), max_size=len(points)))
    return [
        Challenge(letter, f"Reto {letter}", many, given_)
        for letter, many, given_ in zip(LETTERS, problems, points, strict=False)
    ]


seats = st.integers(0, 8)
rules = st.sampled_from(TieRule)


@given(classes(), seats, rules)
def test_every_challenge_has_exactly_one_fate(challenges, most, rule):
    result = outcome(challenges, most, rule)
    assert set(result.fates) == {one.letter for one in challenges}


@given(classes(), seats, rules)
def test_nothing_without_points_goes_on(challenges, most, rule):
    result = outcome(challenges, most, rule)
    for one in challenges:
        if not one.points:
            assert result.fates[one.letter] is Fate.UNVOTED


@given(classes(), seats, rules)
def test_nobody_is_passed_by_somebody_with_fewer_points(challenges, most, rule):
    fates = outcome(challenges, most, rule).fates
    chosen = [one.points for one in challenges if fates[one.letter] is Fate.CHOSEN]
    others = [one.points for one in challenges if fates[one.letter] is not Fate.CHOSEN]
    if chosen and others:
        assert min(chosen) > max(others)


@given(classes(), seats)
def test_equal_points_always_share_their_fate(challenges, most):
    for rule in TieRule:
        fates = outcome(challenges, most, rule).fates
        for points in {one.points for one in challenges}:
            assert len({fates[one.letter] for one in challenges if one.points == points}) == 1


@given(classes(), seats)
def test_there_are_never_more_than_the_seats_unless_the_class_lets_all_in(challenges, most):
    for rule in (TieRule.OPEN, TieRule.NONE):
        assert len(outcome(challenges, most, rule).letters(Fate.CHOSEN)) <= most


@given(classes(), seats)
def test_an_open_tie_is_one_that_does_not_fit(challenges, most):
    result = outcome(challenges, most)
    tied, chosen = result.letters(Fate.TIED), result.letters(Fate.CHOSEN)
    if tied:
        assert len(tied) > 1
        assert len(chosen) < most < len(chosen) + len(tied)
        everybody = outcome(challenges, most, TieRule.ALL)
        assert set(everybody.letters(Fate.CHOSEN)) == {*chosen, *tied}
        nobody = outcome(challenges, most, TieRule.NONE)
        assert nobody.letters(Fate.CHOSEN) == chosen
        assert nobody.letters(Fate.TIED) == ()


@given(classes(), seats, rules)
def test_the_order_in_which_challenges_are_written_decides_nothing(challenges, most, rule):
    forwards = outcome(challenges, most, rule)
    assert outcome(list(reversed(challenges)), most, rule) == forwards
    assert by_points(challenges) == by_points(list(reversed(challenges)))


@given(classes())
def test_places_start_at_one_and_equal_points_share_one(challenges):
    found = places(challenges)
    assert min(found.values()) == 1
    for one in challenges:
        for other in challenges:
            if one.points == other.points:
                assert found[one.letter] == found[other.letter]
            elif one.points > other.points:
                assert found[one.letter] < found[other.letter]


@given(classes(), seats, st.integers(0, 30))
def test_the_funnel_never_widens_below_the_challenges(challenges, most, problems):
    steps = funnel(problems, challenges, outcome(challenges, most))
    assert steps.chosen <= len(challenges)
    assert steps.grouped == sum(one.problems for one in challenges)


@given(st.integers(-3, 60), st.integers(-3, 10), st.integers(0, 500))
def test_a_purse_has_so_many_points_and_tells_when_more_were_counted(people, each, spent):
    purse = Purse(people, each)
    assert purse.whole == max(people, 0) * max(each, 0)
    assert purse.left(spent) + spent == purse.whole


def test_two_that_tie_for_the_last_place_wait_for_the_class():
    challenges = [
        Challenge("A", "Agua", 4, 12),
        Challenge("B", "Camino", 3, 9),
        Challenge("C", "Posta", 5, 9),
        Challenge("D", "Parque", 1, 2),
    ]
    result = outcome(challenges, 2)
    assert result.letters(Fate.CHOSEN) == ("A",)
    assert result.letters(Fate.TIED) == ("B", "C")
    assert result.edge == 9
    assert outcome(challenges, 3).letters(Fate.CHOSEN) == ("A", "B", "C")


def test_with_a_seat_for_each_voted_challenge_the_edge_is_the_last_one():
    challenges = [Challenge("A", "Agua", 4, 12), Challenge("B", "Camino", 3, 9)]
    assert outcome(challenges, 2).edge == 9
    assert outcome(challenges, 3).edge == 0


def test_an_empty_challenge_is_not_in_the_funnel():
    empty = [Challenge("A", "", 0, 0), Challenge("B", "", 2, 0), Challenge("C", "Algo", 0, 0)]
    assert funnel(2, empty, outcome(empty, 3)).challenges == 2
