"""A phone's visit to a lesson: it asks for a kernel, talks to it, and lets it go."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.web import HTTPError, authenticated

from cuentas.classroom import journal
from cuentas.classroom.door import may_enter
from cuentas.classroom.handlers import MAX_QUERY_LENGTH, LessonMixin, PageMixin
from cuentas.classroom.journal import logger
from cuentas.classroom.kernel.forks import ForkingError, scratch_root
from cuentas.classroom.kernel.stages import Stage
from cuentas.classroom.kernels import KERNEL_NAME, kernel_environment
from cuentas.classroom.limits.addresses import phone_of
from cuentas.classroom.limits.admission import Admission, Admitted, Crowded, Waiting
from cuentas.classroom.limits.notices import NOTICES
from cuentas.classroom.limits.untrusted import UntrustedError, untrusted_json
from cuentas.classroom.machine import Attendance, by_connections
from cuentas.classroom.regions import PARAMETER
from cuentas.classroom.watch import free_disk_mb
from cuentas.course import Lesson
from cuentas.i18n import text as _

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_VISIT = ("lesson", "version", "query")
_MAYBE = ("ticket", PARAMETER)


@dataclass(frozen=True)
class _Wanted:
    """What a phone came for: a rehearsed lesson, with a choice of district and year."""

    stage: Stage
    query: str


class Visits(LessonMixin, JupyterHandler):  # type: ignore[misc]  # no types upstream
    """A phone that has a lesson's page asks for a kernel of its own."""

    _refused = "codigo"

    @authenticated  # type: ignore[untyped-decorator]
    async def post(self) -> None:
        """201 and the kernel's id, or why not now: an old page, a full class, too many asks."""
        self._check_sender()
        if wait := self.settings["fairness"].take("visit", str(self.request.remote_ip)):
            self._slow_down(wait)
            return
        asked = self._asked()
        lesson = self.lesson(asked["lesson"])
        region = await self.regions.meant(asked.get(PARAMETER, ""))
        try:
            stage = await self.settings["stages"].stage(lesson, region.slug)
        except ForkingError:
            raise HTTPError(503) from None
        if stage.version != asked["version"]:
            self._answer(HTTPStatus.CONFLICT, {"error": "version"})
        else:
            wanted = _Wanted(stage, stage.spelling(asked["query"]))
            await self._admit(wanted, asked.get("ticket"))

    async def _admit(self, wanted: _Wanted, ticket: str | None) -> None:
        admission: Admission = self.settings["admission"]
        forget_ended(self.settings)
        kernel_id = str(uuid4())
        match admission.ask(kernel_id, self._phone(), ticket):
            case Waiting(turn, ticket, seconds):
                full = {"error": "lleno", "turn": turn, "ticket": ticket, "retry_seconds": seconds}
                self._answer(HTTPStatus.SERVICE_UNAVAILABLE, full)
            case Crowded(seconds):
                self._slow_down(seconds)
            case Admitted(ends):
                for ended in ends:
                    await end_kernel(self, ended)
                await self._start(kernel_id, wanted)

    async def _start(self, kernel_id: str, wanted: _Wanted) -> None:
        lesson = wanted.stage.lesson
        try:
            async with self.settings["starts"]:
                await self._launch(kernel_id, wanted)
        except Exception as error:  # noqa: BLE001 - whatever it is, the phone asks again
            self.settings["admission"].ended(kernel_id)
            await self.settings["stages"].check(wanted.stage)
            _tell(lesson, error)
            raise HTTPError(503) from None
        self.settings["lessons_of_kernels"][kernel_id] = lesson.slug
        died = partial(_died, self.settings, kernel_id, lesson)
        self.kernel_manager.add_restart_callback(kernel_id, died, "dead")
        if self.settings["admission"].holds(kernel_id):
            self._answer(HTTPStatus.CREATED, {"kernel": kernel_id})
        else:
            await end_kernel(self, kernel_id)
            self._slow_down(1)

    async def _launch(self, kernel_id: str, wanted: _Wanted) -> None:
        lesson = wanted.stage.lesson
        await self.kernel_manager.start_kernel(
            kernel_id=kernel_id,
            kernel_name=KERNEL_NAME,
            path=lesson.folder.relative_to(self.settings["lessons_folder"]).as_posix(),
            env=kernel_environment(wanted.stage, wanted.query),
        )

    def _check_sender(self) -> None:
        """Only pages of this server ask, and they ask in JSON."""
        if not may_enter(self):
            raise HTTPError(403)
        if self.request.headers.get("Content-Type", "").partition(";")[0] != "application/json":
            raise HTTPError(415)
        if not self.check_origin():
            self._refused = "origen"
            raise HTTPError(403)

    def _asked(self) -> dict[str, str]:
        """What the page sent.

        Raises:
            HTTPError: 400, it is not what a page sends.
        """
        try:
            sent = untrusted_json(self.request.body)
        except UntrustedError:
            raise HTTPError(400) from None
        if not isinstance(sent, dict) or not all(
            isinstance(sent.get(name), str) for name in _VISIT
        ):
            raise HTTPError(400)
        words = {name: sent[name][:MAX_QUERY_LENGTH] for name in _VISIT}
        given = {name: sent.get(name) for name in _MAYBE}
        return words | {
            name: word[:MAX_QUERY_LENGTH] for name, word in given.items() if isinstance(word, str)
        }

    def _phone(self) -> str | None:
        """Under which name this phone is counted; behind a proxy all would have the same."""
        is_counted: bool = self.settings["count_phones"]
        return phone_of(str(self.request.remote_ip)) if is_counted else None

    def _slow_down(self, seconds: int) -> None:
        NOTICES.tell(_("Un celular pide demasiadas lecciones seguidas: le pedí esperar."))
        busy = {"error": "despacio", "retry_seconds": seconds}
        self._answer(HTTPStatus.TOO_MANY_REQUESTS, busy)

    def _answer(self, status: HTTPStatus, content: dict[str, Any]) -> None:
        self.set_status(status)
        self.set_header("Cache-Control", "no-store")
        self.finish(content)

    def write_error(self, status_code: int, **_details: object) -> None:
        """A script reads this: it gets a word, not a page."""
        words = {HTTPStatus.FORBIDDEN: self._refused, HTTPStatus.NOT_FOUND: "leccion"}
        self.finish({"error": words.get(HTTPStatus(status_code), "fallo")})


