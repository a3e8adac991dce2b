"""What is said when the lessons are asked to stop, at whatever moment that is."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
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

    Who serves takes note and ends later; who has nothing open yet leaves at once.

    Attributes:
        out: where the word is written.
    """

    out: TextIO
    _is_told: bool = False
    _inner: dict[int, Callable[[int, FrameType | None], object]] = field(default_factory=dict)

    @contextmanager
    def heard(self) -> Iterator[Closing]:
        """Meanwhile the signals that end programs are answered here."""
        before = {number: signal.signal(number, self._stop) for number in SIGNALS}
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler or signal.SIG_DFL)

    def take_over(self) -> None:
        """Speak first, then let answer who has asked for these signals in the meantime."""
        for number in SIGNALS:
            handler = signal.signal(number, self._stop)
            if callable(handler) and handler != self._stop:
                self._inner[number] = handler

    def end(self) -> None:
        """The last word, after all has ended."""
        self._say(_("Las lecciones se cerraron."))

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if not self._is_told:
            self._is_told = True
            self._say("\n" * self.out.isatty() + _("Cerrando…"))
        try:
            self._inner.get(number, _leave)(number, frame)
        except SystemExit:
            self._say(_("Las lecciones no llegaron a abrirse."))
            sys.exit(STOPPED_BY + number)

    def _say(self, sentence: str) -> None:
        """Written if anybody can read it still: the terminal may be gone."""
        line = sentence + "\n"
        with suppress(OSError, ValueError):
            try:
                self.out.write(line)
                self.out.flush()
            except RuntimeError:  # the signal came while another line was being written
                os.write(self.out.fileno(), line.encode(self.out.encoding))


def _leave(_number: int, _frame: FrameType | None) -> None:
    """What a program that has not opened anything does."""
    sys.exit()
