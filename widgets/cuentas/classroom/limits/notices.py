"""Lines of the journal about things that may happen a thousand times in a second."""

from __future__ import annotations

import time
from collections.abc import Callable

from cuentas.classroom.journal import logger
from cuentas.i18n import plural

QUIET_SECONDS = 60


class Notices:
    """Writes each sentence at most once a minute, with how often it happened meanwhile.

    Args:
        clock: seconds that only grow.
        write: where a line goes; the server's journal by default.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        write: Callable[[str], None] | None = None,
    ) -> None:
        """Start with nothing said."""
        self._clock = clock
        self._write = write or (lambda line: logger().warning("%s", line))
        self._said: dict[str, tuple[float, int]] = {}

    def tell(self, sentence: str) -> None:
        """Write the sentence now, or count it until a minute has passed.

        Args:
            sentence: one of a few fixed sentences; never words that came from a visitor.
        """
        now = self._clock()
        since, missed = self._said.get(sentence, (now - QUIET_SECONDS, 0))
        if now - since < QUIET_SECONDS:
            self._said[sentence] = (since, missed + 1)
            return
        self._said[sentence] = (now, 0)
        self._write(f"{sentence} {_times(missed)}" if missed else sentence)


def _times(missed: int) -> str:
    return plural("({n} vez más en este tiempo)", "({n} veces más en este tiempo)", missed).format(
        n=missed
    )


NOTICES = Notices()
"""The notices of this server."""