class KernelState(PageMixin, KernelHandler):  # type: ignore[misc]
    """Whether a kernel lives, for the phone that knows its id."""

    SUPPORTED_METHODS = ("GET",)


class EndOfVisit(PageMixin, JupyterHandler):  # type: ignore[misc]
    """The phone closed the page: its kernel is not needed any more."""

    @authenticated  # type: ignore[untyped-decorator]
    async def post(self, kernel_id: str) -> None:
        """204, also when the kernel had ended already."""
        if not self.check_origin():
            raise HTTPError(403)
        await end_kernel(self, kernel_id)
        self.set_status(HTTPStatus.NO_CONTENT)
        self.finish()


def _tell(lesson: Lesson, error: Exception) -> None:
    """Say in the journal why there is no kernel."""
    if isinstance(error, OSError) and error.errno in _NO_SPACE:
        journal.disk_almost_full(free_disk_mb(scratch_root()))
    logger().error("%s: no hay núcleo: %s", lesson.slug, error)


def _died(settings: dict[str, Any], kernel_id: str, lesson: Lesson) -> None:
    """A kernel ended by itself. If a phone had it open, its own socket tells it."""
    if settings["admission"].has_page(kernel_id):
        journal.lesson_ended(lesson.title)
    settings["admission"].ended(kernel_id)
    settings["lessons_of_kernels"].pop(kernel_id, None)


def forget_ended(settings: dict[str, Any]) -> None:
    """Free what was kept for kernels that ended without a word, such as those left alone."""
    living = set(settings["kernel_manager"].list_kernel_ids())
    settings["admission"].reconcile(living)
    lessons: dict[str, str] = settings["lessons_of_kernels"]
    for kernel_id in lessons.keys() - living:
        del lessons[kernel_id]


async def end_kernel(handler: JupyterHandler, kernel_id: str) -> None:
    """End a kernel at once; what the learner did is kept on the phone."""
    handler.settings["admission"].ended(kernel_id)
    handler.settings["lessons_of_kernels"].pop(kernel_id, None)
    if kernel_id in handler.kernel_manager:
        await handler.kernel_manager.shutdown_kernel(kernel_id, now=True)


def attendance(settings: dict[str, Any]) -> Attendance:
    """Who is here now, as numbers that identify nobody."""
    admission: Admission = settings["admission"]
    lessons: dict[str, str] = settings["lessons_of_kernels"]
    manager = settings["kernel_manager"]
    forget_ended(settings)
    now = by_connections(manager.list_kernels, lambda kernel_id: lessons.get(kernel_id, ""))
    return Attendance(
        phones=now.phones,
        kernels=now.kernels,
        room=max(0, admission.capacity - admission.taken),
        waiting=admission.waiting,
    )
