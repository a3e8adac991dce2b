"""What is said and done when the lessons are asked to stop, at whatever moment that is."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import TextIO

from cuentas.i18n import text as _

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Ctrl-C, whoever ends programs, and a terminal that was closed."""
STOPPED_BY = 128
"""Added to the number of the signal, it is the exit status: 130 after Ctrl-C."""


@dataclass
class Closing:
    """Answers Ctrl-C with a word at once, and lets the program end in good order.

    Attributes:
        out: where the word is written.
        stop: ends what is open; while nothing is, the program leaves at once.
    """

    out: TextIO
    stop: Callable[[], object] | None = None
    _is_told: bool = False

    @contextmanager
    def heard(self) -> Iterator[Closing]:
        """Meanwhile the signals that end programs are answered here."""
        before = {number: signal.signal(number, self._answer) for number in SIGNALS}
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler or signal.SIG_DFL)

    def end(self) -> None:
        """The last word, after all has ended."""
        self._say(_("Las lecciones se cerraron."))

    def _answer(self, number: int, _frame: FrameType | None) -> None:
        if not self._is_told:
            self._is_told = True
            self._say("\n" * self.out.isatty() + _("Cerrando…"))
        if self.stop is None:
            self._say(_("Las lecciones no llegaron a abrirse."))
            sys.exit(STOPPED_BY + number)
        self.stop()

    def _say(self, sentence: str) -> None:
        """Written if anybody can read it still: the terminal may be gone."""
        line = sentence + "\n"
        with suppress(OSError, ValueError):
            try:
                self.out.write(line)
                self.out.flush()
            except RuntimeError:  # the signal came while another line was being written
                os.write(self.out.fileno(), line.encode(self.out.encoding, "replace"))
