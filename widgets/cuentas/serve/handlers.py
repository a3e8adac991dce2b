"""Answers to requests: the index, the help page, the lessons, our files, and errors."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from jupyter_client.manager import KernelManager
from jupyter_server.base.handlers import JupyterHandler
from nbformat import NotebookNode
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, StaticFileHandler, authenticated
from voila.static_file_handler import MultiStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler

from cuentas.lesson.catalogue import Course, Lesson, course
from cuentas.serve.execution import KernelUnavailableError, results, with_heartbeat
from cuentas.serve.frontend import page_config
from cuentas.serve.journal import logger
from cuentas.serve.kernels import KERNEL_NAME, kernel_environment
from cuentas.serve.notebook import read_notebook, sections
from cuentas.serve.pages import STATIC_FILES, Site, render
from cuentas.serve.security import HEADERS, content_security_policy
from cuentas.serve.texts import page_trouble

HEARTBEAT_SECONDS = 10
RESULTS_MARK = "<!--resultados-->"


class PageMixin:
    """Headers of every page, and errors as a page in the learner's words."""

    request: Any
    settings: dict[str, Any]

    @property
    def site(self) -> Site:
        """Addresses of this server."""
        return Site(self.settings["base_url"])

    @property
    def content_security_policy(self) -> str:
        """The policy that keeps this page from talking to other hosts."""
        return content_security_policy(self.request.host)

    def set_default_headers(self) -> None:
        """Security headers, also on errors."""
        for name, value in HEADERS.items():
            self.set_header(name, value)  # type: ignore[attr-defined]
        self.set_header("Content-Security-Policy", self.content_security_policy)  # type: ignore[attr-defined]

    def write_error(self, status_code: int, **_details: object) -> None:
        """The error page. Details go to the journal, never to the learner."""
        self.set_header("Content-Type", "text/html; charset=utf-8")  # type: ignore[attr-defined]
        trouble = page_trouble(status_code)
        self.finish(render("error.html.j2", self.site, trouble=trouble))  # type: ignore[attr-defined]


class NotFoundPage(PageMixin, JupyterHandler):  # type: ignore[misc]  # no types upstream
    """Whatever this server does not serve."""

    async def prepare(self) -> None:
        """Answer 404 before anything else is looked at."""
        raise HTTPError(404)


class CatalogueMixin(PageMixin):
    """Pages that know the course."""

    def visible_course(self) -> Course:
        """The course without drafts, which are opened by their address only."""
        whole = course()
        shown = tuple(lesson for lesson in whole.lessons if lesson.status != "draft")
        return Course(title=whole.title, tagline=whole.tagline, lessons=shown)


class IndexPage(CatalogueMixin, JupyterHandler):  # type: ignore[misc]
    """The list of lessons. Needs no kernel."""

    @authenticated  # type: ignore[untyped-decorator]
    async def get(self) -> None:
        """The course's home page."""
        self.finish(render("index.html.j2", self.site, course=self.visible_course()))


class HelpPage(CatalogueMixin, JupyterHandler):  # type: ignore[misc]
    """How to use the lessons."""

    @authenticated  # type: ignore[untyped-decorator]
    async def get(self) -> None:
        """A page of plain text."""
        self.finish(render("help.html.j2", self.site, course=self.visible_course()))


class LessonPage(CatalogueMixin, TornadoVoilaHandler):  # type: ignore[misc]
    """A lesson. Its text is sent at once; results follow while its kernel runs the cells."""

    @authenticated  # type: ignore[untyped-decorator]
    async def get(self, path: str | None = None) -> None:
        """The page of the lesson whose slug is ``path``."""
        lesson = self._lesson(path or "")
        notebook = self._notebook(lesson)
        kernel_id = str(uuid4())
        before, after = self._page(lesson, notebook, kernel_id).split(RESULTS_MARK)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        try:
            await self._send(before)
            await self._send_results(lesson, notebook, kernel_id)
            await self.finish(after)
        except StreamClosedError:
            await self._end_kernel(kernel_id)

    def _lesson(self, slug: str) -> Lesson:
        try:
            return course().lesson(slug)
        except KeyError:
            raise HTTPError(404) from None

    def _notebook(self, lesson: Lesson) -> NotebookNode:
        if not lesson.notebook.is_file():
            raise HTTPError(404)
        notebook = read_notebook(lesson.notebook)
        return self.prelaunch_hook(self, notebook=notebook, cwd=str(lesson.folder)) or notebook

    def _page(self, lesson: Lesson, notebook: NotebookNode, kernel_id: str) -> str:
        shown = self.visible_course()
        siblings = shown if lesson in shown.lessons else course()
        return render(
            "lesson.html.j2",
            self.site,
            course=siblings,
            lesson=lesson,
            neighbours=siblings.neighbours(lesson.slug),
            sections=sections(notebook),
            page_config=page_config(self.base_url, kernel_id),
            results_mark=RESULTS_MARK,
        )

    async def _send(self, html: str) -> None:
        self.write(html)
        await self.flush()

    async def _send_results(self, lesson: Lesson, notebook: NotebookNode, kernel_id: str) -> None:
        try:
            manager = await self._start_kernel(lesson, kernel_id)
            snippets = results(notebook, manager, lesson.slug)
            async for snippet in with_heartbeat(snippets, HEARTBEAT_SECONDS):
                await self._send(snippet or "<!-- -->\n")
        except KernelUnavailableError as error:
            logger().error("%s", error)
            await self._send('<span hidden data-kernel="failed"></span>\n')
            await self._end_kernel(kernel_id)

    async def _start_kernel(self, lesson: Lesson, kernel_id: str) -> KernelManager:
        folder = lesson.folder.relative_to(self.settings["lessons_folder"])
        environment = kernel_environment(self.request.query, self.settings["scratch_folder"])
        try:
            await self.kernel_manager.start_kernel(
                kernel_id=kernel_id,
                kernel_name=KERNEL_NAME,
                path=folder.as_posix(),
                env=environment,
            )
        except Exception as error:
            raise KernelUnavailableError(f"{lesson.slug}: no hay núcleo: {error}") from error
        manager: KernelManager = self.kernel_manager.get_kernel(kernel_id)
        return manager

    async def _end_kernel(self, kernel_id: str) -> None:
        """Nobody will use this kernel: the learner left, or it cannot go on."""
        if kernel_id in self.kernel_manager:
            await self.kernel_manager.shutdown_kernel(kernel_id, now=True)


class OurFiles(PageMixin, StaticFileHandler):  # type: ignore[misc]
    """Style sheets, page script and icon, and no other file of this folder."""

    @classmethod
    def get_absolute_path(cls, _root: str, path: str) -> str:
        """Only names on the list exist."""
        if path not in STATIC_FILES:
            raise HTTPError(404)
        return str(STATIC_FILES[path])

    def validate_absolute_path(self, _root: str, absolute_path: str) -> str:
        """The list has already decided."""
        return absolute_path

    def set_extra_headers(self, _path: str) -> None:
        """An address with a version never changes its content."""
        if self.get_argument("v", ""):
            self.set_header("Cache-Control", "public, max-age=31536000, immutable")


class VoilaFiles(PageMixin, MultiStaticFileHandler):  # type: ignore[misc]
    """The page script that Voilà brings."""

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """A path that leads out of the folder is simply not there."""
        try:
            path: str | None = super().validate_absolute_path(root, absolute_path)
        except HTTPError:
            raise HTTPError(404) from None
        return path
