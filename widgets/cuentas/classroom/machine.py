"""How the class's laptop is doing: memory, work, and how many phones still fit."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

import psutil

from cuentas.classroom.memory import MEGABYTE, free_memory, room_for
from cuentas.i18n import text as _

FEW_LEARNERS = 10
"""When the memory holds no more learners than this, it is told to whoever facilitates."""
BUSY = 1.5
"""Programs waiting for each processor from which everybody notices that it is slow."""


class Health(Enum):
    """How the laptop is doing, in one word for programs."""

    OK = "ok"
    TIGHT = "tight"
    FULL = "full"


class Sense(Enum):
    """How the laptop is doing, and what makes it so."""

    WELL = "well"
    CROWDED = "crowded"
    BUSY = "busy"
    LITTLE_MEMORY = "little_memory"
    NO_MEMORY = "no_memory"
    NO_SEATS = "no_seats"

    @property
    def health(self) -> Health:
        """The same without its cause."""
        if self is Sense.WELL:
            return Health.OK
        return Health.FULL if self in {Sense.NO_MEMORY, Sense.NO_SEATS} else Health.TIGHT


@dataclass(frozen=True)
class Attendance:
    """Who is here, as numbers that identify nobody.

    Attributes:
        phones: phones with a lesson open now, by the lesson's slug.
        sessions: lessons kept in memory, with or without a phone.
        room: phones to which a lesson would still be given; ``None`` where nobody counts them.
        waiting: phones that wait for their turn.
    """

    phones: Mapping[str, int] = field(default_factory=dict)
    sessions: int = 0
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
        return room_for(self.memory_free_mb * MEGABYTE)

    def room(self, visits: Attendance) -> int:
        """Phones that still fit, in the seats and in the memory."""
        return self.learners if visits.room is None else min(visits.room, self.learners)

    def sense(self, visits: Attendance) -> Sense:
        """Whether more phones may come, and if not, what is missing most."""
        reasons = {
            Sense.NO_SEATS: visits.room is not None and visits.room <= 0,
            Sense.NO_MEMORY: self.learners <= 0,
            Sense.LITTLE_MEMORY: self.learners < FEW_LEARNERS,
            Sense.BUSY: self.load > BUSY,
            Sense.CROWDED: visits.waiting > 0,
        }
        return next((sense for sense, is_so in reasons.items() if is_so), Sense.WELL)


def look() -> Machine:
    """The laptop at this moment."""
    return Machine(memory_free_mb=free_memory() // MEGABYTE, load=round(_load(), 2))


def uptime_seconds() -> int:
    """Seconds since this program started."""
    return int(time.time() - psutil.Process().create_time())


def in_words(sense: Sense) -> str:
    """How the laptop is doing and why, for whoever facilitates."""
    return {
        Sense.WELL: _("La laptop va bien."),
        Sense.CROWDED: _("La laptop va justa: llegan muchos celulares a la vez."),
        Sense.BUSY: _("La laptop va justa: el procesador está muy ocupado."),
        Sense.LITTLE_MEMORY: _("La laptop va justa: queda poca memoria."),
        Sense.NO_MEMORY: _("La laptop está al límite: casi no queda memoria."),
        Sense.NO_SEATS: _("La laptop está al límite: no caben más celulares."),
    }[sense]


def _load() -> float:
    try:
        return psutil.getloadavg()[0] / (os.cpu_count() or 1)
    except OSError:
        return 0.0
