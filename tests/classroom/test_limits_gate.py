"""The websocket of a kernel, with a kernel that only remembers what reached it."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from jupyter_server.auth.authorizer import AllowAllAuthorizer
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import websocket_connect

from classroom.test_limits_messages import frame
from cuentas.classroom import journal
from cuentas.classroom.limits.admission import Admission
from cuentas.classroom.limits.buckets import Pace
from cuentas.classroom.limits.gate import FORBIDDEN, MALFORMED, REPLACED, KernelGate
from cuentas.classroom.limits.messages import LARGEST_FRAME, PROTOCOL
from cuentas.classroom.limits.notices import Notices
from cuentas.classroom.visitors import NamelessVisitors

KERNEL, DEAD = "k-1", "k-2"
SOON = 10


class Kernel:
    def __init__(self, alive):
        self.alive = alive

    async def is_alive(self):
        return self.alive


class Kernels(dict):
    def get_kernel(self, name):
        return self[name]


@dataclass
class Session:
    session: str = ""


@dataclass(eq=False)
class Connection:
    """What stands between the websocket and the kernel."""

    parent: Kernel
    websocket_handler: KernelGate
    config: object
    session: Session = field(default_factory=Session)
    kernel_ws_protocol = None
    reached: list = field(default_factory=list)
    connected = True

    def connect(self):
        Room.connections.append(self)

    def handle_incoming_message(self, message):
        self.reached.append(message)

    def disconnect(self):
        self.connected = False


class Room:
    connections: list[Connection]

    def __init__(self):
        Room.connections = []
        self.admission = Admission(5)
        self.admission.ask(KERNEL, None)
        application = Application(
            [(r"/api/kernels/([\w-]+)/channels", KernelGate)],
            kernel_manager=Kernels({KERNEL: Kernel(alive=True), DEAD: Kernel(alive=False)}),
            kernel_websocket_connection_class=Connection,
            identity_provider=NamelessVisitors(),
            authorizer=AllowAllAuthorizer(),
            allow_remote_access=True,
            disable_check_xsrf=True,
            base_url="/",
            admission=self.admission,
        )
        self.server = HTTPServer(application)
        sockets = bind_sockets(0, "127.0.0.1")
        self.server.add_sockets(sockets)
        self.port = sockets[0].getsockname()[1]

    def request(self, kernel=KERNEL, query="", **headers):
        address = f"ws://127.0.0.1:{self.port}/api/kernels/{kernel}/channels{query}"
        return HTTPRequest(address, headers=headers)

    async def open(self, kernel=KERNEL, protocol=PROTOCOL, query="", **headers):
        protocols = [protocol] if protocol else None
        request = self.request(kernel, query, **headers)
        return await websocket_connect(request, subprotocols=protocols, compression_options={})

    async def refused(self, **options):
        with pytest.raises(HTTPClientError) as refusal:
            await self.open(**options)
        return refusal.value.code


@pytest.fixture
def run(caplog):
    """Runs a story in a fresh room; at its end no exception may stand in any log."""

    def runs(story):
        async def whole():
            room = Room()
            try:
                return await asyncio.wait_for(story(room), 3 * SOON)
            finally:
                room.server.stop()

        answer = asyncio.run(whole())
        assert not [record for record in caplog.records if record.exc_info]
        return answer

    return runs


async def close_code(client):
    while await asyncio.wait_for(client.read_message(), SOON) is not None:
        pass
    return client.close_code


async def eventually(condition):
    async with asyncio.timeout(SOON):
        while not condition():  # noqa: ASYNC110 - what is awaited has no event
            await asyncio.sleep(0.01)


def test_messages_about_controls_reach_the_kernel(run):
    async def story(room):
        client = await room.open()
        await client.write_message(frame(), binary=True)
        await eventually(lambda: Room.connections[0].reached)
        return client.selected_subprotocol, Room.connections[0].reached

    assert run(story) == (PROTOCOL, [frame()])


@pytest.mark.parametrize(
    ("message", "binary", "code"),
    [
        (frame(header={"msg_type": "execute_request"}), True, FORBIDDEN),
        (frame(channel="control"), True, FORBIDDEN),
        (frame()[:-3], True, MALFORMED),
        (b"\xff" * 100, True, MALFORMED),
        ('{"header": {}}', False, MALFORMED),
    ],
)
def test_anything_else_closes_this_socket_and_reaches_nobody(run, message, binary, code):
    async def story(room):
        client = await room.open()
        await client.write_message(message, binary=binary)
        await client.write_message(frame(), binary=True)
        return await close_code(client), Room.connections[0].reached

    assert run(story) == (code, [])


def test_a_flood_is_closed_after_its_burst(run, monkeypatch):
    monkeypatch.setattr("cuentas.classroom.limits.gate.MESSAGE_PACE", Pace(20, 0.001))

    async def story(room):
        client = await room.open()
        for _message in range(50):
            await client.write_message(frame(), binary=True)
        return await close_code(client), len(Room.connections[0].reached)

    assert run(story) == (FORBIDDEN, 20)


def test_a_flood_of_pings_is_a_flood(run, monkeypatch):
    monkeypatch.setattr("cuentas.classroom.limits.gate.MESSAGE_PACE", Pace(20, 0.001))

    async def story(room):
        client = await room.open()
        for _message in range(50):
            client.ping(b"x")
        return await close_code(client)

    assert run(story) == FORBIDDEN


def test_many_bytes_are_a_flood(run):
    async def story(room):
        client = await room.open()
        heavy = frame(content={"comm_id": "x", "data": "x" * (LARGEST_FRAME - 1000)})
        for _message in range(6):
            await client.write_message(heavy, binary=True)
        return await close_code(client), len(Room.connections[0].reached)

    assert run(story) == (FORBIDDEN, 4)


def test_a_message_too_large_is_closed(run):
    async def story(room):
        client = await room.open()
        await client.write_message(b"x" * (LARGEST_FRAME + 1), binary=True)
        return await close_code(client)

    assert run(story) in {1009, None}


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"kernel": "nadie-0"}, 404),
        ({"kernel": DEAD}, 404),
        ({"protocol": "otro"}, 400),
        ({"protocol": None}, 400),
        ({"query": "?session_id=" + "x" * 300}, 400),
        ({"query": "?session_id=a%20b"}, 400),
        ({"query": "?session_id=%C3%B1"}, 400),
        ({"Origin": "http://otro.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_what_is_not_ours_is_refused_before_it_opens(run, options, status):
    async def story(room):
        return await room.refused(**options), Room.connections

    assert run(story) == (status, [])


def test_the_page_of_this_server_may_open_it(run):
    async def story(room):
        await room.open(Origin=f"http://127.0.0.1:{room.port}", query="?session_id=abc-1")
        return Room.connections[0].session.session

    assert run(story) == "abc-1"


def test_without_a_name_each_visit_gets_its_own(run):
    async def story(room):
        await room.open()
        await room.open()
        return [connection.session.session for connection in Room.connections]

    names = run(story)
    assert len(set(names)) == 2
    assert all(names)


def test_a_phone_that_comes_back_replaces_the_socket_it_lost(run):
    async def story(room):
        before = await room.open()
        after = await room.open()
        code = await close_code(before)
        await after.write_message(frame(), binary=True)
        await eventually(lambda: Room.connections[1].reached)
        return code, [connection.connected for connection in Room.connections]

    assert run(story) == (REPLACED, [False, True])


def test_the_room_knows_which_kernels_have_a_page(run):
    async def story(room):
        client = await room.open()
        await eventually(lambda: room.admission._seats[KERNEL].pages == 1)
        await room.open()
        await eventually(lambda: room.admission._seats[KERNEL].pages == 1)
        client.close()
        return room.admission._seats[KERNEL].pages

    assert run(story) == 1


HANDSHAKE = (
    "GET /api/kernels/{kernel}/channels HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: {protocol}\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
)
MASK = b"\0\0\0\0"


def masked(first, payload):
    """A websocket frame with a mask that changes nothing."""
    size = len(payload)
    if size < 126:
        return bytes([first, 0x80 | size]) + MASK + payload
    return bytes([first, 0x80 | 127]) + struct.pack("!Q", size) + MASK + payload


def deflated(data):
    press = zlib.compressobj(wbits=-15)
    return (press.compress(data) + press.flush(zlib.Z_SYNC_FLUSH))[:-4]


BROKEN = {
    "not compressed though it says so": masked(0xC2, b"\xff\xfe\xfd" * 20),
    "a bomb": masked(0xC2, deflated(b"\0" * 50_000_000)),
    "reserved bits": masked(0xB2, b"x"),
    "unknown kind": masked(0x83, b"x"),
    "endless control frame": masked(0x89, b"x" * 200),
    "continues nothing": masked(0x80, b"x"),
    "text that is not text": masked(0x81, b"\xff\xff"),
    "huge announcement": bytes([0x82, 0xFF]) + struct.pack("!Q", 2**63 - 1) + MASK,
    "goodbye that is not text": masked(0x88, b"\x03\xe8\xff\xff"),
    "goodbye with half a code": masked(0x88, b"\x03"),
    "pieces too large together": masked(0x02, b"x" * 200_000) + masked(0x80, b"x" * 200_000),
}


@pytest.mark.parametrize("bytes_sent", BROKEN.values(), ids=BROKEN)
def test_broken_frames_end_their_socket_without_a_traceback(run, bytes_sent):
    async def story(room):
        reader, writer = await raw(room)
        writer.write(bytes_sent)
        with suppress(ConnectionError):
            async with asyncio.timeout(SOON):
                while await reader.read(65536):
                    pass
        writer.close()
        other = await room.open()
        await other.write_message(frame(), binary=True)
        await eventually(lambda: Room.connections[-1].reached)

    run(story)


def test_a_page_that_stops_reading_is_closed_and_not_kept_in_memory(run):
    async def story(room):
        _reader, writer = await raw(room, receive=4096)
        handler = Room.connections[0].websocket_handler
        handler.ws_connection.stream.max_write_buffer_size = 1_000_000
        writer.transport.pause_reading()
        for _message in range(400):
            noise = frame(channel="iopub", content={"x": os.urandom(50_000).hex()})
            handler.write_message(noise, binary=True)
        await eventually(lambda: not Room.connections[0].connected)
        writer.transport.abort()

    run(story)


async def raw(room, receive=None):
    """A websocket of bare bytes, after its handshake."""
    link = socket.socket()
    if receive:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    link.setblocking(False)  # noqa: FBT003 - as in the standard library
    await asyncio.get_running_loop().sock_connect(link, ("127.0.0.1", room.port))
    reader, writer = await asyncio.open_connection(sock=link)
    words = HANDSHAKE.format(kernel=KERNEL, port=room.port, protocol=PROTOCOL)
    writer.write(words.encode())
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SOON)
    assert b" 101 " in head
    await eventually(lambda: Room.connections)
    return reader, writer


def test_the_journal_tells_it_once(run, monkeypatch):
    lines = []
    monkeypatch.setattr(journal.logger(), "warning", lambda _form, line: lines.append(line))
    monkeypatch.setattr("cuentas.classroom.limits.gate.NOTICES", Notices())

    async def story(room):
        for _client in range(5):
            client = await room.open()
            await client.write_message(b"x", binary=True)
            await close_code(client)

    run(story)
    assert lines == ["Cierro una conexión que envía mensajes rotos."]
