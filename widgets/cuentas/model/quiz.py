"""Questions with feedback for every answer, and how an answer is judged.

Six kinds: one, several, number, order, point (at a figure) and opinion. Each wrong option
names the misconception that it reveals, so that the feedback answers the idea, not the person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    ORDER = "order"
    POINT = "point"
    OPINION = "opinion"


class QuizError(ValueError):
    """Questions contradict themselves; each of ``faults`` says which one and how."""

    def __init__(self, *faults: str) -> None:
        """An error with all that is wrong, a sentence each."""
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Option:
    """An answer that can be chosen.

    ``misconception`` names the wrong idea behind a wrong option. For ``order`` questions the
    options stand in ``quiz.toml`` in the right order.
    """

    id: str
    text: str
    feedback: str = ""
    right: bool = False
    misconception: str = ""


@dataclass(frozen=True)
class Question:
    """A question as ``quiz.toml`` gives it.

    ``answer``, ``tolerance`` and ``unit`` belong to number questions: a learner's number is
    right when it is at most ``tolerance`` away from ``answer``, in ``unit``.
    """

    id: str
    kind: Kind
    objective: str
    text: str
    hint: str
    solution: str
    options: tuple[Option, ...] = ()
    answer: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    unit: str = ""
    wrong: str = ""
    figure: str = ""

    def __post_init__(self) -> None:
        """Refuse a question that could never be answered or judged."""
        faults = [f"Pregunta «{self.id}»: {fault}" for fault in _faults(self)]
        if faults:
            raise QuizError(*faults)

    @property
    def published_solution(self) -> Answer:
        """The answer that the author holds to be right; it must pass :func:`grade`."""
        if self.kind is Kind.NUMBER:
            return str(self.answer)
        if self.kind is Kind.ORDER:
            return tuple(option.id for option in self.options)
        if self.kind is Kind.SEVERAL:
            return tuple(option.id for option in self.options if option.right)
        return next((option.id for option in self.options if option.right), self.options[0].id)

    def option(self, option_id: str) -> Option:
        """The option with this id.

        Raises:
            KeyError: the question has no such option.
        """
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(option_id)


Answer = str | tuple[str, ...]


class Verdict(StrEnum):
    """What the page shows beside an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    PARTLY = "partly"
    UNREADABLE = "unreadable"
    NOTED = "noted"


@dataclass(frozen=True)
class Grade:
    """The verdict, the feedback of each option chosen, and the number as we read it."""

    verdict: Verdict
    feedback: tuple[str, ...]
    read_as: Decimal | None = None
    forgot_hundred: bool = False


def grade(question: Question, answer: Answer) -> Grade:
    """Judge an answer: an option id, a sequence of them, or the number as typed."""
    if question.kind is Kind.NUMBER:
        return _grade_number(question, str(answer))
    if question.kind is Kind.ORDER:
        return _grade_order(question, tuple(answer))
    if question.kind is Kind.SEVERAL:
        return _grade_several(question, set(answer))
    chosen = question.option(str(answer))
    if question.kind is Kind.OPINION:
        return Grade(Verdict.NOTED, (chosen.feedback,))
    verdict = Verdict.RIGHT if chosen.right else Verdict.WRONG
    return Grade(verdict, (chosen.feedback,))


def _grade_several(question: Question, chosen: Collection[str]) -> Grade:
    right = {option.id for option in question.options if option.right}
    feedback = [option.feedback for option in question.options if option.id in chosen]
    if set(chosen) == right:
        return Grade(Verdict.RIGHT, tuple(feedback))
    only_right = set(chosen) <= right
    return Grade(Verdict.PARTLY if only_right else Verdict.WRONG, tuple(feedback))


def _grade_order(question: Question, given: Sequence[str]) -> Grade:
    wanted = [option.id for option in question.options]
    if list(given) == wanted:
        return Grade(Verdict.RIGHT, tuple(option.feedback for option in question.options[:1]))
    misplaced = [one for one, other in zip(wanted, given, strict=False) if one != other]
    first = question.option(misplaced[0] if misplaced else wanted[len(given) - 1])
    return Grade(Verdict.WRONG, (first.misconception or first.feedback,))


def _grade_number(question: Question, typed: str) -> Grade:
    answer = question.answer
    readings = number_readings(typed, question.unit)
    if not readings or answer is None:
        return Grade(Verdict.UNREADABLE, ())
    nearest = min(readings, key=lambda reading: abs(reading - answer))
    if abs(nearest - answer) <= question.tolerance:
        return Grade(Verdict.RIGHT, (question.solution,), nearest)
    if question.unit == PERCENT and abs(nearest * 100 - answer) <= question.tolerance:
        return Grade(Verdict.WRONG, (), nearest, forgot_hundred=True)
    return Grade(Verdict.WRONG, (question.wrong,), nearest)


