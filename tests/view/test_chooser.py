"""Choosing a district and a year, by name, on the map, and back."""

import pytest

from cuentas.view.controls import is_shown
from support import CHOJATA, SAN_ANTONIO, TORATA, here, pack


@pytest.fixture
def lesson():
    return here(TORATA, 2023)


def years_offered(chooser):
    return tuple(chooser.year.options)


def test_a_chooser_opens_on_what_was_chosen_and_says_it_in_words(lesson):
    chooser = lesson.chooser()
    assert (lesson.selection.ubigeo, lesson.selection.year) == (TORATA, 2023)
    assert "Municipalidad Distrital de Torata, 2023." in chooser.status.value
    assert chooser.year.value == 2023


@pytest.mark.parametrize("typed", ["ichuna", "Ichuña", " ICHUÑA "])
def test_typing_a_name_chooses_the_district(lesson, typed):
    lesson.chooser().search.value = typed
    assert lesson.selection.ubigeo == "180204"


def test_an_unknown_name_is_answered_and_changes_nothing(lesson):
    chooser = lesson.chooser()
    chooser.search.value = "<i>Lima</i>"
    assert "No encuentro «&lt;i&gt;Lima&lt;/i&gt;»" in chooser.found.value
    assert lesson.selection.ubigeo == TORATA


def test_a_name_shared_by_several_lists_them_and_waits(lesson):
    chooser = lesson.chooser()
    chooser.search.value = "san"
    assert "Hay 2 distritos: San Cristóbal y San Antonio." in chooser.found.value
    assert lesson.selection.ubigeo == TORATA


def test_many_matches_never_promise_a_complete_list(lesson):
    chooser = lesson.chooser()
    chooser.search.value = "a"
    assert "y otros. Escribe un poco más." in chooser.found.value


@pytest.mark.parametrize("ubigeo", [district.ubigeo for district in pack().region.districts])
def test_every_tile_chooses_its_district_and_only_it_is_marked(lesson, ubigeo):
    chooser = lesson.chooser()
    chooser.tiles.buttons[ubigeo].click()
    assert lesson.selection.ubigeo == ubigeo
    pressed = [
        own for own, button in chooser.tiles.buttons.items() if "cc-pressed" in button._dom_classes
    ]
    assert pressed == [ubigeo]


def test_changing_the_district_keeps_the_year(lesson):
    chooser = lesson.chooser()
    for ubigeo in (SAN_ANTONIO, CHOJATA, TORATA):
        chooser.choose(ubigeo)
        assert lesson.selection.year == 2023
        assert chooser.year.value == 2023


def test_a_year_that_the_district_lacks_becomes_the_nearest_one():
    lesson = here(TORATA, 2019)
    lesson.chooser().choose(SAN_ANTONIO)
    assert lesson.selection.year == 2022


def test_2025_becomes_2024_where_the_full_year_is_unknown():
    lesson = here(TORATA, 2025)
    chooser = lesson.chooser()
    chooser.choose(CHOJATA)
    assert lesson.selection.year == 2024
    assert 2025 not in years_offered(chooser)


def test_only_years_with_a_budget_are_offered_newest_first(lesson):
    chooser = lesson.chooser()
    chooser.choose(SAN_ANTONIO)
    assert years_offered(chooser) == (2025, 2024, 2023, 2022)


def test_district_and_year_change_together_so_that_no_figure_meets_a_gap(lesson):
    seen = []
    lesson.selection.year = 2025
    lesson.selection.observe(
        lambda _change: seen.append((lesson.selection.ubigeo, lesson.selection.year)),
        ["ubigeo", "year"],
    )
    lesson.chooser().choose(CHOJATA)
    assert set(seen) == {(CHOJATA, 2024)}


def test_two_choosers_of_one_lesson_say_the_same(lesson):
    one, other = lesson.chooser(), lesson.chooser()
    one.choose(SAN_ANTONIO)
    one.year.value = 2024
    assert one.status.value == other.status.value
    assert other.year.value == 2024


def test_the_page_learns_the_choice_for_its_links(lesson):
    chooser = lesson.chooser()
    chooser.choose(SAN_ANTONIO)
    assert 'data-selection="distrito=180107&amp;anio=2023"' in chooser.status.value
    assert "En estos datos tiene presupuesto desde 2022." in chooser.status.value


def test_the_map_opens_and_folds_away(lesson):
    chooser = lesson.chooser()
    assert not is_shown(chooser.panel)
    chooser.open_button.click()
    assert is_shown(chooser.panel)
    chooser.tiles.buttons[SAN_ANTONIO].click()
    assert not is_shown(chooser.panel)


def test_a_long_name_may_be_cut_on_its_tile_between_syllables(lesson):
    shown = {
        ubigeo: button.description for ubigeo, button in lesson.chooser().tiles.buttons.items()
    }
    assert shown[TORATA] == "Torata"
    assert shown["180209"] == "Qui-nis-ta-qui-llas".replace("-", "\N{SOFT HYPHEN}")
    for district in pack().region.districts:
        assert shown[district.ubigeo].replace("\N{SOFT HYPHEN}", "") == district.name
