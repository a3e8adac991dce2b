"""The check of the regions' data, in a process of its own beside the start of the server.

It needs pandas and frictionless, which take seconds to load and which the server itself does
not use. ``python -m cuentas.classroom.pack_check`` prints a JSON line for each region: its slug
and its faults, the region that opens by itself first.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from cuentas.classroom.quick_start import leave_out_unused
from cuentas.home import current_region, region_slugs
from cuentas.i18n import text as _

PATIENCE = 10
"""How much the check of the other regions yields to the class that is opening meanwhile."""


@dataclass
class PackCheck:
    """A check that is under way.

    Attributes:
        process: what checks.
        complaints: what it says besides.
        is_stopped: nobody waits for it any more.
    """

    process: subprocess.Popen[str]
    complaints: IO[str]
    is_stopped: bool = False

    def faults(self) -> tuple[str, ...]:
        """Wait for the check of the start region: all that is wrong, nothing when it may open.

        A check that ends without an answer is a fault too: nobody would know if the
        figures are right.
        """
        told = next(self.others(), None)
        if told is not None:
            return told[1]
        self.complaints.seek(0)
        reason = (self.complaints.read().strip().splitlines() or [_("se detuvo")])[-1]
        return (_("La comprobación de los datos no terminó: {reason}").format(reason=reason),)

    def others(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Slug and faults of each region that is still to be told, as its check ends."""
        lines: IO[str] = self.process.stdout  # type: ignore[assignment]  # it was asked for
        for line in lines:
            with suppress(ValueError):  # a process that was killed may leave half a line
                slug, faults = json.loads(line)
                yield slug, tuple(faults)
        self.process.wait()

    def stop(self) -> None:
        """End the check: nobody waits for it any more."""
        self.is_stopped = True
        self.process.kill()
        self.process.wait()


def start() -> PackCheck:
    """Begin to check. The process does not hear the Ctrl-C that is meant for the server."""
    complaints = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - the check's own
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "cuentas.classroom.pack_check"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=complaints,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    return PackCheck(process, complaints)


def main() -> None:
    """Print the faults of every region."""
    leave_out_unused()
    from cuentas.lesson import readiness  # noqa: PLC0415 - slow, and only this process needs it

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a real stream here
    first = current_region()
    _tell(first, readiness.faults(first))
    if hasattr(os, "nice"):
        os.nice(PATIENCE)
    for slug in region_slugs():
        if slug != first:
            _tell(slug, readiness.faults(slug))


def _tell(slug: str, faults: tuple[str, ...]) -> None:
    sys.stdout.write(json.dumps([slug, faults]) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
