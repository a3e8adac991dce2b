"""What is written in a figure stays inside it on every phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from cuentas.view.draw.letters import fitting, width, wrapped

WORDS = st.text("abcdefghijlmnoñrstuvy ABCMWX0123456789.,%/()áéíú-", max_size=80)
ROOMS = st.floats(30, 300)
SIZES = st.sampled_from([9.0, 11.0, 13.0])


def bare(words):
    return words.replace(" ", "").replace("-", "")


@given(WORDS, ROOMS, SIZES, st.booleans())
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(words, room, size, bold):
    lines = wrapped(words, room, size, bold=bold)
    assert all(width(line, size, bold=bold) <= room + 1e-6 for line in lines)
    assert bare("".join(lines)) == bare(words)


@given(WORDS, ROOMS, SIZES)
def test_a_line_that_does_not_fit_is_written_smaller(words, room, size):
    assert width(words, fitting(words, room, size)) <= room + 1e-6
    assert fitting(words, room, size) <= size


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "words",
    [
        "PIM: el presupuesto con los cambios del año",
        "S/ 205 098 442",
        "86.9 % («cerca de»)",
        "WAMANÍ – Ñuñoa, Challhuahuacho",
    ],
)
def test_what_is_measured_is_never_less_than_what_is_drawn(words, bold):
    letters = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    drawn = TextPath((0, 0), words, size=100, prop=letters).get_extents().width
    assert drawn <= width(words, 100, bold=bold)
