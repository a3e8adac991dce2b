"""Rehearsed lessons, as the server knows them: what their pages show, and where kernels fork."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from cuentas.classroom.journal import logger
from cuentas.classroom.kernel.forks import ForkingError, can_fork, environment, shared
from cuentas.classroom.kernel.versions import version_of
from cuentas.course import Lesson
from cuentas.home import REGION_VARIABLE, current_region

RETRY_SECONDS = 15.0
MOST_TRIES = 3
"""How often a lesson is rehearsed again whose files change meanwhile."""
MOST_GUESTS = 6
"""Rehearsals of other regions that live at once, so that they never take a class's memory."""
GUEST_IDLE_SECONDS = 10 * 60.0

Key = tuple[str, str]
"""The slugs of a lesson and of a region."""


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
    """A lesson rehearsed with the data of one region.

    Attributes:
        version: as in its scenes.
        path: the socket at which it draws scenes and forks kernels.
        choices: the years that can be chosen for each district.
        rests: its process has ended, and what is known of it still holds.
        used: when it was last asked for, by a clock that only grows.
    """

    lesson: Lesson
    region: str
    version: str
    path: Path
    choices: dict[str, list[int]] = field(default_factory=dict)
    rests: bool = False
    used: float = field(default_factory=time.monotonic)

    @property
    def key(self) -> Key:
        """What tells it from the others."""
        return self.lesson.slug, self.region

    def spelling(self, query: str) -> str:
        """The part of an address that changes what this lesson shows, in its one spelling."""
        return in_one_spelling(query, self.choices)


