"""A bucket that empties with use and fills again with time."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """So much at once, and then so much per second."""

    burst: float
    per_second: float


class Bucket:
    """What somebody may still use of something.

    Args:
        pace: how much fits, and how fast it fills again. It starts full.
        now: seconds of a clock that only grows.
    """

    __slots__ = ("_left", "_pace", "_then")

    def __init__(self, pace: Pace, now: float) -> None:
        """Fill it."""
        self._pace = pace
        self._left = float(pace.burst)
        self._then = now

    def take(self, amount: float, now: float) -> bool:
        """Take the amount if it is there; otherwise take nothing."""
        self._fill(now)
        if self._left < amount:
            return False
        self._left -= amount
        return True

    def wait_seconds(self, amount: float, now: float) -> int:
        """After how many whole seconds the amount will be there; 0 if it is there now."""
        self._fill(now)
        missing = amount - self._left
        return 0 if missing <= 0 else max(1, math.ceil(missing / self._pace.per_second))

    def _fill(self, now: float) -> None:
        gained = max(0.0, now - self._then) * self._pace.per_second
        self._left = min(float(self._pace.burst), self._left + gained)
        self._then = now
