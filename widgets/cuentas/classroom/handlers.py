"""Answers to requests: the index, the help page, the lessons, our files, and errors."""

from __future__ import annotations

import gzip
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, RequestHandler, authenticated
from voila.static_file_handler import MultiStaticFileHandler

from cuentas.classroom.assets import asset
from cuentas.classroom.door import leading_to, may_enter
from cuentas.classroom.kernel.forks import ForkingError
from cuentas.classroom.kernel.stages import Stages
from cuentas.classroom.lesson_page import LessonPages, Page
from cuentas.classroom.pages import Site, render
from cuentas.classroom.regions import Regions, asked_by, corrected
from cuentas.classroom.security import HEADERS, content_security_policy, is_our_host
from cuentas.classroom.texts import page_trouble
from cuentas.course import Course, Lesson, course

MAX_QUERY_LENGTH = 500


class PageMixin:
    """Headers of every page, and errors as a page in the learner's words."""

    request: Any
    settings: dict[str, Any]

    @property
    def site(self) -> Site:
        """Addresses of this server, and the region that the request asks for."""
        return Site(self.settings["base_url"], self.regions.get(asked_by(self.request)))

    @property
    def regions(self) -> Regions:
        """The regions of this server."""
        found: Regions = self.settings["regions"]
        return found

    @property
    def content_security_policy(self) -> str:
        """The policy that keeps this page from talking to other hosts."""
        return content_security_policy(self.request.host)

    async def prepare(self) -> None:
        """Refuse what was meant for a computer of another name.

        Raises:
            HTTPError: 421, the address names another host.
        """
        if not is_our_host(self.request.host, self.settings.get("own_names")):
            raise HTTPError(421)
        await self.regions.meant(asked_by(self.request))
        query = corrected(self.request, self.regions)
        if query is not None and self.request.method in {"GET", "HEAD"}:
            self.redirect(f"?{query}")  # type: ignore[attr-defined]  # the request handler's own
            return
        inherited = super().prepare()  # type: ignore[misc]  # the request handler's own
        if inherited is not None:
            await inherited

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

    def comes_in(self) -> bool:
        """Whether lessons may be shown; who has not given the class code is led to the door."""
        if may_enter(self):  # type: ignore[arg-type]  # a request handler
            return True
        door = leading_to(str(self.request.uri), self.site.base_url)
        self.redirect(self.site.to(door))  # type: ignore[attr-defined]
        return False


class IndexPage(CatalogueMixin, JupyterHandler):  # type: ignore[misc]
    """The list of lessons. Needs no kernel."""

    @authenticated  # type: ignore[untyped-decorator]
    async def get(self) -> None:
        """The course's home page."""
        if self.comes_in():
            offered = self.regions.offered
            shown = self.visible_course()
            self.finish(render("index.html.j2", self.site, course=shown, regions=offered))


class HelpPage(CatalogueMixin, JupyterHandler):  # type: ignore[misc]
    """How to use the lessons."""

    @authenticated  # type: ignore[untyped-decorator]
    async def get(self) -> None:
        """A page of plain text."""
        self.finish(render("help.html.j2", self.site, course=self.visible_course()))


class LessonMixin(CatalogueMixin):
    """Requests about one lesson."""

    def lesson(self, slug: str) -> Lesson:
        """The lesson ``slug``.

        Raises:
            HTTPError: 404, there is no such lesson or it has no notebook.
        """
        try:
            found = course().lesson(slug)
        except KeyError:
            raise HTTPError(404) from None
        if not found.notebook.is_file():
            raise HTTPError(404)
        return found


class LessonPage(LessonMixin, JupyterHandler):  # type: ignore[misc]
    """A lesson: the same bytes for everybody who opens it with the same choice."""

    @authenticated  # type: ignore[untyped-decorator]
    async def get(self, slug: str) -> None:
        """The page of the lesson ``slug``, or the word that the phone has it already."""
        if not self.comes_in():
            return
        if wait := self.settings["fairness"].take("page", str(self.request.remote_ip)):
            self.set_header("Retry-After", str(wait))
            raise HTTPError(429)
        lesson = self.lesson(slug)
        page = await self._page(lesson)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("ETag", page.tag)
        if self.check_etag_header():
            self.set_status(304)
        else:
            send_compressed(self, page.compressed)

    async def head(self, slug: str) -> None:
        """What a program asks that shows where a link leads."""
        await self.get(slug)

    async def _page(self, lesson: Lesson) -> Page:
        """The page, with its text only if the lesson cannot be rehearsed."""
        shown = self.visible_course()
        siblings = shown if lesson in shown.lessons else course()
        pages: LessonPages = self.settings["lesson_pages"]
        stages: Stages = self.settings["stages"]
        query = self.request.query[:MAX_QUERY_LENGTH]
        try:
            return await pages.page(lesson, siblings, stages, query, self.site)
        except ForkingError:
            return pages.text_only(lesson, siblings, self.site)


def send_compressed(handler: JupyterHandler, compressed: bytes) -> None:
    """Answer with gzipped content, unpacked for whoever did not say that they can do it."""
    handler.set_header("Vary", "Accept-Encoding")
    if "gzip" in handler.request.headers.get("Accept-Encoding", ""):
        handler.set_header("Content-Encoding", "gzip")
        handler.write(compressed)
    else:
        handler.write(gzip.decompress(compressed))


class OurFiles(PageMixin, RequestHandler):  # type: ignore[misc]
    """Style sheets, page scripts and icon: in memory, compressed, kept for ever by the phone."""

    def get(self, digest: str, name: str) -> None:
        """The file ``name`` with the content that ``digest`` says.

        Raises:
            HTTPError: 404, there is no such file, or its content is another by now.
        """
        try:
            found = asset(name)
        except (KeyError, OSError):
            raise HTTPError(404) from None
        if digest != found.digest:
            raise HTTPError(404)
        self.set_header("Content-Type", found.content_type)
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        send_compressed(self, found.compressed)


class VoilaFiles(PageMixin, MultiStaticFileHandler):  # type: ignore[misc]
    """The page script that Voilà brings."""

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """A path that leads out of the folder is simply not there."""
        try:
            path: str | None = super().validate_absolute_path(root, absolute_path)
        except (HTTPError, ValueError):
            raise HTTPError(404) from None
        return path
