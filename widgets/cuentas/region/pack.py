"""A complete region pack from official files: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from cuentas.data.check import check_pack
from cuentas.i18n import text as _
from cuentas.region.choice import Choice
from cuentas.region.pack_datasets import Sheets, tables
from cuentas.region.pack_lines import lines_of
from cuentas.region.pack_place import places_of, region_toml
from cuentas.region.pack_second import Sums, second_sums
from cuentas.region.pack_tables import Table, write_table
from cuentas.region.reading import Read, Reader
from cuentas.region.report import REPORT, report
from cuentas.region.sources import Progress, SourceFile
from cuentas.region.work import Work, must_be_free, publish, unfinished

Flat = list[tuple[int, str, dict[str, Decimal]]]


class PackFaultsError(ValueError):
    """What was built does not pass its own check; it was not kept."""


@dataclass(frozen=True)
class Built:
    """A finished pack."""

    folder: Path
    datasets: tuple[str, ...]
    files: tuple[SourceFile, ...]


def new_pack(choice: Choice, final: Path, work: Work, progress: Progress) -> Built:
    """Build the pack of a choice in the folder ``final``, which must not exist.

    Raises:
        SourceError: a file is not what it must be.
        PackExistsError: there is already something with that name.
        PackFaultsError: what came out does not pass ``region check``.
    """
    must_be_free(final)
    sheets = gather(choice, work, progress)
    with unfinished(final) as folder:
        ready = folder / choice.slug
        ready.mkdir()
        datasets = write_pack(ready, sheets)
        must_pass(ready)
        publish(ready, final)
    return Built(final, datasets, sheets.read.files)


def gather(choice: Choice, work: Work, progress: Progress) -> Sheets:
    """Everything that the datasets are made from, read once and added up twice."""
    read = Reader(choice, work, progress).all()
    lines = lines_of(read.budget)
    return Sheets(choice, read, lines, _second(read, work))


def _second(read: Read, work: Work) -> dict[str, Sums]:
    return {
        file.sha256: _unflat(_kept_sums(file, read.place.department, work))
        for file in read.files
        if file.kind.budget
    }


def _kept_sums(file: SourceFile, department: str, work: Work) -> Flat:
    def compute() -> Flat:
        return [(*which, sums) for which, sums in second_sums(file, department).items()]

    return work.kept(["second", file.sha256, department], Flat, compute)


def _unflat(flat: Flat) -> Sums:
    return {(year, ubigeo): sums for year, ubigeo, sums in flat}


def write_pack(folder: Path, sheets: Sheets) -> tuple[str, ...]:
    """Write every dataset, the region's description and the trainer's report."""
    made = list(tables(sheets))
    for table in made:
        write_table(folder, table, sheets.read.place.department, sheets.choice.slug)
    names = tuple(table.name for table in made)
    places = places_of(sheets.read, sheets.lines)
    words = region_toml(sheets.choice.slug, sheets.read, sheets.lines, names, places)
    (folder / "region.toml").write_text(words, encoding="utf-8")
    write_report(folder, sheets, made)
    return names


def write_report(folder: Path, sheets: Sheets, made: Sequence[Table]) -> None:
    """Write ``INFORME.md``, which tells the trainer what came out and what is missing."""
    (folder / REPORT).write_text(report(sheets, made, folder), encoding="utf-8")


def must_pass(folder: Path) -> None:
    """Refuse a pack that ``region check`` would refuse.

    Raises:
        PackFaultsError: the message lists every fault.
    """
    faults = check_pack(folder).faults
    if faults:
        listed = "\n".join(f"  - {fault}" for fault in faults)
        raise PackFaultsError(
            _("Con estos archivos el paquete no queda completo, y no se guardó:") + f"\n{listed}"
        )
