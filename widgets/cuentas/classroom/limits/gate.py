"""The websocket between a page and its kernel, open for controls and closed for all else."""

from __future__ import annotations

import asyncio
import re
import time
import zlib
from asyncio import Future
from collections.abc import Awaitable
from types import TracebackType
from typing import Any, ClassVar
from urllib.parse import urlsplit
from uuid import uuid4
from weakref import WeakValueDictionary

from jupyter_core.utils import ensure_async
from tornado.iostream import StreamBufferFullError, StreamClosedError
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from cuentas.classroom.limits.admission import Admission
from cuentas.classroom.limits.buckets import Bucket, Pace
from cuentas.classroom.limits.messages import LARGEST_FRAME, PROTOCOL, ForbiddenError, check
from cuentas.classroom.limits.notices import NOTICES
from cuentas.classroom.limits.untrusted import UntrustedError
from cuentas.i18n import text as _

MESSAGE_PACE = Pace(burst=300, per_second=60)
BYTE_PACE = Pace(burst=1024 * 1024, per_second=64 * 1024)
PING_SECONDS = 30
PONG_SECONDS = 20
REFUSED_PAUSE = 0.05
SMALL_COMPRESSOR = {"compression_level": 3, "mem_level": 5}

MALFORMED, FORBIDDEN, REPLACED = 1007, 1008, 4001

_SESSION = re.compile(r"[\w-]{1,64}")
_REASONS = {
    MALFORMED: lambda: _("Cierro una conexión que envía mensajes rotos."),
    FORBIDDEN: lambda: _("Cierro una conexión que pide lo que aquí no se da, o pide demasiado."),
}
_BROKEN_BY_CLIENT = (
    zlib.error,
    UnicodeError,
    StreamBufferFullError,
    StreamClosedError,
    WebSocketClosedError,
    asyncio.CancelledError,  # the server stops
)


