"""What is written in a figure stays inside it on every phone."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from cuentas.view.draw.canvas import SMALL, Words
from cuentas.view.draw.letters import fitting, syllables, width, wrapped
from cuentas.view.draw.tiles import Tile, tiles
from support import every_figure, pack, yearly

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


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Huariaca", "Hua-ria-ca"),
        ("Pallanchacra", "Pa-llan-cha-cra"),
        ("Challhuahuacho", "Chall-hua-hua-cho"),
        ("Quinistaquillas", "Qui-nis-ta-qui-llas"),
        ("Coyllurqui", "Coy-llur-qui"),
        ("Ilo", "I-lo"),
    ],
)
def test_a_name_is_cut_between_its_syllables(name, parts):
    assert syllables(name).replace("\N{SOFT HYPHEN}", "-") == parts
    room = width("chacra-", SMALL)
    ends = [line.removesuffix("-") for line in wrapped(name, room, SMALL)]
    assert "".join(ends) == name
    assert all(line in parts.replace("-", "") and line for line in ends)


def test_what_has_no_syllables_is_cut_where_it_fits():
    assert wrapped("x" * 12, width("xxxxx-", SMALL), SMALL) == ["xxxxx-", "xxxxx-", "xx"]


def words_of(drawing):
    return [mark for mark in drawing.marks if isinstance(mark, Words)]


def edges(mark):
    """Left, top, right and bottom of a line; accents and tails of letters may touch others."""
    wide = width(mark.text, mark.size, bold=mark.bold)
    left = mark.at[0] - {"left": 0, "center": wide / 2, "right": wide}[mark.align]
    return left, mark.at[1] - 0.75 * mark.size, left + wide, mark.at[1] + 0.2 * mark.size


def figures_of_apurimac():
    for district in pack("apurimac").region.districts:
        latest = max(
            line.year for line in pack("apurimac").budget if line.ubigeo == district.ubigeo
        )
        yield from yearly(district.ubigeo, latest, "apurimac").values()


@pytest.mark.parametrize("figures", [every_figure, figures_of_apurimac])
def test_no_words_leave_the_sheet_or_touch_others(figures):
    for drawing in (figure.drawing for figure in figures()):
        placed = [edges(mark) for mark in words_of(drawing)]
        for left, top, right, bottom in placed:
            assert left > -0.01
            assert top >= 0
            assert right < drawing.width + 0.01
            assert bottom <= drawing.height
        for one, other in combinations(placed, 2):
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert min(across, down) < 0.5


@pytest.mark.parametrize("columns", range(1, 7))
def test_a_map_of_any_width_shows_its_names_large_enough(columns):
    names = [
        district.name
        for slug in ("moquegua", "apurimac")
        for district in pack(slug).region.districts
        if len(district.name) <= 12
    ]
    places = [
        Tile((number // columns + 1, number % columns + 1), name, "84.4 %", 84.4)
        for number, name in enumerate(names)
    ]
    written = [mark for mark in words_of(tiles(places, "map")) if not mark.bold]
    assert min(mark.size for mark in written) >= 9
