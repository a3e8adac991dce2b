"""A question file with a mistake is refused with a sentence that tells where and what."""

import pytest

from cuentas.course import CourseError, course
from cuentas.lesson.questions import question_from, read_questions
from cuentas.model.quiz import Kind, QuizError, Verdict, grade
from cuentas.view.questions import shuffled
from support import ROOT, here

GOOD = {
    "id": "q1",
    "kind": "one",
    "objective": "o1",
    "text": "¿Cuál?",
    "hint": "Pista.",
    "solution": "La A.",
    "options": [
        {"id": "a", "text": "A", "right": True, "feedback": "Sí."},
        {"id": "b", "text": "B", "misconception": "Otra idea.", "feedback": "No."},
    ],
}
NUMBER = {
    "id": "q2",
    "kind": "number",
    "objective": "o1",
    "text": "¿Cuánto?",
    "hint": "Divide.",
    "solution": "Son 84.",
    "answer": 84,
    "wrong": "Revisa.",
}


def lacking(entries, *names):
    return {name: value for name, value in entries.items() if name not in names}


BAD = [
    (lacking(GOOD, "text"), "«q1»: falta text"),
    (lacking(GOOD, "kind", "hint"), "«q1»: falta hint, kind"),
    (lacking(GOOD, "id"), "«sin id»: falta id"),
    (GOOD | {"colour": "red"}, "«q1»: sobra colour"),
    (GOOD | {"kind": "guess"}, "no conozco el tipo «guess»; se espera: one, several"),
    (GOOD | {"figure": "a_cat"}, "no conozco la figura «a_cat»; se espera: example_chain"),
    (GOOD | {"kind": "point"}, "falta la figura"),
    (GOOD | {"options": [{"id": "a", "txt": "A"}]}, "opción «a»: falta text"),
    (GOOD | {"options": [{"id": "a", "text": "A", "why": "x"}]}, "opción «a»: sobra why"),
    (GOOD | {"options": GOOD["options"][:1]}, "dos opciones o más"),
    (NUMBER | {"answer": "muchos"}, "«q2»: «muchos» no es un número"),
    (NUMBER | {"tolerance": "poca"}, "«poca» no es un número"),
    (lacking(NUMBER, "answer"), "falta answer o wrong"),
]


@pytest.mark.parametrize(("entries", "sentence"), BAD)
def test_a_bad_question_is_refused_with_a_clear_sentence(entries, sentence):
    with pytest.raises(QuizError) as refused:
        question_from(entries)
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")


def test_good_questions_are_read_and_their_solution_passes():
    for entries in (GOOD, NUMBER):
        question = question_from(entries)
        assert grade(question, question.published_solution).verdict is Verdict.RIGHT


def test_a_decimal_answer_is_exact():
    assert str(question_from(NUMBER | {"answer": 84.4}).answer) == "84.4"


@pytest.mark.parametrize(
    ("content", "error", "sentence"),
    [
        ("= [", CourseError, "No puedo leer"),
        ("[practice]", QuizError, "falta predict, question."),
        ("predict = []\nquestion = []", QuizError, "falta practice."),
        ('[[predict]]\nmoment = "m1"', QuizError, "falta text, options."),
        ('predict = ["m1"]', QuizError, "con otra forma"),
        ('predict = []\nquestion = ["q1"]', QuizError, "con otra forma"),
    ],
)
def test_a_broken_question_file_is_told_with_its_place(tmp_path, content, error, sentence):
    (tmp_path / "quiz.toml").write_text(content, encoding="utf-8")
    with pytest.raises(error, match=sentence) as refused:
        read_questions(tmp_path)
    assert "quiz.toml" in str(refused.value)


def test_a_missing_question_file_is_named(tmp_path):
    with pytest.raises(CourseError, match="Falta el archivo"):
        read_questions(tmp_path)


@pytest.mark.parametrize("folder", sorted((ROOT / "lessons").glob("*/")), ids=lambda one: one.name)
def test_every_question_of_the_course_accepts_its_published_solution(folder):
    for question in read_questions(folder).quiz:
        verdict = grade(question, question.published_solution).verdict
        assert verdict in {Verdict.RIGHT, Verdict.NOTED}


def test_no_order_question_of_the_course_comes_already_solved():
    orders = [
        question
        for one in course(ROOT / "lessons").lessons
        for question in read_questions(one.folder).quiz
        if question.kind is Kind.ORDER
    ]
    assert orders
    for question in orders:
        assert shuffled(question.options) != list(question.options)


def test_a_prediction_sends_to_the_figure_and_an_opinion_is_thanked():
    lesson = here()
    prediction = lesson.predict("m1")
    prediction.control.value = "up"
    prediction.check.click()
    assert "Ahora mira la figura" in prediction.feedback.value
