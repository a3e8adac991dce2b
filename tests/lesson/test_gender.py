"""Three lenses, hours, voices and a rule: what the class taps is what the figures say."""

import pytest

from cuentas.data.pack import national
from cuentas.model.gender import Voice
from cuentas.model.provenance import Mark
from support import CHOJATA, SAN_ANTONIO, controls_of, faces, here, raw_rows

SLUG = "08_lentes_de_genero"


@pytest.fixture
def lesson():
    return here(slug=SLUG)


def counter_of(explorer):
    return explorer.children[0]


def test_a_real_investment_leaves_two_lenses_without_an_answer(lesson):
    figure = lesson.three_lenses().figure
    assert figure.title == "De las 3 preguntas, el registro no responde 2."
    assert figure.mark is Mark.OWN
    assert "Censo 2025 contó" in figure.describe()
    assert "Censo Nacional 2025" in figure.footer
    assert [row[1] for row in figure.table.rows] == [
        "responde en parte",
        "no responde",
        "no responde",
    ]


def test_the_investments_offered_are_those_of_the_district(lesson):
    what = controls_of(lesson.three_lenses())[0]
    for ubigeo in (CHOJATA, SAN_ANTONIO):
        lesson.chooser().choose(ubigeo)
        own = {
            row["cui"]
            for row in raw_rows("investments")
            if row["ubigeo"] == ubigeo and row["places"] == "1"
        }
        *offered, program, invented = [value for _name, value in what.options]
        assert set(offered) == own
        assert (program, invented) == ("program-1002", "invented")


def test_the_budget_line_tells_the_amount_of_the_table_and_the_invented_work_says_so(lesson):
    explorer = lesson.three_lenses()
    what = controls_of(explorer)[0]
    what.value = "program-1002"
    assert "S/ 534 919 575" in explorer.describe().replace("\xa0", " ")
    assert explorer.figure.mark is Mark.OWN
    what.value = "invented"
    assert explorer.figure.title == "El registro responde las 3 preguntas."
    assert explorer.figure.mark is Mark.ILLUSTRATIVE


def test_what_the_group_answers_is_shown_and_forgotten_with_another_work(lesson):
    explorer = lesson.three_lenses()
    what, *answers = controls_of(explorer)
    before = faces(explorer)
    answers[2].value = "niñas y niños"
    assert all(old != new for old, new in zip(before, faces(explorer), strict=True))
    assert "niñas y niños" in explorer.figure.table.shown()[2]
    what.value = "program-1002"
    assert [one.value for one in answers] == ["", "", ""]


def test_the_letter_carries_the_investment_the_clauses_and_the_hours_of_the_class(lesson):
    lesson.three_lenses()
    clauses, minutes = lesson.quota().children[-1], lesson.time_cost()
    letter = lesson.act()
    assert "CUI 2513423" in letter.body.value
    first, *_others, last = clauses.boxes.values()
    last.value = first.value = True
    assert (
        "1. Que la lista del comité de vigilancia tenga 30 % de mujeres o más." in letter.body.value
    )
    assert "2. Que el acta diga" in letter.body.value
    assert "horas al año" not in letter.body.value
    controls_of(minutes)[3].value = 100
    assert "100 casas ponen 14\xa0000 horas al año" in letter.body.value


def test_without_real_works_the_letter_keeps_a_line_to_write_on(lesson):
    what = controls_of(lesson.three_lenses())[0]
    letter = lesson.act()
    what.value = "invented"
    assert "A quiénes se consultó sobre ______________________," in letter.body.value


def test_invented_minutes_say_so_until_the_class_puts_its_own(lesson):
    explorer = lesson.time_cost()
    assert explorer.figure.mark is Mark.ILLUSTRATIVE
    before = faces(explorer)
    controls_of(explorer)[0].value = 60
    assert explorer.figure.mark is Mark.OWN
    assert all(old != new for old, new in zip(before, faces(explorer), strict=True))
    controls_of(explorer)[0].value = 40
    assert faces(explorer) == before


def test_the_table_of_hours_adds_up_for_every_position_of_every_control(lesson):
    explorer = lesson.time_cost()
    for control in controls_of(explorer):
        for _words, value in control.options:
            control.value = value
            rows = explorer.figure.table.rows
            hours = explorer.figure.title.split("ponen ")[1].split(" hora")[0]
            assert sum(row[2] for row in rows) == int(hours.replace("\xa0", ""))


def test_every_tap_is_one_turn_of_the_length_chosen(lesson):
    explorer = lesson.voices()
    counter = counter_of(explorer)
    counter.length.value = "3"
    counter.buttons[Voice.WOMAN].click()
    counter.length.value = "1"
    counter.buttons[Voice.MAN].click()
    assert explorer.figure.title == "De cada 100 minutos hablados, 75 fueron de mujeres."
    assert [row[1:3] for row in explorer.figure.table.rows] == [(1, 3), (1, 1), (0, 0)]
    counter.women.value, counter.men.value = 6, 14
    assert "las mujeres son 30 de cada 100 personas" in explorer.describe()


def test_a_tap_can_be_undone_and_so_can_starting_again(lesson):
    explorer = lesson.voices()
    counter = counter_of(explorer)
    empty = faces(explorer)
    counter.buttons[Voice.OTHER].click()
    one = faces(explorer)
    counter.again.click()
    assert faces(explorer) == empty
    counter.undo.click()
    assert faces(explorer) == one
    counter.undo.click()
    counter.undo.click()
    assert faces(explorer) == empty


def test_a_group_of_women_only_is_counted_without_a_comparison_that_makes_no_sense(lesson):
    explorer = lesson.voices([("woman", 3), ("young_woman", 1)])
    assert explorer.figure.title == "Se contaron 2 intervenciones y 4 minutos."
    assert "1 minuto de personas jóvenes" in explorer.describe()


def test_three_hundred_turns_are_counted(lesson):
    counter = counter_of(lesson.voices())
    for number in range(300):
        counter.buttons[list(Voice)[number % 5]].click()
    assert counter.tally.times() == 300


def test_every_list_gets_at_least_the_percentage(lesson):
    explorer = lesson.quota()
    (places,) = controls_of(explorer)
    for _words, size in places.options:
        places.value = size
        women = int(explorer.figure.title.split("tiene ")[1].split(" mujeres")[0])
        assert women * 10 >= size * 3
        assert (women - 1) * 10 < size * 3


def test_the_sample_is_old_told_by_an_interview_and_said_to_be_so(lesson):
    figure = lesson.few_projects().figure
    assert figure.title == "De 275 proyectos de una muestra, 28 favorecían a mujeres."
    assert figure.mark is Mark.PRESS
    assert "2008 a 2011" in figure.description


@pytest.mark.parametrize("name", ["gender_rules", "gender_projects"])
def test_only_verified_rules_are_taught(name):
    assert all(row["verified"] == "sí" for row in national(name).rows())
