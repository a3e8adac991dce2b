"""A lesson's page: text, results and the state of its widgets, the same for everybody."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from cuentas.classroom import results
from cuentas.classroom.lessons import Lessons, Scene
from cuentas.classroom.notebook import Cell, cells_of, sections
from cuentas.classroom.pages import Site, render
from cuentas.course import Course, Lesson

MOST_BYTES = 32_000_000
"""Memory for pages that were asked for, whatever regions, districts and years they show."""


@dataclass(frozen=True)
class Page:
    """A finished page.

    Attributes:
        compressed: the HTML, gzipped.
        tag: its entity tag: a phone that has this page already is told so.
    """

    compressed: bytes
    tag: str


class LessonPages:
    """Pages that were asked for, so that the thirtieth phone costs almost nothing."""

    def __init__(self) -> None:
        """None yet."""
        self._pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self._bytes = 0

    def page(
        self, lesson: Lesson, course: Course, lessons: Lessons, query: str, site: Site
    ) -> Page:
        """The page of ``lesson`` for ``query``, linking to the lessons of ``course``.

        Raises:
            LessonError: the lesson cannot be opened.
        """
        known = lessons.known(lesson, site.region.slug)
        key = (lesson.slug, known.version, known.spelling(query), *_addresses(site))
        page = self._pages.get(key)
        if page is None:
            page = _finished(_html(lesson, course, lessons.scene(known, query), site))
        self._keep(key, page)
        lessons.expect(known)
        return page

    def _keep(self, key: tuple[str, ...], page: Page) -> None:
        """Keep a page, and as many of those asked for last as there is room for."""
        before = self._pages.pop(key, None)
        self._bytes += len(page.compressed) - (len(before.compressed) if before else 0)
        self._pages[key] = page
        while self._bytes > MOST_BYTES and len(self._pages) > 1:
            _key, oldest = self._pages.popitem(last=False)
            self._bytes -= len(oldest.compressed)

    def text_only(self, lesson: Lesson, course: Course, site: Site) -> Page:
        """The page of a lesson that cannot be opened: its text, and a kind word."""
        return _finished(_html(lesson, course, None, site))


def _html(lesson: Lesson, course: Course, scene: Scene | None, site: Site) -> str:
    outputs = scene.outputs if scene else {}
    return lesson_html(
        site,
        lesson,
        course,
        cells=cells_of(lesson.notebook),
        outputs=outputs,
        states=results.states(scene.states) if scene else Markup(),
        visit=_visit(lesson, scene, site) if scene else None,
    )


def lesson_html(  # noqa: PLR0913 - all that a page is made of
    site: Site,
    lesson: Lesson,
    course: Course,
    *,
    cells: Iterable[Cell],
    outputs: Mapping[str, list[results.Output] | None],
    states: Markup,
    visit: dict[str, Any] | None,
) -> str:
    """A lesson's page, whichever server shows it.

    Args:
        site: the addresses of the server.
        lesson: what the page is about.
        course: where it stands; the page links to the lessons beside it.
        cells: the cells of its notebook.
        outputs: results of each code cell, ``None`` where it failed.
        states: the state of every widget, if the page brings them.
        visit: what the page's script needs; ``None`` where nothing can be moved.
    """
    return render(
        "lesson.html.j2",
        site,
        course=course,
        lesson=lesson,
        neighbours=course.neighbours(lesson.slug) if site.has_neighbours else (None, None),
        sections=sections(cells),
        results={cell: results.result(shown) for cell, shown in outputs.items()},
        states=states,
        visit=visit,
        script=site.script("live.js"),
    )


def _visit(lesson: Lesson, scene: Scene, site: Site) -> dict[str, Any]:
    """What the page script needs to know to bring the widgets to life."""
    return {
        "lesson": lesson.slug,
        "version": scene.version,
        "query": scene.query,
        "region": site.region.slug,
        "visits": site.to("visitas"),
        "opening": site.page(lesson.url_path),
        "base": site.base_url,
    }


def _addresses(site: Site) -> tuple[str, ...]:
    pages = (site.page(), site.region.slug, site.region.name)
    return (*pages, *site.style_sheets(), site.script("page.js"), site.script("live.js"))


def _finished(html: str) -> Page:
    content = html.encode()
    return Page(gzip.compress(content, mtime=0), f'"{sha256(content).hexdigest()[:24]}"')
