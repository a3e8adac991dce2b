"""What a class draws together: nothing on top of another, nothing out of the sheet."""

from itertools import combinations

import pytest

from cuentas.view.actor_editor import MOST_ACTORS
from cuentas.view.draw.canvas import SPENT, WIDTH, Coins, Words
from cuentas.view.draw.funnel import Stage, funnel
from cuentas.view.draw.grid import HIGH, SIDE, Axes, Pin, grid, pin_place
from cuentas.view.draw.lenses import Glass, lenses
from cuentas.view.draw.seats import Group, seats

AXES = Axes("arriba", "derecha", "poco", "mucho")
LONG = "Una asociación de nombre muy largo que casi no entra en ninguna parte del dibujo"


def texts(drawing):
    return [mark.text for mark in drawing.marks if isinstance(mark, Words)]


@pytest.mark.parametrize("many", range(1, MOST_ACTORS + 1))
def test_all_the_actors_fit_in_one_square_without_touching(many):
    pins = [pin_place(place, many) for place in range(many)]
    for across, down, size in pins:
        assert across - size / 2 >= 0
        assert across + size / 2 <= SIDE
        assert down - size / 2 >= 0
        assert down + size / 2 <= HIGH
    for (x, y, size), (other_x, other_y, _size) in combinations(pins, 2):
        assert max(abs(x - other_x), abs(y - other_y)) > size


def test_every_actor_is_named_below_the_map():
    pins = [Pin(n, 2, 0, SPENT, f"{LONG} {n}", square=bool(n % 2)) for n in range(1, 13)]
    said = " ".join(texts(grid(pins, AXES, "grid")))
    for pin in pins:
        assert f"{pin.number}. Una asociación" in said
    assert grid(pins, AXES, "grid").height > grid(pins[:1], AXES, "grid").height


def test_a_longer_answer_makes_a_longer_drawing():
    short = lenses([Glass("¿Quién?", ("Sí.",), SPENT)], "short")
    long = lenses([Glass("¿Quién?", (LONG, LONG, LONG), SPENT)], "long")
    assert long.height > short.height


@pytest.mark.parametrize(("kept", "free"), [(2, 2), (3, 4), (4, 8)])
def test_every_seat_is_drawn_once(kept, free):
    drawing = seats([Group(kept, "guardados", SPENT), Group(free, "libres", SPENT)], "seats")
    assert f"{kept} · guardados" in texts(drawing)
    drawn = [len(mark.centres) for mark in drawing.marks if isinstance(mark, Coins)]
    assert sum(drawn) == kept + free + 2  # one beside each name


def test_the_funnel_narrows_with_its_numbers_and_an_empty_one_is_still_drawn():
    stages = [Stage(n, f"paso {n}", "porque sí", SPENT) for n in (30, 8, 3, 0)]
    drawing = funnel(stages, "funnel")
    assert [one for one in texts(drawing) if one.isdigit()] == ["30", "8", "3", "0"]
    assert drawing.height < 4 * WIDTH
