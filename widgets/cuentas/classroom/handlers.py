"""Answers to requests: the index, the help page, the lessons, and our files."""

from __future__ import annotations

from tornado.web import HTTPError, RequestHandler

from cuentas.classroom.assets import asset
from cuentas.classroom.door import leading_to, may_enter
from cuentas.classroom.lesson_page import LessonPages, Page
from cuentas.classroom.lessons import LessonError, Lessons
from cuentas.classroom.page import PageMixin, send_compressed
from cuentas.classroom.pages import render
from cuentas.course import Course, Lesson, course

MAX_QUERY_LENGTH = 500


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


class IndexPage(CatalogueMixin, RequestHandler):  # type: ignore[misc]  # no types upstream
    """The list of lessons."""

    def get(self) -> None:
        """The course's home page."""
        if self.comes_in():
            offered = self.regions.offered
            shown = self.visible_course()
            self.finish(render("index.html.j2", self.site, course=shown, regions=offered))


class HelpPage(CatalogueMixin, RequestHandler):  # type: ignore[misc]
    """How to use the lessons."""

    def get(self) -> None:
        """A page of plain text."""
        self.finish(render("help.html.j2", self.site, course=self.visible_course()))


class LessonMixin(CatalogueMixin):
    """Requests about one lesson."""

    @property
    def lessons(self) -> Lessons:
        """The lessons that are open."""
        found: Lessons = self.settings["lessons"]
        return found

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


class LessonPage(LessonMixin, RequestHandler):  # type: ignore[misc]
    """A lesson: the same bytes for everybody who opens it with the same choice."""

    def get(self, slug: str) -> None:
        """The page of the lesson ``slug``, or the word that the phone has it already."""
        if not self.comes_in():
            return
        if wait := self.settings["fairness"].take("page", str(self.request.remote_ip)):
            self.set_header("Retry-After", str(wait))
            raise HTTPError(429)
        page = self._page(self.lesson(slug))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("ETag", page.tag)
        if self.check_etag_header():
            self.set_status(304)
        else:
            send_compressed(self, page.compressed)

    def head(self, slug: str) -> None:
        """What a program asks that shows where a link leads."""
        self.get(slug)

    def _page(self, lesson: Lesson) -> Page:
        """The page, with its text only if the lesson cannot be opened."""
        shown = self.visible_course()
        siblings = shown if lesson in shown.lessons else course()
        pages: LessonPages = self.settings["lesson_pages"]
        query = self.request.query[:MAX_QUERY_LENGTH]
        try:
            return pages.page(lesson, siblings, self.lessons, query, self.site)
        except LessonError:
            return pages.text_only(lesson, siblings, self.site)


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
