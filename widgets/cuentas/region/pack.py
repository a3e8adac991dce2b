"""A complete region pack from official files: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cuentas.course import Lesson
from cuentas.data import stamp
from cuentas.data.check import check_pack
from cuentas.data.pack import Pack
from cuentas.i18n import text as _
from cuentas.region.choice import Choice, ChoiceError
from cuentas.region.datasets import Sheets, tables
from cuentas.region.parts.invested import Invested, invested
from cuentas.region.parts.lines import Lines, lines_of
from cuentas.region.parts.place import places_of, region_toml
from cuentas.region.parts.tables import Table, write_table
from cuentas.region.reading import Read, Reader
from cuentas.region.report import REPORT, report, to_hear
from cuentas.region.runs import runs
from cuentas.region.second_path.reading import (
    Second,
    second_budget,
    second_costs,
    second_people,
)
from cuentas.region.sources import (
    Kind,
    Progress,
    SourceError,
    SourceFile,
    progress_rows,
)
from cuentas.region.whole import must_be_free, publish, put_in_order, unfinished


class PackFaultsError(ValueError):
    """What was built does not pass its own check; it was not kept."""


@dataclass(frozen=True)
class Kit:
    """What an order works with: who hears of the progress, and the lessons."""

    progress: Progress
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True)
class Built:
    """A finished pack."""

    folder: Path
    datasets: tuple[str, ...]
    files: tuple[SourceFile, ...]
    told: tuple[str, ...]
    """Sentences that the trainer must hear at once."""


def new_pack(choice: Choice, final: Path, kit: Kit) -> Built:
    """Build the pack of a choice in the folder ``final``, which must not exist.

    Raises:
        ChoiceError: the files do not go together.
        SourceError: a file is not what it must be.
        PackExistsError: there is already something with that name.
        PackFaultsError: what came out does not pass ``region check``.
    """
    put_in_order(final)
    must_be_free(final)
    sheets = gather(choice, kit)
    with unfinished(final) as folder:
        ready = folder / choice.slug
        ready.mkdir()
        made = write_pack(ready, sheets)
        write_report(ready, final, sheets, kit.lessons)
        must_pass(ready, also=[fault for table in made for fault in table.apart])
        stamp.mark(ready)
        publish(ready, final)
    return Built(
        final, tuple(table.name for table in made), sheets.read.files, tuple(to_hear(sheets))
    )


def gather(choice: Choice, kit: Kit, before: Lines | None = None) -> Sheets:
    """Everything that the datasets are made from, read once and added up twice.

    ``before`` is the budget of a pack that exists, for when no file of budgets was given.
    """
    read = Reader(choice, kit.progress).all()
    lines = _lines(read, before)
    return Sheets(choice, read, lines, _invested(read, kit), _second(read))


def _lines(read: Read, before: Lines | None) -> Lines:
    if not any(file.kind.budget for file in read.files):
        if before:
            return before
        sentence = _(
            "Diste el presupuesto por partes. Da también el de todas las municipalidades: en la "
            "Consulta Amigable, «Municipalidad» sin abrirla por nada más."
        )
        raise ChoiceError(sentence)
    names = {file.sha256: file.path.name for file in read.files}
    lines = lines_of(read.budget, names)
    return replace(lines, known=before.ubigeos) if before else lines


def _invested(read: Read, kit: Kit) -> Invested:
    """The investments of the place, with what was declared of them and their works."""
    about = [file for file in read.files if file.kind.about_investments]
    if about and not any(file.kind.investments for file in about):
        sentence = _(
            "dice cómo van las inversiones, pero no cuáles son de aquí. Dalo junto con "
            "DETALLE_INVERSIONES: los dos con --investments."
        )
        raise SourceError(about[0].path, sentence)
    declaring = [file for file in about if file.kind is Kind.FORMAT_12B]
    cuis = {row.cui for row in read.investments}
    found = progress_rows(declaring, cuis, kit.progress)
    return invested(read.investments, found.rows)


def _second(read: Read) -> Second:
    """What the second path finds in the same files, each read once."""
    files, department = read.files, read.place.department
    return Second(
        {
            one.sha256: read.second.get(one.sha256) or second_budget(one, department)
            for one in files
            if one.kind.budget
        },
        {one.sha256: second_costs(one, department) for one in files if one.kind.investments},
        {one.sha256: second_people(one, department) for one in files if one.kind.population},
    )


def write_pack(folder: Path, sheets: Sheets) -> tuple[Table, ...]:
    """Write every dataset and the region's description."""
    made = tuple(tables(sheets))
    for table in made:
        write_table(folder, table, sheets.read.place.department, sheets.choice.slug)
    names = tuple(table.name for table in made)
    places = places_of(sheets.read, sheets.lines)
    words = region_toml(sheets.choice.slug, sheets.read, sheets.lines, names, places)
    (folder / "region.toml").write_text(words, encoding="utf-8")
    return made


def write_report(
    ready: Path, final: Path, sheets: Sheets, lessons: Sequence[Lesson], changed: Sequence[str] = ()
) -> None:
    """Write ``INFORME.md``, which tells the trainer what came out and what is missing.

    The pack stands in ``ready`` and will be called ``final``; ``changed`` is what an update says.
    """
    words = report(sheets, ready, runs(lessons, Pack(ready)), final, changed)
    (ready / REPORT).write_text(words, encoding="utf-8")


def must_pass(folder: Path, sentence: str | None = None, also: Collection[str] = ()) -> None:
    """Refuse a pack that ``region check`` would refuse, or that has ``also`` these faults.

    Raises:
        PackFaultsError: the message is ``sentence`` and every fault.
    """
    built = _("Con estos archivos el paquete no queda completo, y no se guardó:")
    refuse((*also, *check_pack(folder).faults), sentence or built)


def refuse(faults: Collection[str], sentence: str) -> None:
    """Refuse if there is any fault.

    Raises:
        PackFaultsError: the message is ``sentence`` and every fault.
    """
    if faults:
        listed = "\n".join(f"  - {fault}" for fault in faults)
        raise PackFaultsError(f"{sentence}\n{listed}")
