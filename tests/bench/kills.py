"""What a class of thirty sees when a process of the server is killed in its middle."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psutil

from bench import proc
from bench.compare import percentiles, seconds_of
from bench.servers import LESSON, OURS, Server, running
from bench.steering import Steering, crowd

CALM = 8.0
WATCHED = 45.0
RESTART_AFTER = 3.0
HEAD = (
    "Se mata",
    "Lo notan",
    "Tardan en notarlo (s)",
    "Vuelven",
    "Sin responder (s)",
    "Perdidos",
    "Cambio p95 de los demás (s)",
    "Quien llega después (s)",
    "Procesos de más",
)
Say = Callable[[str], None]
Told = dict[str, Any]


@dataclass
class Class:
    """A class at work: its server, its learners, and the processes that were there before it."""

    server: Server
    steering: Steering
    before: proc.Tree

    def kernels(self) -> list[proc.Cost]:
        """Processes of learners."""
        return proc.newcomers(self.before, proc.tree(self.server.mark))


def kills(count: int, say: Say) -> list[Told]:
    """One class for each kind of death."""
    return [_one(name, kill, count, say) for name, kill in KILLS.items()]


def table(told: list[Told]) -> str:
    """What learners saw, one line for each death."""
    lines = [f"| {' | '.join(HEAD)} |", "|" + " --- |" * len(HEAD)]
    for one in told:
        cells = (
            one["killed"], one["noticed"], _span(one["noticed_after"]), one["back"],
            _span(one["without_answer"]), one["lost"], _seconds(one["others"]["p95"]),
            _seconds(one["newcomer"]), one["processes_more"],
        )  # fmt: skip
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _one(name: str, kill: Callable[[Class], None], count: int, say: Say) -> Told:
    say(f"Una clase de {count}; se mata: {name}")
    with running(OURS) as server:
        _newcomer(server)
        before = proc.tree(server.mark)
        with crowd("class", address=server.address, path=f"/lecciones/{LESSON}", count=count) as it:
            it.until("all")
            it.say("go")
            time.sleep(CALM)
            at = time.monotonic()
            kill(Class(server, it, before))
            newcomer = _newcomer(server)
            time.sleep(max(0.0, at + WATCHED - time.monotonic()))
            now = len(proc.marked(server.mark))
            it.say("stop")
            it.until("end")
        more = now - len(before.costs) - count
    return {"killed": name, "learners": count, "newcomer": newcomer, "processes_more": more} | seen(
        it, at
    )


def seen(steering: Steering, at: float) -> Told:
    """What learners met from a moment on: when they noticed, and when all answered again."""
    first: dict[int, float] = {}
    for one in steering.told("trouble", since=at):
        first.setdefault(one["who"], one["at"] - at)
    answers: dict[int, float] = {}
    back = {one["who"]: one["at"] for one in steering.told("back", since=at)}
    for one in steering.told("change", since=at):
        if one["at"] > back.get(one["who"], float("inf")):
            answers.setdefault(one["who"], one["at"] - at - first[one["who"]])
    others = [one for one in steering.told("change", since=at) if one["who"] not in first]
    return {
        "noticed": len(first),
        "noticed_after": list(first.values()),
        "back": len(answers),
        "without_answer": list(answers.values()),
        "lost": len(first) - len(answers),
        "others": percentiles(seconds_of(others)),
        "kinds": sorted({one["kind"] for one in steering.told("trouble", since=at)}),
    }


def _newcomer(server: Server) -> float | None:
    """Seconds until somebody who arrives now is ready; ``None``: never."""
    with crowd("class", address=server.address, path=server.path, count=1) as one:
        told = one.until("all")
        one.say("stop")
        one.until("end")
    return float(told["seconds"]) if told["ready"] else None


def _kill_kernel(told: Class) -> None:
    _kill(told.kernels()[0].pid)


def _kill_zygote(told: Class) -> None:
    """The parent of the kernels, and with it the process it comes from, if there is one."""
    parents = {kernel.parent for kernel in told.kernels()} - {told.server.pid}
    for pid in parents & told.before.costs.keys():
        _kill(pid)


def _kill_root(told: Class) -> None:
    """The first process of the server, from which all templates come."""
    for cost in told.before.costs.values():
        if cost.parent == told.server.pid:
            _kill(cost.pid)


def _kill_server(told: Class) -> None:
    _kill(told.server.pid)
    assert told.server.process is not None
    told.server.process.wait()
    time.sleep(RESTART_AFTER)
    told.server.start()


KILLS: dict[str, Callable[[Class], None]] = {
    "un núcleo": _kill_kernel,
    "la plantilla de la lección": _kill_zygote,
    "el proceso base": _kill_root,
    f"el servidor (vuelve tras {RESTART_AFTER:g} s)": _kill_server,
}


def _kill(pid: int) -> None:
    with suppress(psutil.NoSuchProcess):
        psutil.Process(pid).send_signal(signal.SIGKILL)


def _span(seconds: list[float]) -> str:
    return f"{min(seconds):.2f}–{max(seconds):.2f}" if seconds else "–"


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
