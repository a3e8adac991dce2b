"""The websocket of a session, with a session that only remembers what reached it."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
import zlib
from contextlib import suppress
from types import SimpleNamespace

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import websocket_connect

from classroom.test_messages import CONTENT, frame
from cuentas.classroom import gate, journal
from cuentas.classroom.gate import FORBIDDEN, MALFORMED, REPLACED, Gate
from cuentas.classroom.messages import LARGEST_FRAME, PROTOCOL
from cuentas.classroom.seats import Seats
from cuentas.classroom.sessions import SessionError

SESSION = "s-1"
SOON = 10


class Session:
    """What stands behind the websocket."""

    id = SESSION
    lesson = SimpleNamespace(slug="01_plata", title="¿Cuánto?")

    def __init__(self):
        self.reached, self.listeners, self.has_ended = [], [], False
        self.brought_back = {}

    def listen(self, send):
        self.listeners.append(send)

    def receive(self, name, data):
        self.reached.append((name, data))
        if data.get("state") == {"value": "falla"}:
            raise SessionError("falla")

    def replay(self, events):
        for _event in events:
            yield
        self.brought_back = {"replayed": len(events), "skipped": 0, "states": {}}

    def end(self):
        self.has_ended = True


CHANGE = (CONTENT["comm_id"], CONTENT["data"])


class Room:
    def __init__(self):
        self.session = Session()
        self.seats = Seats(5)
        self.seats.take(self.session, None)
        application = Application([(r"/api/kernels/([\w-]+)/channels", Gate)], seats=self.seats)
        self.server = HTTPServer(application)
        sockets = bind_sockets(0, "127.0.0.1")
        self.server.add_sockets(sockets)
        self.port = sockets[0].getsockname()[1]

    @property
    def reached(self):
        return self.session.reached

    def request(self, kernel=SESSION, query="", **headers):
        address = f"ws://127.0.0.1:{self.port}/api/kernels/{kernel}/channels{query}"
        return HTTPRequest(address, headers=headers)

    async def open(self, kernel=SESSION, protocol=PROTOCOL, query="", **headers):
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


def test_messages_about_controls_reach_the_session(run):
    async def story(room):
        client = await room.open()
        await client.write_message(frame(), binary=True)
        await eventually(lambda: room.reached)
        return client.selected_subprotocol, room.reached

    assert run(story) == (PROTOCOL, [CHANGE])


def test_who_asks_what_a_kernel_is_gets_an_answer(run):
    async def story(room):
        client = await room.open()
        asked = frame(header={"msg_type": "kernel_info_request"}, content={})
        await client.write_message(asked, binary=True)
        return [await client.read_message() for _part in range(3)]

    told = run(story)
    assert b'"execution_state": "busy"' in told[0]
    assert b'"kernel_info_reply"' in told[1]
    assert b'"execution_state": "idle"' in told[2]


def test_a_lesson_that_fails_tells_its_phone_and_ends(run):
    async def story(room):
        client = await room.open()
        data = {"method": "update", "state": {"value": "falla"}}
        await client.write_message(frame(content={"comm_id": "c", "data": data}), binary=True)
        told = b""
        while (part := await asyncio.wait_for(client.read_message(), SOON)) is not None:
            told += part
        return told, room.session.has_ended, room.seats.get(SESSION)

    told, has_ended, seat = run(story)
    assert b'"execution_state": "dead"' in told
    assert (has_ended, seat) == (True, None)


def test_a_past_is_brought_back_before_what_comes_after_it(run):
    async def story(room):
        client = await room.open()
        past = {"events": [1, 2, 3]}
        opened = {"comm_id": "v", "target_name": "cuentas.visita", "data": past}
        await client.write_message(
            frame(header={"msg_type": "comm_open"}, content=opened), binary=True
        )
        await client.write_message(frame(), binary=True)
        told = [await client.read_message() for _part in range(5)]
        return told[1], room.reached

    told, reached = run(story)
    assert b'"replayed": 3' in told
    assert reached == [CHANGE]


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
        return await close_code(client), room.reached

    assert run(story) == (code, [])


@pytest.fixture
def little_patience(monkeypatch):
    """A phone has used up its part of the computing after twenty messages."""
    monkeypatch.setattr(gate, "BURST_SECONDS", 20 * gate.LEAST_COST)
    monkeypatch.setattr(gate, "SHARE", 1e-6)


@pytest.mark.usefixtures("little_patience")
def test_who_never_stops_is_answered_slowly_and_others_are_not(run):
    async def story(room):
        client = await room.open()
        for _message in range(200):
            await client.write_message(frame(), binary=True)
        other = Session()
        other.id = "s-2"
        room.seats.take(other, None)
        calm = await room.open(kernel="s-2")
        await calm.write_message(frame(), binary=True)
        await eventually(lambda: other.reached)
        return len(room.reached)

    assert run(story) < 30


@pytest.mark.usefixtures("little_patience")
def test_a_flood_of_pings_is_closed(run):
    async def story(room):
        client = await room.open()
        for _message in range(50):
            client.ping(b"x")
        return await close_code(client)

    assert run(story) == FORBIDDEN


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
        ({"protocol": "otro"}, 400),
        ({"protocol": None}, 400),
        ({"query": "?session_id=" + "x" * 300}, 400),
        ({"query": "?session_id=a%20b"}, 400),
        ({"query": "?session_id=%C3%B1"}, 400),
        ({"Origin": "http://otro.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_what_is_not_ours_is_refused_before_it_opens(run, options, status):
    async def story(room):
        return await room.refused(**options), room.session.listeners

    assert run(story) == (status, [])


def test_the_page_of_this_server_may_open_it(run):
    async def story(room):
        await room.open(Origin=f"http://127.0.0.1:{room.port}", query="?session_id=abc-1")
        return len(room.session.listeners)

    assert run(story) == 1


def test_a_phone_that_comes_back_replaces_the_socket_it_lost(run):
    async def story(room):
        before = await room.open()
        after = await room.open()
        code = await close_code(before)
        await after.write_message(frame(), binary=True)
        await eventually(lambda: room.reached)
        return code, room.session.has_ended, room.seats.attendance().joined

    assert run(story) == (REPLACED, False, 1)


def test_a_page_that_goes_away_leaves_its_session_waiting(run):
    async def story(room):
        client = await room.open()
        await eventually(lambda: room.seats.attendance().joined == 1)
        client.close()
        await eventually(lambda: room.seats.attendance().joined == 0)
        return room.session.listeners[-1], room.seats.attendance().sessions

    assert run(story) == (None, 1)


def test_half_of_a_past_is_given_to_nobody(run):
    async def story(room):
        client = await room.open()
        room.session.replay = slow_replay
        past = {"events": list(range(9))}
        opened = {"comm_id": "v", "target_name": "cuentas.visita", "data": past}
        await client.write_message(
            frame(header={"msg_type": "comm_open"}, content=opened), binary=True
        )
        await client.read_message()
        await room.open()
        await eventually(lambda: room.session.has_ended)

    run(story)


def slow_replay(events):
    for _event in events:
        until = asyncio.get_running_loop().time() + 2 * gate.SLICE_SECONDS
        while asyncio.get_running_loop().time() < until:
            pass
        yield


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
        await eventually(lambda: room.reached)

    run(story)


def test_a_page_that_stops_reading_is_closed_and_not_kept_in_memory(run):
    async def story(room):
        _reader, writer = await raw(room, receive=4096)
        send = room.session.listeners[0]
        page = room.seats.get(SESSION).page
        page.ws_connection.stream.max_write_buffer_size = 1_000_000
        writer.transport.pause_reading()
        for _message in range(400):
            send("comm_msg", {"x": os.urandom(50_000).hex()}, {})
        await eventually(lambda: room.session.listeners[-1] is None)
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
    words = HANDSHAKE.format(kernel=SESSION, port=room.port, protocol=PROTOCOL)
    writer.write(words.encode())
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SOON)
    assert b" 101 " in head
    await eventually(lambda: room.session.listeners)
    return reader, writer


def test_the_journal_tells_it_once(run, monkeypatch):
    lines = []
    monkeypatch.setattr(journal.logger(), "warning", lambda _form, line: lines.append(line))
    monkeypatch.setattr(journal, "_noticed", {})

    async def story(room):
        for _client in range(5):
            client = await room.open()
            await client.write_message(b"x", binary=True)
            await close_code(client)

    run(story)
    assert lines == ["Cierro una conexión que envía mensajes rotos."]
