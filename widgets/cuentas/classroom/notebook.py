"""A lesson's notebook as the learner's page: without oracles, cut into sections."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import nbformat
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from tornado.web import RequestHandler

from cuentas.i18n import text as _

ORACLE_TAG = "oracle"
SETUP_CELL = "inicio"
_MOMENT = re.compile(r"m\d+")
_HEADING = re.compile(r'<h([1-6])(?: id="[^"]*")?')
_FIRST_HEADING = re.compile(r'<h[1-6] id="([^"]*)"')


@dataclass(frozen=True)
class Block:
    """A cell on the page: rendered Markdown, or the place where a result will appear."""

    id: str
    html: Markup
    is_code: bool


@dataclass(frozen=True)
class Section:
    """Cells that belong together: a moment, the quiz or the act.

    Attributes:
        id: the address of the section in the page (``m1``, ``acto``).
        heading_id: id of the heading that names it, empty where the section has none.
        title: a heading to print above cells that bring none of their own.
    """

    id: str
    is_moment: bool
    blocks: tuple[Block, ...]
    heading_id: str
    title: str


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """The notebook of a lesson, outputs included."""
    return nbformat.read(path, as_version=4)


def without_oracles(
    request: RequestHandler | None,  # noqa: ARG001 - Voilà passes it to every hook
    notebook: nbformat.NotebookNode,
    cwd: str = "",  # noqa: ARG001 - same
) -> nbformat.NotebookNode:
    """Voilà's prelaunch hook: cells that only serve the tests never reach a learner."""
    notebook.cells = [
        cell for cell in notebook.cells if ORACLE_TAG not in cell.metadata.get("tags", [])
    ]
    return notebook


def sections(notebook: nbformat.NotebookNode) -> list[Section]:
    """The page's sections, in the notebook's order.

    Cells ``m1-texto`` and ``m1-figura`` belong to section ``m1``, ``ojo-figura`` to ``ojo``.
    The cell that only imports is part of no section: it shows nothing.
    """
    shown = [cell for cell in notebook.cells if cell.id != SETUP_CELL]
    grouped = groupby(shown, key=lambda cell: str(cell.id).split("-", 1)[0])
    return [_section(key, [_block(cell) for cell in cells]) for key, cells in grouped]


def render_markdown(source: str, prefix: str) -> Markup:
    """Markdown as HTML; ids of headings start with ``prefix`` so that none repeats."""
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    html = MarkdownWithMath(renderer=renderer).render(source)
    numbers = iter(range(1, 1000))
    named = _HEADING.sub(lambda found: f'<h{found[1]} id="{prefix}-t{next(numbers)}"', html)
    return Markup(named)  # noqa: S704 - the course's own text, written in the notebook


def _section(key: str, blocks: list[Block]) -> Section:
    found = next((_FIRST_HEADING.search(block.html) for block in blocks if block.html), None)
    title = "" if found else _section_titles().get(key, "")
    return Section(
        id=key,
        is_moment=bool(_MOMENT.fullmatch(key)),
        blocks=tuple(blocks),
        heading_id=found[1] if found else (f"{key}-titulo" if title else ""),
        title=title,
    )


def _block(cell: nbformat.NotebookNode) -> Block:
    is_code = cell.cell_type == "code"
    html = Markup() if is_code else render_markdown(cell.source, cell.id)
    return Block(id=cell.id, html=html, is_code=is_code)


def _section_titles() -> dict[str, str]:
    """Headings of the sections that consist of code cells only."""
    return {
        "quiz": _("Comprueba lo que entendiste"),
        "practica": _("Practica con tu distrito"),
        "acto": _("Tu acto"),
        "fuentes": _("De dónde salen los datos"),
    }
