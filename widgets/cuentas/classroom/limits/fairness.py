"""How often one phone may ask for the same kind of thing."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Literal

from cuentas.classroom.limits.addresses import phone_of
from cuentas.classroom.limits.buckets import Bucket, Pace

Kind = Literal["page", "visit", "code"]

REMEMBERED = 3000

PACES: Mapping[Kind, Pace] = {
    "page": Pace(burst=40, per_second=2),
    "visit": Pace(burst=12, per_second=0.25),
    "code": Pace(burst=10, per_second=1 / 6),  # wrong ones only
}
"""Generous for somebody who taps again and again; short for a program that never stops."""


class Fairness:
    """Counts requests per phone.

    Only the phones seen last are remembered, in memory, and never written down.

    Args:
        enabled: False behind a proxy, where all learners come from one address.
        clock: seconds that only grow.
        paces: what each kind allows.
        remembered: how many buckets are kept.
    """

    def __init__(
        self,
        *,
        enabled: bool = True,
        clock: Callable[[], float] = time.monotonic,
        paces: Mapping[Kind, Pace] = PACES,
        remembered: int = REMEMBERED,
    ) -> None:
        """Start with everybody's buckets full."""
        self._enabled = enabled
        self._clock = clock
        self._paces = paces
        self._remembered = remembered
        self._buckets: OrderedDict[tuple[Kind, str], Bucket] = OrderedDict()

    def __len__(self) -> int:
        """How many buckets are remembered now."""
        return len(self._buckets)

    def take(self, kind: Kind, address: str) -> int:
        """Count one request of the phone.

        Returns:
            0 if it may be served; otherwise after how many whole seconds to ask again, and
            then it was not counted.
        """
        wait = self.wait(kind, address)
        if self._enabled and not wait:
            self._bucket(kind, address).take(1, self._clock())
        return wait

    def wait(self, kind: Kind, address: str) -> int:
        """After how many whole seconds the phone may ask; 0 is now. Nothing is counted."""
        return self._bucket(kind, address).wait_seconds(1, self._clock()) if self._enabled else 0

    def _bucket(self, kind: Kind, address: str) -> Bucket:
        key = (kind, phone_of(address))
        if key not in self._buckets:
            self._buckets[key] = Bucket(self._paces[kind], self._clock())
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._remembered:
            self._buckets.popitem(last=False)
        return self._buckets[key]
