"""Side by side in one run: ours, the build before, stock Voilà, and ours again."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median, quantiles
from typing import Any

from bench import phone, proc
from bench.servers import (
    LESSON,
    OLD,
    OLD_APART,
    OURS,
    REFERENCE_SLUG,
    STOCK,
    Server,
    old_folder,
    running,
)
from bench.steering import Event, Steering, crowd

Round = dict[str, Any]
Say = Callable[[str], None]
SETTLE = 2.0
ALL = (OURS, OLD, STOCK, OURS)
"""Ours twice, around the others: a machine that grows slower during the run is seen."""


@dataclass(frozen=True)
class ClassOf:
    """A class to measure: how many, on which servers, and seconds between two changes."""

    learners: int
    kinds: tuple[str, ...] = ALL
    between: float = 2.0
    changing: float = 30.0


@dataclass(frozen=True)
class Plan:
    """What to measure: classes, and browser visits of each kind."""

    classes: tuple[ClassOf, ...]
    visits: int


QUICK = Plan(classes=(ClassOf(1, changing=8), ClassOf(5, changing=8)), visits=1)
FULL = Plan(
    classes=(
        ClassOf(1),
        ClassOf(30),
        ClassOf(30, (OLD_APART,)),
        ClassOf(100, (OURS,)),  # the build before falls: 22 GB and a quarter of an hour
        ClassOf(300, (OURS,), between=10.0, changing=120.0),
    ),
    visits=3,
)


def compare(plan: Plan, results: Round, say: Say) -> None:
    """Measure everything of ``plan`` into ``results``, which is complete up to any moment."""
    results |= {"date": datetime.now(UTC).isoformat(timespec="seconds")}
    results |= {"machine": proc.this_machine(), "rounds": [], "looks": []}
    for klass in plan.classes:
        for kind in _there(klass.kinds):
            say(f"{kind}: {klass.learners} a la vez")
            results["rounds"].append(class_round(kind, LESSON, klass))
            say(_in_words(results["rounds"][-1]))
    for kind, lesson in _looks():
        for slow in (False, True):
            say(f"{kind}: un celular, {lesson}" + (", red lenta" if slow else ""))
            results["looks"] += look_round(kind, lesson, plan.visits, slow=slow)


def _there(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Those that can be measured here: the build before only where somebody named it."""
    return tuple(kind for kind in kinds if kind not in {OLD, OLD_APART} or old_folder())


def class_round(kind: str, lesson: str, klass: ClassOf) -> Round:
    """One class on a fresh server that one learner has already visited."""
    count = klass.learners
    with running(kind, lesson) as server:
        _warm(server)
        before = proc.tree(server.mark)
        options = {"address": server.address, "path": server.path, "between": klass.between}
        with crowd("class", count=count, **options) as steering:
            came = steering.until("all")
            # Before anything settles: what was spent until the last one was ready.
            cpu = proc.tree(server.mark).cpu - before.cpu
            time.sleep(SETTLE)
            now = proc.tree(server.mark)
            memory = proc.memory_of(before, now, server.pid, count)
            changes = _changes(steering, klass.changing)
            whole = proc.tree(server.mark).private / proc.MEGA
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
        "started": server.started,
        "memory": memory | {"whole_mb": whole},
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
    found = [(kind, LESSON) for kind in _there((OURS, OLD, STOCK))]
    return [*found, (OURS, REFERENCE_SLUG), (STOCK, REFERENCE_SLUG)]


def _in_words(told: Round) -> str:
    changes, memory = told["changes"], told["memory"]
    p95 = "–" if changes["p95"] is None else f"{changes['p95']:.3f} s"
    return (
        f"  listos {told['ready']} en {told['last_ready']:.2f} s · cambio p95 {p95} · "
        f"CPU {told['cpu_per_learner']:.2f} s · {memory['private_mb']:.1f} MB, en todo "
        f"{memory['whole_mb']:.0f} MB · abre en {told['started']:.1f} s · "
        f"problemas {told['troubles'] or 'ninguno'}"
    )
