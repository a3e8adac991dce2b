"""The websocket between a page and its session, open for controls and closed for all else."""

from __future__ import annotations

import asyncio
import re
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from types import TracebackType

from tornado.iostream import StreamBufferFullError, StreamClosedError
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from cuentas.classroom import journal
from cuentas.classroom.messages import (
    LARGEST_FRAME,
    PROTOCOL,
    Content,
    ForbiddenError,
    Message,
    read,
    write,
)
from cuentas.classroom.seats import Seat, Seats
from cuentas.classroom.security import same_origin
from cuentas.classroom.sessions import SessionError
from cuentas.classroom.untrusted import UntrustedError
from cuentas.classroom.watchdog import OvertimeError
from cuentas.i18n import text as _

SHARE, BURST_SECONDS = 0.2, 3.0
"""The part of the computing that one phone may use for long, and how much at once (seconds)."""
LEAST_COST = 0.001
BYTES_PER_SECOND = 5_000_000
"""Seconds that even the cheapest message counts."""
SLICE_SECONDS = 0.02
"""A learner's past is brought back in pieces of this length; between them others are served."""
PING_SECONDS, PONG_SECONDS = 30.0, 20.0
REFUSED_PAUSE = 0.05
MALFORMED, FORBIDDEN, REPLACED = 1007, 1008, 4001
_SESSION = re.compile(r"[\w-]{1,64}", re.ASCII)
_BROKEN_BY_CLIENT = (
    zlib.error,
    UnicodeError,
    StreamBufferFullError,
    StreamClosedError,
    WebSocketClosedError,
    asyncio.CancelledError,  # the server stops
)
_INFO = {
    "protocol_version": "5.3",
    "implementation": "cuentas",
    "implementation_version": "2",
    "language_info": {"name": "none", "mimetype": "text/plain", "file_extension": ""},
    "banner": "Cuentas Claras",
    "help_links": [],
    "supported_features": [],
    "status": "ok",
}


class _AwayError(Exception):
    """The phone went away while its past was brought back."""


