"""The connection of one phone: its requests, its websocket, and the messages that wait."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp

from bench.wire import SUBPROTOCOL, Json, Message, read_message, write_message

PATIENCE = 30.0
OPENING_PATIENCE = 180.0
CLOSING_PATIENCE = 3.0
DEAD = {"dead", "restarting", "autorestarting"}
_BROKEN = (aiohttp.ClientError, ConnectionError, TimeoutError)


class Trouble(Exception):  # noqa: N818 - what a learner meets, not always an error
    """Something a learner would notice; ``kind`` is one word for the count."""

    def __init__(self, kind: str, told: object = "") -> None:
        """A kind such as ``closed`` or ``slow``, and what is known of it."""
        super().__init__(f"{kind}: {told}")
        self.kind = kind


@dataclass
class Traffic:
    """What crossed the wire: bytes (compressed, without headers) and requests."""

    received: int = 0
    sent: int = 0
    requests: int = 0


@dataclass
class Asked:
    """A message that waits for its consequences; ``reply`` says which one ends the wait."""

    reply: str
    done: asyncio.Future[Json]
    figures: dict[str, str] = field(default_factory=dict)

    def answered_by(self, message: Message) -> bool:
        """Whether this is what was waited for: a rest, a message type, or a comm's answer."""
        if self.reply == "status":
            return message.kind == "status" and message.content["execution_state"] == "idle"
        if message.kind == "comm_msg":
            return bool(message.content["comm_id"] == self.reply)
        return message.kind == self.reply

    def fail(self, trouble: Trouble) -> None:
        """Stop waiting."""
        if not self.done.done():
            self.done.set_exception(trouble)
            self.done.exception()


class Line:
    """One phone's way to the server."""

    def __init__(
        self, address: str, source: str | None, taken: Callable[[Message, Asked | None], None]
    ) -> None:
        """Connect from the network address ``source``; ``taken`` sees every message."""
        self.address, self.source, self.taken = address, source, taken
        self.session_id, self.traffic = uuid4().hex, Traffic()
        self.closed, self.strangers = asyncio.Event(), 0
        self._web: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._asked: dict[str, Asked] = {}

    async def request(
        self, method: str, path: str, **options: Any
    ) -> tuple[int, aiohttp.typedefs.LooseHeaders, bytes]:
        """Status, headers and body.

        Raises:
            Trouble: ``unreachable``: nobody answers.
        """
        web = self._session()
        try:
            async with web.request(method, self.address + path, **options) as answer:
                body = await answer.read()
        except _BROKEN as error:
            raise Trouble("unreachable", type(error).__name__) from error
        self.traffic.requests += 1
        self.traffic.received += int(answer.headers.get("Content-Length", len(body)))
        return answer.status, answer.headers, body

    async def post(self, path: str, body: Json | None) -> tuple[int, Json]:
        """Status and what the answer says, nothing when it is not JSON."""
        cookies = self._session().cookie_jar.filter_cookies(self.address)  # type: ignore[arg-type]
        token = cookies["_xsrf"].value if "_xsrf" in cookies else ""
        headers = {"X-XSRFToken": token} if token else {}
        status, _headers, text = await self.request("POST", path, json=body, headers=headers)
        try:
            return status, json.loads(text)
        except ValueError:
            return status, {}

    async def open(self, kernel: str) -> None:
        """Open the websocket to a kernel.

        Raises:
            Trouble: ``socket``: the server refuses, or is not there.
        """
        path = f"/api/kernels/{kernel}/channels?session_id={self.session_id}"
        try:
            self._socket = await self._session().ws_connect(
                self.address + path, protocols=(SUBPROTOCOL,), max_msg_size=0, compress=15
            )
        except _BROKEN as error:
            raise Trouble("socket", type(error).__name__) from error
        self.closed = asyncio.Event()
        self.traffic.requests += 1
        self._reader = asyncio.create_task(self._read(self._socket, self.closed))

    async def ask(
        self, kind: str, content: Json, reply: str = "status", patience: float = PATIENCE
    ) -> Json:
        """Send, and wait for ``reply``: a message type, or the id of the comm that answers."""
        return await self.wait(await self.send(kind, content, reply), patience)

    async def send(self, kind: str, content: Json, reply: str = "status") -> Asked:
        """Send a message without waiting.

        Raises:
            Trouble: ``closed``: there is no open websocket.
        """
        if self._socket is None or self._socket.closed:
            raise Trouble("closed", "antes de enviar")
        identity, frame = write_message(self.session_id, kind, content)
        asked = Asked(reply, asyncio.get_running_loop().create_future())
        self._asked[identity] = asked
        try:
            await self._socket.send_bytes(frame)
        except _BROKEN as error:
            raise Trouble("closed", "al enviar") from error
        self.traffic.sent += len(frame)
        return asked

    @staticmethod
    async def wait(asked: Asked, patience: float = PATIENCE) -> Json:
        """What answered.

        Raises:
            Trouble: ``slow``: nothing came in ``patience`` seconds; ``closed``: nothing will.
        """
        try:
            return await asyncio.wait_for(asked.done, patience)
        except TimeoutError:
            raise Trouble("slow", f"más de {patience:.0f} s") from None

    async def hang_up(self) -> None:
        """Close the websocket as a browser does."""
        await self.stop_reading()
        if self._socket is not None:
            with suppress(*_BROKEN):
                await asyncio.wait_for(self._socket.close(), CLOSING_PATIENCE)
        self._socket = None

    async def stop_reading(self) -> None:
        """Read no more; the connection stays open."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.cancel()
            with suppress(asyncio.CancelledError):
                await reader

    async def cut(self) -> None:
        """Drop every connection without a word."""
        await self.stop_reading()
        connection = self._socket._response.connection if self._socket is not None else None
        if connection is not None and connection.transport is not None:
            connection.transport.abort()
        self._socket = None
        await self.end()

    async def end(self) -> None:
        """Free what this phone holds in this process."""
        await self.stop_reading()
        web, self._web = self._web, None
        if web is not None:
            await web.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._web is None:
            local = (self.source, 0) if self.source else None
            self._web = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(local_addr=local, limit=6),
                cookie_jar=aiohttp.CookieJar(unsafe=True),
                headers={"Origin": self.address},
                timeout=aiohttp.ClientTimeout(total=OPENING_PATIENCE),
            )
        return self._web

    async def _read(self, socket: aiohttp.ClientWebSocketResponse, closed: asyncio.Event) -> None:
        try:
            async for frame in socket:
                if frame.type is aiohttp.WSMsgType.BINARY:
                    self.traffic.received += len(frame.data)
                    self._take(read_message(frame.data))
        finally:
            closed.set()
            self._fail_all(Trouble("closed", socket.close_code))

    def _fail_all(self, trouble: Trouble) -> None:
        self.closed.set()
        waiting, self._asked = self._asked, {}
        for asked in waiting.values():
            asked.fail(trouble)

    def _take(self, message: Message) -> None:
        if message.parent_session not in {"", self.session_id}:
            self.strangers += 1
        if message.kind == "status" and message.content["execution_state"] in DEAD:
            self._fail_all(Trouble("dead", "el núcleo terminó"))
        asked = self._asked.get(message.parent)
        self.taken(message, asked)
        if asked is not None and not asked.done.done() and asked.answered_by(message):
            asked.done.set_result(message.data or message.content)
            del self._asked[message.parent]
