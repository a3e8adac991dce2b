"""One phone: it opens a lesson, waits until it works, moves controls, and leaves.

Two dialects of the same steps. A page with a kernel in it is stock Voilà's: the script asks
the kernel for the state of every widget. A page with a visit in it is ours: the states are in
the page, and the script asks for a kernel that already holds them.
"""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

from bench.line import OPENING_PATIENCE, Asked, Line, Trouble
from bench.sight import Change, Sight, fingerprint
from bench.wire import CONTROL_TARGET, VISIT_TARGET, Json, Message, Page, PageError, read_page

GOODBYE = 3.0
TAKEN, CHANGED_COURSE, BUSY = 201, 409, {429, 503}


@dataclass
class Ledger:
    """What all learners of one run know together: which figure answers which choice."""

    seen: dict[tuple[str, int, str, str], str] = field(default_factory=dict)
    control: dict[str, int] = field(default_factory=dict)

    def check(self, lesson: str, change: Change, figures: list[str]) -> None:
        """Compare what came with what everybody else got for the same choice.

        Raises:
            Trouble: ``wrong``: nothing names the choice, or it is another figure than theirs.
        """
        if change.is_said and not any(change.label in figure for figure in figures):
            raise Trouble("wrong", f"ninguna figura dice {change.label}")
        # A figure that is the same for both options does not come again.
        key = lesson, change.place, change.before, change.label
        mark = fingerprint(figures)
        if self.seen.setdefault(key, mark) != mark:
            raise Trouble("wrong", f"otra figura para {change.label}")


