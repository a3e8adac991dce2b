"""A complete region pack from official files: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from cuentas.data.check import check_pack
from cuentas.i18n import text as _
from cuentas.region.choice import Choice
from cuentas.region.datasets import Sheets, tables
from cuentas.region.invested import Invested, invested
from cuentas.region.pack_lines import Lines, lines_of
from cuentas.region.pack_place import places_of, region_toml
from cuentas.region.pack_second import Costs, Sums, second_costs, second_sums
from cuentas.region.pack_tables import write_table
from cuentas.region.reading import Read, Reader
from cuentas.region.report import REPORT, report
from cuentas.region.runs import Wish
from cuentas.region.sources import (
    Kind,
    Progress,
    ProgressRow,
    Reading,
    SourceError,
    SourceFile,
    progress_rows,
)
from cuentas.region.whole import must_be_free, publish, put_in_order, sweep, unfinished
from cuentas.region.work import Work

FlatSums = list[tuple[int, str, dict[str, Decimal]]]
FlatCosts = list[tuple[str, str, Decimal | None, Decimal | None]]


class PackFaultsError(ValueError):
    """What was built does not pass its own check; it was not kept."""


@dataclass(frozen=True)
class Kit:
    """What an order works with: kept steps, who hears of the progress, and what lessons wish."""

    work: Work
    progress: Progress
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True)
class Built:
    """A finished pack."""

    folder: Path
    datasets: tuple[str, ...]
    files: tuple[SourceFile, ...]


def new_pack(choice: Choice, final: Path, kit: Kit) -> Built:
    """Build the pack of a choice in the folder ``final``, which must not exist.

    Raises:
        ChoiceError: the files do not go together.
        SourceError: a file is not what it must be.
        PackExistsError: there is already something with that name.
        PackFaultsError: what came out does not pass ``region check``.
    """
    put_in_order(final)
    sweep(kit.work.folder)
    must_be_free(final)
    sheets = gather(choice, kit)
    with unfinished(final) as folder:
        ready = folder / choice.slug
        ready.mkdir()
        datasets = write_pack(ready, sheets, kit.wishes)
        must_pass(ready)
        publish(ready, final)
    return Built(final, datasets, sheets.read.files)


def gather(choice: Choice, kit: Kit, before: Lines | None = None) -> Sheets:
    """Everything that the datasets are made from, read once and added up twice.

    ``before`` is the budget of a pack that exists, for when no file of budgets was given.
    """
    read = Reader(choice, kit.work, kit.progress).all()
    lines = before if before and not choice.budget else lines_of(read.budget)
    return Sheets(
        choice, read, lines, _invested(read, kit), _second(read, kit.work), _costs(read, kit.work)
    )


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
    cuis = sorted({row.cui for row in read.investments})
    found = kit.work.kept(
        ["progress", [file.sha256 for file in declaring], cuis],
        Reading[ProgressRow],
        lambda: progress_rows(declaring, set(cuis), kit.progress),
    )
    return invested(read.investments, found.rows, read.works)


def _second(read: Read, work: Work) -> dict[str, Sums]:
    """Budgets by the second path, each file added up once."""
    department = read.place.department

    def sums(file: SourceFile) -> Sums:
        flat = work.kept(
            ["second", file.sha256, department],
            FlatSums,
            lambda: [(*which, one) for which, one in second_sums(file, department).items()],
        )
        return {(year, ubigeo): one for year, ubigeo, one in flat}

    return {file.sha256: sums(file) for file in read.files if file.kind.budget}


def _costs(read: Read, work: Work) -> dict[str, Costs]:
    """Costs of investments by the second path, each file read once."""
    department = read.place.department

    def costs(file: SourceFile) -> Costs:
        flat = work.kept(
            ["costs", file.sha256, department],
            FlatCosts,
            lambda: [(*which, *two) for which, two in second_costs(file, department).items()],
        )
        return {(cui, ubigeo): (viable, now) for cui, ubigeo, viable, now in flat}

    return {file.sha256: costs(file) for file in read.files if file.kind.investments}


def write_pack(folder: Path, sheets: Sheets, wishes: Sequence[Wish]) -> tuple[str, ...]:
    """Write every dataset, the region's description and the trainer's report."""
    made = list(tables(sheets))
    for table in made:
        write_table(folder, table, sheets.read.place.department, sheets.choice.slug)
    names = tuple(table.name for table in made)
    places = places_of(sheets.read, sheets.lines)
    words = region_toml(sheets.choice.slug, sheets.read, sheets.lines, names, places)
    (folder / "region.toml").write_text(words, encoding="utf-8")
    write_report(folder, sheets, wishes)
    return names


def write_report(folder: Path, sheets: Sheets, wishes: Sequence[Wish]) -> None:
    """Write ``INFORME.md``, which tells the trainer what came out and what is missing."""
    (folder / REPORT).write_text(report(sheets, folder, wishes), encoding="utf-8")


def must_pass(folder: Path, sentence: str | None = None) -> None:
    """Refuse a pack that ``region check`` would refuse.

    Raises:
        PackFaultsError: the message is ``sentence`` and every fault.
    """
    faults = check_pack(folder).faults
    if faults:
        listed = "\n".join(f"  - {fault}" for fault in faults)
        built = _("Con estos archivos el paquete no queda completo, y no se guardó:")
        raise PackFaultsError(f"{sentence or built}\n{listed}")
