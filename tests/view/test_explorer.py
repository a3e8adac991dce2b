"""A figure and its controls: found by its place, and drawn once after many moves in a row."""

import pickle

import pytest
from traitlets import HasTraits, Int, TraitError

from cuentas.view.absence import Absence
from cuentas.view.explorer import Explorer, figure_at, forget, postponed
from support import TORATA, every_figure, explorers, here, yearly


class Year(HasTraits):
    """A control that moves without a browser."""

    value = Int(2022)

    def set(self, value):
        """Move to ``value``; itself, to move again."""
        self.value = value
        return self


@pytest.fixture
def year():
    return Year()


@pytest.fixture
def drawn():
    """The years that were drawn, in order."""
    return []


@pytest.fixture
def explorer(year, drawn):
    def draw():
        drawn.append(year.value)
        return yearly(TORATA, year.value)["chain"]

    return Explorer(draw, follows=[(year, "value")])


def test_a_control_that_moves_draws_again(explorer, year, drawn):
    year.value = 2023
    assert drawn == [2022, 2023]
    assert explorer.figure.title in explorer.sheet.value


def test_many_moves_in_a_row_are_drawn_once_at_the_end(explorer, year, drawn):
    with postponed():
        for value in (2019, 2020, 2021, 2023):
            year.value = value
        assert drawn == [2022]
    assert drawn == [2022, 2023]
    assert explorer.figure.title in explorer.sheet.value


@pytest.fixture
def class_of_two(year, drawn):
    """Two learners at the same place of the same lesson, who follow the same year."""

    def draw():
        drawn.append(year.value)
        return yearly(TORATA, year.value)["chain"]

    forget()
    pair = [Explorer(draw, choice=lambda: ("aquí", year.value)) for _learner in range(2)]
    for one in pair:
        one.place = "w1"
    yield pair
    forget()


def choose(pair, year, value):
    year.value = value
    for one in pair:
        one.redraw()


def test_what_two_choose_is_drawn_once_and_shown_to_both(class_of_two, year, drawn):
    choose(class_of_two, year, 2023)
    choose(class_of_two, year, 2021)
    choose(class_of_two, year, 2023)
    assert drawn[-2:] == [2023, 2021]
    assert [one.sheet.value for one in class_of_two] == [
        yearly(TORATA, 2023)["chain"].html("w1")
    ] * 2
    assert class_of_two[0].figure == yearly(TORATA, 2023)["chain"]


def test_new_data_and_another_language_are_drawn_anew(class_of_two, year, drawn, monkeypatch):
    choose(class_of_two, year, 2023)
    forget()
    choose(class_of_two, year, 2023)
    monkeypatch.setenv("CUENTAS_LANG", "quz")
    choose(class_of_two, year, 2023)
    assert drawn[-3:] == [2023] * 3


def test_only_so_many_figures_are_remembered(class_of_two, year, drawn, monkeypatch):
    monkeypatch.setattr("cuentas.view.explorer.MOST_REMEMBERED", 2)
    for value in (2021, 2022, 2023, 2022, 2021):
        choose(class_of_two, year, value)
    assert drawn[-4:] == [2021, 2022, 2023, 2021]


def test_who_asks_meanwhile_hears_the_figure_as_it_stands(explorer, year):
    with postponed():
        year.value = 2023
        assert explorer.describe() == yearly(TORATA, 2023)["chain"].describe()
        assert explorer.figure.title not in explorer.sheet.value
    assert explorer.figure.title in explorer.sheet.value


@pytest.mark.usefixtures("explorer")
def test_one_wait_inside_another_ends_with_the_outer_one(year, drawn):
    with postponed():
        with postponed():
            year.value = 2023
        assert drawn == [2022]
    assert drawn == [2022, 2023]


def test_what_was_put_off_is_drawn_even_after_a_fault(explorer, year, drawn):
    with pytest.raises(TraitError), postponed():
        year.set(2023).set("no es un año")
    assert drawn == [2022, 2023]
    assert explorer.figure.title in explorer.sheet.value


def test_a_figure_is_found_by_its_place_and_by_no_other():
    shown = list(explorers(here()).values())
    assert len({explorer.place for explorer in shown}) == len(shown)
    widgets = [widget for explorer in shown for widget in (explorer.sheet, explorer)]
    for explorer in shown:
        assert figure_at(widgets, explorer.place) is explorer.shown
        assert f'data-picture="{explorer.place}"' in explorer.sheet.value
    assert figure_at(widgets, "") is None


def test_where_there_is_no_data_there_is_no_picture():
    nothing = Absence("nada", "No hay dato.", "La fuente calla.", "Pide el dato.", "", "")
    explorer = Explorer(lambda: nothing)
    assert figure_at([explorer], explorer.place) is None
    assert "data-picture" not in explorer.sheet.value


def test_every_figure_can_be_sent_to_whoever_makes_the_picture():
    for figure in every_figure():
        assert pickle.loads(pickle.dumps(figure)) == figure
