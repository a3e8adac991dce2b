"""Clients that a class may meet, on bare sockets so that they can be as rude as they like."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from classroom.tiny_course import FIRST, SOURCE_ROOT, Server, free_port
from cuentas.classroom.messages import PROTOCOL

SOON = 20
LESSON = f"/lecciones/{FIRST}"
CODE = "4321"
PROGRAM = """
import sys
from cuentas.classroom.server import ClassServer
ClassServer.counts_phones = property(lambda self: True)
from cuentas.classroom.state import Classroom
from cuentas.classroom.run import serve
sys.exit(serve({port}, classroom={classroom}))
"""
CLASSROOM = f"Classroom(code={CODE!r}, chosen='127.0.0.1', addresses=lambda: ['127.0.0.1'])"


def open_class(home: Path, journal: Path, *, with_code: bool = False) -> Server:
    """A server that counts each loopback address as a phone, as it does on a Wi-Fi.

    With a code, only phones that gave it come in.
    """
    classroom = CLASSROOM if with_code else None
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(port=free_port(), classroom=classroom)],
        env=os.environ | {"CUENTAS_HOME": str(home), "PYTHONPATH": str(SOURCE_ROOT)},
        stdout=subprocess.PIPE,
        stderr=journal.open("w"),
        text=True,
    )
    said = ""
    for line in iter(process.stdout.readline, ""):
        said += line
        if "Ctrl-C" in line:
            address = re.search(r"http://127\.0\.0\.1:\d+", said)[0]
            return Server(process, f"{address}/")
    raise AssertionError(said + journal.read_text())


def memory_of(server: Server) -> int:
    """Bytes that the server's own process holds."""
    return int(psutil.Process(server.process.pid).memory_info().rss)


@dataclass
class Answer:
    status: int
    head: str
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class Phone:
    """One address; all its requests come from there."""

    def __init__(self, port: int, address: str, lesson: str = LESSON) -> None:
        self.port, self.address, self.lesson = port, address, lesson

    async def connect(self):
        return await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.address, 0))

    async def say(self, words: bytes) -> Answer:
        """What comes back for these bytes; status 0 if the server just closed."""
        reader, writer = await self.connect()
        received = b""
        with suppress(ConnectionError):
            writer.write(words)
            async with asyncio.timeout(SOON):
                while piece := await reader.read(65536):
                    received += piece
        writer.close()
        head, _blank, body = received.partition(b"\r\n\r\n")
        first = re.match(rb"HTTP/1\.1 (\d+)", head)
        return Answer(int(first[1]) if first else 0, head.decode("latin-1"), body)

    async def ask(self, path, method="GET", body=b"", **headers) -> Answer:
        """An ordinary request on a connection of its own."""
        named = {"Host": f"127.0.0.1:{self.port}", "Connection": "close"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        if body:
            named["Content-Length"] = str(len(body))
        lines = [f"{method} {path} HTTP/1.1", *(f"{n}: {v}" for n, v in named.items())]
        return await self.say("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    async def post(self, path, sent, **headers) -> Answer:
        body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
        return await self.ask(
            path, "POST", body, **({"Content_Type": "application/json"} | headers)
        )

    async def visit_words(self) -> dict:
        """What a page sends to ask for a kernel."""
        page = (await self.ask(self.lesson)).body.decode()
        found = re.search(r'id="cc-visit">(.*?)</script>', page, re.DOTALL)
        told = json.loads(found[1])
        return {name: told[name] for name in ("lesson", "version", "query")}

    async def kernel(self) -> str:
        """A kernel of its own."""
        answer = await self.post("/visitas", await self.visit_words())
        assert answer.status == 201, answer
        return answer.json["kernel"]

    async def socket(self, kernel, **headers):
        """The kernel's websocket, as a page opens it."""
        address = f"ws://127.0.0.1:{self.port}/api/kernels/{kernel}/channels"
        request = HTTPRequest(address, headers=headers, request_timeout=SOON)
        return await websocket_connect(request, subprotocols=[PROTOCOL])


async def closed_with(socket):
    """The code with which the server closed."""
    async with asyncio.timeout(SOON):
        while await socket.read_message() is not None:
            pass
    return socket.close_code
