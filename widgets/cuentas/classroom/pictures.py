"""Figures as pictures, drawn in a process of their own while this one answers learners."""

from __future__ import annotations

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from cuentas.classroom.journal import logger
from cuentas.view.figure import Figure

IDLE_SECONDS = 120.0
"""The process that draws goes away when nobody has wanted a picture for so long."""
PATIENCE_SECONDS = 30.0


class Pictures:
    """Draws one picture after another, on every system in the same way."""

    def __init__(self) -> None:
        """No process until somebody wants a picture."""
        self._pool: ProcessPoolExecutor | None = None
        self._rest: asyncio.TimerHandle | None = None

    async def draw(self, figure: Figure) -> bytes | None:
        """The figure as PNG; ``None`` where it cannot be drawn now."""
        loop = asyncio.get_running_loop()
        if self._rest is not None:
            self._rest.cancel()
        self._rest = loop.call_later(IDLE_SECONDS, self.stop)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await loop.run_in_executor(self._process(), _drawn, figure)
        except (BrokenProcessPool, TimeoutError, OSError) as error:
            logger().error("imagen: %s", type(error).__name__)
            self.stop()
            return None

    def stop(self) -> None:
        """End the process, if there is one."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _process(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Started anew, as on Windows: a copy of this process would hold its sockets.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=context)
        return self._pool


def _drawn(figure: Figure) -> bytes:
    from cuentas.view.draw.picture import picture  # noqa: PLC0415 - in the other process only

    return picture(figure, "png")
