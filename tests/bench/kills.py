"""What a class of thirty sees when a process of the server is killed in its middle."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psutil

from bench.compare import percentiles, seconds_of
from bench.servers import LESSON, OURS, Server, running
from bench.steering import Steering, crowd

CALM = 8.0
WATCHED = 45.0
RESTART_AFTER = 3.0
HEAD = (
    "Lo notan",
    "Tardan en notarlo (s)",
    "Vuelven",
    "Sin responder (s)",
    "Perdidos",
    "Quien llega después (s)",
)
Say = Callable[[str], None]
Told = dict[str, Any]


def kills(count: int, say: Say) -> Told:
    """A class at work, whose server is killed and opened again."""
    say(f"Una clase de {count}; se mata el servidor")
    with running(OURS) as server:
        _newcomer(server)
        with crowd("class", address=server.address, path=f"/lecciones/{LESSON}", count=count) as it:
            it.until("all")
            it.say("go")
            time.sleep(CALM)
            at = time.monotonic()
            _killed(server)
            newcomer = _newcomer(server)
            time.sleep(max(0.0, at + WATCHED - time.monotonic()))
            it.say("stop")
            it.until("end")
    return {"learners": count, "newcomer": newcomer} | seen(it, at)


def table(told: Told) -> str:
    """What learners saw."""
    cells = (
        told["noticed"], _span(told["noticed_after"]), told["back"],
        _span(told["without_answer"]), told["lost"], _seconds(told["newcomer"]),
    )  # fmt: skip
    lines = (HEAD, ["---"] * len(HEAD), map(str, cells))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


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


def _killed(server: Server) -> None:
    """The server dies without a word, and somebody opens it again."""
    with suppress(psutil.NoSuchProcess):
        psutil.Process(server.pid).kill()
    assert server.process is not None
    server.process.wait()
    time.sleep(RESTART_AFTER)
    server.start()


def _span(seconds: list[float]) -> str:
    return f"{min(seconds):.2f}–{max(seconds):.2f}" if seconds else "–"


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
