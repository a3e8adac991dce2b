"""The course as its own files tell it: order, modules, minutes, objectives.

``lessons/course.toml`` is the only place for the order and the status of a lesson;
``lesson.toml`` in each lesson's folder is the only place for everything else. The index
page, the facilitator guide and the checks all derive from here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cuentas.data.toml_file import TomlError, toml_of
from cuentas.home import lessons_folder

STATUSES = ("draft", "review", "published")
WRITTEN = ("title", "sentence", "goal", "out_of_scope", "concepts", "datasets", "sources",
           "objectives", "moments", "plan", "act")  # fmt: skip
"""What every ``lesson.toml`` holds."""
BORROWED = "claims"
"""The dataset of which a lesson also shows what other regions have."""
_FIGURE = re.compile(r"\bhere\.(?P<name>\w+)\(")
TO_WRITE_ON = "_" * 22
"""The line that a person fills in by hand."""
LEFT_OUT = " "
"""What is said of a paragraph that this letter does without."""


class CourseError(ValueError):
    """A course or lesson file is missing, unreadable or contradicts another."""


@dataclass(frozen=True)
class Objective:
    """What a learner can do at the end: ``id`` (named by quiz questions) and a sentence."""

    id: str
    text: str


@dataclass(frozen=True)
class Moment:
    """One idea of a lesson: ``id`` (``m1``…) and a title."""

    id: str
    title: str


@dataclass(frozen=True)
class PlanStep:
    """A row of the facilitator's plan: minutes, and what each side does meanwhile."""

    minutes: int
    moment: str
    learners: str
    facilitator: str


@dataclass(frozen=True)
class Act:
    """The civic act: a letter with ``{names}`` to fill in, and the office it goes to.

    ``blanks`` are the names that only this lesson fills in, with what the learner says in it;
    each one with its meaning.
    """

    title: str
    addressee: str
    letter: str
    blanks: dict[str, str] = field(default_factory=dict)

    def said(self, words: Mapping[str, str]) -> dict[str, str]:
        """What stands in each of the blanks: the learner's words, or a line to write on.

        Nothing stands where :data:`LEFT_OUT` was said.
        """
        told = {name: words.get(name, "") for name in self.blanks}
        return {
            name: "" if said == LEFT_OUT else said.strip() or TO_WRITE_ON
            for name, said in told.items()
        }


@dataclass(frozen=True)
class Lesson:
    """One lesson of the course, as its ``lesson.toml`` and ``course.toml`` describe it."""

    slug: str
    number: int
    module_letter: str
    module_title: str
    status: str
    prerequisites: tuple[str, ...]
    folder: Path
    title: str
    sentence: str
    goal: str
    out_of_scope: tuple[str, ...]
    concepts: tuple[str, ...]
    datasets: tuple[str, ...]
    sources: tuple[str, ...]
    objectives: tuple[Objective, ...]
    moments: tuple[Moment, ...]
    plan: tuple[PlanStep, ...]
    act: Act

    @property
    def minutes(self) -> int:
        """Minutes of a class: the sum of the facilitator's plan."""
        return sum(step.minutes for step in self.plan)

    @property
    def notebook(self) -> Path:
        """The notebook that learners see as a page."""
        return self.folder / "lesson.ipynb"

    @cached_property
    def shown_by(self) -> dict[str, str]:
        """The name of the figure of each moment, as its notebook asks for it (``here.chain()``).

        Raises:
            CourseError: the notebook is missing or cannot be read.
        """
        try:
            cells = json.loads(self.notebook.read_text(encoding="utf-8"))["cells"]
            asked = {cell["id"]: "".join(cell["source"]) for cell in cells}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CourseError(f"No puedo leer {self.notebook}: {error}.") from error
        found = {one.id: _FIGURE.search(asked.get(f"{one.id}-figura", "")) for one in self.moments}
        return {moment: call["name"] for moment, call in found.items() if call}

    @property
    def url_path(self) -> str:
        """Where the lesson is served, below the server's base address."""
        return f"/lecciones/{self.slug}"


