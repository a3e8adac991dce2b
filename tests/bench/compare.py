"""Side by side in one run: ours, stock Voilà, ours again, and Panel on the reference notebook."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median, quantiles
from typing import Any

from bench import phone, proc
from bench.servers import LESSON, OURS, PANEL, REFERENCE_SLUG, STOCK, Server, panel_python, running
from bench.steering import Event, Steering, crowd

Round = dict[str, Any]
Say = Callable[[str], None]
SETTLE = 2.0
ORDER = (OURS, STOCK, OURS)
"""Ours twice, around the other: a machine that grows slower during the run is seen."""


@dataclass(frozen=True)
class Plan:
    """How long to measure: classes of how many, seconds of changes, browser visits of each."""

    classes: tuple[int, ...]
    changing: float
    visits: int


QUICK = Plan(classes=(1, 5), changing=8.0, visits=1)
FULL = Plan(classes=(1, 10, 30), changing=30.0, visits=2)


def compare(plan: Plan, results: Round, say: Say) -> None:
    """Measure everything of ``plan`` into ``results``, which is complete up to any moment."""
    results |= {"date": datetime.now(UTC).isoformat(timespec="seconds")}
    results |= {"machine": proc.this_machine(), "rounds": [], "looks": []}
    for count in plan.classes:
        for kind in ORDER:
            say(f"{kind}: {count} a la vez")
            results["rounds"].append(class_round(kind, LESSON, count, plan.changing))
            say(_in_words(results["rounds"][-1]))
    for kind, lesson in _looks():
        for slow in (False, True):
            say(f"{kind}: un celular, {lesson}" + (", red lenta" if slow else ""))
            results["looks"] += look_round(kind, lesson, plan.visits, slow=slow)


def class_round(kind: str, lesson: str, count: int, changing: float) -> Round:
    """One class on a fresh server that one learner has already visited."""
    with running(kind, lesson) as server:
        _warm(server)
        before = proc.tree(server.mark)
        with crowd("class", address=server.address, path=server.path, count=count) as steering:
            came = steering.until("all")
            # Before anything settles: what was spent until the last one was ready.
            cpu = proc.tree(server.mark).cpu - before.cpu
            time.sleep(SETTLE)
            memory = proc.memory_of(before, proc.tree(server.mark), server.pid, count)
            changes = _changes(steering, changing)
            end = steering.until("end")
    ready = [one["ready"] for one in steering.told("ready")]
    return {
        "kind": kind,
        "lesson": lesson,
        "learners": count,
        "ready": len(ready),
        "last_ready": came["seconds"],
        "median_ready": median(ready) if ready else None,
        "cpu_per_learner": cpu / count,
        "memory": memory,
        "changes": changes,
        "troubles": end["troubles"],
        "strangers": steering.told("left")[0]["strangers"],
        "generator_cpu": end["cpu"],
    }


def look_round(kind: str, lesson: str, visits: int, *, slow: bool) -> list[Round]:
    """A browser's first and second visits on one server."""
    told = []
    with running(kind, lesson) as server, phone.browser() as opened:
        with suppress(phone.NotAnsweredError):
            phone.two_visits(opened, server)
        for _visit in range(visits):
            first, second = phone.two_visits(opened, server, slow=slow)
            told.append(
                {
                    "kind": kind,
                    "lesson": lesson,
                    "slow": slow,
                    "first": first.told(),
                    "second": second.told(),
                }
            )
    return told


def percentiles(seconds: list[float]) -> Round:
    """How many, and what half of them and 95 of 100 stayed below."""
    if len(seconds) < 2:
        return {"count": len(seconds), "p50": None, "p95": None, "worst": None}
    cuts = quantiles(seconds, n=20)
    return {"count": len(seconds), "p50": median(seconds), "p95": cuts[18], "worst": max(seconds)}


def seconds_of(events: list[Event]) -> list[float]:
    """The seconds that these events tell."""
    return [float(event["seconds"]) for event in events]


def _warm(server: Server) -> None:
    """One learner comes and goes: no server is measured on its first page."""
    with crowd("class", address=server.address, path=server.path, count=1) as steering:
        steering.until("all")
        steering.say("stop")
        steering.until("end")
    time.sleep(SETTLE)


def _changes(steering: Steering, seconds: float) -> Round:
    steering.say("go")
    time.sleep(seconds)
    steering.say("stop")
    steering.until("left")
    return percentiles(seconds_of(steering.told("change")))


def _looks() -> list[tuple[str, str]]:
    found = [(kind, LESSON) for kind in (OURS, STOCK)]
    found += [(kind, REFERENCE_SLUG) for kind in (OURS, STOCK)]
    return [*found, (PANEL, REFERENCE_SLUG)] if panel_python() else found


def _in_words(told: Round) -> str:
    changes, memory = told["changes"], told["memory"]
    p95 = "–" if changes["p95"] is None else f"{changes['p95']:.3f} s"
    return (
        f"  listos {told['ready']} en {told['last_ready']:.2f} s · cambio p95 {p95} · "
        f"CPU {told['cpu_per_learner']:.2f} s · {memory['private_mb']:.1f} MB · "
        f"problemas {told['troubles'] or 'ninguno'}"
    )
