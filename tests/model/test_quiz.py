from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuentas.i18n import formats
from cuentas.model.quiz import Kind, Option, Question, QuizError, Verdict, grade, number_readings

OPTIONS = (
    Option("a", "A", "Sí: es plata.", right=True),
    Option("b", "B", "No: es obra.", misconception="Confunde plata con obra."),
    Option("c", "C", "No: es otra.", misconception="Confunde otra cosa."),
)
ONE = Question("q1", Kind.ONE, "o1", "¿Cuál?", "Pista.", "Es la A.", OPTIONS)
SEVERAL = replace(
    ONE, kind=Kind.SEVERAL, options=(OPTIONS[0], replace(OPTIONS[0], id="d"), OPTIONS[1])
)
ORDER = replace(ONE, kind=Kind.ORDER)
POINT = replace(ONE, kind=Kind.POINT, figure="example_chain")
OPINION = replace(ONE, kind=Kind.OPINION)
NUMBER = Question(
    "q6",
    Kind.NUMBER,
    "o1",
    "¿Cuánto?",
    "Divide.",
    "Son 84.4.",
    answer=Decimal("84.4"),
    tolerance=Decimal("0.5"),
    unit="%",
    wrong="Revisa la división.",
)
ALL_KINDS = (ONE, SEVERAL, ORDER, POINT, OPINION, NUMBER)


def test_the_six_kinds_are_all_here():
    assert {question.kind for question in ALL_KINDS} == set(Kind)


@pytest.mark.parametrize("question", ALL_KINDS, ids=lambda question: question.kind)
def test_the_published_solution_of_every_kind_passes_its_own_grading(question):
    verdict = grade(question, question.published_solution).verdict
    assert verdict is (Verdict.NOTED if question.kind is Kind.OPINION else Verdict.RIGHT)


@pytest.mark.parametrize("question", [ONE, POINT], ids=lambda question: question.kind)
def test_a_wrong_option_answers_with_its_own_feedback(question):
    result = grade(question, "b")
    assert (result.verdict, result.feedback) == (Verdict.WRONG, ("No: es obra.",))


def test_some_of_the_right_boxes_are_partly_right_and_a_wrong_one_is_wrong():
    assert grade(SEVERAL, ("a",)).verdict is Verdict.PARTLY
    assert grade(SEVERAL, ("a", "d")).verdict is Verdict.RIGHT
    assert grade(SEVERAL, ("a", "d", "b")).verdict is Verdict.WRONG
    assert grade(SEVERAL, ("b",)).feedback == ("No: es obra.",)


def test_a_wrong_order_points_at_the_first_step_out_of_place():
    result = grade(ORDER, ("a", "c", "b"))
    assert (result.verdict, result.feedback) == (Verdict.WRONG, ("Confunde plata con obra.",))


def test_an_opinion_is_noted_never_judged():
    assert grade(OPINION, "b").verdict is Verdict.NOTED


@pytest.mark.parametrize("typed", ["84.4", "84,4", "84 %", "84.9", "83.9", " 84.4 por ciento"])
def test_a_number_within_the_tolerance_is_right_however_it_is_written(typed):
    assert grade(NUMBER, typed).verdict is Verdict.RIGHT


@pytest.mark.parametrize("typed", ["85", "83.8", "844", "−84.4"])
def test_a_number_outside_the_tolerance_is_wrong_and_is_read_back(typed):
    result = grade(NUMBER, typed)
    assert (result.verdict, result.feedback) == (Verdict.WRONG, ("Revisa la división.",))
    assert result.read_as is not None


@pytest.mark.parametrize("typed", ["", "ochenta", "84%%x", "1..2", "S/", "8 4 a"])
def test_what_is_no_number_is_called_unreadable_not_wrong(typed):
    assert grade(NUMBER, typed).verdict is Verdict.UNREADABLE


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("1,5", ["1.5"]),
        ("1.5", ["1.5"]),
        ("1 234", ["1234"]),
        ("1.234", ["1234", "1.234"]),
        ("1,234", ["1234", "1.234"]),
        ("1,234,567.89", ["1234567.89"]),
        ("1.234.567,89", ["1234567.89"]),
        ("12.345.678", ["12345678"]),
        ("S/ 1 234", ["1234"]),
        ("S/. 1 234", ["1234"]),
        ("1 sol", ["1"]),
        ("20 Soles", ["20"]),
        ("1'234", ["1234"]),
        ("-5", ["-5"]),
        ("−5", ["-5"]),
        ("+5", ["5"]),
    ],
)
def test_numbers_are_read_as_people_in_peru_write_them(typed, readings):
    assert number_readings(typed) == tuple(Decimal(one) for one in readings)


@given(st.integers(-(10**13), 10**13))
def test_every_amount_that_our_pages_write_can_be_typed_back(amount):
    assert Decimal(amount) in number_readings(formats.soles(amount))
    assert Decimal(amount) in number_readings(formats.number(amount))


@given(st.integers(-(10**9), 10**9))
def test_every_percentage_that_our_pages_write_can_be_typed_back(tenths):
    value = Decimal(tenths).scaleb(-1)
    assert value in number_readings(formats.percent(value))


@pytest.mark.parametrize(
    ("question", "changes", "sentence"),
    [
        (ONE, {"options": OPTIONS[:1]}, "dos opciones o más"),
        (ONE, {"options": (OPTIONS[0], replace(OPTIONS[1], id="a"))}, "el mismo id"),
        (ONE, {"options": OPTIONS[1:]}, "una sola opción correcta y tiene 0"),
        (POINT, {"options": (*OPTIONS[:1] * 1, replace(OPTIONS[0], id="z"))}, "y tiene 2"),
        (POINT, {"figure": ""}, "falta la figura"),
        (SEVERAL, {"options": OPTIONS[1:]}, "al menos una opción correcta"),
        (OPINION, {"options": (replace(OPTIONS[0], feedback=""), OPTIONS[1])}, "feedback"),
        (ONE, {"options": (OPTIONS[0], replace(OPTIONS[1], misconception=""))}, "misconception"),
        (NUMBER, {"answer": None}, "falta answer o wrong"),
        (NUMBER, {"wrong": ""}, "falta answer o wrong"),
        (NUMBER, {"tolerance": Decimal(-1)}, "tolerance"),
    ],
)
def test_a_question_that_contradicts_itself_is_refused_by_name(question, changes, sentence):
    with pytest.raises(QuizError, match=sentence) as refused:
        replace(question, **changes)
    assert f"«{question.id}»" in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "unit", "read"),
    [
        ("28.4 millones", "soles", "28400000"),
        ("2 millones de soles", "soles", "2000000"),
        ("4 millones", "millones de soles", "4"),
        ("19 mil", "soles", "19000"),
    ],
)
def test_millions_and_thousands_in_words_are_understood(typed, unit, read):
    assert number_readings(typed, unit) == (Decimal(read),)


def test_a_number_longer_than_any_budget_is_not_read():
    assert number_readings("9" * 300) == ()


def test_a_share_that_was_not_multiplied_by_a_hundred_is_told_apart():
    question = Question(
        id="q",
        kind=Kind.NUMBER,
        objective="o",
        text="¿Avance?",
        hint="h",
        solution="s",
        answer=Decimal(75),
        tolerance=Decimal("0.5"),
        unit="%",
        wrong="al revés",
    )
    result = grade(question, "0.75")
    assert (result.verdict, result.forgot_hundred, result.feedback) == (Verdict.WRONG, True, ())
    assert not grade(question, "133").forgot_hundred
