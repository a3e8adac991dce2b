"""The web server of a class: bounded in connections, in memory and in patience."""

from __future__ import annotations

import contextlib
import socket
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.web import Application

from cuentas.classroom import journal
from cuentas.classroom.phones import phone_of
from cuentas.i18n import text as _

try:
    import resource
except ImportError:  # Windows has no such module, and no limit that we could raise
    resource = None  # type: ignore[assignment]

KILOBYTE = 1024
MOST_CONNECTIONS, PER_PHONE = 1000, 40
UNREAD_BYTES = 4096 * KILOBYTE
"""What may wait for a reader who has stopped reading; then it is closed."""
TLS_HELLO = 0x16
"""The first byte of a phone that tries https: it must not wait for an answer."""
ENOUGH_FILES, ENOUGH_FOR_MACOS, WINDOWS_SOCKETS = 65_536, 10_240, 512


class _Connection(IOStream):  # type: ignore[misc]  # no types upstream
    """A connection that hangs up at once on who wants to speak https, and tells its end."""

    def __init__(self, server: BoundedServer, connection: socket.socket) -> None:
        super().__init__(
            connection, max_buffer_size=1024 * KILOBYTE, max_write_buffer_size=UNREAD_BYTES
        )
        self._server, self.has_spoken = server, False

    def read_from_fd(self, buf: bytearray | memoryview) -> int | None:
        read: int | None = super().read_from_fd(buf)
        if read and not self.has_spoken:
            self.has_spoken = True
            if buf[0] == TLS_HELLO:
                return 0  # as if the phone had left
        return read

    def close_fd(self) -> None:
        super().close_fd()
        self._server.connections.pop(self, None)


class BoundedServer(HTTPServer):  # type: ignore[misc]  # no types upstream
    """An HTTP server that no phone can use up.

    Attributes:
        connections: those that are open now, each with its phone.
        most: how many in all.
        per_phone: how many for one phone; ``None`` counts no addresses, as behind a proxy.
    """

    connections: dict[_Connection, str]
    most: int
    per_phone: int | None

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Serve a new connection, or close it at once if there are too many."""
        phone = phone_of(str(address[0])) if address else ""
        if self._refuses(phone):
            stream.close()
            return
        connection = _Connection(self, stream.socket)
        self.connections[connection] = phone
        super().handle_stream(connection, address)

    def _refuses(self, phone: str) -> bool:
        own = sum(one == phone for one in self.connections.values())
        if self.per_phone is not None and own >= self.per_phone:
            journal.notice(_("Un equipo abre demasiadas conexiones: cierro las nuevas."))
            return True
        if len(self.connections) < self.most:
            return False
        journal.notice(_("Hay demasiadas conexiones: cierro las que no piden nada."))
        silent = next((one for one in self.connections if not one.has_spoken), None)
        if silent is not None:
            silent.close()
        return silent is None


def server_for(application: Application, *, count_phones: bool) -> BoundedServer:
    """The server of the application, with room for as many connections as this system has.

    Args:
        application: a tornado application.
        count_phones: bound the connections of each address. Off behind a proxy, where all
            learners come from one address.
    """
    server = BoundedServer(
        application,
        max_header_size=16 * KILOBYTE,
        max_body_size=64 * KILOBYTE,
        body_timeout=15,
        idle_connection_timeout=12,
    )
    server.connections = {}
    server.most = min(MOST_CONNECTIONS, raise_file_limit() * 3 // 4)
    server.per_phone = PER_PHONE if count_phones else None
    return server


def raise_file_limit() -> int:
    """Ask for as many open files as the system lets this user have.

    Returns:
        How many files may be open from now on.
    """
    if resource is None:
        return WINDOWS_SOCKETS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = hard == resource.RLIM_INFINITY
    for wanted in (ENOUGH_FILES, ENOUGH_FOR_MACOS):
        target = wanted if unlimited else min(wanted, hard)
        if soft != resource.RLIM_INFINITY and target > soft:
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (target, hard))
                return target
    return ENOUGH_FILES if soft == resource.RLIM_INFINITY else soft
