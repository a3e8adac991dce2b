"""Lesson 9: the question, the request, its days and the ledger follow what a learner does."""

from datetime import date

import pytest

from cuentas.lesson.requests import EXAMPLE_DAY, example_question, weak_questions
from cuentas.model.question import Piece, accuses, pieces
from support import SAN_ANTONIO, TORATA, here

SLUG = "09_preguntar_y_pedir_informacion"


@pytest.fixture
def opened():
    return here(TORATA, 2023, SLUG)


def test_a_weak_question_lacks_pieces_and_gains_them_as_it_is_written(opened):
    moment = opened.better_question()
    assert moment.figure.title == "Tu pregunta tiene 1 de 5 piezas."
    written = moment.children[2]
    written.value = "¿Qué informe de 2023 dice en qué quedaron S/ 19 387 603 de Torata?"
    assert moment.figure.title == "Tu pregunta tiene 5 de 5 piezas."
    assert opened.selection.words["question"] == written.value


def test_another_weak_question_never_overwrites_what_was_written(opened):
    _chooser, weak, written, _sheet = opened.better_question().children
    weak.value = weak_questions()[1]
    assert written.value == weak_questions()[1]
    written.value = "¿Qué acta hay?"
    weak.value = weak_questions()[2]
    assert written.value == "¿Qué acta hay?"


def test_every_weak_question_is_weak_and_none_of_them_accuses():
    found = [pieces(one) for one in weak_questions()]
    assert all(len(one) < len(Piece) - 2 for one in found)
    assert not any(map(accuses, weak_questions()))


@pytest.mark.parametrize("place", [(TORATA, 2023), (SAN_ANTONIO, 2022), (TORATA, 2015)])
def test_the_example_has_all_five_pieces_in_any_district(place):
    lesson = here(*place, SLUG)
    asked = example_question().format_map(lesson.known_facts.words)
    assert pieces(asked, lesson._askable_places) == frozenset(Piece)
    assert asked in lesson.better_question().figure.description


def test_a_blame_is_answered_kindly(opened):
    moment = opened.better_question()
    moment.children[2].value = "¿Qué informe dice quién robó S/ 100 000 en Torata en 2024?"
    assert moment.figure.title == "Tu pregunta acusa: ningún papel la responde así."
    assert "sin culpar" in moment.figure.description
    assert "Están las cinco" not in moment.figure.description


def test_the_request_is_written_into_the_letter(opened):
    moment = opened.request()
    letter = opened.act()
    _chooser, document, office, form, _sheet = moment.children
    assert "El reporte de los proyectos y actividades de 2023" in letter.body.value
    document.value, office.value, form.value = "water", "oefa", "look"
    assert "monitoreo del agua de 2023" in letter.body.value
    assert "(OEFA)" in letter.letter.addressee
    assert "Acceso directo" in letter.body.value
    assert "7 días hábiles, por ser información ambiental" in letter.body.value
    opened.chooser().choose(SAN_ANTONIO)
    assert "{" not in letter.body.value


def test_a_letter_changed_by_hand_is_kept_whatever_is_picked_afterwards(opened):
    moment, letter = opened.request(), opened.act()
    letter.body.value += " A mano."
    moment.children[1].value = "contract"
    assert letter.body.value.endswith(" A mano.")


def test_an_office_that_has_no_such_document_is_told(opened):
    moment = opened.request()
    assert "Ojo" not in moment.figure.description
    moment.children[2].value = "oefa"
    assert "debe pasar el pedido" in moment.figure.description


def test_the_calendar_follows_the_day_and_says_its_holidays(opened):
    moment = opened.deadline()
    assert "hasta el miércoles 16 de diciembre de 2026" in moment.figure.title
    assert "Batalla de Ayacucho" in moment.figure.description
    moment.children[0].value = date(2026, 3, 2)
    assert "hasta el lunes 16 de marzo de 2026" in moment.figure.title
    assert "no hay feriado nacional" in moment.figure.description


def test_a_delivery_on_a_day_off_is_explained(opened):
    moment = opened.deadline()
    moment.children[0].value = date(2026, 7, 28)
    assert "vale como entregado el jueves 30 de julio de 2026" in moment.figure.description