class Learner:
    """One phone on one lesson. Every public method is one thing that a learner does."""

    def __init__(
        self, address: str, path: str, ledger: Ledger, source: str | None = None, seed: int = 0
    ) -> None:
        """A phone at the network address ``source`` that will open ``address + path``."""
        self.path, self.ledger, self.chance = path, ledger, random.Random(seed)
        self.line = Line(address.rstrip("/"), source, self._take)
        self.sight, self.events = Sight(), list[tuple[str, Json]]()
        self.page: Page | None = None
        self.kernel, self.said = "", ""
        self.waited = 0.0
        self._etag, self._html = "", ""
        self._unanswered = False

    async def arrive(self) -> dict[str, float]:
        """Open the lesson and wait until it works; seconds until each step was done.

        Raises:
            Trouble: the page, its kernel or its widgets did not come.
        """
        begin, steps = time.perf_counter(), {}
        for name, step in (
            ("page", self._open_page),
            ("kernel", self._find_kernel),
            ("ready", self._come_alive),
        ):
            await step()
            steps[name] = time.perf_counter() - begin
        return steps

    async def change(self) -> float:
        """Move a control; seconds until its figures have come and the kernel rests.

        Raises:
            Trouble: no answer, no figure, or a wrong one.
        """
        place = self.ledger.control.get(self.path, 0)
        while True:
            change = self._next_change(place)
            begin = time.perf_counter()
            figures = await self._make(change)
            seconds = time.perf_counter() - begin
            if figures:
                break
            place += 1
        self.ledger.control[self.path] = place
        self.ledger.check(self.path, change, figures)
        self.said = change.label if change.is_said else ""
        return seconds

    async def reload(self) -> float:
        """Load the page again and get back what was chosen; seconds until it works."""
        begin = time.perf_counter()
        await self.line.hang_up()
        await self.arrive()
        return time.perf_counter() - begin

    async def come_back(self) -> float:
        """After sleep or trouble: the same kernel if it lives, else one with the same choices.

        Our page keeps its kernel if all that it said was answered; it asks for nothing again.

        Returns:
            Seconds until the page works again.

        Raises:
            Trouble: the server does not answer, or answers without the learner's choices.
        """
        begin = time.perf_counter()
        await self.line.hang_up()
        lives = await self._kernel_lives()
        if lives and not self._is_ours:
            await self._connect()
            await self._take_all_again()
        elif lives and not self._unanswered:
            await self._connect()
        elif self._is_ours:
            await self._find_kernel()
            await self._come_alive()
        else:
            await self.arrive()
        return time.perf_counter() - begin

    async def leave(self) -> None:
        """Close the page as browsers do: say it without waiting for an answer, hang up."""
        word = asyncio.create_task(self.line.post(f"/voila/api/shutdown/{self.kernel}", None))
        await self.line.hang_up()
        with suppress(Trouble, TimeoutError):
            await asyncio.wait_for(word, GOODBYE)
        await self.line.end()

    @property
    def _is_ours(self) -> bool:
        return self.page is not None and self.page.visit is not None

    async def _open_page(self) -> None:
        headers = {"If-None-Match": self._etag} if self._etag else {}
        status, told, body = await self.line.request("GET", self.path, headers=headers)
        if status not in {200, 304}:
            raise Trouble("page", status)
        if status == 200:
            self._etag, self._html = told.get("ETag", ""), body.decode()
        try:
            self.page = read_page(self._html)
        except PageError as error:
            raise Trouble("page", error) from error
        self.sight = Sight()
        self.sight.take_all(self.page.states)

    async def _find_kernel(self) -> None:
        assert self.page is not None
        self.kernel = self.page.kernel or await self._visit()

    async def _visit(self) -> str:
        """The id of a kernel of our own; waits its turn when the class is full."""
        ticket: Json = {}
        while True:
            status, answer = await self._ask_for_visit(ticket)
            if status == TAKEN:
                return str(answer["kernel"])
            if status == CHANGED_COURSE:
                await self._open_page()
            elif status not in BUSY:
                raise Trouble("visit", f"{status} {answer}")
            ticket = {"ticket": answer["ticket"]} if "ticket" in answer else {}
            pause = float(answer.get("retry_seconds", 1))
            self.waited += pause
            await asyncio.sleep(pause)

    async def _ask_for_visit(self, ticket: Json) -> tuple[int, Json]:
        visit = (self.page and self.page.visit) or {}
        wanted = {name: visit[name] for name in ("lesson", "version", "query")}
        return await self.line.post(visit["visits"], wanted | ticket)

    async def _kernel_lives(self) -> bool:
        status, _headers, _body = await self.line.request("GET", f"/api/kernels/{self.kernel}")
        return status == 200

    async def _connect(self) -> None:
        await self.line.open(self.kernel)
        await self.line.ask("kernel_info_request", {}, "kernel_info_reply", OPENING_PATIENCE)

    async def _come_alive(self) -> None:
        """The last steps until controls work, in the page's own dialect."""
        await self._connect()
        if not self._is_ours:
            self.events, self.said = [], ""
            await self._ask_all()
        elif self.events:
            await self._replay()
            self._unanswered = False
            self._check_memory()

    async def _replay(self) -> None:
        comm = uuid4().hex
        answer = await self._open_comm(comm, VISIT_TARGET, {"events": self.events}, comm)
        if answer.get("replayed") != len(self.events):
            raise Trouble("replay", f"{answer.get('replayed')} de {len(self.events)}")
        for identity, model in answer["states"].items():
            self.sight.take(identity, model["state"])

    async def _take_all_again(self) -> None:
        await self._ask_all()
        self._check_memory()

    def _check_memory(self) -> None:
        if self.said and not any(self.said in figure for figure in self.sight.figures()):
            raise Trouble("forgot", f"ninguna figura dice {self.said}")

    async def _ask_all(self) -> None:
        """Ask the kernel for the state of every widget, and know it."""
        comm = uuid4().hex
        await self._open_comm(comm, CONTROL_TARGET, {})
        content = {"comm_id": comm, "data": {"method": "request_states"}}
        answer = await self.line.ask("comm_msg", content, comm)
        self.sight.take_all(answer["states"])

    async def _open_comm(self, comm: str, target: str, data: Json, reply: str = "status") -> Json:
        content = {"comm_id": comm, "target_name": target, "data": data}
        return await self.line.ask("comm_open", content, reply)

    def _next_change(self, place: int) -> Change:
        try:
            return self.sight.change(place, self.chance)
        except IndexError:
            raise Trouble("control", "ningún control cambia una figura") from None

    async def _make(self, change: Change) -> list[str]:
        """Send a change; every figure that came in answer to it."""
        self.said = ""
        self.events.append((change.model, change.data))
        self.sight.take(change.model, change.data["state"])
        content = {"comm_id": change.model, "data": change.data}
        self._unanswered = True
        asked = await self.line.send("comm_msg", content)
        await self.line.wait(asked)
        self._unanswered = False
        return list(asked.figures.values())

    def _take(self, message: Message, asked: Asked | None) -> None:
        if message.kind != "comm_msg" or message.data.get("method") != "update":
            return
        identity, state = message.content["comm_id"], message.data["state"]
        self.sight.take(identity, state)
        if asked is not None and "value" in state and self.sight.is_figure(identity):
            asked.figures[identity] = state["value"]
