"""The questions of a lesson, as its ``quiz.toml`` gives them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from cuentas.lesson.catalogue import read_toml
from cuentas.model.quiz import Kind, Option, Question, QuizError


@dataclass(frozen=True)
class LessonQuestions:
    """Predictions by moment, the quiz in order, and the practice's template."""

    predictions: dict[str, Question]
    quiz: tuple[Question, ...]
    practice: dict[str, Any]


def read_questions(folder: Path) -> LessonQuestions:
    """The questions in ``folder/quiz.toml``.

    Raises:
        CourseError: the file is missing or is not TOML.
        QuizError: a question contradicts itself; the message says which.
    """
    raw = read_toml(folder / "quiz.toml")
    predictions = {item["moment"]: _prediction(item) for item in raw["predict"]}
    quiz = tuple(question_from(item) for item in raw["question"])
    return LessonQuestions(predictions, quiz, raw["practice"])


def question_from(item: dict[str, Any]) -> Question:
    """A question from its TOML table.

    Raises:
        QuizError: an entry is missing, unknown, or contradicts another.
    """
    entries = dict(item)
    options = tuple(Option(**option) for option in entries.pop("options", []))
    for name in ("answer", "tolerance"):
        if name in entries:
            entries[name] = Decimal(str(entries[name]))
    try:
        return Question(kind=Kind(entries.pop("kind")), options=options, **entries)
    except (TypeError, KeyError, ValueError) as error:
        if isinstance(error, QuizError):
            raise
        raise QuizError(f"Pregunta «{item.get('id')}»: {error}.") from error


def _prediction(item: dict[str, Any]) -> Question:
    return question_from(
        {
            "id": f"predict-{item['moment']}",
            "kind": Kind.OPINION.value,
            "objective": "",
            "text": item["text"],
            "hint": "",
            "solution": "",
            "options": item["options"],
        }
    )
