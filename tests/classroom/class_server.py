"""The pages of a class on a real server, in a thread of the tests."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
from dataclasses import dataclass
from urllib.parse import urlencode

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from cuentas.classroom.class_pages import routes
from cuentas.classroom.door import may_enter
from cuentas.classroom.handlers import OurFiles
from cuentas.classroom.machine import Attendance
from cuentas.classroom.regions import Regions
from cuentas.classroom.state import Classroom

PATIENCE = 20


class Index(RequestHandler):
    """The lessons, behind the door."""

    def get(self):
        if may_enter(self):
            self.finish("<!doctype html><html lang=es><title>Lecciones</title><h1>Lecciones</h1>")
        else:
            self.redirect(self.settings["base_url"] + "entrar")


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def cookies(self):
        return self.headers.get_all("Set-Cookie") or []

    @property
    def json(self):
        return json.loads(self.text)


class ClassServer:
    """A server on loopback; ``attendance`` is what it counts."""

    def __init__(self, classroom, base_url="/", regions=None):
        self.classroom, self.base_url = classroom, base_url
        self.regions = regions or Regions("moquegua")
        self.attendance = Attendance()
        self._ready, self._loop = threading.Event(), None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(PATIENCE)

    async def _serve(self):
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        application = Application(
            [
                (self.base_url, Index),
                (rf"{self.base_url}estatico/([0-9a-f]+)/([\w.-]+)", OurFiles),
                *routes(self.base_url, lambda: self.attendance),
            ],
            base_url=self.base_url,
            classroom=self.classroom,
            regions=self.regions,
        )
        [socket] = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(application)
        server.add_socket(socket)
        self.port = socket.getsockname()[1]
        if self.classroom:
            self.classroom.port, self.classroom.base_url = self.port, self.base_url
        self._ready.set()
        await self._end.wait()
        server.stop()
        await server.close_all_connections()

    def stop(self):
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(PATIENCE)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}{self.base_url}"

    def ask(self, path, method="GET", cookie="", **form):
        """An answer; redirects are not followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": cookie} if cookie else {}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, self.base_url + path, urlencode(form) or None, headers)
        answer = connection.getresponse()
        told = Answer(answer.status, answer.headers, answer.read().decode())
        connection.close()
        return told


def a_class(code="1234"):
    """A class on a Wi-Fi that is not there."""
    return Classroom(code=code, addresses=lambda: ["192.168.1.5"])
