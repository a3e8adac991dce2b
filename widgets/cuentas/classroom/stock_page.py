"""A lesson in stock Voilà: the page of the class server, moved by a kernel.

``voila --template=cuentas lesson.ipynb`` calls :func:`dress` before it runs the notebook; the
template then asks :class:`LessonInVoila` for the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

from markupsafe import Markup

from cuentas.classroom.assets import BUILT
from cuentas.classroom.lesson_page import lesson_html
from cuentas.classroom.notebook import shown
from cuentas.classroom.pages import Site
from cuentas.classroom.regions import Regions
from cuentas.classroom.results import Output
from cuentas.course import Lesson, course
from cuentas.home import current_region, region_slugs

PAGE = "cuentas"
"""Where the notebook's metadata hold the page; the template looks for it there."""
_STARTS = re.compile(r"""lesson\.start\(\s*["'](?P<slug>[\w-]+)["']""")


class VoilaSite(Site):
    """Addresses as stock Voilà gives them; it shows one notebook, without the others."""

    has_neighbours: ClassVar[bool] = False

    @property
    def home(self) -> str:
        """What Voilà shows first."""
        return self.base_url

    def static(self, name: str) -> str:
        """The address of one of the template's own files."""
        folder = "static/built" if name in BUILT else "static"
        return self.to(f"voila/templates/cuentas/{folder}/{name}")


@dataclass
class LessonInVoila:
    """The page of a lesson whose notebook Voilà runs.

    Attributes:
        lesson: the lesson.
        cells: its cells, oracles excepted.
        outputs: what each code cell showed; ``None`` until it has run without a failure.
    """

    lesson: Lesson
    cells: list[dict[str, Any]]
    outputs: dict[str, list[Output] | None] = field(init=False)

    def __post_init__(self) -> None:
        """Nothing has run: where one cell fails, Voilà leaves out those after it."""
        code = (cell for cell in self.cells if cell["cell_type"] == "code")
        self.outputs = {cell["id"]: None for cell in code}

    def take(self, cell: dict[str, Any]) -> str:
        """Keep what a cell showed that has just been run; nothing is written yet."""
        if cell["cell_type"] == "code":
            ended = cell["outputs"]
            bundles = [dict(output["data"]) for output in ended if "data" in output]
            failed = any(output["output_type"] == "error" for output in ended)
            self.outputs[cell["id"]] = None if failed else bundles
        return ""

    def html(self, kernel: str, base_url: str) -> str:
        """The whole page; ``kernel`` is the id of the kernel that moves its controls."""
        site = VoilaSite(base_url, Regions(current_region(), region_slugs()).start)
        visit = {"kernel": kernel, "lesson": self.lesson.slug, "region": site.region.slug,
                 "version": "", "query": "", "base": base_url, "opening": ""}  # fmt: skip
        return lesson_html(
            site,
            self.lesson,
            course(),
            cells=shown(self.cells),
            outputs=self.outputs,
            states=Markup(),
            visit=visit,
        )


def dress(request: object, notebook: Any, cwd: str = "") -> Any:  # noqa: ANN401, ARG001 - Voilà's prelaunch hook
    """Leave the oracles out of a lesson's notebook and put its page into its metadata.

    Other notebooks stay as they are.
    """
    sources = "".join(str(cell["source"]) for cell in notebook.cells)
    started = _STARTS.search(sources)
    found = [lesson for lesson in course().lessons if started and lesson.slug == started["slug"]]
    if not found:
        return notebook
    kept = {cell.id for cell in shown(notebook.cells)}
    notebook.cells = [cell for cell in notebook.cells if cell["id"] in kept]
    notebook.metadata[PAGE] = LessonInVoila(found[0], list(notebook.cells))
    return notebook
