"""The questions a pack asks of official files, whatever files they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from cuentas.i18n import text as _
from cuentas.region.sources import records
from cuentas.region.sources.amigable import read_amigable
from cuentas.region.sources.breakdown import read_breakdown
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.engine import Session
from cuentas.region.sources.errors import Notes, Surprise
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.investments import read_investments
from cuentas.region.sources.kinds import Kind
from cuentas.region.sources.place import Place
from cuentas.region.sources.population import read_population
from cuentas.region.sources.progress import read_progress
from cuentas.region.sources.records import Reading
from cuentas.region.sources.spending import Spending

Row = TypeVar("Row")
_One = Callable[[SourceFile, Notes], tuple[list[Row], int]]


def budget_rows(
    session: Session, files: Sequence[SourceFile], place: Place, progress: Progress = silent
) -> Reading[records.BudgetRow]:
    """One row for each file, year and municipality of the place, in order of year and ubigeo.

    Raises:
        SourceError: a file is damaged or does not have the place.
    """
    added_up = _added_up(session, place, progress, Spending.budget)

    def one(file: SourceFile, notes: Notes) -> tuple[list[records.BudgetRow], int]:
        spending = file.kind.spending
        rows, read = (
            added_up(file, notes) if spending else read_amigable(file, place, notes, progress)
        )
        _odd_budgets(rows, notes)
        _new_districts(rows, notes)
        return rows, read

    found = _each((file for file in files if file.kind.budget), one)
    rows = sorted(found.rows, key=lambda row: (row.year, row.ubigeo, row.sha256))
    return replace(found, rows=tuple(rows))


def _odd_budgets(rows: Iterable[records.BudgetRow], notes: Notes) -> None:
    """What a trainer should look at before teaching with these rows; nothing is changed."""
    for row in rows:
        example = f"{row.entity} {row.year}"
        if not row.pim:
            notes.add("pim-zero", _("Municipalidades con PIM cero en un año."), example)
        if (row.girado or 0) > (row.devengado or 0):
            notes.add("girado-over-devengado", _("Girado mayor que devengado."), example)
        if row.certificado is not None and row.certificado < (row.devengado or 0):
            notes.add("certificado-under-devengado", _("Certificado menor que devengado."), example)


def _new_districts(rows: Sequence[records.BudgetRow], notes: Notes) -> None:
    first = min((row.year for row in rows), default=0)
    since: dict[str, records.BudgetRow] = {}
    for row in sorted(rows, key=lambda row: row.year):
        since.setdefault(row.ubigeo, row)
    for row in since.values():
        if row.year > first:
            sentence = _("Municipalidades que aparecen después del primer año.")
            notes.add("new-district", sentence, f"{row.ubigeo} {row.entity}: {row.year}")


def spending_rows(
    session: Session, files: Sequence[SourceFile], place: Place, progress: Progress = silent
) -> Reading[records.SpendingRow]:
    """Money by genérica and by función, from the MEF's spending files among ``files``.

    Raises:
        SourceError: a file is damaged or does not have the place.
    """
    one = _added_up(session, place, progress, Spending.spending)
    return _each((file for file in files if file.kind.spending), one)


def part_rows(
    session: Session, files: Sequence[SourceFile], place: Place, progress: Progress = silent
) -> Reading[records.PartRow]:
    """Money of each municipality by función, by rubro or by another part, from each of ``files``.

    Raises:
        SourceError: a file is damaged or does not have the place.
    """
    added_up = _added_up(session, place, progress, Spending.parts)

    def one(file: SourceFile, notes: Notes) -> tuple[list[records.PartRow], int]:
        if file.kind.spending:
            return added_up(file, notes)
        return read_breakdown(file, place, notes, progress)

    return _each(files, one)


def totals_rows(
    session: Session, files: Sequence[SourceFile], place: Place, progress: Progress = silent
) -> Reading[records.TotalRow]:
    """Money by level of government, from the MEF's spending files among ``files``.

    Raises:
        SourceError: a file is damaged or does not have the place.
    """
    one = _added_up(session, place, progress, Spending.totals)
    return _each((file for file in files if file.kind.spending), one)


def _added_up(
    session: Session, place: Place, progress: Progress, ask: Callable[[Spending], list[Row]]
) -> _One[Row]:
    """A question to a spending file, which is read before the first one."""

    def one(file: SourceFile, notes: Notes) -> tuple[list[Row], int]:
        reading = Spending(session, file, place, notes)
        read = reading.prepare(progress)
        return ask(reading), read

    return one


def begin_spending(session: Session, file: SourceFile, place: Place) -> None:
    """Start reading a spending file; the questions to it wait until it has been read.

    Its fingerprint need not be known yet. A file that must be copied first is left for later.
    """
    Spending(session, file, place, Notes()).begin()


def investment_rows(
    _session: Session, files: Sequence[SourceFile], place: Place, progress: Progress = silent
) -> Reading[records.InvestmentRow]:
    """Each CUI of each file once, from the files of investments among ``files``.

    Raises:
        SourceError: a file is damaged or does not have the place.
    """
    found = (file for file in files if file.kind.investments)
    return _each(found, lambda file, notes: read_investments(file, place, notes, progress))


def progress_rows(
    files: Sequence[SourceFile], cuis: Collection[str], progress: Progress = silent
) -> Reading[records.ProgressRow]:
    """What was declared about some investments, from each FORMATO_12B among ``files``.

    Raises:
        SourceError: a file is damaged.
    """
    found = (file for file in files if file.kind is Kind.FORMAT_12B)
    return _each(found, lambda file, notes: read_progress(file, cuis, notes, progress))


def population_rows(
    _session: Session, files: Sequence[SourceFile], place: Place, progress: Progress = silent
) -> Reading[records.PopulationRow]:
    """The districts of the place in each file of population among ``files``.

    Raises:
        SourceError: a file is damaged or does not have the place.
    """
    found = (file for file in files if file.kind.population)
    return _each(found, lambda file, notes: read_population(file, place, notes, progress))


def _each(files: Iterable[SourceFile], one: _One[Row]) -> Reading[Row]:
    rows: list[Row] = []
    surprises: list[Surprise] = []
    read = 0
    for file in files:
        notes = Notes(file.sha256)
        found, count = one(file, notes)
        rows += found
        read += count
        surprises += [*file.surprises, *notes.surprises()]
    return Reading(tuple(rows), tuple(surprises), read, len(rows))
