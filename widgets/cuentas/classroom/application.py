"""Voilà, reduced to the course: an index, the lessons and the files their pages need."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import shutil
import signal
import socket
import sys
import threading
import webbrowser
from contextlib import suppress
from types import FrameType
from typing import Any

from jupyter_core.utils import run_sync
from jupyter_events import EventLogger
from jupyter_server.utils import url_path_join
from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.web import HTTPError, RedirectHandler
from traitlets import Bool, Callable, Instance, Integer, default
from traitlets.config import Config
from voila.app import Voila

from cuentas.classroom import frontend, handlers, journal, visits
from cuentas.classroom.class_pages import Facts, routes
from cuentas.classroom.door import SETTING
from cuentas.classroom.kernel import forks
from cuentas.classroom.kernel.line import LessonLine
from cuentas.classroom.kernel.stages import MOST_GUESTS, Stages
from cuentas.classroom.kernels import CourseKernelSpecs, kernel_settings
from cuentas.classroom.lesson_page import LessonPages
from cuentas.classroom.limits.admission import SIMULTANEOUS_STARTS, Admission, capacity
from cuentas.classroom.limits.connections import server_for
from cuentas.classroom.limits.fairness import Fairness
from cuentas.classroom.limits.gate import KernelGate
from cuentas.classroom.limits.memory import REHEARSAL_BYTES, free_memory
from cuentas.classroom.machine import Attendance
from cuentas.classroom.ports import PORTS_TO_TRY
from cuentas.classroom.regions import Regions
from cuentas.classroom.security import LOOPBACK_NAMES
from cuentas.classroom.version import course_version
from cuentas.classroom.visitors import NamelessVisitors
from cuentas.course import course
from cuentas.home import current_region, lessons_folder

IDLE_SECONDS = 15 * 60
LOOK_SECONDS = 60
"""How often rehearsals that nobody asks for are looked for."""
_KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"


class PortError(OSError):
    """The port that was asked for, or every port tried, could not be opened.

    Its ``errno`` says why: in use, or only for who administers the system.
    """


class CuentasApplication(Voila):  # type: ignore[misc]  # no types upstream
    """Serves the course and nothing else; reads no settings of the computer's owner."""

    name = "cuentas"
    port: int
    keep_port = Bool(default_value=False, help="The port was asked for: do not try others.")
    idle_seconds = Integer(IDLE_SECONDS, help="Seconds after which a kernel without page ends.")
    most_kernels = Integer(0, help="How many kernels at once; 0 lets the free memory decide.")
    regions = Instance(Regions, help="The regions that learners may choose.")
    announce = Callable(lambda _address: None, help="Called with the address once it answers.")

    @default("log")  # type: ignore[untyped-decorator]
    def _default_log(self) -> logging.Logger:
        return journal.logger()

    @default("regions")  # type: ignore[untyped-decorator]
    def _default_regions(self) -> Regions:
        return Regions.of_the_course()

    @property
    def address(self) -> str:
        """The address that a learner types."""
        return f"http://{self.ip}:{self.port}{self.base_url}"

    @property
    def count_phones(self) -> bool:
        """Whether each phone has its own address: in a class, not on loopback or behind a proxy."""
        return self.tornado_settings.get(SETTING) is not None

    def own_names(self) -> frozenset[str] | None:
        """Names of this computer; ``None`` behind a proxy, which has its own."""
        if self.base_url != "/":
            return None
        name = socket.gethostname().lower().removesuffix(".")
        return LOOPBACK_NAMES | {name, f"{name}.local"}

    def attendance(self) -> Attendance:
        """Who is here now, as numbers that identify nobody."""
        return visits.attendance(self.app.settings)

    def initialize(self, argv: list[str] | None = None) -> None:
        """Set up without reading the command line of the process or any settings file."""
        self.root_dir = str(lessons_folder())
        self.connection_dir_root = str(forks.shared().folder)
        self.identity_provider_class = NamelessVisitors
        # Kernels would make one each, and Python never forgets a logger.
        self.event_logger = EventLogger()
        self.update_config(_settings(self.idle_seconds))
        super().initialize(argv or [])
        for name in ("SIGINT", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._handle_signal_stop)

    def load_config_file(self, *_arguments: object, **_options: object) -> None:
        """Settings files of other Voilà or Jupyter uses are not for the course."""

    def setup_template_dirs(self) -> None:
        """Pages come from this package; Voilà's folders only bring its page script."""
        self.template_paths: list[str] = []
        self.static_paths = [str(frontend.script_folder())]

    def init_settings(self) -> dict[str, Any]:
        """Settings of the web application."""
        settings: dict[str, Any] = super().init_settings()
        # What Jupyter tells of each kernel is for programmers; ours is in the journal.
        self.kernel_manager.log = journal.silent()
        return settings | {
            "default_handler_class": handlers.NotFoundPage,
            "log_function": journal.log_request,
            "lessons_folder": lessons_folder(),
            # What can be changed needs a kernel's secret id or a code that was typed, cookies
            # are not sent from other sites, and the origin of each request is checked.
            "disable_check_xsrf": True,
            "kernel_websocket_connection_class": LessonLine,
            "attendance": self.attendance,
            "admission": Admission(capacity(_memory_for_learners(), self.most_kernels or None)),
            "starts": asyncio.Semaphore(SIMULTANEOUS_STARTS),
            "fairness": Fairness(enabled=self.count_phones),
            "count_phones": self.count_phones,
            "own_names": self.own_names(),
            "lessons_of_kernels": {},
            "regions": self.regions,
            "stages": Stages(),
            "lesson_pages": LessonPages(),
        }

    def init_handlers(self) -> list[Any]:
        """Every address this server answers. All others are "not found"."""
        base = self.server_url

        def under(path: str) -> str:
            return str(url_path_join(base, path))

        return [
            (base, handlers.IndexPage),
            (base.rstrip("/") or "/", RedirectHandler, {"url": base}),
            (under(r"ayuda"), handlers.HelpPage),
            (under(r"lecciones/([\w-]+)/?"), handlers.LessonPage),
            (under(r"visitas"), visits.Visits),
            (under(r"estatico/([0-9a-f]{16})/([\w.-]+)"), handlers.OurFiles),
            *routes(base, self.attendance, self._facts()),
            (under(rf"api/kernels/{_KERNEL}"), visits.KernelState),
            (under(rf"api/kernels/{_KERNEL}/channels"), KernelGate),
            (under(rf"voila/api/shutdown/{_KERNEL}"), visits.EndOfVisit),
            (under(r"voila/static/(.*)"), handlers.VoilaFiles, {"paths": self.static_paths}),
            (
                under(rf"voila/labextensions/((?:{'|'.join(frontend.EXTENSIONS)})/.*)"),
                handlers.VoilaFiles,
                {"paths": frontend.extension_folders()},
            ),
        ]

    def listen(self) -> None:
        """Open the port, tell the address, and serve until asked to stop.

        Raises:
            PortError: the port asked for, or every port tried, cannot be opened.
        """
        try:
            self._open_port()
        except PortError:
            self.stop()
            raise
        self.ioloop = IOLoop.current()
        self.ioloop.add_callback(self._rehearse_all)
        PeriodicCallback(self._stages.end_idle, LOOK_SECONDS * 1000).start()
        self.announce(self.address)
        if self.open_browser:
            threading.Thread(target=webbrowser.open, args=(self.address,), daemon=True).start()
        try:
            self.ioloop.start()
        finally:
            self.stop()

    async def _rehearse_all(self) -> None:
        """Have every lesson ready before the first phone asks for it."""
        for lesson in course().lessons:
            if lesson.status != "draft" and lesson.notebook.is_file():
                with suppress(forks.ForkingError):
                    await self._stages.stage(lesson, current_region())

    @property
    def _stages(self) -> Stages:
        found: Stages = self.app.settings["stages"]
        return found

    def _facts(self) -> Facts:
        return Facts(course_version(), fork=forks.can_fork(), script=frontend.script_mode())

    def stop(self) -> None:
        """End every kernel, and only then remove the folder that they write in."""
        run_sync(self._end_kernels)()
        forks.shared().stop()
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    async def _end_kernels(self) -> None:
        """End each kernel by itself: one that never started must not keep the others alive."""
        for kernel_id in self.kernel_manager.list_kernel_ids():
            with suppress(HTTPError, KeyError, RuntimeError):
                await self.kernel_manager.shutdown_kernel(kernel_id, now=True)

    def _handle_signal_stop(self, sig: int, frame: FrameType | None) -> None:
        if not hasattr(self, "ioloop"):
            forks.shared().stop()
            if self.connection_dir:
                shutil.rmtree(self.connection_dir, ignore_errors=True)
            sys.exit(0)
        super()._handle_signal_stop(sig, frame)

    def _open_port(self) -> None:
        self.server = server_for(self.app, count_phones=self.count_phones)
        last = self.port if self.keep_port else self.port + PORTS_TO_TRY
        reason = errno.EADDRINUSE
        for port in range(self.port, last + 1):
            try:
                self.server.listen(port, self.ip)
            except OSError as error:
                if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                    raise
                reason = error.errno
            else:
                self.port = port
                return
        raise PortError(reason, os.strerror(reason))


def _memory_for_learners() -> int:
    """Bytes left for learners once every lesson that may live at once is rehearsed."""
    rehearsals = len(course().lessons) + MOST_GUESTS if forks.can_fork() else 0
    return free_memory() - rehearsals * REHEARSAL_BYTES


def _settings(idle_seconds: int) -> Config:
    voila = {
        "allow_template_override": "NO",
        "allow_theme_override": "NO",
        "show_tracebacks": False,
        "kernel_spec_manager_class": CourseKernelSpecs,
    }
    return Config({"VoilaConfiguration": voila} | kernel_settings(idle_seconds))
