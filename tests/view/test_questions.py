"""Questions as a learner answers them: tap, read the feedback, ask for a hint."""

from decimal import Decimal

import pytest

from cuentas.model.quiz import Kind, Option, Question
from cuentas.view.questions import CONTROLS, QuestionCard
from cuentas.view.show.examples import example_chain

HOSTILE = "<b onmouseover=alert(1)>plata</b>"
OPTIONS = (
    Option("a", "Zanja", "Sí: es plata.", right=True),
    Option("b", "Agua", "No: es obra.", misconception="Confunde plata con obra."),
    Option("c", "Techo", "No: es otra cosa.", misconception="Confunde otra cosa."),
)


def question(kind, **entries):
    given = {"options": OPTIONS, "figure": "example_chain" if kind is Kind.POINT else ""}
    if kind is Kind.NUMBER:
        given = {"answer": Decimal(84), "unit": "%", "wrong": "Divide de nuevo."}
    words = {"text": "¿Cuál?", "hint": "Mira el PIM.", "solution": "Es la zanja."}
    return Question(id="q", kind=kind, objective="o", **(words | given | entries))


def card_of(kind, **entries):
    figure = example_chain() if kind is Kind.POINT else None
    return QuestionCard(question(kind, **entries), 1, figure)


def give(card, *chosen):
    """Answer as a person does: choose, tick, type or tap."""
    control = card.control
    if card.question.kind is Kind.NUMBER:
        control.field.value = chosen[0]
    elif card.question.kind is Kind.SEVERAL:
        for one, box in control.boxes.items():
            box.value = one in chosen
    elif card.question.kind is Kind.ORDER:
        for one in chosen:
            control.steps[one].click()
    else:
        control.value = chosen[0]
    card.check.click()
    return card.feedback.value


ANSWERS = [
    (Kind.ONE, ["a"], ["b"]),
    (Kind.POINT, ["a"], ["c"]),
    (Kind.SEVERAL, ["a"], ["a", "b"]),
    (Kind.NUMBER, ["84 %"], ["48"]),
    (Kind.ORDER, ["a", "b", "c"], ["b", "a", "c"]),
]


def test_every_kind_of_question_has_a_control():
    assert CONTROLS.keys() == set(Kind)


@pytest.mark.parametrize(("kind", "right"), [answer[:2] for answer in ANSWERS])
def test_a_right_answer_is_told_by_word_and_icon_not_only_by_colour(kind, right):
    said = give(card_of(kind), *right)
    assert "cc-feedback-right" in said
    assert "✔" in said
    assert "Así es." in said


@pytest.mark.parametrize(("kind", "right", "wrong"), ANSWERS)
def test_a_wrong_answer_is_kind_and_can_be_tried_again(kind, right, wrong):
    card = card_of(kind)
    said = give(card, *wrong)
    assert "cc-feedback-wrong" in said
    assert "Todavía no." in said
    if kind is Kind.ORDER:
        card.control.again.click()
    assert "Así es." in give(card, *right)


def test_a_wrong_answer_is_answered_by_its_own_idea():
    assert "No: es obra." in give(card_of(Kind.ONE), "b")
    assert "Divide de nuevo." in give(card_of(Kind.NUMBER), "48")


def test_part_of_the_boxes_is_a_good_start():
    twice = (*OPTIONS, Option("d", "Dos", "También.", right=True))
    assert "Vas bien: falta algo." in give(card_of(Kind.SEVERAL, options=twice), "a")


def test_an_opinion_is_thanked_and_has_no_hint_nor_answer():
    card = card_of(Kind.OPINION)
    assert "No hay una sola respuesta" in give(card, "b")
    assert list(card.buttons.children) == [card.check]


@pytest.mark.parametrize("kind", list(Kind))
def test_checking_without_an_answer_asks_for_one(kind):
    card = card_of(kind)
    card.check.click()
    asked = "Faltan 3 pasos: tócalos." if kind is Kind.ORDER else "Elige o escribe una respuesta"
    assert asked in card.feedback.value
    assert card.solution not in card.buttons.children


@pytest.mark.parametrize(("kind", "wrong"), [answer[::2] for answer in ANSWERS])
def test_a_hint_comes_before_any_answer(kind, wrong):
    card = card_of(kind)
    assert list(card.buttons.children) == [card.check, card.hint]
    card.hint.click()
    assert "Mira el PIM." in card.feedback.value
    assert "Es la zanja." not in card.feedback.value
    give(card, *wrong)
    card.solution.click()
    assert card.solution in card.buttons.children
    assert "Es la zanja." in card.feedback.value


def test_what_is_no_number_is_no_failed_try():
    card = card_of(Kind.NUMBER)
    assert "No entiendo ese número" in give(card, "mucho")
    assert card.tries == 0
    assert card.solution not in card.buttons.children


def test_a_number_is_read_back_as_it_was_understood():
    assert "Leímos: 48.5." in give(card_of(Kind.NUMBER), "48,5")


def test_order_buttons_do_not_stand_in_the_right_order_and_tell_their_place():
    card = card_of(Kind.ORDER)
    shown = list(card.control.texts)
    assert shown != [option.id for option in card.question.options]
    assert shown == list(card_of(Kind.ORDER).control.texts)
    card.control.steps["c"].click()
    card.control.steps["a"].click()
    assert card.control.steps["a"].description == "2. Zanja"
    card.control.steps["c"].click()
    assert card.control.steps["a"].description == "1. Zanja"


def test_an_unfinished_order_is_not_judged():
    card = card_of(Kind.ORDER)
    assert "Falta 1 paso: tócalo." in give(card, "a", "b")


def test_starting_over_empties_the_order():
    card = card_of(Kind.ORDER)
    card.control.steps["a"].click()
    card.control.again.click()
    assert card.control.chosen == []
    assert card.control.steps["a"].description == "Zanja"


def test_hostile_words_in_a_question_are_shown_never_run():
    card = card_of(Kind.ONE, text=HOSTILE, hint=HOSTILE)
    card.hint.click()
    for shown in (card.text.value, card.feedback.value):
        assert "<b " not in shown
        assert "&lt;b " in shown


def test_the_drawing_to_point_at_is_described_in_words():
    assert 'aria-label="Una municipalidad inventada.' in card_of(Kind.POINT).text.value
