"""Rehearsed lessons, as the server knows them: what their pages show, and where kernels fork."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from cuentas.home import datasets_folder
from cuentas.lesson.catalogue import Lesson
from cuentas.serve.journal import logger
from cuentas.serve.kernel.forks import ForkingError, Zygote, can_fork, shared

MOST_PAGES = 128
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
class _Stage:
    version: str
    path: Path
    choices: dict[str, list[int]] = field(default_factory=dict)


class Stages:
    """All lessons that were asked for since the server started."""

    def __init__(self) -> None:
        """Nothing is rehearsed yet."""
        self._stages: dict[str, _Stage] = {}
        self._failures: dict[str, tuple[str, float]] = {}
        self._scenes: OrderedDict[tuple[str, str, str], Scene] = OrderedDict()
        self._locks: dict[str, asyncio.Lock] = {}

    async def scene(self, lesson: Lesson, query: str) -> Scene:
        """What the lesson shows for ``query``; drawn once and then remembered.

        A rehearsal that was lost is made again, once. One that fails is not tried again for
        some seconds, or until the lesson changes.

        Raises:
            ForkingError: the lesson cannot be shown at all.
        """
        async with self._locks.setdefault(lesson.slug, asyncio.Lock()):
            self._check_failure(lesson)
            try:
                return await self._scene(lesson, query)
            except ForkingError:
                self._stages.pop(lesson.slug, None)
            try:
                return await self._scene(lesson, query)
            except ForkingError as error:
                self._failures[lesson.slug] = (version_of(lesson), time.monotonic())
                logger().error("%s", error)
                raise

    def _check_failure(self, lesson: Lesson) -> None:
        version, when = self._failures.get(lesson.slug, ("", 0.0))
        if version == version_of(lesson) and time.monotonic() - when < RETRY_SECONDS:
            raise ForkingError(f"{lesson.slug}: no se pudo ensayar hace un momento")

    async def _scene(self, lesson: Lesson, query: str) -> Scene:
        stage = await self._stage(lesson)
        wanted = in_one_spelling(query, stage.choices)
        key = (lesson.slug, stage.version, wanted)
        if key not in self._scenes:
            self._scenes[key] = await self._draw(lesson, stage, wanted)
            while len(self._scenes) > MOST_PAGES:
                self._scenes.popitem(last=False)
        self._scenes.move_to_end(key)
        return self._scenes[key]

    async def kernel_path(self, lesson: Lesson) -> Path:
        """Where kernels of this lesson are forked.

        Raises:
            ForkingError: the lesson cannot be rehearsed.
        """
        async with self._locks.setdefault(lesson.slug, asyncio.Lock()):
            return (await self._stage(lesson)).path

    def forget(self, lesson: Lesson) -> None:
        """Its process is lost: the next learner gets a new one."""
        self._stages.pop(lesson.slug, None)

    async def _stage(self, lesson: Lesson) -> _Stage:
        current = version_of(lesson)
        known = self._stages.get(lesson.slug)
        if known is not None and known.version == current:
            return known
        if known is not None:
            await self._end(known)
        self._stages[lesson.slug] = await self._rehearse(lesson, current)
        return self._stages[lesson.slug]

    async def _end(self, stage: _Stage) -> None:
        """Nobody will ask this rehearsal again. Kernels that came from it go on."""
        if can_fork():
            with suppress(ForkingError):
                await shared().ask_at(stage.path, {"do": "end"})

    async def _rehearse(self, lesson: Lesson, current: str) -> _Stage:
        zygote = shared()
        stage = _Stage(current, zygote.new_path())
        if can_fork():
            question = {"do": "lesson", "slug": lesson.slug, "path": str(stage.path)}
            await zygote.ask(question)
        try:
            first = await self._page(zygote, lesson, stage, "")
        except ForkingError:
            await self._end(stage)
            raise
        stage.choices = first["choices"]
        for fault in first["faults"]:
            logger().error("%s", fault)
        self._scenes[lesson.slug, current, ""] = _scene(stage, "", first)
        return stage

    async def _draw(self, lesson: Lesson, stage: _Stage, query: str) -> Scene:
        return _scene(stage, query, await self._page(shared(), lesson, stage, query))

    async def _page(
        self, zygote: Zygote, lesson: Lesson, stage: _Stage, query: str
    ) -> dict[str, Any]:
        if not can_fork():
            return await _page_of_a_process(lesson.slug, query)
        page = await zygote.ask_at(stage.path, {"do": "page", "query": query})
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
    stamps = [
        (str(one), one.stat().st_mtime_ns, one.stat().st_size) for one in files if one.is_file()
    ]
    return sha256(json.dumps([_foundation(), stamps]).encode()).hexdigest()[:16]


@cache
def _foundation() -> str:
    """A digest of the code and the data, which do not change while the server runs."""
    digest = sha256("".join(map(version, ("ipywidgets", "matplotlib"))).encode())
    paths = [*_CODE.rglob("*.py"), *_CODE.rglob("*.j2"), *datasets_folder().rglob("*.*")]
    for path in sorted(paths):
        digest.update(str(path.name).encode() + path.read_bytes())
    return digest.hexdigest()


def _scene(stage: _Stage, query: str, page: dict[str, Any]) -> Scene:
    return Scene(stage.version, query, page["outputs"], page["states"])


async def _page_of_a_process(slug: str, query: str) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "cuentas.serve.kernel.draw",
        slug,
        query,
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _errors = await process.communicate()
    if process.returncode:
        raise ForkingError(f"{slug}: el ensayo terminó con estado {process.returncode}")
    page: dict[str, Any] = json.loads(printed)
    return page