@pytest.mark.parametrize("day", [None, date(1, 1, 1), date(9999, 12, 31)])
def test_a_date_that_nobody_meant_shows_the_example(opened, day):
    moment = opened.deadline()
    moment.children[0].value = day
    assert opened.delivered == EXAMPLE_DAY
    assert "30 de noviembre de 2026" in moment.figure.title


def test_what_is_asked_for_sets_the_deadline_in_every_moment(opened):
    request, moment = opened.request(), opened.deadline()
    ledger, road, letter = opened.ledger(), opened.silence(), opened.act()
    assert "10 días hábiles. Si fuera del ambiente" in moment.figure.description
    request.children[1].value = "water"
    assert "viernes 11 de diciembre de 2026" in moment.figure.title
    assert "son 7 días hábiles" in moment.figure.description
    assert all("DS002M" in row[-1] for row in moment.figure.table.rows)
    assert ledger.figure.table.rows[0][4] == date(2026, 12, 11)
    assert "11 de diciembre de 2026" in ledger.children[-1].children[0].value
    assert "viernes 11 de diciembre de 2026" in road.figure.title
    assert "DS002M" in road.figure.table.rows[1][2]
    assert "7 días hábiles" in letter.body.value
    request.children[1].value = "contract"
    assert "miércoles 16 de diciembre de 2026" in moment.figure.title
    assert ledger.figure.table.rows[0][4] == date(2026, 12, 16)
    assert "miércoles 16 de diciembre de 2026" in road.figure.title


def test_every_deadline_of_the_table_names_its_article_and_source(opened):
    rows = opened.deadline().figure.table.rows
    assert len(rows) == 5
    assert all(row[-1].startswith("artículo") and row[-1].endswith("]") for row in rows)


def test_the_ledger_begins_with_the_learners_own_question_and_its_deadline(opened):
    opened.better_question().children[2].value = "¿Qué acta de 2026 lo dice?"
    opened.request()
    picker = opened.deadline().children[0]
    picker.value = date(2026, 12, 1)
    ledger = opened.ledger()
    first = ledger.figure.table.rows[0]
    assert first[0] == "¿Qué acta de 2026 lo dice?"
    assert first[3:5] == (date(2026, 12, 1), date(2026, 12, 17))
    assert "¿Qué acta de 2026 lo dice?" in ledger.children[-1].children[0].value


def test_the_ledger_counts_answers_silences_and_what_is_still_in_time(opened):
    ledger = opened.ledger()
    assert ledger.figure.title == "De 5 preguntas: 2 respondidas, 2 en plazo y 1 en silencio."
    assert ledger.figure.table.rows[0][-1] == "en plazo"
    today, came = ledger.children[0], ledger.children[1]
    today.value = date(2026, 12, 17)
    assert ledger.figure.title == "De 5 preguntas: 2 respondidas, 0 en plazo y 3 en silencio."
    came.value = "yes"
    assert ledger.figure.title.startswith("De 5 preguntas: 3 respondidas")


def test_silence_is_a_no_with_a_road_of_dates(opened):
    road = opened.silence()
    assert road.figure.title.startswith("Si hasta el miércoles 16 de diciembre de 2026")
    assert "17 de diciembre de 2026" in road.describe()
    dates = [row[0] for row in road.figure.table.rows]
    assert len(dates) == len(set(dates)) == 6
    assert dates == sorted(dates)


def test_typed_words_are_escaped(opened):
    opened.better_question().children[2].value = "<b>¿x?</b>"
    assert "<b>¿x?</b>" not in opened.ledger().children[-1].children[0].value


def test_the_ledger_never_looks_at_a_day_before_the_delivery(opened):
    picker, ledger = opened.deadline().children[0], opened.ledger()
    picker.value = date(2027, 3, 1)
    assert ledger.children[0].value == date(2027, 3, 1)
    assert ledger.figure.table.rows[0][-1] == "en plazo"
    picker.value = date(2027, 2, 1)
    assert ledger.children[0].value == date(2027, 3, 1)
