"""A life on a strip: every stop is written, nothing leaves the sheet, same input same bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuentas.view.draw.canvas import SPENT, UNTOUCHED, WIDTH, Stroke, Words
from cuentas.view.draw.strip import Stop, strip

KNOWN = Stop("Se registró", "5 de marzo de 2021", SPENT)
ASKED = Stop("¿Tiene expediente técnico?", "No lo dice. Pide su registro, con fecha.", known=False)
CHOSEN = Stop(
    "3. Ejecución", "Se hace el expediente técnico y se construye.", UNTOUCHED, chosen=True
)
words = st.text("abcdefghij ", min_size=1, max_size=90).map(str.strip).filter(bool)


def texts(drawing):
    return [mark.text for mark in drawing.marks if isinstance(mark, Words)]


def is_dashed(drawing):
    return any(mark.dashed for mark in drawing.marks if isinstance(mark, Stroke))


def test_every_stop_is_written_whole():
    written = " ".join(texts(strip([KNOWN, ASKED, CHOSEN], "x")))
    for stop in (KNOWN, ASKED, CHOSEN):
        for word in f"{stop.name} {stop.words}".split():
            assert word in written


def test_the_road_to_what_nobody_knows_is_dashed():
    assert not is_dashed(strip([KNOWN, KNOWN], "x"))
    assert is_dashed(strip([KNOWN, ASKED], "x"))


def test_a_chosen_stop_looks_different():
    plain = Stop(CHOSEN.name, CHOSEN.words, CHOSEN.fill)
    assert strip([KNOWN, plain], "x") != strip([KNOWN, CHOSEN], "x")


def test_the_same_strip_is_the_same_bytes():
    assert strip([KNOWN, ASKED], "x") == strip([KNOWN, ASKED], "x")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.builds(Stop, words, words), min_size=1, max_size=6))
def test_more_words_make_a_higher_sheet_and_no_text_below_it(stops):
    drawing = strip(stops, "x")
    assert drawing.width == WIDTH
    places = [mark.at[1] for mark in drawing.marks if isinstance(mark, Words)]
    assert places
    assert all(0 <= place <= drawing.height for place in places)
    assert drawing.height > strip([KNOWN], "x").height / 2


@pytest.mark.parametrize("count", [1, 4, 7])
def test_each_stop_has_its_own_dot(count):
    drawing = strip([Stop(f"Paso {n}", "algo", SPENT) for n in range(count)], "x")
    assert len([one for one in texts(drawing) if one.startswith("Paso")]) == count
