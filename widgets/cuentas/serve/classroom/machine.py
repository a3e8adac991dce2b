"""How the class's laptop is doing: memory, work, and how many phones still fit."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import psutil

from cuentas.i18n import text as _

MEGABYTE = 1_000_000
LEARNER_MB = 25
"""Memory of one learner's lesson, in MB."""
RESERVE_MB = 500
"""Memory that the laptop keeps for itself, in MB."""
TIGHT_MB = RESERVE_MB + 10 * LEARNER_MB
BUSY = 1.5
"""Programs waiting for each processor from which everybody notices that it is slow."""


class Health(Enum):
    """How the laptop is doing, in one word for programs."""

    OK = "ok"
    TIGHT = "tight"
    FULL = "full"


@dataclass(frozen=True)
class Attendance:
    """Who is here, as numbers that identify nobody.

    Attributes:
        phones: phones with a lesson open now, by the lesson's slug.
        kernels: lessons kept ready in memory, with or without a phone.
        room: phones that still fit; ``None`` lets the free memory decide.
        waiting: phones that wait for their turn.
    """

    phones: Mapping[str, int] = field(default_factory=dict)
    kernels: int = 0
    room: int | None = None
    waiting: int = 0

    @property
    def joined(self) -> int:
        """Phones with a lesson open now."""
        return sum(self.phones.values())


Counter = Callable[[], Attendance]
"""Counts the visits of this moment."""


@dataclass(frozen=True)
class Machine:
    """A look at the laptop: free memory in MB, and work per processor (1 is fully busy)."""

    memory_free_mb: int
    load: float

    @property
    def learners(self) -> int:
        """How many learners fit in the free memory."""
        return max(0, (self.memory_free_mb - RESERVE_MB) // LEARNER_MB)

    def room(self, visits: Attendance) -> int:
        """Phones that still fit."""
        return self.learners if visits.room is None else visits.room

    def health(self, visits: Attendance) -> Health:
        """Whether more phones may come."""
        if self.room(visits) <= 0:
            return Health.FULL
        is_tight = self.memory_free_mb < TIGHT_MB or self.load > BUSY or visits.waiting > 0
        return Health.TIGHT if is_tight else Health.OK


def look() -> Machine:
    """The laptop at this moment."""
    free = psutil.virtual_memory().available // MEGABYTE
    return Machine(memory_free_mb=int(free), load=round(_load(), 2))


def uptime_seconds() -> int:
    """Seconds since this program started."""
    return int(time.time() - psutil.Process().create_time())


def in_words(health: Health) -> str:
    """How the laptop is doing, for whoever facilitates."""
    return {
        Health.OK: _("La laptop va bien."),
        Health.TIGHT: _("La laptop va justa."),
        Health.FULL: _("La laptop está al límite."),
    }[health]


def by_connections(
    kernels: Callable[[], list[dict[str, Any]]], lesson_of: Callable[[str], str]
) -> Attendance:
    """Attendance as a Jupyter kernel manager sees them.

    Args:
        kernels: the manager's ``list_kernels``.
        lesson_of: the slug of the lesson that a kernel id serves.
    """
    listed = kernels()
    phones: dict[str, int] = {}
    for one in listed:
        slug = lesson_of(one["id"])
        phones[slug] = phones.get(slug, 0) + (one["connections"] > 0)
    return Attendance(phones={slug: count for slug, count in phones.items() if count},
                  kernels=len(listed))  # fmt: skip


def _load() -> float:
    try:
        return psutil.getloadavg()[0] / (os.cpu_count() or 1)
    except OSError:
        return 0.0
