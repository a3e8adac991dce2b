"""The web server of a class: bounded in connections, in memory and in patience.

Tornado closes what idles, but counts no connections, waits for ever for a reader that has
stopped reading, answers a body that is too long with 400, and headers that are too long not at
all. This module adds just that.
"""

from __future__ import annotations

import copy
import socket
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from tornado.http1connection import HTTP1Connection, HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, RequestStartLine, ResponseStartLine
from tornado.ioloop import PeriodicCallback
from tornado.iostream import IOStream, UnsatisfiableReadError
from tornado.web import Application

from cuentas.classroom.limits.addresses import phone_of
from cuentas.classroom.limits.files import raise_file_limit
from cuentas.classroom.limits.notices import NOTICES, Notices
from cuentas.i18n import text as _

KILOBYTE = 1024
MOST_CONNECTIONS = 1000
FILES_PER_CONNECTION = 4
_TOO_LONG = b"HTTP/1.1 431 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % (
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.phrase.encode("ascii")
)


@dataclass(frozen=True)
class Limits:
    """What the server gives one connection, and one phone. Times in seconds, sizes in bytes."""

    header_seconds: float = 10
    idle_seconds: float = 60
    body_seconds: float = 15
    stalled_seconds: float = 30
    header_bytes: int = 16 * KILOBYTE
    body_bytes: int = 64 * KILOBYTE
    drained_bytes: int = 1024 * KILOBYTE
    unread_bytes: int = 4096 * KILOBYTE
    connections: int = MOST_CONNECTIONS
    per_phone: int | None = 40


class BoundedStream(IOStream):  # type: ignore[misc]  # no types upstream
    """A connection that remembers how much its reader took, and tells when it has ended."""

    def __init__(
        self, connection: socket.socket, limits: Limits, on_end: Callable[[BoundedStream], None]
    ) -> None:
        """Take over a connection that was just accepted."""
        super().__init__(
            connection,
            max_buffer_size=limits.drained_bytes,
            max_write_buffer_size=limits.unread_bytes,
        )
        self.served = False
        self.in_headers = False
        self._on_end = on_end
        self._taken = 0
        self._mark = 0
        self._looks = 0

    def write_to_fd(self, data: memoryview) -> int:
        """Hand bytes to the network and count those that it took."""
        taken: int = super().write_to_fd(data)
        self._taken += taken
        return taken

    def read_until_regex(self, regex: bytes, max_bytes: int | None = None) -> Awaitable[bytes]:
        """Read headers: nothing else of a request is read like this."""
        self.in_headers = True
        read: Awaitable[bytes] = super().read_until_regex(regex, max_bytes)
        return read

    def close(self, exc_info: Any = False) -> None:  # noqa: ANN401, FBT002 - as upstream
        """Close; who sent too long headers hears the reason, as far as it can be told."""
        is_too_long = isinstance(exc_info, UnsatisfiableReadError) and self.in_headers
        if is_too_long and not self.closed():
            with suppress(OSError):
                self.socket.send(_TOO_LONG)
        super().close(exc_info)

    def close_fd(self) -> None:
        """Close the socket and tell the server."""
        super().close_fd()
        self._on_end(self)

    def looks_without_progress(self) -> int:
        """How many times in a row somebody looked and the reader had taken nothing."""
        waits = self.writing() and self._taken == self._mark
        self._looks, self._mark = (self._looks + 1 if waits else 0), self._taken
        return self._looks