PERCENT = "%"
LONGEST = 20
_SCALES = (
    (re.compile(r"\bmill(ón|on|ones)\b( de)?", re.IGNORECASE), 1_000_000, "mill"),
    (re.compile(r"\bmil\b", re.IGNORECASE), 1_000, "mil "),
)
_NOISE = re.compile(r"(s/\.?|sol(es)?|%|por ciento|[\s\u00a0\u202f'])", re.IGNORECASE)
_SHAPE = re.compile(r"^[+-]?\d+([.,]\d+)*$")


def number_readings(typed: str, unit: str = "") -> tuple[Decimal, ...]:
    """The numbers that a person may mean by ``typed``; empty when it is no number.

    Accepts ``1,5``, ``1.5``, ``1 234``, ``1,234,567.89``, ``S/ 1 234``, ``S/. 1 234``,
    ``84 %``, ``28.4 millones``, ``19 mil`` and whatever our own pages write. In Peru both the
    comma and the point are used for decimals and for thousands, so ``1.234`` has two readings
    and both are given. Where the ``unit`` already says «millones», the word adds nothing.
    """
    words, scale = _scaled(typed.replace("\N{MINUS SIGN}", "-"), unit)
    bare = _NOISE.sub("", words)
    if len(bare) > LONGEST or not _SHAPE.match(bare):
        return ()
    both = [_thousands_reading(bare), _decimal_reading(bare)]
    return tuple(dict.fromkeys(_tidy(one * scale) for one in both if one is not None))


def _scaled(typed: str, unit: str) -> tuple[str, int]:
    for pattern, scale, named in _SCALES:
        words, found = pattern.subn("", typed)
        if found:
            return words, 1 if named in unit else scale
    return typed, 1


def _tidy(value: Decimal) -> Decimal:
    """A whole number without decimals: 28 400 000, not 28 400 000.0."""
    return Decimal(int(value)) if value == int(value) else value


def _thousands_reading(bare: str) -> Decimal | None:
    groups = re.split(r"[.,]", bare.lstrip("+-"))
    if any(len(group) != 3 for group in groups[1:]):  # noqa: PLR2004 - a group of thousands
        return None
    return Decimal(re.sub(r"[.,]", "", bare))


def _decimal_reading(bare: str) -> Decimal | None:
    whole, mark, decimals = _last_mark(bare)
    if not mark:
        return Decimal(bare)
    groups = re.split(r"[.,]", whole.lstrip("+-"))
    if mark in whole or any(len(group) != 3 for group in groups[1:]):  # noqa: PLR2004
        return None
    return Decimal(re.sub(r"[.,]", "", whole) + "." + decimals)


def _last_mark(bare: str) -> tuple[str, str, str]:
    position = max(bare.rfind("."), bare.rfind(","))
    if position < 0:
        return bare, "", ""
    return bare[:position], bare[position], bare[position + 1 :]


def fair_tolerance(stated: Decimal, answer: Decimal) -> Decimal:
    """How far from ``answer`` a practice may be: ``stated``, or less where the answer is small.

    A tolerance of at most one unit is for rounding, and stays below half of the answer. A larger
    one is for sums of money, and stays below a hundredth. So a zero is never right by closeness.
    """
    parts = 2 if stated <= 1 else 100
    return min(stated, abs(answer) / parts)


def _faults(question: Question) -> Iterator[str]:
    if question.kind is Kind.NUMBER:
        yield from _faults_of_number(question)
        return
    if len(question.options) < 2:  # noqa: PLR2004 - a choice needs two
        yield "hacen falta dos opciones o más."
    ids = [option.id for option in question.options]
    if len(set(ids)) != len(ids):
        yield "hay opciones con el mismo id."
    yield from _faults_of_options(question)


def _faults_of_number(question: Question) -> Iterator[str]:
    if question.answer is None or not question.wrong:
        yield "falta answer o wrong."
    if question.tolerance < 0:
        yield "tolerance no puede ser negativa."


def _faults_of_options(question: Question) -> Iterator[str]:
    right = sum(option.right for option in question.options)
    if question.kind is Kind.POINT and not question.figure:
        yield "falta la figura que se señala (figure)."
    if question.kind in {Kind.ONE, Kind.POINT} and right != 1:
        yield f"debe tener una sola opción correcta y tiene {right}."
    if question.kind is Kind.SEVERAL and not right:
        yield "debe tener al menos una opción correcta."
    if question.kind is not Kind.ORDER and not all(option.feedback for option in question.options):
        yield "cada opción necesita su respuesta (feedback)."
    judged = question.kind in {Kind.ONE, Kind.SEVERAL, Kind.POINT}
    silent = [o.id for o in question.options if judged and not o.right and not o.misconception]
    if silent:
        yield f"falta misconception en: {', '.join(silent)}."
