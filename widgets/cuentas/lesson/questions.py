"""The questions of a lesson, as its ``quiz.toml`` gives them."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

from cuentas.course import read_toml
from cuentas.model.quiz import Kind, Option, Question, QuizError
from cuentas.view.show.examples import EXAMPLES


@dataclass(frozen=True)
class LessonQuestions:
    """Predictions by moment, the quiz in order, and the templates of the practice.

    The first practice whose facts are known for the chosen district and year is asked.
    """

    predictions: dict[str, Question]
    quiz: tuple[Question, ...]
    practices: tuple[dict[str, Any], ...]


def read_questions(folder: Path) -> LessonQuestions:
    """The questions in ``folder/quiz.toml``.

    Raises:
        CourseError: the file is missing or is not TOML.
        QuizError: a question contradicts itself; the message says which.
    """
    path = folder / "quiz.toml"
    return _read(path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=64)
def _read(path: Path, _written: int) -> LessonQuestions:
    raw = read_toml(path)
    try:
        predictions = {item["moment"]: _prediction(item) for item in raw["predict"]}
        quiz = tuple(question_from(item) for item in raw["question"])
        return LessonQuestions(predictions, quiz, _practices(raw["practice"]))
    except KeyError as error:
        raise QuizError(f"En {path} falta {error}.") from error
    except (TypeError, AttributeError) as error:
        raise QuizError(f"{path} tiene una entrada con otra forma.") from error


def question_from(item: dict[str, Any]) -> Question:
    """A question from its TOML table.

    Raises:
        QuizError: an entry is missing, unknown, or contradicts another.
    """
    name = f"Pregunta «{item.get('id', 'sin id')}»"
    entries = dict(item)
    _refuse_wrong_entries(name, Question, entries)
    options = tuple(_option(name, one) for one in entries.pop("options", []))
    for number in ("answer", "tolerance"):
        if number in entries:
            entries[number] = _number(name, entries[number])
    _refuse_unknown_figure(name, entries.get("figure", ""))
    return Question(kind=_kind(name, entries.pop("kind")), options=options, **entries)


def _practices(raw: dict[str, Any] | list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """One practice (``[practice]``) or several, the wished one first (``[[practice]]``)."""
    listed = raw if isinstance(raw, list) else [raw]
    return tuple({**one} for one in listed)


def _option(name: str, entries: dict[str, Any]) -> Option:
    _refuse_wrong_entries(f"{name}, opción «{entries.get('id', 'sin id')}»", Option, entries)
    return Option(**entries)


def _refuse_wrong_entries(
    where: str, shape: type[Question | Option], entries: dict[str, Any]
) -> None:
    needed = {one.name for one in fields(shape) if one.default is MISSING}
    known = {one.name for one in fields(shape)}
    missing, unknown = sorted(needed - entries.keys()), sorted(entries.keys() - known)
    if missing:
        raise QuizError(f"{where}: falta {', '.join(missing)}.")
    if unknown:
        raise QuizError(f"{where}: sobra {', '.join(unknown)}.")


def _refuse_unknown_figure(name: str, figure: str) -> None:
    if figure and figure not in EXAMPLES:
        known = ", ".join(EXAMPLES)
        raise QuizError(f"{name}: no conozco la figura «{figure}»; se espera: {known}.")


def _number(name: str, value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation as error:
        raise QuizError(f"{name}: «{value}» no es un número.") from error


def _kind(name: str, value: str) -> Kind:
    try:
        return Kind(value)
    except ValueError as error:
        kinds = ", ".join(Kind)
        raise QuizError(f"{name}: no conozco el tipo «{value}»; se espera: {kinds}.") from error


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
