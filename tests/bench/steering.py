"""Steers a crowd, which works in a process of its own, and hears what it tells."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.servers import BENCH

Event = dict[str, Any]
SILENCE = 600


class CrowdError(RuntimeError):
    """The crowd ended before it told what was asked; the message is what it said."""


class Steering:
    """One crowd: words to it, events from it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Hear a process that was just started."""
        self.process, self.events = process, list[Event]()
        self._fresh: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        threading.Thread(target=self._hear, daemon=True).start()

    def say(self, word: str) -> None:
        """``go`` or ``stop``."""
        assert self.process.stdin is not None
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def until(self, what: str, patience: float = SILENCE) -> Event:
        """The next event of this kind; all others are kept in ``events``.

        Raises:
            CrowdError: it ended without it, or said nothing for ``patience`` seconds.
        """
        while True:
            try:
                event = self._fresh.get(timeout=patience)
            except queue.Empty:
                raise CrowdError(f"{what}: {patience} s sin noticias") from None
            if event is None:
                raise CrowdError(f"terminó sin decir {what}")
            if event["what"] == what:
                return event

    def told(self, what: str, since: float = 0.0) -> list[Event]:
        """Events of one kind, from a moment of the monotonic clock on."""
        return [one for one in list(self.events) if one["what"] == what and one["at"] >= since]

    def _hear(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            event = json.loads(line)
            self.events.append(event)
            self._fresh.put(event)
        self._fresh.put(None)


@contextmanager
def crowd(scenario: str, **options: object) -> Iterator[Steering]:
    """A crowd in its own process, ended whatever happens."""
    command = [sys.executable, str(BENCH), "crowd", json.dumps({"scenario": scenario, **options})]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield Steering(process)
    finally:
        process.kill()
        process.wait()