@dataclass(frozen=True)
class Course:
    """The whole course, lessons in teaching order."""

    title: str
    tagline: str
    lessons: tuple[Lesson, ...]

    def lesson(self, slug: str) -> Lesson:
        """The lesson with this slug.

        Raises:
            KeyError: the course has no such lesson.
        """
        for lesson in self.lessons:
            if lesson.slug == slug:
                return lesson
        raise KeyError(slug)

    def neighbours(self, slug: str) -> tuple[Lesson | None, Lesson | None]:
        """The lessons before and after this one, ``None`` at either end."""
        position = self.lessons.index(self.lesson(slug))
        before = self.lessons[position - 1] if position else None
        after = self.lessons[position + 1] if position + 1 < len(self.lessons) else None
        return before, after


def course(folder: Path | None = None) -> Course:
    """Read the course from ``folder`` (by default, the project's ``lessons/``).

    Raises:
        CourseError: a file is missing, is not TOML, or lacks a required entry.
    """
    root = folder or lessons_folder()
    written = sorted((path, path.stat().st_mtime_ns) for path in root.glob("*/lesson.toml"))
    whole = root / "course.toml"
    now = whole.stat().st_mtime_ns if whole.is_file() else 0
    return _read(root, (now, *written))


@lru_cache(maxsize=8)
def _read(root: Path, _written: tuple[object, ...]) -> Course:
    """The course as its files are now; they are read again when one has changed."""
    raw = read_toml(root / "course.toml")
    try:
        listed = [(module, entry) for module in raw["modules"] for entry in module["lessons"]]
        lessons = tuple(
            _lesson(root, number, module, entry) for number, (module, entry) in enumerate(listed, 1)
        )
        return Course(title=raw["title"], tagline=raw["tagline"], lessons=lessons)
    except KeyError as error:
        raise CourseError(f"En {root / 'course.toml'} falta {error}.") from error
    except TypeError as error:
        raise CourseError(f"{root / 'course.toml'} tiene una entrada con otra forma.") from error


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary.

    Raises:
        CourseError: the file does not exist or is not valid TOML; the message says where.
    """
    try:
        return toml_of(path)
    except FileNotFoundError as error:
        raise CourseError(f"Falta el archivo {path}.") from error
    except TomlError as error:
        raise CourseError(f"No puedo leer {path}: {error}") from error


def _lesson(root: Path, number: int, module: dict[str, Any], entry: dict[str, Any]) -> Lesson:
    folder = root / entry["slug"]
    raw = read_toml(folder / "lesson.toml")
    missing = [name for name in WRITTEN if name not in raw]
    if missing:
        raise CourseError(f"En {folder / 'lesson.toml'} falta {', '.join(missing)}.")
    try:
        return Lesson(
            slug=entry["slug"],
            number=number,
            module_letter=module["letter"],
            module_title=module["title"],
            status=_status(entry),
            prerequisites=tuple(entry["prerequisites"]),
            folder=folder,
            title=raw["title"],
            sentence=raw["sentence"],
            goal=raw["goal"],
            out_of_scope=tuple(raw["out_of_scope"]),
            concepts=tuple(raw["concepts"]),
            datasets=tuple(raw["datasets"]),
            sources=tuple(raw["sources"]),
            objectives=tuple(Objective(**item) for item in raw["objectives"]),
            moments=tuple(Moment(**item) for item in raw["moments"]),
            plan=tuple(PlanStep(**item) for item in raw["plan"]),
            act=Act(**raw["act"]),
        )
    except (KeyError, TypeError) as error:
        raise CourseError(f"En {folder / 'lesson.toml'} falta o sobra: {error}.") from error


def _status(entry: dict[str, Any]) -> str:
    status = str(entry["status"])
    if status not in STATUSES:
        raise CourseError(
            f"La lección {entry['slug']} tiene el estado «{status}»; "
            f"se espera uno de: {', '.join(STATUSES)}."
        )
    return status
