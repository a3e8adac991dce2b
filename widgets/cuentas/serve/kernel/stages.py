"""Rehearsed lessons, as the server knows them: what their pages show, and where kernels fork."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from cuentas.home import datasets_folder
from cuentas.lesson.catalogue import Lesson
from cuentas.serve.journal import logger
from cuentas.serve.kernel.forks import ForkingError, can_fork, environment, shared

RETRY_SECONDS = 15.0
_CODE = Path(__file__).parents[2]


@dataclass(frozen=True)
class Scene:
    """What a lesson shows for one choice of district and year, before anybody touches it.

    Attributes:
        version: changes whenever the lesson, its data or the code do. Widgets keep their ids
            within a version, so a phone's notes can be played again.
        query: the choice, in its one spelling.
        outputs: results of each code cell, ``None`` where it failed.
        states: state of every widget by its id, in ipywidgets' form for embedding.
    """

    version: str
    query: str
    outputs: dict[str, list[dict[str, Any]] | None]
    states: dict[str, Any]


@dataclass
class Stage:
    """A rehearsed lesson.

    Attributes:
        version: as in its scenes.
        path: the socket at which it draws scenes and forks kernels.
        choices: the years that can be chosen for each district.
    """

    version: str
    path: Path
    choices: dict[str, list[int]] = field(default_factory=dict)

    def spelling(self, query: str) -> str:
        """The part of an address that changes what this lesson shows, in its one spelling."""
        return in_one_spelling(query, self.choices)


class Stages:
    """All lessons that were asked for since the server started."""

    def __init__(self) -> None:
        """Nothing is rehearsed yet."""
        self._stages: dict[str, Stage] = {}
        self._failures: dict[str, tuple[str, float]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def stage(self, lesson: Lesson) -> Stage:
        """The lesson, rehearsed: now, or as it was before if nothing has changed since.

        One that could not be rehearsed is not tried again for some seconds, or until the
        lesson changes.

        Raises:
            ForkingError: it cannot be rehearsed.
        """
        current = version_of(lesson)
        known = self._stages.get(lesson.slug)
        if known is not None and known.version == current:
            return known
        async with self._locks.setdefault(lesson.slug, asyncio.Lock()):
            known = self._stages.get(lesson.slug)
            if known is not None and known.version == current:
                return known
            if known is not None:
                await self._end(known)
            self._stages[lesson.slug] = await self._rehearsed(lesson, current)
            return self._stages[lesson.slug]

    async def scene(self, lesson: Lesson, query: str) -> Scene:
        """What the lesson shows for ``query``. A rehearsal that was lost is made again, once.

        Raises:
            ForkingError: the lesson cannot be shown at all.
        """
        stage = await self.stage(lesson)
        try:
            return await self._draw(lesson, stage, query)
        except ForkingError:
            await self.drop(lesson, stage)
        return await self._draw(lesson, await self.stage(lesson), query)

    async def drop(self, lesson: Lesson, stage: Stage) -> None:
        """Give up a rehearsal that does not answer: the next learner gets a new one."""
        if self._stages.get(lesson.slug) is stage:
            del self._stages[lesson.slug]
        await self._end(stage)

    async def check(self, lesson: Lesson, stage: Stage) -> None:
        """Drop the rehearsal unless it answers."""
        if can_fork():
            try:
                await shared().ask_at(stage.path, {"do": "ping"})
            except ForkingError:
                await self.drop(lesson, stage)

    async def _rehearsed(self, lesson: Lesson, current: str) -> Stage:
        version, when = self._failures.get(lesson.slug, ("", 0.0))
        if version == current and time.monotonic() - when < RETRY_SECONDS:
            raise ForkingError(f"{lesson.slug}: no se pudo ensayar hace un momento")
        try:
            return await self._rehearse(lesson, current)
        except ForkingError as error:
            self._failures[lesson.slug] = (current, time.monotonic())
            logger().error("%s", error)
            raise

    async def _rehearse(self, lesson: Lesson, current: str) -> Stage:
        stage = Stage(current, shared().new_path())
        if can_fork():
            question = {"do": "lesson", "slug": lesson.slug, "path": str(stage.path)}
            await shared().ask(question)
        try:
            first = await self._page(lesson, stage, "")
        except ForkingError:
            await self._end(stage)
            raise
        stage.choices = first["choices"]
        for fault in first["faults"]:
            logger().error("%s", fault)
        return stage

    async def _end(self, stage: Stage) -> None:
        """Nobody will ask this rehearsal again. Kernels that came from it go on."""
        if can_fork():
            with suppress(ForkingError):
                await shared().ask_at(stage.path, {"do": "end"})

    async def _draw(self, lesson: Lesson, stage: Stage, query: str) -> Scene:
        spelled = stage.spelling(query)
        page = await self._page(lesson, stage, spelled)
        return Scene(stage.version, spelled, page["outputs"], page["states"])

    async def _page(self, lesson: Lesson, stage: Stage, query: str) -> dict[str, Any]:
        if not can_fork():
            return await _page_of_a_process(lesson.slug, query)
        page = await shared().ask_at(stage.path, {"do": "page", "query": query})
        if "error" in page:
            raise ForkingError(page["error"])
        return page


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
        one for all_ in choices.values() for one in all_
    }
    if year in {str(one) for one in years}:
        known["anio"] = year
    return urlencode(known)


def version_of(lesson: Lesson) -> str:
    """A digest of all that decides what the lesson shows and how its widgets are called."""
    files = [lesson.folder.parent / "course.toml", *sorted(lesson.folder.glob("*.*"))]
    digests = [_digest(one, one.stat().st_mtime_ns) for one in files if one.is_file()]
    return sha256(" ".join([_foundation(), lesson.slug, *digests]).encode()).hexdigest()[:16]


@lru_cache(maxsize=256)
def _digest(path: Path, _modified: int) -> str:
    return sha256(path.name.encode() + path.read_bytes()).hexdigest()


@cache
def _foundation() -> str:
    """A digest of the code and the data, which do not change while the server runs."""
    digest = sha256("".join(map(version, ("ipywidgets", "matplotlib"))).encode())
    for root, kinds in ((_CODE, (".py", ".j2", ".mo")), (datasets_folder(), ())):
        for path in sorted(root.rglob("*.*")):
            if path.is_file() and (not kinds or path.suffix in kinds):
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


async def _page_of_a_process(slug: str, query: str) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "cuentas.serve.kernel.draw",
        slug,
        query,
        stdout=asyncio.subprocess.PIPE,
        env=environment(),
    )
    printed, _errors = await process.communicate()
    if process.returncode:
        raise ForkingError(f"{slug}: el ensayo terminó con estado {process.returncode}")
    page: dict[str, Any] = json.loads(printed)
    return page
