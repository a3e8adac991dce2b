"""The server's line to a learner's kernel."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

PATIENCE_SECONDS = 0.01
LONGEST_SECONDS = 60.0


class LessonLine(ZMQChannelsWebsocketConnection):  # type: ignore[misc]  # no types upstream
    """Between a websocket and a kernel.

    Before a page is told that it may speak, the kernel must have been heard once: only then
    nothing of what it says is lost. Upstream asks it every half second; a forked kernel answers
    in a few thousandths.
    """

    def nudge(self) -> asyncio.Future[None]:
        """A future that is done when the kernel was heard, or has ended."""
        return asyncio.ensure_future(self._hear())

    async def _hear(self) -> None:
        heard: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        news, shell = self.channels["iopub"], self.kernel_manager.connect_shell()

        def done(_message: Any) -> None:  # noqa: ANN401
            if not heard.done():
                heard.set_result(None)

        news.on_recv(done)
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                while not heard.done() and self.kernel_id in self.multi_kernel_manager:
                    self.session.send(shell, "kernel_info_request")
                    await asyncio.wait({heard}, timeout=PATIENCE_SECONDS)
        except TimeoutError:
            self.log.warning("El núcleo no contesta.")
        finally:
            shell.close()
            if not news.closed():
                news.stop_on_recv()
