"""The questions of a lesson, as its ``quiz.toml`` gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

from cuentas.course import read_toml
from cuentas.model.quiz import Kind, Option, Question, QuizError
from cuentas.view.show.examples import EXAMPLES

PARTS = ("predict", "question", "practice")
"""What a ``quiz.toml`` holds."""
NUMBERS = ("answer", "tolerance")


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
        QuizError: questions contradict themselves; it says all that is wrong in them.
    """
    path = folder / "quiz.toml"
    return _read(path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=64)
def _read(path: Path, _written: int) -> LessonQuestions:
    raw = read_toml(path)
    try:
        faults = list(_faults(path, raw))
        if faults:
            raise QuizError(*faults)
        predictions = {item["moment"]: _prediction(item) for item in raw["predict"]}
        quiz = tuple(question_from(item) for item in raw["question"])
        return LessonQuestions(predictions, quiz, _practices(raw["practice"]))
    except KeyError as error:
        raise QuizError(f"En {path} falta {error}.") from error
    except (TypeError, AttributeError) as error:
        raise QuizError(f"{path} tiene una entrada con otra forma.") from error


def _faults(path: Path, raw: dict[str, Any]) -> Iterator[str]:
    """All that is wrong in every question of a file."""
    missing = [name for name in PARTS if name not in raw]
    if missing:
        yield f"En {path} falta {', '.join(missing)}."
    asked = raw.get("question", [])
    for make, items in ((_prediction, raw.get("predict", [])), (question_from, asked)):
        for item in items:
            try:
                make(item)
            except QuizError as error:
                yield from error.faults
    yield from _repeated("Pregunta", [item.get("id") for item in asked])
    yield from _repeated("Predicción", [item.get("moment") for item in raw.get("predict", [])])


def _repeated(what: str, names: list[str | None]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if name and times > 1:
            yield f"{what} «{name}»: está {times} veces."


def question_from(item: dict[str, Any]) -> Question:
    """A question from its TOML table.

    Raises:
        QuizError: an entry is missing, unknown, or contradicts another; it says all of it.
    """
    faults = list(_entry_faults(item))
    try:
        question = _question(item)
    except QuizError as error:
        faults += error.faults
    if faults:
        raise QuizError(*faults)
    return question


def _question(item: dict[str, Any]) -> Question:
    """The question, as far as its entries can be read: what cannot is told elsewhere."""
    entries = _known(Question, item)
    options = tuple(Option(**_known(Option, one)) for one in item.get("options", []))
    numbers = {name: _number(item[name]) or Decimal(0) for name in NUMBERS if name in item}
    kind = item.get("kind")
    readable = Kind(kind) if kind in set(Kind) else Kind.OPINION
    return Question(**{**entries, **numbers, "kind": readable, "options": options})


def _practices(raw: dict[str, Any] | list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """One practice (``[practice]``) or several, the wished one first (``[[practice]]``)."""
    listed = raw if isinstance(raw, list) else [raw]
    return tuple({**one} for one in listed)


def _entry_faults(item: dict[str, Any]) -> Iterator[str]:
    """What is wrong in each entry by itself."""
    name = f"Pregunta «{item.get('id', 'sin id')}»"
    yield from _wrong_entries(name, Question, item)
    for one in item.get("options", []):
        yield from _wrong_entries(f"{name}, opción «{one.get('id', 'sin id')}»", Option, one)
    for number in NUMBERS:
        if number in item and _number(item[number]) is None:
            yield f"{name}: «{item[number]}» no es un número."
    for entry, known, what in (("kind", tuple(Kind), "el tipo"), ("figure", EXAMPLES, "la figura")):
        said = item.get(entry)
        if said and said not in known:
            yield f"{name}: no conozco {what} «{said}»; se espera: {', '.join(known)}."


def _wrong_entries(
    where: str, shape: type[Question | Option], entries: dict[str, Any]
) -> Iterator[str]:
    needed = {one.name for one in fields(shape) if one.default is MISSING}
    known = {one.name for one in fields(shape)}
    missing, unknown = sorted(needed - entries.keys()), sorted(entries.keys() - known)
    if missing:
        yield f"{where}: falta {', '.join(missing)}."
    if unknown:
        yield f"{where}: sobra {', '.join(unknown)}."


def _known(shape: type[Question | Option], entries: dict[str, Any]) -> dict[str, Any]:
    """The entries that the shape has; those that it needs and lack stand empty."""
    return {
        one.name: entries.get(one.name, "")
        for one in fields(shape)
        if one.name in entries or one.default is MISSING
    }


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _prediction(item: dict[str, Any]) -> Question:
    missing = [name for name in ("moment", "text", "options") if name not in item]
    if missing:
        raise QuizError(f"Predicción «{item.get('moment', '')}»: falta {', '.join(missing)}.")
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
