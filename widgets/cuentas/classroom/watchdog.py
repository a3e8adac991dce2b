"""Ends what a learner's lesson does for too long, so that the others go on."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from typing import TypeVar

CPU_SECONDS, WALL_SECONDS = 2.0, 20.0
LOOK_SECONDS = 0.25
STEPS_UNTIL_IT_ARRIVES = 1000

Result = TypeVar("Result")


class OvertimeError(RuntimeError):
    """Something took longer than it may, and was ended."""


class _Overtime(BaseException):
    """Raised in the middle of the work; no ``except Exception`` of it may stop this."""


class Watchdog:
    """Looks after the work of one thread.

    Args:
        cpu_seconds: seconds of computing after which a piece of work is ended.
        wall_seconds: the same for work that only waits.
    """

    def __init__(
        self, cpu_seconds: float = CPU_SECONDS, wall_seconds: float = WALL_SECONDS
    ) -> None:
        """Nothing to look after yet."""
        self._cpu_seconds, self._wall_seconds = cpu_seconds, wall_seconds
        self._lock = threading.Lock()
        self._worker = 0
        self._since: tuple[float, float] | None = None
        self._has_bitten = False
        self._looker: threading.Thread | None = None

    def run(self, work: Callable[[], Result]) -> Result:
        """Do ``work`` in this thread.

        Raises:
            OvertimeError: it took too long; it was ended wherever it was.
        """
        if self._looker is None:
            self._looker = threading.Thread(target=self._look, daemon=True, name="watchdog")
            self._looker.start()
        self._worker = threading.get_ident()
        try:
            self._since = time.monotonic(), time.process_time()
            try:
                return work()
            finally:
                self._rest()
        except _Overtime:
            with self._lock:
                self._since, self._has_bitten = None, False
            raise OvertimeError from None

    def _rest(self) -> None:
        """The work is over. An error that is on its way arrives here, and nowhere later.

        It cannot be called back: Python would then ask at every step whether there is one.
        """
        with self._lock:
            self._since = None
        if self._has_bitten:
            for _step in range(STEPS_UNTIL_IT_ARRIVES):
                pass
            self._has_bitten = False

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            with self._lock:
                if self._since is not None and self._is_overtime(*self._since):
                    self._has_bitten = True
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(self._worker), ctypes.py_object(_Overtime)
                    )

    def _is_overtime(self, wall: float, cpu: float) -> bool:
        is_busy = time.process_time() - cpu > self._cpu_seconds
        return is_busy or time.monotonic() - wall > self._wall_seconds
