"""A lesson's notebook as the learner's page: without oracles, cut into sections."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import mistune
from markupsafe import Markup

from cuentas.i18n import text as _

ORACLE_TAG = "oracle"
SETUP_CELL = "inicio"
_MOMENT = re.compile(r"m\d+")
_HEADING = re.compile(r"<h([1-6])>")
_FIRST_HEADING = re.compile(r'<h[1-6] id="([^"]*)"')


@dataclass(frozen=True)
class Cell:
    """A cell that a learner's lesson has: text in Markdown, or code."""

    id: str
    source: str
    is_code: bool


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


def cells_of(path: Path) -> tuple[Cell, ...]:
    """The cells of a notebook that reach a learner; read again when the file has changed."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, _written: int) -> tuple[Cell, ...]:
    return tuple(shown(json.loads(path.read_text(encoding="utf-8"))["cells"]))


def shown(cells: Iterable[dict[str, Any]]) -> list[Cell]:
    """Cells of the notebook format, without those that only serve the tests."""
    return [
        Cell(str(cell["id"]), "".join(cell["source"]), cell["cell_type"] == "code")
        for cell in cells
        if ORACLE_TAG not in cell["metadata"].get("tags", [])
    ]


def sections(cells: Iterable[Cell]) -> list[Section]:
    """The page's sections, in the notebook's order.

    Cells ``m1-texto`` and ``m1-figura`` belong to section ``m1``, ``ojo-figura`` to ``ojo``.
    The cell that only imports is part of no section: it shows nothing.
    """
    visible = [cell for cell in cells if cell.id != SETUP_CELL]
    grouped = groupby(visible, key=lambda cell: cell.id.split("-", 1)[0])
    return [_section(key, [_block(cell) for cell in group]) for key, group in grouped]


def render_markdown(source: str, prefix: str) -> Markup:
    """Markdown as HTML; ids of headings start with ``prefix`` so that none repeats."""
    numbers = iter(range(1, 1000))
    html = str(_markdown()(source))
    named = _HEADING.sub(lambda found: f'<h{found[1]} id="{prefix}-t{next(numbers)}">', html)
    return Markup(named)  # noqa: S704 - the course's own text, written in the notebook


@cache
def _markdown() -> mistune.Markdown:
    return mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "url"])


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


def _block(cell: Cell) -> Block:
    html = Markup() if cell.is_code else render_markdown(cell.source, cell.id)
    return Block(id=cell.id, html=html, is_code=cell.is_code)


def _section_titles() -> dict[str, str]:
    """Headings of the sections that consist of code cells only."""
    return {
        "quiz": _("Comprueba lo que entendiste"),
        "practica": _("Practica con tu distrito"),
        "acto": _("Tu acto"),
        "fuentes": _("De dónde salen los datos"),
    }
