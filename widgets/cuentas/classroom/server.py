"""The class server: an index, the lessons with their sessions, and the files of their pages."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.ioloop import PeriodicCallback
from tornado.web import Application, RedirectHandler

from cuentas.classroom import class_pages, controls, handlers, journal, visits
from cuentas.classroom.connections import server_for
from cuentas.classroom.fairness import Fairness
from cuentas.classroom.gate import Gate
from cuentas.classroom.lesson_page import LessonPages
from cuentas.classroom.lessons import LessonError, Lessons
from cuentas.classroom.machine import Attendance
from cuentas.classroom.memory import free_memory, room_for
from cuentas.classroom.page import NotFoundPage
from cuentas.classroom.pictures import Pictures
from cuentas.classroom.ports import PORTS_TO_TRY
from cuentas.classroom.regions import Regions
from cuentas.classroom.seats import Seats
from cuentas.classroom.security import LOOPBACK_NAMES
from cuentas.classroom.state import LOOPBACK, Classroom
from cuentas.course import course

SWEEP_SECONDS = 60
QUIET_SECONDS = 0.05
"""How often it is looked whether there is time to prepare one more session."""
FEWEST_SESSIONS = 2
_SESSION = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


class PortError(OSError):
    """The port that was asked for, or every port tried, could not be opened.

    Its ``errno`` says why: in use, or only for who administers the system.
    """


@dataclass
class ClassServer:
    """Serves the course and nothing else.

    Attributes:
        port: the port to use; the one that was opened, once it is.
        keep_port: the port was asked for: others are not tried.
        base_url: where the course starts, with a slash at both ends.
        classroom: the class that phones join; ``None`` serves this computer only.
        regions: the regions that learners may choose.
        most_sessions: how many sessions at once; ``None`` lets the free memory decide.
        announce: called with the address once it answers.
    """

    port: int
    keep_port: bool = False
    base_url: str = "/"
    classroom: Classroom | None = None
    regions: Regions = field(default_factory=Regions.of_the_course)
    most_sessions: int | None = None
    announce: Callable[[str], None] = lambda _address: None

    def __post_init__(self) -> None:
        """Nothing is open yet."""
        controls.install()
        self.lessons = Lessons()
        capacity = self.most_sessions or max(FEWEST_SESSIONS, room_for(free_memory()))
        self.seats = Seats(capacity)
        self._pictures = Pictures()
        self._ended = asyncio.Event()

    @property
    def interface(self) -> str:
        """Where it listens."""
        return self.classroom.interface if self.classroom else LOOPBACK

    @property
    def address(self) -> str:
        """The address that a learner types."""
        return f"http://{self.interface}:{self.port}{self.base_url}"

    @property
    def counts_phones(self) -> bool:
        """Whether each phone has its own address: in a class, not on loopback or behind a proxy."""
        return self.classroom is not None

    def attendance(self) -> Attendance:
        """Who is here now, as numbers that identify nobody."""
        return self.seats.attendance()

    def application(self) -> Application:
        """The web application: every address this server answers. All others are not found."""
        return Application(self._routes(), **self._settings())

    async def serve(self) -> None:
        """Open the port, tell the address, and serve until asked to stop.

        Raises:
            PortError: the port asked for, or every port tried, cannot be opened.
        """
        server = self._open_port()
        sweeper = PeriodicCallback(self.seats.end_idle, SWEEP_SECONDS * 1000)
        sweeper.start()
        preparing = asyncio.create_task(self._prepare())
        self.announce(self.address)
        try:
            await self._ended.wait()
        finally:
            sweeper.stop()
            preparing.cancel()
            server.stop()
            self._pictures.stop()
            await server.close_all_connections()

    def stop(self) -> None:
        """Stop serving; called in the loop's own thread."""
        self._ended.set()

    async def _prepare(self) -> None:
        """Have every lesson ready before the first phone asks, and sessions before they do."""
        for lesson in course().lessons:
            await asyncio.sleep(0)
            if lesson.status != "draft" and lesson.notebook.is_file():
                with suppress(LessonError):
                    self.lessons.known(lesson, self.regions.start.slug)
        while True:
            before = time.monotonic()
            await asyncio.sleep(QUIET_SECONDS)
            if time.monotonic() - before < 2 * QUIET_SECONDS:
                self.lessons.make_one_ready()

    def _settings(self) -> dict[str, Any]:
        return {
            "base_url": self.base_url,
            "default_handler_class": NotFoundPage,
            "log_function": journal.log_request,
            "classroom": self.classroom,
            "regions": self.regions,
            "lessons": self.lessons,
            "lesson_pages": LessonPages(),
            "seats": self.seats,
            "pictures": self._pictures,
            "fairness": Fairness(enabled=self.counts_phones),
            "count_phones": self.counts_phones,
            "own_names": self._own_names(),
        }

    def _own_names(self) -> frozenset[str] | None:
        """Names of this computer; ``None`` behind a proxy, which has its own."""
        if self.base_url != "/":
            return None
        name = socket.gethostname().lower().removesuffix(".")
        return LOOPBACK_NAMES | {name, f"{name}.local"}

    def _routes(self) -> list[Any]:
        base = self.base_url
        return [
            (base, handlers.IndexPage),
            (base.rstrip("/") or "/", RedirectHandler, {"url": base}),
            (rf"{base}ayuda", handlers.HelpPage),
            (rf"{base}lecciones/([\w-]+)/?", handlers.LessonPage),
            (rf"{base}visitas", visits.Visits),
            (rf"{base}estatico/([0-9a-f]{{16}})/([\w.-]+)", handlers.OurFiles),
            *class_pages.routes(base, self.attendance),
            (rf"{base}api/kernels/{_SESSION}", visits.SessionState),
            (rf"{base}api/kernels/{_SESSION}/channels", Gate),
            (rf"{base}api/kernels/{_SESSION}/imagen/([\w.-]+)\.png", visits.FigurePicture),
            (rf"{base}voila/api/shutdown/{_SESSION}", visits.EndOfVisit),
        ]

    def _open_port(self) -> HTTPServer:
        server = server_for(self.application(), count_phones=self.counts_phones)
        last = self.port if self.keep_port else self.port + PORTS_TO_TRY
        reason = errno.EADDRINUSE
        for port in range(self.port, last + 1):
            try:
                server.listen(port, self.interface)
            except OSError as error:
                if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                    raise
                reason = error.errno
            else:
                self.port = port
                return server
        raise PortError(reason, os.strerror(reason))
