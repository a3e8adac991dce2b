"""The command ``cuentas``: it reads what was typed, calls one function and prints."""

from __future__ import annotations

import codecs
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn
from unicodedata import normalize

from cuentas.cli.status import INTERRUPTED_EXIT

SIGNS = {"✔": "+", "✓": "+", "✘": "x", "✗": "x", "→": "->", "·": "-",
         "−": "-", "–": "-", "—": "-", "«": '"', "»": '"', "’": "'"}  # fmt: skip
"""What is written where the terminal lacks a sign; good and bad never look the same."""


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


def command() -> NoReturn:
    """The program ``cuentas``: what was answered is its exit status.

    Ctrl-C is no longer heard once the answer is known: while Python puts its things away, it
    would end the program as if the order had not been carried out.
    """
    _write_what_the_terminal_can()
    try:
        sys.exit(main())
    finally:
        _leave_in_peace()


def _write_what_the_terminal_can() -> None:
    """A sign that an old terminal does not have never ends an order: another stands for it."""

    def instead(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        lost = error.object[error.start : error.end]
        return "".join(SIGNS.get(sign) or _plain(sign) for sign in lost), error.end

    codecs.register_error("cuentas", instead)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="cuentas")


def _plain(sign: str) -> str:
    """A letter without its accent."""
    return normalize("NFKD", sign).encode("ascii", "ignore").decode() or "?"


def _leave_in_peace() -> None:
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:  # it was pressed just before
        signal.signal(signal.SIGINT, signal.SIG_IGN)
