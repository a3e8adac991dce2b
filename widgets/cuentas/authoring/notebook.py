"""A lesson's notebook: its canonical form, its shape, and its oracles.

The canonical form makes two notebooks with the same content the same bytes, so that a change
in a lesson is seen as that change alone. Oracle cells keep their output, because nbval
compares it; every other output is made anew for each learner and is not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbformat import NotebookNode

from cuentas.authoring.cells import bullets, code_faults, markdown_faults, moment_faults
from cuentas.course import Lesson
from cuentas.data.region import read_region, region_folder, region_slugs
from cuentas.i18n import formats, plural
from cuentas.i18n import text as _

MAX_CELLS = 30
CELL_SECONDS = 120
ORACLE_TAG = "oracle"
ORACLE_TAGS = ("nbval-check-output", ORACLE_TAG)
KERNEL = "python3"
QUIET_KERNEL = ["--log-level=ERROR"]
"""Authors need to read what their lesson says, not how its kernel is connected."""

OPENING = (("portada", "markdown"), ("objetivos", "markdown"), ("inicio", "code"))
MOMENT = (
    ("texto", "markdown"),
    ("predice", "code"),
    ("figura", "code"),
    ("conversa", "markdown"),
    ("oraculo", "code"),
)
CLOSING = (
    ("ojo", "markdown"),
    ("ojo-figura", "code"),
    ("quiz", "code"),
    ("practica", "code"),
    ("acto", "code"),
    ("llevatelo", "markdown"),
    ("fuentes", "code"),
)
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": KERNEL},
    "language_info": {"name": "python"},
}


class NotebookError(ValueError):
    """A notebook cannot be read or run; the message says which and where."""


def read(path: Path) -> NotebookNode:
    """The notebook at ``path``.

    Raises:
        NotebookError: the file is missing or is not a notebook.
    """
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError as error:
        raise NotebookError(_("Falta el cuaderno {path}.").format(path=path)) from error
    except (ValueError, AttributeError, KeyError, nbformat.ValidationError) as error:
        raise NotebookError(_("{path} no es un cuaderno de Jupyter.").format(path=path)) from error


def is_oracle(cell: NotebookNode) -> bool:
    """Whether the cell only serves the tests: its output is kept and compared."""
    return ORACLE_TAG in cell.metadata.get("tags", [])


def canonical(notebook: NotebookNode) -> NotebookNode:
    """The same lesson without anything that a particular run or editor left in it."""
    document = {
        "cells": [_canonical_cell(cell) for cell in notebook.cells],
        "metadata": deepcopy(_METADATA),
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return nbformat.from_dict(document)


def canonical_text(notebook: NotebookNode) -> str:
    """The canonical form as it is written to the file: sorted keys, one space, final newline."""
    return str(nbformat.writes(canonical(notebook), version=4)).rstrip("\n") + "\n"


def write(path: Path, words: str) -> None:
    """Put these words in the place of a file: all of them, or the file stays as it was."""
    with TemporaryDirectory(dir=path.parent, prefix=".new-") as room:
        new = Path(room) / path.name
        new.write_text(words, encoding="utf-8")
        new.replace(path)


def execute_oracles(notebook: NotebookNode) -> NotebookNode:
    """Run the whole notebook and keep, in canonical form, what its oracle cells print.

    Raises:
        NotebookError: a cell fails; the message names it.
    """
    from nbclient import NotebookClient  # noqa: PLC0415 - slow to import, only runs need it
    from nbclient.exceptions import CellExecutionError, CellTimeoutError  # noqa: PLC0415

    running = canonical(notebook)
    client = NotebookClient(
        running, timeout=CELL_SECONDS, kernel_name=KERNEL, extra_arguments=QUIET_KERNEL
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError) as error:
        sentence = _("La celda «{cell}» no se puede ejecutar: {reason}").format(
            cell=_failed_cell(running), reason=_reason(error)
        )
        raise NotebookError(sentence) from error
    return canonical(running)


def faults(
    notebook: NotebookNode, lesson: Lesson, places: Iterable[str] | None = None
) -> list[str]:
    """All that keeps a notebook from being a lesson, each with its cell's id.

    ``places`` are the names that no text may carry, by default those of every region pack.
    """
    found = [*_order_faults(notebook, lesson)]
    found += [f"portada: {fault}" for fault in _cover_faults(notebook, lesson)]
    found += [f"objetivos: {fault}" for fault in _objective_faults(notebook, lesson)]
    titles = {f"{moment.id}-texto": moment.title for moment in lesson.moments}
    names = place_names() if places is None else frozenset(places)
    for cell in notebook.cells:
        title = titles.get(str(cell.id))
        found += [f"{cell.id}: {fault}" for fault in _cell_faults(cell, title, names)]
    return found


@cache
def place_names() -> frozenset[str]:
    """The names of every region, province and district of the course's packs."""
    regions = [read_region(region_folder(slug)) for slug in region_slugs()]
    return frozenset(
        name
        for region in regions
        for name in (
            region.name,
            *(province.name for province in region.provinces),
            *(district.name for district in region.districts),
        )
    )


def expected_cells(lesson: Lesson) -> list[tuple[str, str]]:
    """The ids and kinds of a lesson's cells, in order, as its moments ask."""
    moments = [(f"{moment.id}-{part}", kind) for moment in lesson.moments for part, kind in MOMENT]
    return [*OPENING, *moments, *CLOSING]


