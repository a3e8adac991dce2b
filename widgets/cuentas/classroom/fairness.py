"""How often one phone may ask for the same kind of thing."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Literal

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from cuentas.classroom.phones import phone_of

Kind = Literal["page", "visit", "picture", "code"]

PACES: Mapping[Kind, RateLimitItem] = {
    "page": parse("60 per 30 second"),
    "visit": parse("20 per 60 second"),
    "picture": parse("12 per 60 second"),
    "code": parse("10 per 60 second"),  # wrong ones only
}
"""Generous for somebody who taps again and again; short for a program that never stops."""


class Fairness:
    """Counts requests per phone, in memory and never written down.

    Args:
        enabled: False behind a proxy, where all learners come from one address.
        paces: what each kind allows.
    """

    def __init__(
        self, *, enabled: bool = True, paces: Mapping[Kind, RateLimitItem] = PACES
    ) -> None:
        """Nobody has asked for anything."""
        self._enabled, self._paces = enabled, paces
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def take(self, kind: Kind, address: str) -> int:
        """Count one request of the phone.

        Returns:
            0 if it may be served; otherwise after how many whole seconds to ask again, and
            then it was not counted.
        """
        if not self._enabled or self._limiter.hit(self._paces[kind], kind, phone_of(address)):
            return 0
        return self.wait(kind, address)

    def wait(self, kind: Kind, address: str) -> int:
        """After how many whole seconds the phone may ask; 0 is now. Nothing is counted."""
        pace, phone = self._paces[kind], phone_of(address)
        if not self._enabled or self._limiter.test(pace, kind, phone):
            return 0
        reset = self._limiter.get_window_stats(pace, kind, phone).reset_time
        return max(1, math.ceil(reset - time.time()))