class Stages:
    """All lessons that were asked for since the server started, each with its region.

    Those of the region that opens by itself live as long as the server. Of the others,
    *guests*, only some live at once, and not for long after somebody asked for them.

    Args:
        home: the region that opens by itself; by default the one in use.
        most_guests: how many rehearsals of other regions live at once.
        idle_seconds: how long one of them lives when nobody asks for it.
    """

    def __init__(
        self,
        home: str | None = None,
        *,
        most_guests: int = MOST_GUESTS,
        idle_seconds: float = GUEST_IDLE_SECONDS,
    ) -> None:
        """Nothing is rehearsed yet."""
        self._home = home or current_region()
        self._most_guests, self._idle_seconds = most_guests, idle_seconds
        self._stages: dict[Key, Stage] = {}
        self._failures: dict[Key, tuple[str, float]] = {}
        self._locks: dict[Key, asyncio.Lock] = {}
        self._guests_turn = asyncio.Lock()

    async def known(self, lesson: Lesson, region: str) -> Stage:
        """The lesson with what is known of it since it was rehearsed; it may rest.

        Raises:
            ForkingError: it cannot be rehearsed.
        """
        found = self._stages.get((lesson.slug, region))
        if found is not None and found.version == version_of(lesson, region):
            return found
        return await self.stage(lesson, region)

    async def stage(self, lesson: Lesson, region: str) -> Stage:
        """The lesson, rehearsed: now, or as it was before if nothing has changed since.

        One that could not be rehearsed is not tried again for some seconds, or until the
        lesson changes.

        Raises:
            ForkingError: it cannot be rehearsed.
        """
        found = self._awake((lesson.slug, region), version_of(lesson, region))
        if found is None:
            async with self._locks.setdefault((lesson.slug, region), asyncio.Lock()):
                found = await self._newest(lesson, region)
        found.used = time.monotonic()
        return found

    async def _newest(self, lesson: Lesson, region: str) -> Stage:
        """A rehearsal of the files as they are; made again if they changed meanwhile.

        Raises:
            ForkingError: it cannot be rehearsed, or the files change without end.
        """
        for _try in range(MOST_TRIES):
            current = version_of(lesson, region)
            found = self._awake((lesson.slug, region), current)
            found = found or await self._renewed(lesson, region, current)
            if version_of(lesson, region) == current:
                return found
        raise ForkingError(f"{lesson.slug}: sus archivos cambiaron mientras se ensayaba")

    async def scene(self, lesson: Lesson, region: str, query: str) -> Scene:
        """What the lesson shows for ``query``. A rehearsal that was lost is made again, once.

        Raises:
            ForkingError: the lesson cannot be shown at all.
        """
        stage = await self.stage(lesson, region)
        try:
            drawn = await self._draw(stage, query)
        except ForkingError:
            await self.drop(stage)
            drawn = None
        if drawn is None or drawn.version != version_of(lesson, region):
            drawn = await self._draw(await self.stage(lesson, region), query)
        return drawn

    async def drop(self, stage: Stage) -> None:
        """Give up a rehearsal that does not answer: the next learner gets a new one."""
        if self._stages.get(stage.key) is stage:
            del self._stages[stage.key]
        await self._end(stage)

    async def check(self, stage: Stage) -> None:
        """Drop the rehearsal unless it answers."""
        if can_fork():
            try:
                await shared().ask_at(stage.path, {"do": "ping"})
            except ForkingError:
                await self.drop(stage)

    async def end_idle(self) -> None:
        """Let those guests rest that nobody has asked for lately."""
        before = time.monotonic() - self._idle_seconds
        for guest in self._guests():
            if guest.used < before:
                await self._rest(guest)

    def _awake(self, key: Key, current: str) -> Stage | None:
        """The rehearsal of this version, unless it rests."""
        found = self._stages.get(key)
        return found if found and found.version == current and not found.rests else None

    def _guests(self) -> list[Stage]:
        """Rehearsals of other regions that live, the longest unused first."""
        living = [stage for stage in self._stages.values() if can_fork() and not stage.rests]
        guests = [stage for stage in living if stage.region != self._home]
        return sorted(guests, key=lambda guest: guest.used)

    async def _renewed(self, lesson: Lesson, region: str, current: str) -> Stage:
        """A new rehearsal in place of what there was; guests are made one after another."""
        before = self._stages.get((lesson.slug, region))
        if before is not None and not before.rests:
            await self._rest(before)
        if region == self._home:
            new = await self._rehearsed(lesson, region, current)
        else:
            async with self._guests_turn:
                await self._make_room()
                new = await self._rehearsed(lesson, region, current)
        self._stages[new.key] = new
        return new

    async def _make_room(self) -> None:
        """Let as many guests rest that one more may live."""
        guests = self._guests()
        for guest in guests[: max(0, len(guests) + 1 - self._most_guests)]:
            await self._rest(guest)

    async def _rest(self, stage: Stage) -> None:
        stage.rests = True
        await self._end(stage)

    async def _rehearsed(self, lesson: Lesson, region: str, current: str) -> Stage:
        key = (lesson.slug, region)
        version, when = self._failures.get(key, ("", 0.0))
        if version == current and time.monotonic() - when < RETRY_SECONDS:
            raise ForkingError(f"{lesson.slug}: no se pudo ensayar hace un momento")
        try:
            return await self._rehearse(lesson, region, current)
        except ForkingError as error:
            self._failures[key] = (current, time.monotonic())
            logger().error("%s", error)
            raise

    async def _rehearse(self, lesson: Lesson, region: str, current: str) -> Stage:
        stage = Stage(lesson, region, current, shared().new_path())
        if can_fork():
            asked = {"slug": lesson.slug, "region": region, "path": str(stage.path)}
            await shared().ask({"do": "lesson"} | asked)
        try:
            first = await self._page(stage, "")
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

    async def _draw(self, stage: Stage, query: str) -> Scene:
        spelled = stage.spelling(query)
        page = await self._page(stage, spelled)
        return Scene(stage.version, spelled, page["outputs"], page["states"])

    async def _page(self, stage: Stage, query: str) -> dict[str, Any]:
        if not can_fork():
            return await _page_of_a_process(stage, query)
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


async def _page_of_a_process(stage: Stage, query: str) -> dict[str, Any]:
    slug = stage.lesson.slug
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "cuentas.classroom.kernel.draw",
        slug,
        query,
        stdout=asyncio.subprocess.PIPE,
        env=environment() | {REGION_VARIABLE: stage.region},
    )
    printed, _errors = await process.communicate()
    if process.returncode:
        raise ForkingError(f"{slug}: el ensayo terminó con estado {process.returncode}")
    page: dict[str, Any] = json.loads(printed)
    return page
