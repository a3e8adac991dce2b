"""Lessons that are ready: what their pages show, and sessions waiting for learners."""

from __future__ import annotations

import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from cuentas.classroom.journal import logger
from cuentas.classroom.sessions import Session, SessionError
from cuentas.classroom.versions import version_of
from cuentas.classroom.watchdog import OvertimeError
from cuentas.course import Lesson
from cuentas.data import pack as tables
from cuentas.view import explorer

RETRY_SECONDS = 15.0
MOST_TRIES = 3
"""How often a lesson is opened again whose files change meanwhile."""
MOST_READY = 40
"""Sessions that wait at once, of all lessons together."""

Key = tuple[str, str]
"""The slugs of a lesson and of a region."""


class LessonError(RuntimeError):
    """The lesson cannot be shown now; the journal knows why."""


@dataclass(frozen=True)
class Known:
    """A lesson with the data of one region, since it was last opened.

    Attributes:
        version: changes whenever the lesson, its data or the code do. Widgets keep their ids
            within a version, so a phone's notes can be played again.
        choices: the years that can be chosen for each district.
    """

    lesson: Lesson
    region: str
    version: str
    choices: dict[str, list[int]]

    @property
    def key(self) -> Key:
        """What tells it from the others."""
        return self.lesson.slug, self.region

    def spelling(self, query: str) -> str:
        """The part of an address that changes what this lesson shows, in its one spelling."""
        return in_one_spelling(query, self.choices)


@dataclass(frozen=True)
class Scene:
    """What a lesson shows for one choice of district and year, before anybody touches it.

    Attributes:
        query: the choice, in its one spelling.
        outputs: results of each code cell, ``None`` where it failed.
        states: state of every widget by its id, in ipywidgets' form for embedding.
    """

    version: str
    query: str
    outputs: dict[str, list[dict[str, Any]] | None]
    states: dict[str, Any]


class Lessons:
    """All lessons that were asked for since the server started, each with its region."""

    def __init__(self) -> None:
        """Nothing is open yet."""
        self._known: dict[Key, Known] = {}
        self._failures: dict[Key, tuple[str, float]] = {}
        self._ready: defaultdict[Key, deque[Session]] = defaultdict(deque)
        self._wanted: Counter[Key] = Counter()

    def known(self, lesson: Lesson, region: str) -> Known:
        """The lesson as it is now: from before, if nothing has changed since.

        Raises:
            LessonError: it cannot be opened, or its files change without end.
        """
        for _try in range(MOST_TRIES + 1):
            version = version_of(lesson, region)
            found = self._known.get((lesson.slug, region))
            if found is not None and found.version == version:
                return found
            self._open(lesson, region, version)
        raise LessonError(f"{lesson.slug}: sus archivos cambian mientras se abre")

    def scene(self, known: Known, query: str) -> Scene:
        """What the lesson shows for ``query``. Somebody will soon want to move it.

        Raises:
            LessonError: it cannot be opened.
        """
        session, spelled = self.take(known), known.spelling(query)
        session.follow(spelled)
        scene = Scene(known.version, spelled, session.outputs, session.states())
        session.end()
        return scene

    def take(self, known: Known) -> Session:
        """A session as the lesson opens: one that waits, or a new one.

        Raises:
            LessonError: it cannot be opened.
        """
        ready = self._ready[known.key]
        return ready.popleft() if ready else self._new(known.lesson, known.region, known.version)

    def expect(self, known: Known, most: int = MOST_READY) -> None:
        """A phone has the page: it may want a session soon."""
        self._wanted[known.key] = min(most, self._wanted[known.key] + 1)

    def make_one_ready(self) -> bool:
        """Open one session that is missing; whether there was one. Called in quiet moments."""
        if sum(map(len, self._ready.values())) >= MOST_READY:
            return False
        for key, wanted in self._wanted.most_common():
            known = self._known.get(key)
            if known is not None and len(self._ready[key]) < wanted:
                try:
                    self._ready[key].append(self._new(known.lesson, known.region, known.version))
                except LessonError:
                    self._wanted[key] = 0
                return True
        return False

    def _open(self, lesson: Lesson, region: str, version: str) -> None:
        """Open the lesson with its files as they are; what waited of before is let go."""
        key = lesson.slug, region
        if any(version_of(old.lesson, old.region) != old.version for old in self._known.values()):
            tables.forget()
            explorer.forget()
        for old in self._ready.pop(key, ()):
            old.end()
        session = self._new(lesson, region, version)
        for fault in session.faults:
            logger().error("%s", fault)
        self._known[key] = Known(lesson, region, version, session.choices())
        self._ready[key].append(session)

    def _new(self, lesson: Lesson, region: str, version: str) -> Session:
        key = lesson.slug, region
        failed, when = self._failures.get(key, ("", 0.0))
        if failed == version and time.monotonic() - when < RETRY_SECONDS:
            raise LessonError(f"{lesson.slug}: no se pudo abrir hace un momento")
        try:
            return Session(lesson, region)
        except (SessionError, OvertimeError, OSError, ValueError, KeyError) as error:
            self._failures[key] = version, time.monotonic()
            logger().error("%s: %s", lesson.slug, error)
            raise LessonError(str(error)) from error


def in_one_spelling(query: str, choices: dict[str, list[int]]) -> str:
    """The part of an address that changes what a lesson shows, always written the same way.

    Args:
        query: what follows ``?`` in the address.
        choices: the years of each district that the lesson knows.
    """
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    district, year = asked.get("distrito", ""), asked.get("anio", "")
    known = {"distrito": district} if district in choices else {}
    years: Iterable[int] = choices.get(district) or {
        year for years in choices.values() for year in years
    }
    if year in map(str, years):
        known["anio"] = year
    return urlencode(known)
