"""The check of the region's data, in a process of its own beside the start of the server.

It needs pandas and frictionless, which take seconds to load and which the server itself does
not use. ``python -m cuentas.serve.pack_check`` prints the faults as a JSON list.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from cuentas.i18n import text as _
from cuentas.serve.quick_start import leave_out_unused


@dataclass(frozen=True)
class PackCheck:
    """A check that is under way."""

    process: subprocess.Popen[str]

    def faults(self) -> tuple[str, ...]:
        """Wait for the end of the check: all that is wrong, nothing when lessons may open.

        A check that ends without an answer is a fault too: nobody would know if the
        figures are right.
        """
        told, trouble = self.process.communicate()
        if self.process.returncode == 0:
            return tuple(json.loads(told))
        reason = (trouble.strip().splitlines() or [_("se detuvo")])[-1]
        return (_("La comprobación de los datos no terminó: {reason}").format(reason=reason),)

    def stop(self) -> None:
        """End the check: nobody waits for it any more."""
        self.process.kill()
        self.process.communicate()


def start() -> PackCheck:
    """Begin to check. The process does not hear the Ctrl-C that is meant for the server."""
    return PackCheck(
        subprocess.Popen(
            [sys.executable, "-P", "-m", "cuentas.serve.pack_check"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    )


def main() -> None:
    """Print the faults of the region in use."""
    leave_out_unused()
    from cuentas.lesson import readiness  # noqa: PLC0415 - slow, and only this process needs it

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a real stream here
    sys.stdout.write(json.dumps(readiness.faults()))


if __name__ == "__main__":
    main()
