"""The bounded server on real sockets."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from cuentas.classroom.limits.connections import BoundedServer, Limits, server_for
from cuentas.classroom.limits.notices import Notices

SOON = 10
LOOKS = 6
LARGE = LOOKS * 8 * 1024 * 1024


class Echo(RequestHandler):
    def get(self):
        self.finish("hola")

    def post(self):
        self.finish(str(len(self.request.body)))


class Large(RequestHandler):
    def get(self):
        self.finish(b"x" * LARGE)


class Room:
    """A bounded server on a free port, and the lines it would write in the journal."""

    def __init__(self, limits):
        self.lines = []
        routes = [("/", Echo), ("/grande", Large)]
        notices = Notices(write=self.lines.append)
        self.server = BoundedServer(Application(routes), limits=limits, notices=notices)
        sockets = bind_sockets(0, "127.0.0.1")
        self.server.add_sockets(sockets)
        self.port = sockets[0].getsockname()[1]
        self.clients = []

    async def connect(self, address="127.0.0.1"):
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self.port, local_addr=(address, 0)
        )
        self.clients.append(writer)
        return reader, writer

    async def ask(self, words, address="127.0.0.1"):
        """The status of one request on a connection of its own."""
        reader, writer = await self.connect(address)
        writer.write(words)
        return await status(reader)

    def close(self):
        self.server.stop()
        for writer in self.clients:
            writer.close()


async def status(reader):
    line = await asyncio.wait_for(reader.readline(), SOON)
    return int(line.split()[1]) if line else 0


async def ended(reader):
    """Whether the server closed, sooner than the test gives up."""
    with contextlib.suppress(ConnectionError):
        return await asyncio.wait_for(reader.read(), SOON) == b""
    return True


def served(limits=None):
    """Run a coroutine function against a fresh room."""

    def run(story):
        async def whole():
            room = Room(limits or Limits())
            try:
                return await story(room)
            finally:
                room.close()

        return asyncio.run(whole())

    return run


GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
QUICK = Limits(header_seconds=0.2, idle_seconds=SOON * 10, body_seconds=0.2)


def post(size, announced=None):
    length = size if announced is None else announced
    return b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % length + b"x" * size


@pytest.mark.parametrize("size", [20_000, 60_000])
def test_headers_that_are_too_long_are_answered_and_others_do_not_notice(size):
    async def story(room):
        long = b"GET / HTTP/1.1\r\nHost: a\r\nCookie: a=" + b"x" * size + b"\r\n\r\n"
        reader, writer = await room.connect()
        writer.write(GET)
        first = await status(reader)
        await reader.readuntil(b"hola")
        writer.write(long)
        again = await status(reader)
        return first, again, await ended_soon(reader), await room.ask(long), await room.ask(GET)

    assert served()(story) == (200, 431, True, 431, 200)


async def ended_soon(reader):
    """Whether nothing but the rest of an answer comes, and then the end."""
    with contextlib.suppress(ConnectionError):
        return b"HTTP/" not in await asyncio.wait_for(reader.read(), SOON)
    return True


def test_a_broken_piece_of_a_body_is_not_told_as_long_headers():
    async def story(room):
        words = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        return await room.ask(words + b"1" * 30_000)

    assert served()(story) != 431


def test_headers_that_never_end_are_not_waited_for():
    async def story(room):
        reader, writer = await room.connect()
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
        return await ended(reader)

    assert served(QUICK)(story)


def test_who_says_nothing_is_closed():
    async def story(room):
        reader, _writer = await room.connect()
        return await ended(reader)

    assert served(QUICK)(story)


def test_who_has_asked_once_may_think_longer_before_asking_again():
    async def story(room):
        reader, writer = await room.connect()
        writer.write(GET)
        first = await status(reader)
        await asyncio.sleep(QUICK.header_seconds * 3)
        await reader.readuntil(b"hola")
        writer.write(GET)
        return first, await status(reader)

    assert served(QUICK)(story) == (200, 200)


def test_a_body_that_never_ends_is_not_waited_for():
    async def story(room):
        reader, writer = await room.connect()
        writer.write(post(10, announced=20))
        return await ended(reader)

    assert served(QUICK)(story)


@pytest.mark.parametrize(
    ("size", "announced", "expected"),
    [
        (64 * 1024, None, 200),
        (64 * 1024 + 1, None, 413),
        (900 * 1024, None, 413),
        (0, 10**9, 413),
        (0, 10**30, 400),
    ],
)
def test_a_body_has_a_size(size, announced, expected):
    async def story(room):
        return await room.ask(post(size, announced))

    assert served()(story) == expected


def test_a_body_in_pieces_has_the_same_size():
    async def story(room):
        piece = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
        head = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        small = await room.ask(head + piece * 4 + b"0\r\n\r\n")
        return small, await room.ask(head + piece * 5 + b"0\r\n\r\n")

    assert served()(story) == (200, 413)


def test_one_phone_has_so_many_connections_and_others_theirs():
    async def story(room):
        for _client in range(2):
            reader, writer = await room.connect()
            writer.write(GET)
            await status(reader)
        third, _writer = await room.connect()
        return await ended(third), await room.ask(GET, "127.0.0.2"), room.lines

    closed, other, lines = served(Limits(per_phone=2))(story)
    assert (closed, other) == (True, 200)
    assert lines == ["Un equipo abre demasiadas conexiones: cierro las nuevas."]


def test_a_connection_that_ends_makes_room():
    async def story(room):
        for _visit in range(10):
            reader, writer = await room.connect()
            writer.write(b"GET / HTTP/1.0\r\n\r\n")
            assert await status(reader) == 200
            await reader.read()
            writer.close()
        return room.server.open_connections, len(room.server._per_phone), room.lines

    assert served(Limits(per_phone=2))(story) == (0, 0, [])


def test_behind_a_proxy_one_address_may_have_all():
    async def story(room):
        return [await room.ask(GET) for _client in range(60)]

    assert served(Limits(per_phone=None))(story) == [200] * 60


def test_when_full_those_who_asked_for_nothing_give_way():
    async def story(room):
        silent = [await room.connect() for _client in range(5)]
        answers = [await room.ask(GET, f"127.0.0.{n}") for n in range(2, 6)]
        return answers, await ended(silent[0][0]), room.server.open_connections

    answers, first_closed, opened = served(Limits(connections=5))(story)
    assert answers == [200] * 4
    assert first_closed
    assert opened == 5


def test_when_full_of_those_who_use_it_a_newcomer_is_closed():
    async def story(room):
        for _client in range(3):
            assert await room.ask(GET) == 200
        reader, _writer = await room.connect()
        return await ended(reader)

    assert served(Limits(connections=3))(story)


def test_a_reader_that_stopped_is_closed_and_a_slow_one_is_not():
    async def story(room):
        ask = b"GET /grande HTTP/1.1\r\nHost: a\r\n\r\n"
        stopped, slow = await room.connect(), await room.connect("127.0.0.2")
        for _reader, writer in (stopped, slow):
            writer.write(ask)
        stopped[1].transport.pause_reading()
        await slow[0].readuntil(b"\r\n\r\n")
        for _look in range(LOOKS):
            await asyncio.wait_for(slow[0].readexactly(LARGE // LOOKS), SOON)
            room.server.close_stalled()
        await asyncio.sleep(0)
        return room.server.open_connections, room.lines

    opened, lines = served(Limits(stalled_seconds=1000, unread_bytes=2 * LARGE))(story)
    assert opened == 1
    assert lines == ["Cierro una conexión que dejó de recibir lo que pidió."]


def test_the_server_of_an_application_fits_the_system():
    async def make():
        alone = server_for(Application(), count_phones=False)
        return alone.limits, server_for(Application(), count_phones=True).limits

    proxied, direct = asyncio.run(make())
    assert proxied.per_phone is None
    assert direct.per_phone == 40
    assert 64 <= direct.connections <= 1000
    assert issubclass(BoundedServer, HTTPServer)
