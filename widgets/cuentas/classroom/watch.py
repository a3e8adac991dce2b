"""Tells the journal what changes in a class, without repeating itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tornado.ioloop import PeriodicCallback

from cuentas.classroom import journal, machine
from cuentas.classroom.memory import MEGABYTE
from cuentas.home import home

SECONDS = 30
LITTLE_DISK_MB = 200


@dataclass
class Watch:
    """Looks at the class from time to time.

    Attributes:
        count: counts the visits of this moment.
        look: looks at the laptop.
        disk_mb: free disk space, in MB.
    """

    count: machine.Counter
    look: Callable[[], machine.Machine] = machine.look
    disk_mb: Callable[[], int] = field(default_factory=lambda: lambda: free_disk_mb(home()))
    _told: dict[str, object] = field(default_factory=lambda: {"phones": 0, "waiting": 0})

    def now(self) -> None:
        """Write down what is different from the last time."""
        visits = self.count()
        sense, disk = self.look().sense(visits), self.disk_mb()
        if self._changed("phones", visits.joined):
            journal.phones(visits.joined)
        if self._changed("waiting", visits.waiting):
            journal.phones_wait(visits.waiting)
        if self._changed("sense", sense):
            journal.laptop(machine.in_words(sense))
        if self._changed("disk", disk < LITTLE_DISK_MB) and disk < LITTLE_DISK_MB:
            journal.disk_almost_full(disk)

    def keep_looking(self) -> PeriodicCallback:
        """Look now and every half minute, in the event loop of this thread."""
        self.now()
        looking = PeriodicCallback(self.now, SECONDS * 1000)
        looking.start()
        return looking

    def _changed(self, name: str, value: object) -> bool:
        before, self._told[name] = self._told.get(name), value
        return before != value


def free_disk_mb(folder: Path) -> int:
    """Free space of the disk that holds ``folder``, in MB."""
    return shutil.disk_usage(folder).free // MEGABYTE
