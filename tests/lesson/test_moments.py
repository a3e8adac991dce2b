"""A control moves, and drawing, description and table move together."""

import pytest

from cuentas.i18n import formats
from support import CHOJATA, MOMENTS, SAN_ANTONIO, TORATA, controls_of, explorers, faces, here

FOLLOW_DISTRICT = (
    "canon_road",
    "canon_simulator",
    "opening",
    "chain",
    "hundred",
    "compared",
    "per_person",
    "investments",
    "cut_axis",
    "picked_years",
    "mixed_counts",
)
FOLLOW_YEAR = ("opening", "chain", "hundred", "per_person")
MOVED = [
    ("canon_road", 0, 24_000),
    ("price_shock", 0, 26_000),
    ("canon_calendar", 0, 40_000),
    ("canon_calendar", 1, 22_000),
    ("canon_simulator", 0, SAN_ANTONIO),
    ("canon_simulator", 1, 44_000),
    ("canon_simulator", 2, 140_000),
    ("compared", 0, "neighbours"),
]


def all_change(before, after):
    return all(old != new for old, new in zip(before, after, strict=True))


@pytest.mark.parametrize(("name", "number", "value"), MOVED)
def test_moving_a_control_changes_drawing_description_and_table(name, number, value):
    explorer = getattr(here(), name)()
    before, page = faces(explorer), explorer.sheet.value
    controls_of(explorer)[number].value = value
    assert all_change(before, faces(explorer))
    assert page != explorer.sheet.value


@pytest.mark.parametrize("name", FOLLOW_DISTRICT)
def test_choosing_another_district_changes_drawing_description_and_table(name):
    lesson = here()
    explorer = getattr(lesson, name)()
    before = faces(explorer)
    lesson.chooser().choose(SAN_ANTONIO)
    assert all_change(before, faces(explorer))


@pytest.mark.parametrize("name", FOLLOW_YEAR)
def test_choosing_another_year_changes_drawing_description_and_table(name):
    lesson = here()
    explorer = getattr(lesson, name)()
    before = explorer.figure.svg(), explorer.figure.title, explorer.figure.table
    lesson.selection.year = 2021
    after = explorer.figure.svg(), explorer.figure.title, explorer.figure.table
    assert all_change(before, after)


def test_another_count_of_people_changes_what_is_said():
    explorer = here().per_person()
    before = explorer.describe()
    controls_of(explorer)[0].value = "projection_2025"
    assert "según la proyección 2025 del INEI" in explorer.describe()
    assert explorer.describe() != before
    assert "la proyección 2025 del INEI" in explorer.figure.footer


@pytest.mark.parametrize("name", MOMENTS)
def test_going_there_and_back_shows_the_same_figure(name):
    lesson = here()
    explorer = getattr(lesson, name)()
    before = faces(explorer)
    lesson.chooser().choose(CHOJATA)
    lesson.chooser().choose(TORATA)
    assert faces(explorer) == before


def test_the_page_shows_what_the_figure_says():
    for explorer in explorers(here()).values():
        assert explorer.sheet.value == explorer.figure.html(explorer.place)
        assert explorer.describe() == explorer.figure.describe()


@pytest.mark.parametrize("ubigeo", [TORATA, SAN_ANTONIO, CHOJATA])
def test_every_position_of_the_mine_and_every_price_reaches_a_district(ubigeo):
    lesson = here(ubigeo, 2023)
    explorer = lesson.canon_simulator()
    place, price, _tonnes = controls_of(explorer)
    for _name, mine in place.options:
        place.value = mine
        assert explorer.figure.title.startswith("Ejemplo: de ")
    for _words, value in price.options:
        price.value = value
        assert explorer.figure.table.rows


def test_the_road_of_the_canon_pays_out_exactly_the_canon():
    explorer = here().canon_road()
    price = controls_of(explorer)[-1]
    for words, value in price.options:
        price.value = value
        canon = max(value - 20_000, 0) * 100_000 * 30 // 100 // 2
        assert words == formats.soles(value)
        assert sum(row[2] for row in explorer.figure.table.rows) == canon
        assert [row[1] for row in explorer.figure.table.rows] == [10, 25, 40, 25]


def test_an_invented_mine_is_called_invented():
    for name in ("canon_road", "price_shock", "canon_calendar", "canon_simulator"):
        figure = getattr(here(), name)().figure
        assert figure.mark_words == "Ejemplo inventado"
        assert "Números inventados" in figure.footer


def test_the_advance_that_was_too_large_is_explained_without_a_thief():
    words = here().advance_too_large().describe()
    assert "no hay segunda parte" in words
    assert "se descuentan después" in words


def test_the_district_shown_for_two_counts_is_where_they_differ_most():
    title = here().two_counts().figure.title
    assert "El Algarrobal" in title
