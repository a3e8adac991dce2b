"""The command ``cuentas``: it reads what was typed, calls one function and prints."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from cuentas.cli.status import INTERRUPTED_EXIT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; errors are sentences, never a traceback.

    Ctrl-C is also heard while the command is still loading.
    """
    try:
        from cuentas.cli.orders import run  # noqa: PLC0415 - loading takes its time

        return run(arguments)
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrumpido.\n")
        return INTERRUPTED_EXIT
