"""Learners who come and go all day: some leave politely, some vanish, some sleep and return."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import suppress

from bench.crowd import Teller, source_of, wait_for_word
from bench.learner import Learner, Ledger
from bench.line import Trouble

FIRST_ARRIVALS = 30.0
CHANGES = (5, 40)
THINKING = (1.0, 4.0)
SLEEP = (3.0, 25.0)
BETWEEN = (1.0, 15.0)
RELOADS, SLEEPS = 0.02, 0.02
"""How likely, before each change, that a learner loads again or puts the phone away."""
ENDINGS = {"leave": 0.7, "cut": 0.15, "stop_reading": 0.15}
"""Close the page; run out of battery; lose the Wi-Fi without anybody noticing."""
SILENCE_KEPT = 120.0


class Wanderers:
    """``count`` places in a room: whenever somebody goes, somebody else comes."""

    def __init__(
        self, address: str, paths: Sequence[str], count: int, teller: Teller, seed: int = 0
    ) -> None:
        """Learners who open any of the lessons at ``paths``."""
        self.address, self.paths, self.count, self.teller = address, paths, count, teller
        self.ledger, self.chances = Ledger(), [random.Random(seed + n) for n in range(count)]
        self.silent: list[tuple[float, Learner]] = []
        self.here: dict[int, Learner] = {}

    async def run(self) -> None:
        """Until told to stop; then everybody leaves."""
        places = [asyncio.create_task(self._place(number)) for number in range(self.count)]
        await wait_for_word()
        for place in places:
            place.cancel()
        await asyncio.gather(*places, return_exceptions=True)
        await asyncio.gather(*(learner.leave() for learner in self.here.values()))
        await self._forget_silent(0)
        self.teller.tell("left", strangers=0)

    async def _place(self, number: int) -> None:
        chance = self.chances[number]
        await asyncio.sleep(chance.uniform(0, FIRST_ARRIVALS))
        while True:
            path, seed = chance.choice(self.paths), chance.randrange(10**9)
            learner = Learner(self.address, path, self.ledger, source_of(number), seed)
            self.here[number] = learner
            try:
                await self._life(number, learner)
            except Trouble as error:
                self.teller.trouble(number, error, path)
                await learner.line.cut()
            del self.here[number]
            await self._forget_silent(SILENCE_KEPT)
            await asyncio.sleep(chance.uniform(*BETWEEN))

    async def _life(self, number: int, learner: Learner) -> None:
        chance = self.chances[number]
        steps = await learner.arrive()
        self.teller.tell("ready", who=number, waited=learner.waited, seconds=steps["ready"])
        for _change in range(chance.randint(*CHANGES)):
            await asyncio.sleep(chance.uniform(*THINKING))
            await self._interruption(number, learner)
            self.teller.tell("change", who=number, seconds=await learner.change())
        if learner.line.strangers:
            raise Trouble("stranger", learner.line.strangers)
        await self._go(learner, chance.choices(*zip(*ENDINGS.items(), strict=True))[0])

    async def _interruption(self, number: int, learner: Learner) -> None:
        chance = self.chances[number]
        dice = chance.random()
        if dice < RELOADS:
            self.teller.tell("reload", who=number, seconds=await learner.reload())
        elif dice < RELOADS + SLEEPS:
            await learner.line.hang_up()
            await asyncio.sleep(chance.uniform(*SLEEP))
            self.teller.tell("back", who=number, seconds=await learner.come_back())

    async def _go(self, learner: Learner, how: str) -> None:
        self.teller.tell("gone", how=how)
        if how == "stop_reading":
            await learner.line.stop_reading()
            self.silent.append((time.monotonic(), learner))
        elif how == "cut":
            await learner.line.cut()
        else:
            await learner.leave()

    async def _forget_silent(self, seconds: float) -> None:
        """Free what phones hold here that went silent longer ago than this."""
        limit = time.monotonic() - seconds
        old = [learner for since, learner in self.silent if since < limit]
        self.silent = [pair for pair in self.silent if pair[0] >= limit]
        for learner in old:
            with suppress(Trouble):
                await learner.line.cut()