class Gate(WebSocketHandler):  # type: ignore[misc]  # no types upstream
    """Lets messages about controls through, at a human pace; anything else closes this socket."""

    seat: Seat | None = None
    _is_refused = False

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

    @property
    def seats(self) -> Seats:
        """The sessions of this server."""
        found: Seats = self.settings["seats"]
        return found

    def get_compression_options(self) -> dict[str, int]:
        """Compress, with little memory per phone."""
        return {"compression_level": 3, "mem_level": 5}

    def check_origin(self, origin: str) -> bool:
        """Only pages of this server; others are told to the journal once a minute."""
        is_ours = same_origin(self.request.host, origin)
        if not is_ours:
            journal.notice(_("Una página de otro sitio quiso usar una lección: no la dejé."))
        return is_ours

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """The one form of messages that both sides know."""
        return PROTOCOL if PROTOCOL in subprotocols else None

    async def get(self, session_id: str) -> None:
        """Open the socket if the session lives.

        Raises:
            HTTPError: 404 without such a session; 400 if the protocol or the name that the
                page gives itself is not one that our pages use.
        """
        offered = self.request.headers.get("Sec-WebSocket-Protocol", "").split(",")
        named = self.get_query_argument("session_id", "-")
        if PROTOCOL not in map(str.strip, offered) or not _SESSION.fullmatch(named):
            raise HTTPError(400)
        if self.seats.get(session_id) is None:
            raise HTTPError(404)
        await super().get(session_id)

    def open(self, session_id: str) -> None:
        """Connect to the session, in place of a socket that it may still have."""
        self.set_nodelay(True)  # a change is several small messages: none waits for the one before
        self.seat = self.seats.sit(session_id, self)
        if self.seat is None:
            self._say_dead()
            return
        self.seat.session.listen(self._tell)

    async def on_message(self, frame: str | bytes) -> None:
        """Check a message and carry it out. After a refusal, the rest is dropped slowly."""
        seat = self.seat
        if self._is_refused or seat is None:
            await asyncio.sleep(REFUSED_PAUSE)
            return
        self._charge(seat, LEAST_COST + len(frame) / BYTES_PER_SECOND)
        await self._pay(seat)
        try:
            message = read(frame)
        except UntrustedError:
            await self._refuse(MALFORMED)
        except ForbiddenError:
            await self._refuse(FORBIDDEN)
        else:
            await self._carry_out(seat, message)

    async def on_ping(self, _data: bytes) -> None:
        """A ping counts as a message; nobody needs so many that they cost much."""
        if self.seat is not None and not self._is_refused:
            self._charge(self.seat, LEAST_COST)
            if self._debt(self.seat) > 0:
                await self._refuse(FORBIDDEN)

    async def on_pong(self, data: bytes) -> None:
        """An answer to a ping counts as a message, asked for or not."""
        await self.on_ping(data)

    def on_close(self) -> None:
        """The page is gone; its session waits for it to come back."""
        if self.seat is not None:
            self.seats.leave(self.seat.session.id, self)

    def dismiss(self) -> None:
        """Another socket took this place, or the session is no more."""
        seat, self.seat = self.seat, None
        if seat is not None and self.seats.get(seat.session.id) is None:
            self._say_dead()
        self.close(REPLACED)

    async def _carry_out(self, seat: Seat, message: Message) -> None:
        self._parent = message.header
        self._send("iopub", "status", {"execution_state": "busy"})
        try:
            if message.kind == "comm_open":
                await self._bring_back(seat, message)
            else:
                with self._charging(seat):
                    self._answer(seat, message)
        except _AwayError:
            self.seats.end(seat.session.id)
        except (SessionError, OvertimeError) as error:
            journal.lesson_ended(seat.session.lesson.title, error)
            self.seats.end(seat.session.id)
        else:
            self._parent = message.header
            self._send("iopub", "status", {"execution_state": "idle"})

    def _answer(self, seat: Seat, message: Message) -> None:
        if message.kind == "kernel_info_request":
            self._send("shell", "kernel_info_reply", _INFO)
        elif message.kind == "comm_info_request":
            self._send("shell", "comm_info_reply", {"comms": {}, "status": "ok"})
        elif message.kind == "comm_msg":
            seat.session.receive(message.content["comm_id"], message.content["data"])

    async def _bring_back(self, seat: Seat, message: Message) -> None:
        """A phone comes back: do what its learner did before, and tell how it went."""
        events = message.content["data"].get("events")
        with closing(seat.session.replay(events if isinstance(events, list) else [])) as steps:
            while self._goes_on(seat, steps):
                await asyncio.sleep(SLICE_SECONDS)
                if self.seat is not seat:
                    raise _AwayError
        told = seat.session.brought_back
        self._parent = message.header
        self._tell("comm_msg", {"comm_id": message.content["comm_id"], "data": told}, {})

    def _goes_on(self, seat: Seat, steps: Iterator[None]) -> bool:
        """Take steps for a little while; whether there are more."""
        with self._charging(seat):
            until = time.monotonic() + SLICE_SECONDS
            for _step in steps:
                if time.monotonic() > until:
                    return True
        return False

    _parent: Content = {}  # noqa: RUF012 - replaced as a whole

    def _tell(self, kind: str, content: Content, metadata: Content) -> None:
        self._send("iopub", kind, content, metadata)

    def _send(
        self,
        channel: str,
        kind: str,
        content: Content,
        metadata: Content | None = None,
    ) -> None:
        """Send to the page. One that has stopped reading is closed, and forgets nothing."""
        try:
            written = self.write_message(
                write(channel, kind, content, self._parent, metadata), binary=True
            )
        except StreamBufferFullError:
            journal.notice(_("Cierro una conexión que dejó de recibir lo que pidió."))
            self._abort()
        except WebSocketClosedError:
            pass
        else:
            written.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _say_dead(self) -> None:
        self._send("iopub", "status", {"execution_state": "dead"})

    def _abort(self) -> None:
        if self.ws_connection is not None:
            self.ws_connection.on_connection_close()

    @contextmanager
    def _charging(self, seat: Seat) -> Iterator[None]:
        started = time.thread_time()
        try:
            yield
        finally:
            self._charge(seat, time.thread_time() - started)

    def _charge(self, seat: Seat, seconds: float) -> None:
        seat.paid_until = max(time.monotonic(), seat.paid_until) + seconds / SHARE

    def _debt(self, seat: Seat) -> float:
        """Seconds to wait until this phone has not used more than its part of the computing."""
        return seat.paid_until - time.monotonic() - BURST_SECONDS / SHARE

    async def _pay(self, seat: Seat) -> None:
        debt = self._debt(seat)
        if debt > 0:
            journal.notice(_("Un celular mueve los controles sin parar: le atiendo más despacio."))
            await asyncio.sleep(debt)

    async def _refuse(self, code: int) -> None:
        self._is_refused = True
        journal.notice(
            _("Cierro una conexión que envía mensajes rotos.")
            if code == MALFORMED
            else _("Cierro una conexión que pide lo que aquí no se da, o pide demasiado.")
        )
        self.close(code)
        await asyncio.sleep(REFUSED_PAUSE)

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
            journal.notice(_("Cierro una conexión que envía mensajes rotos."))
        elif not isinstance(value, HTTPError):
            super().log_exception(typ, value, tb)
