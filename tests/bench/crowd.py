"""A class of phones in one process: they arrive, work until told to stop, and leave.

It is steered through standard input (``go``, ``stop``) and tells what happens on standard
output, one JSON object a line; ``at`` is the machine's monotonic clock in seconds, so that
whoever steers can compare it with its own.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bench.learner import Learner, Ledger
from bench.line import Trouble

SECONDS_BETWEEN = 2.0
FIRST_SOURCE = 2
RETRY = 0.5
BACK_PATIENCE = 60.0


@dataclass
class Teller:
    """Writes what happens, and counts what went wrong."""

    troubles: Counter[str] = field(default_factory=Counter)

    def tell(self, what: str, **values: Any) -> None:
        """Write one line."""
        line = {"what": what, "at": time.monotonic(), **values}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def trouble(self, who: int, error: Trouble, during: str) -> None:
        """Tell and count what a learner met."""
        self.troubles[error.kind] += 1
        self.tell("trouble", who=who, kind=error.kind, told=str(error), during=during)

    def end(self) -> None:
        """Tell what this process itself cost."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        cpu = used.ru_utime + used.ru_stime
        self.tell("end", cpu=cpu, troubles=dict(self.troubles))


def source_of(number: int) -> str:
    """The loopback address of a phone: each has its own, as on a Wi-Fi."""
    return f"127.0.{number // 250}.{number % 250 + FIRST_SOURCE}"


class Class:
    """Learners that arrive together and change a control every two seconds or so."""

    def __init__(
        self,
        address: str,
        path: str,
        count: int,
        teller: Teller,
        between: float = SECONDS_BETWEEN,
    ) -> None:
        """``count`` learners of one lesson, with so many seconds between two changes."""
        ledger = Ledger()
        self.between = between
        self.teller = teller
        self.learners = [
            Learner(address, path, ledger, source_of(number), seed=number)
            for number in range(count)
        ]

    async def run(self) -> None:
        """Arrive, wait for ``go``, work until ``stop``, leave."""
        begin = time.perf_counter()
        there = await asyncio.gather(*map(self._arrive, range(len(self.learners))))
        ready = [number for number, came in enumerate(there) if came]
        self.teller.tell("all", ready=len(ready), seconds=time.perf_counter() - begin)
        if await wait_for_word() == "go":
            working = [asyncio.create_task(self._work(number)) for number in ready]
            await wait_for_word()
            await _cancel(working)
        await asyncio.gather(*(learner.leave() for learner in self.learners))
        strangers = sum(learner.line.strangers for learner in self.learners)
        self.teller.tell("left", strangers=strangers)

    async def _arrive(self, number: int) -> bool:
        learner = self.learners[number]
        try:
            steps = await learner.arrive()
        except Trouble as error:
            self.teller.trouble(number, error, "arrive")
            return False
        traffic = learner.line.traffic
        self.teller.tell(
            "ready", who=number, waited=learner.waited, bytes=traffic.received, **steps
        )
        return True

    async def _work(self, number: int) -> None:
        learner = self.learners[number]
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, self.between))
        while True:
            try:
                seconds = await learner.change()
                self.teller.tell("change", who=number, seconds=seconds)
                await _pause(learner, chance, self.between)
            except Trouble as error:
                self.teller.trouble(number, error, "change")
                await self._return(number)

    async def _return(self, number: int) -> None:
        """Try to come back until it works, as the page script does."""
        began = time.monotonic()
        while time.monotonic() - began < BACK_PATIENCE:
            try:
                await self.learners[number].come_back()
            except Trouble as error:
                self.teller.trouble(number, error, "return")
                await asyncio.sleep(RETRY)
            else:
                self.teller.tell("back", who=number, seconds=time.monotonic() - began)
                return
        self.teller.tell("lost", who=number)


async def _pause(learner: Learner, chance: random.Random, between: float) -> None:
    """Think; a connection that closes meanwhile is noticed at once.

    Raises:
        Trouble: ``closed``.
    """
    pause = between * chance.uniform(0.6, 1.4)
    try:
        await asyncio.wait_for(learner.line.closed.wait(), pause)
    except TimeoutError:
        return
    raise Trouble("closed", "mientras pensaba")


async def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def wait_for_word() -> str:
    """The next word of whoever steers; ``stop`` when nobody does."""
    line = await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    return line.strip() or "stop"
