"""A life on a strip: every stop is written, nothing leaves the sheet, same input same bytes."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuentas.view.draw.canvas import SPENT, UNTOUCHED, WIDTH
from cuentas.view.draw.strip import Stop, strip

KNOWN = Stop("Se registró", "5 de marzo de 2021", SPENT)
ASKED = Stop("¿Tiene expediente técnico?", "No lo dice. Pide su registro, con fecha.", known=False)
CHOSEN = Stop(
    "3. Ejecución", "Se hace el expediente técnico y se construye.", UNTOUCHED, chosen=True
)
words = st.text("abcdefghij ", min_size=1, max_size=90).map(str.strip).filter(bool)


def texts(svg):
    return [
        " ".join(one.itertext()).strip() for one in ET.fromstring(svg).iter() if "text" in one.tag
    ]


def height(svg):
    return float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', svg)[1])


def test_every_stop_is_written_whole():
    written = " ".join(texts(strip([KNOWN, ASKED, CHOSEN], "x")))
    for stop in (KNOWN, ASKED, CHOSEN):
        for word in f"{stop.name} {stop.words}".split():
            assert word in written


def test_the_road_to_what_nobody_knows_is_dashed():
    assert "stroke-dasharray" not in strip([KNOWN, KNOWN], "x")
    assert "stroke-dasharray" in strip([KNOWN, ASKED], "x")


def test_a_chosen_stop_looks_different():
    plain = Stop(CHOSEN.name, CHOSEN.words, CHOSEN.fill)
    assert strip([KNOWN, plain], "x") != strip([KNOWN, CHOSEN], "x")


def test_the_same_strip_is_the_same_bytes():
    assert strip([KNOWN, ASKED], "x") == strip([KNOWN, ASKED], "x")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.builds(Stop, words, words), min_size=1, max_size=6))
def test_more_words_make_a_higher_sheet_and_no_text_below_it(stops):
    svg = strip(stops, "x")
    assert f'viewBox="0 0 {WIDTH}' in svg
    places = [float(one) for one in re.findall(r"translate\([\d.]+ ([\d.]+)\)", svg)]
    assert all(0 <= place <= height(svg) for place in places)
    assert height(svg) > height(strip([KNOWN], "x")) / 2


@pytest.mark.parametrize("count", [1, 4, 7])
def test_each_stop_has_its_own_dot(count):
    svg = strip([Stop(f"Paso {n}", "algo", SPENT) for n in range(count)], "x")
    assert len([one for one in texts(svg) if one.startswith("Paso")]) == count
