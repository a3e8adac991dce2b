"""A course that contradicts itself is told, file by file."""

from dataclasses import replace

import pytest

from cuentas.authoring.course import in_part, lesson_faults, order_faults, templates
from cuentas.course import Act, Course, CourseError, PlanStep, course
from cuentas.lesson.questions import read_questions

REAL = course()


def ordered(*lessons):
    return Course("Curso", "", lessons)


def edited(made, name, old, new):
    path = made.folder / name
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new), encoding="utf-8")
    return course(made.folder.parent).lesson(made.slug)


def test_the_real_course_holds_together():
    assert order_faults(REAL) == []


@pytest.mark.parametrize("lesson", REAL.lessons, ids=lambda lesson: lesson.slug)
def test_every_lesson_holds_together(lesson):
    assert lesson_faults(lesson) == []


def test_the_template_holds_together(made):
    assert lesson_faults(made) == []


def test_a_prerequisite_must_exist():
    first = replace(REAL.lessons[0], prerequisites=("00_nada",))
    assert "no existe" in order_faults(ordered(first))[0]


def test_a_prerequisite_comes_earlier_so_that_none_goes_in_circles():
    one, two = REAL.lessons[:2]
    one = replace(one, prerequisites=(two.slug,))
    two = replace(two, prerequisites=(one.slug,))
    assert len(order_faults(ordered(one, two))) == 1
    assert "no viene antes" in order_faults(ordered(replace(one, prerequisites=(one.slug,))))[0]


def test_a_lesson_is_listed_once():
    first = REAL.lessons[0]
    assert any("dos veces" in fault for fault in order_faults(ordered(first, first)))


def test_a_plan_takes_time(made):
    idle = PlanStep(0, "m1", "Nada.", "Nada.")
    assert "más de 0 minutos" in lesson_faults(replace(made, plan=(idle,)))[0]
    assert "falta el plan" in lesson_faults(replace(made, plan=()))[0]


def test_sources_and_tables_exist(made):
    faults = lesson_faults(replace(made, sources=("NADA",), datasets=("nada",)))
    assert any("«NADA»" in fault and "sources.csv" in fault for fault in faults)
    assert any("«nada»" in fault and "paquete" in fault for fault in faults)


def test_a_table_that_one_region_lacks_is_told_and_is_no_fault(made):
    wishing = replace(made, datasets=("budget", "investments"))
    assert lesson_faults(wishing) == []
    assert in_part(wishing) == [
        "en Apurímac corre en parte: falta las inversiones del distrito y su costo"
    ]
    assert in_part(made) == []


ASKED = 'objective = "leer"\ntext = "La'
ASKED_OTHER = 'objective = "otro"\ntext = "La'
MISCONCEPTION = 'misconception = "Confundir presupuesto con gasto.", '
HINT = 'hint = "La M viene de «modificado»."'
FIRST, NINTH = 'moment = "m1"', 'moment = "m9"'
QUIZ_DAMAGES = {
    "objective nobody asks about": (ASKED, ASKED_OTHER, "ninguna pregunta comprueba"),
    "question without its objective": (ASKED, ASKED_OTHER, "«otro», que no existe"),
    "wrong option without misconception": (MISCONCEPTION, "", "misconception"),
    "no right option": ("right = true, ", "", "correcta"),
    "no hint": (HINT, 'hint = ""', "pista"),
    "prediction for no moment": (FIRST, NINTH, "no es un momento"),
    "moment without prediction": (FIRST, NINTH, "no tiene su pregunta"),
    "task with an unknown name": ("{short} empezó", "{alcalde} empezó", "«alcalde»"),
    "task with an unknown quantity": ('quantity = "added"', 'quantity = "nada"', "«nada»"),
    "no practice": ("[practice]", "[otra]", "practice"),
    "not TOML": ("[practice]", "[practice", "No puedo leer"),
}


@pytest.mark.parametrize(("old", "new", "told"), QUIZ_DAMAGES.values(), ids=QUIZ_DAMAGES)
def test_damaged_questions_are_told(made, old, new, told):
    damaged = edited(made, "quiz.toml", old, new)
    assert any(told in fault for fault in lesson_faults(damaged))


MANY = """
[[question]]
id = "what-it-says"
kind = "guess"
objective = "otro"
text = "¿Cuál?"
hint = "Mira."
colour = "rojo"
options = [{ id = "a", text = "A" }, { id = "a", text = "B", feedback = "No." }]

[[question]]
id = "other"
kind = "one"
objective = "leer"
text = "¿Cuál?"
hint = "Mira."
solution = "Es la A."
options = [{ id = "a", text = "A", feedback = "Sí." }, { id = "b", text = "B", feedback = "No." }]
"""


def test_all_that_is_wrong_in_the_questions_is_told_at_once(made):
    path = made.folder / "quiz.toml"
    path.write_text(path.read_text(encoding="utf-8") + MANY, encoding="utf-8")
    told = "\n".join(lesson_faults(made))
    for sentence in (
        "«what-it-says»: está 2 veces",
        "no conozco el tipo «guess»",
        "el objetivo «otro», que no existe",
        "falta solution",
        "sobra colour",
        "opciones con el mismo id",
        "cada opción necesita su respuesta",
        "«other»: debe tener una sola opción correcta y tiene 0",
        "falta misconception en: a, b",
    ):
        assert sentence in told


def test_all_that_a_description_lacks_is_told_at_once(made):
    path = made.folder / "lesson.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("goal", "concepts", "sources"))]
    path.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(CourseError, match=r"falta goal, concepts, sources\."):
        course(made.folder.parent)


@pytest.mark.parametrize("letter", ["Pido a {alcalde} su informe.", "Pido {", "Pido {}."])
def test_a_letter_that_cannot_be_filled_is_told(made, letter):
    act = Act("Título", "Oficina", letter)
    assert any("no sé llenar" in fault for fault in lesson_faults(replace(made, act=act)))


def test_a_published_solution_must_pass_its_own_check(made):
    number = """
[[question]]
id = "unreachable"
kind = "number"
objective = "leer"
text = "¿Cuánto?"
answer = 1e22
tolerance = 1
hint = "Cuenta."
solution = "Diez."
wrong = "No."
"""
    path = made.folder / "quiz.toml"
    path.write_text(path.read_text(encoding="utf-8") + number, encoding="utf-8")
    assert any("«unreachable» no pasa" in fault for fault in lesson_faults(made))


def test_letters_and_tasks_are_all_checked(made):
    texts = templates(made, read_questions(made.folder))
    assert made.act.letter in texts["acto"]
    assert any("{pim} − {pia}" in text for text in texts["práctica"])