class KernelGate(VoilaKernelWebsocketHandler):  # type: ignore[misc]  # no types upstream
    """Lets messages about controls through, at a human pace; anything else closes this socket.

    A kernel has one socket. A phone that comes back replaces the one it lost.
    """

    _sockets: ClassVar[WeakValueDictionary[str, KernelGate]] = WeakValueDictionary()
    _refused = False

    @property
    def ping_interval(self) -> float:
        """Seconds between two pings, so that a phone out of reach is noticed."""
        return PING_SECONDS

    @property
    def ping_timeout(self) -> float:
        """Seconds that a phone has for its answer to a ping."""
        return PONG_SECONDS

    @property
    def max_message_size(self) -> int:
        """The largest message in bytes, before and after it is unpacked."""
        return LARGEST_FRAME

    def get_compression_options(self) -> dict[str, int]:
        """Compress, with little memory per phone."""
        return dict(SMALL_COMPRESSOR)

    def check_origin(self, origin: str = "") -> bool:
        """Only pages of this server; others are told to the journal once a minute."""
        ours: bool = urlsplit(origin).netloc.lower() == self.request.host.lower()
        if not ours:
            NOTICES.tell(_("Una página de otro sitio quiso usar una lección: no la dejé."))
        return ours

    async def get(self, kernel_id: str) -> None:
        """Open the socket if the kernel lives.

        Raises:
            HTTPError: 404 without such a kernel; 400 if the protocol or the session's name
                is not one that our pages use.
        """
        offered = self.request.headers.get("Sec-WebSocket-Protocol", "").split(",")
        if PROTOCOL not in [name.strip() for name in offered]:
            raise HTTPError(400)
        self._check_session()
        if not await self._lives(kernel_id):
            raise HTTPError(404)
        await super().get(kernel_id)

    async def open(self, kernel_id: str) -> None:
        """Connect to the kernel, in place of a socket that this kernel may still have.

        Pings are left to tornado: the parent classes would send theirs as well.
        """
        self.set_nodelay(True)  # a change is several small messages: none waits for the one before
        now = time.monotonic()
        self._messages, self._bytes = Bucket(MESSAGE_PACE, now), Bucket(BYTE_PACE, now)
        self._take_place(kernel_id)
        if admission := self._admission:
            admission.page_opened(kernel_id)
        connected = self.connection.connect()
        if connected is not None:
            await connected

    def on_message(self, ws_message: str | bytes) -> Awaitable[None] | None:
        """Check a message and pass it on. After a refusal, the rest is read slowly and dropped."""
        if self._refused or self.connection is None:
            return asyncio.sleep(REFUSED_PAUSE)
        try:
            self._count(len(ws_message))
            check(ws_message)
        except UntrustedError:
            return self._refuse(MALFORMED)
        except ForbiddenError:
            return self._refuse(FORBIDDEN)
        self.connection.handle_incoming_message(ws_message)
        return None

    def on_ping(self, data: bytes) -> Awaitable[None] | None:
        """A ping counts as a message."""
        try:
            self._count(len(data))
        except ForbiddenError:
            return self._refuse(FORBIDDEN)
        return None

    def on_pong(self, data: bytes) -> Awaitable[None] | None:
        """An answer to a ping counts as a message, asked for or not."""
        return self.on_ping(data)

    def on_close(self) -> None:
        """The page is gone; its kernel waits for it to come back."""
        kernel = getattr(self, "kernel_id", "")
        if self._sockets.get(kernel) is self:
            del self._sockets[kernel]
        if self.connection is None:
            return
        if admission := self._admission:
            admission.page_closed(kernel)
        left = self.connection
        super().on_close()
        # A socket may end while it is still connecting: what it began must not go on.
        left.channels = {}

    def write_message(
        self,
        message: bytes | dict[str, Any],
        binary: bool = False,  # noqa: FBT001, FBT002 - as upstream
    ) -> Awaitable[None] | None:
        """Send to the page. One that has stopped reading is closed, and forgets nothing."""
        try:
            written: Future[None] | None = super().write_message(message, binary)
        except StreamBufferFullError:
            NOTICES.tell(_("Cierro una conexión que dejó de recibir lo que pidió."))
            self._abort()
            return None
        except WebSocketClosedError:
            return None
        if written is not None:  # None: a message that pages do not get
            written.add_done_callback(lambda done: done.cancelled() or done.exception())
        return written

    def write_error(self, status_code: int, **_details: object) -> None:
        """Only the status: nobody reads pages here."""
        self.set_header("Content-Type", "text/plain")
        self.set_status(status_code)
        self.finish()

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """What the other side broke is one line a minute; what we broke is told in full."""
        if isinstance(value, _BROKEN_BY_CLIENT):
            NOTICES.tell(_("Cierro una conexión que envía mensajes rotos."))
        elif not isinstance(value, HTTPError):
            super().log_exception(typ, value, tb)

    @property
    def _admission(self) -> Admission | None:
        found: Admission | None = self.settings.get("admission")
        return found

    def _check_session(self) -> None:
        """A session's name is the identity of sockets; without one, this visit gets its own."""
        given = self.get_query_argument("session_id", "") or uuid4().hex
        if not _SESSION.fullmatch(given) or not given.isascii():
            raise HTTPError(400)
        self.request.arguments["session_id"] = [given.encode("ascii")]

    async def _lives(self, kernel_id: str) -> bool:
        manager = self.kernel_manager
        if kernel_id not in manager:
            return False
        return bool(await ensure_async(manager.get_kernel(kernel_id).is_alive()))

    def _take_place(self, kernel_id: str) -> None:
        before = self._sockets.get(kernel_id)
        self._sockets[kernel_id] = self
        if before is not None:
            before.give_place()

    def give_place(self) -> None:
        """The page has come back through another socket: this one ends now."""
        socket = self.ws_connection
        self.close(REPLACED)
        if socket is not None:
            socket.on_connection_close()
        self.on_connection_close()

    def _abort(self) -> None:
        if self.ws_connection is not None:
            self.ws_connection.on_connection_close()

    def _refuse(self, code: int) -> Awaitable[None]:
        if not self._refused:
            self._refused = True
            NOTICES.tell(_REASONS[code]())
            self.close(code)
        return asyncio.sleep(REFUSED_PAUSE)

    def _count(self, size: int) -> None:
        now = time.monotonic()
        if not (self._messages.take(1, now) and self._bytes.take(size, now)):
            raise ForbiddenError("pace")