class BoundedServer(HTTPServer):  # type: ignore[misc]  # no types upstream
    """An HTTP server that no phone can use up.

    Args of the constructor:
        application: the web application.
        limits: the bounds; ``per_phone=None`` counts no addresses, as behind a proxy.
        notices: where closed connections are told, once a minute.
    """

    LOOKS = 3

    def initialize(
        self, application: Application, limits: Limits | None = None, notices: Notices = NOTICES
    ) -> None:
        """Called by tornado instead of a constructor."""
        self.limits = limits or Limits()
        super().initialize(
            application,
            max_header_size=self.limits.header_bytes,
            idle_connection_timeout=self.limits.header_seconds,
            body_timeout=self.limits.body_seconds,
            max_body_size=self.limits.drained_bytes,
        )
        self._patient = copy.copy(self.conn_params)
        self._patient.header_timeout = self.limits.idle_seconds
        self._notices = notices
        self._open: dict[BoundedStream, str] = {}
        self._per_phone: Counter[str] = Counter()
        pause = 1000 * self.limits.stalled_seconds / self.LOOKS
        self._sweeper = PeriodicCallback(self.close_stalled, pause)

    @property
    def open_connections(self) -> int:
        """How many connections are open now, websockets included."""
        return len(self._open)

    def add_sockets(self, sockets: list[socket.socket]) -> None:
        """Start to accept connections, and to look for readers that have stopped."""
        super().add_sockets(sockets)
        self._sweeper.start()

    def stop(self) -> None:
        """Accept no more connections."""
        self._sweeper.stop()
        super().stop()

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Serve a new connection, or close it at once if there are too many."""
        phone = phone_of(str(address[0])) if address else ""
        if self._refuses(phone):
            stream.close()
            return
        bounded = BoundedStream(stream.socket, self.limits, self._forget)
        self._open[bounded] = phone
        self._per_phone[phone] += 1
        super().handle_stream(bounded, address)

    def start_request(
        self, server_conn: HTTP1ServerConnection, request_conn: HTTP1Connection
    ) -> HTTPMessageDelegate:
        """Watch over one request; from the second on, the wait for it may be longer."""
        server_conn.params = self._patient
        delegate = super().start_request(server_conn, request_conn)
        return _BoundedRequest(delegate, request_conn, self.limits)

    def close_stalled(self) -> None:
        """Close connections whose reader took nothing the last times somebody looked."""
        for stream in list(self._open):
            if stream.looks_without_progress() > self.LOOKS:
                self._notices.tell(_("Cierro una conexión que dejó de recibir lo que pidió."))
                stream.close()

    def _refuses(self, phone: str) -> bool:
        most = self.limits.per_phone
        if most is not None and self._per_phone[phone] >= most:
            self._notices.tell(_("Un equipo abre demasiadas conexiones: cierro las nuevas."))
            return True
        if len(self._open) < self.limits.connections:
            return False
        self._notices.tell(_("Hay demasiadas conexiones: cierro las que no piden nada."))
        return not self._end_a_silent_one()

    def _end_a_silent_one(self) -> bool:
        """Make room by closing the oldest connection that never asked for anything."""
        silent = next((stream for stream in self._open if not stream.served), None)
        if silent:
            silent.close()
        return silent is not None

    def _forget(self, stream: BoundedStream) -> None:
        phone = self._open.pop(stream, None)
        if phone is None:
            return
        self._per_phone[phone] -= 1
        if not self._per_phone[phone]:
            del self._per_phone[phone]


class _BoundedRequest(HTTPMessageDelegate):  # type: ignore[misc]  # no types upstream
    """One request: what is longer than allowed is read, dropped and answered with 413.

    Reading a little of it lets the sender hear the answer instead of a broken connection.
    """

    def __init__(
        self, delegate: HTTPMessageDelegate, connection: HTTP1Connection, limits: Limits
    ) -> None:
        """Watch over a request that will be given to ``delegate``."""
        self._delegate = delegate
        self._connection = connection
        self._limits = limits
        self._received = 0
        self._forwarded = False
        self._status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def headers_received(
        self, start_line: RequestStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        """Pass the headers on unless they name nothing or announce too long a body."""
        self._connection.stream.served = True
        self._connection.stream.in_headers = False
        self._received = _announced(headers)
        if "%00" in start_line.path:  # file systems cannot name it, and say so by failing
            self._status = HTTPStatus.BAD_REQUEST
            self._received += self._limits.drained_bytes + 1
        if self._received > self._limits.drained_bytes:
            self._connection.set_max_body_size(self._received)
            self._answer()
        if self._too_long:
            return None
        self._received = 0
        self._forwarded = True
        passed: Awaitable[None] | None = self._delegate.headers_received(start_line, headers)
        return passed

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        """Pass a piece of the body on while it is not too long."""
        self._received += len(chunk)
        if self._too_long:
            return None
        passed: Awaitable[None] | None = self._delegate.data_received(chunk)
        return passed

    def finish(self) -> None:
        """The request is complete."""
        if not self._too_long:
            self._delegate.finish()
            return
        self.on_connection_close()
        self._answer()

    def on_connection_close(self) -> None:
        """The sender is gone, or its request will not be served."""
        if self._forwarded:
            self._forwarded = False
            self._delegate.on_connection_close()

    @property
    def _too_long(self) -> bool:
        return self._received > self._limits.body_bytes

    def _answer(self) -> None:
        start = ResponseStartLine("HTTP/1.1", int(self._status), self._status.phrase)
        headers = HTTPHeaders({"Content-Length": "0", "Connection": "close"})
        self._connection.write_headers(start, headers, b"")
        self._connection.finish()


def _announced(headers: HTTPHeaders) -> int:
    length = headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0  # noqa: PLR2004 - tornado refuses longer numbers


def server_for(
    application: Application, *, count_phones: bool, notices: Notices = NOTICES
) -> BoundedServer:
    """The server of the application, with room for as many connections as this system has.

    Args:
        application: a tornado application.
        count_phones: bound the connections of each address. Off behind a proxy, where all
            learners come from one address.
        notices: where closed connections are told.
    """
    most = min(MOST_CONNECTIONS, raise_file_limit() // FILES_PER_CONNECTION)
    per_phone = Limits.per_phone if count_phones else None
    limits = Limits(connections=most, per_phone=per_phone)
    return BoundedServer(application, limits=limits, notices=notices)