def _canonical_cell(cell: NotebookNode) -> dict[str, Any]:
    tags = sorted(set(cell.metadata.get("tags", [])))
    bare: dict[str, Any] = {
        "cell_type": cell.cell_type,
        "id": cell.id,
        "metadata": {"tags": tags} if tags else {},
        "source": _canonical_source(cell),
    }
    if cell.get("attachments"):
        bare["attachments"] = deepcopy(cell.attachments)
    if cell.cell_type == "code":
        outputs = _kept_outputs(cell)
        bare |= {"outputs": outputs, "execution_count": 1 if outputs else None}
    return bare


def _canonical_source(cell: NotebookNode) -> str:
    """Trailing blanks go, except inside Markdown, where they may mean a line break."""
    lines = cell.source.splitlines()
    if cell.cell_type == "code":
        lines = [line.rstrip() for line in lines]
    return "\n".join(lines).strip()


def _kept_outputs(cell: NotebookNode) -> list[dict[str, str]]:
    if not is_oracle(cell):
        return []
    printed = "".join(
        output.text
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stdout"
    )
    return [{"name": "stdout", "output_type": "stream", "text": printed}] if printed else []


def _failed_cell(notebook: NotebookNode) -> str:
    """The cell whose run ended in an error; without one, the first that did not finish."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in cells:
        if any(output.output_type == "error" for output in cell.outputs):
            return str(cell.id)
    return next((str(cell.id) for cell in cells if cell.execution_count is None), "")


def _reason(error: Exception) -> str:
    name, value = getattr(error, "ename", ""), getattr(error, "evalue", "")
    if name:
        return f"{name}: {value}"
    return _("tardó más de {seconds} segundos").format(seconds=CELL_SECONDS)


def _order_faults(notebook: NotebookNode, lesson: Lesson) -> Iterator[str]:
    wanted = [cell_id for cell_id, _kind in expected_cells(lesson)]
    present = [str(cell.id) for cell in notebook.cells]
    if len(present) > MAX_CELLS:
        yield _("el cuaderno tiene {count} celdas y se permiten {limit}.").format(
            count=len(present), limit=MAX_CELLS
        )
    yield from (_("falta la celda «{id}».").format(id=one) for one in wanted if one not in present)
    yield from (_("{id}: esta celda sobra.").format(id=one) for one in present if one not in wanted)
    in_both = [one for one in present if one in wanted]
    in_order = [one for one in wanted if one in present]
    if in_both != in_order:
        moved = next(a for a, b in zip(in_both, [*in_order, ""], strict=False) if a != b)
        yield _("{id}: está fuera de su sitio; el orden es {order}.").format(
            id=moved, order=formats.listing(wanted)
        )
    yield from _kind_faults(notebook, dict(expected_cells(lesson)))


def _kind_faults(notebook: NotebookNode, kinds: dict[str, str]) -> Iterator[str]:
    for cell in notebook.cells:
        wanted = kinds.get(str(cell.id), cell.cell_type)
        if cell.cell_type != wanted:
            yield _("{id}: debe ser una celda de tipo {kind}.").format(id=cell.id, kind=wanted)


def _cover_faults(notebook: NotebookNode, lesson: Lesson) -> Iterator[str]:
    cover = _source(notebook, "portada")
    headings = [line for line in cover.splitlines() if line.startswith("# ")]
    if headings != [f"# {lesson.title}"]:
        yield _("su único título debe ser «# {title}».").format(title=lesson.title)
    length = plural("{count} minuto", "{count} minutos", lesson.minutes)
    for words in (lesson.sentence, length.format(count=lesson.minutes)):
        if words not in cover:
            yield _("debe decir «{words}», como lesson.toml.").format(words=words)


def _objective_faults(notebook: NotebookNode, lesson: Lesson) -> Iterator[str]:
    listed = bullets(_source(notebook, "objetivos"))
    wanted = [objective.text for objective in lesson.objectives]
    if listed != wanted:
        yield _("la lista debe decir exactamente lo de lesson.toml: {wanted}.").format(
            wanted="; ".join(wanted)
        )


def _cell_faults(cell: NotebookNode, title: str | None, places: frozenset[str]) -> Iterator[str]:
    if not cell.source.strip():
        yield _("está vacía.")
    if cell.get("attachments"):
        yield _("lleva un archivo adjunto; las figuras las dibuja el paquete.")
    if cell.cell_type == "code":
        yield from code_faults(cell.source)
        yield from _oracle_faults(cell)
    else:
        yield from markdown_faults(cell.source, places)
    if title is not None:
        yield from moment_faults(cell.source, title)


def _oracle_faults(cell: NotebookNode) -> Iterator[str]:
    tags = cell.metadata.get("tags", [])
    named = str(cell.id).endswith("-oraculo")
    if named and set(tags) != set(ORACLE_TAGS):
        yield _("necesita las etiquetas {tags}: sin ellas nadie compara su resultado.").format(
            tags=formats.listing(ORACLE_TAGS)
        )
    if named and not cell.outputs:
        yield _("no guarda ningún resultado; ejecuta «cuentas lesson format».")
    if not named and set(tags) & set(ORACLE_TAGS):
        yield _("lleva una etiqueta de oráculo y no es un oráculo.")


def _source(notebook: NotebookNode, cell_id: str) -> str:
    return next((str(cell.source) for cell in notebook.cells if cell.id == cell_id), "")
