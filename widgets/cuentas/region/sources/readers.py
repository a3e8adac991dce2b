"""The questions a pack asks of official files, whatever files they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from cuentas.i18n import text as _
from cuentas.region.sources.amigable import read_amigable
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.engine import Session
from cuentas.region.sources.errors import Notes, Surprise
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.investments import Investments
from cuentas.region.sources.layouts import Kind
from cuentas.region.sources.place import Place
from cuentas.region.sources.population import read_population
from cuentas.region.sources.progress import read_progress
from cuentas.region.sources.records import (
    BudgetRow,
    InvestmentRow,
    PopulationRow,
    ProgressRow,
    Reading,
    SpendingRow,
    TotalRow,
)
from cuentas.region.sources.spending import Spending

Row = TypeVar("Row")
_One = Callable[[SourceFile, Notes], tuple[list[Row], int]]


def budget_rows(
    session: Session, files: Sequence[SourceFile], place: Place, progress: Progress = silent
) -> Reading[BudgetRow]:
    """One row for each file, year and municipality of the place, in order of year and ubigeo.

    Raises:
        SourceError: a file is damaged or does not have the place.
    """

    def one(file: SourceFile, notes: Notes) -> tuple[list[BudgetRow], int]:
        if not file.kind.spending:
            return read_amigable(file, place, notes, progress)
        reading = Spending(session, file, place, notes)
        read = reading.prepare(progress)
        return reading.budget(), read

    found = _each((file for file in files if file.kind.budget), one)
    notes = Notes()
    _odd_budgets(found.rows, notes)
    _new_districts(found.rows, notes)
    rows = sorted(found.rows, key=lambda row: (row.year, row.ubigeo, row.sha256))
    surprises = (*found.surprises, *notes.surprises())
    return Reading(tuple(rows), surprises, found.read, found.kept)


def _odd_budgets(rows: Iterable[BudgetRow], notes: Notes) -> None:
    """What a trainer should look at before teaching with these rows; nothing is changed."""
    for row in rows:
        example = f"{row.entity} {row.year}"
        if not row.pim:
            notes.add("pim-zero", _("Municipalidades con PIM cero en un año."), example)
        if (row.girado or 0) > (row.devengado or 0):
            notes.add("girado-over-devengado", _("Girado mayor que devengado."), example)
        if row.certificado is not None and row.certificado < (row.devengado or 0):
            notes.add("certificado-under-devengado", _("Certificado menor que devengado."), example)


def _new_districts(rows: Sequence[BudgetRow], notes: Notes) -> None:
    first = min((row.year for row in rows), default=0)
    since: dict[str, BudgetRow] = {}
    for row in sorted(rows, key=lambda row: row.year):
        since.setdefault(row.ubigeo, row)
    for row in since.values():
        if row.year > first:
            sentence = _("Municipalidades que aparecen después del primer año.")
            notes.add("new-district", sentence, f"{row.ubigeo} {row.entity}: {row.year}")


def spending_rows(
    session: Session, files: Sequence[SourceFile], place: Place, progress: Progress = silent
) -> Reading[SpendingRow]:
    """Money by genérica and by función, from the MEF's spending files among ``files``.

    Raises:
        SourceError: a file is damaged or does not have the place.
    """

    def one(file: SourceFile, notes: Notes) -> tuple[list[SpendingRow], int]:
        reading = Spending(session, file, place, notes)
        read = reading.prepare(progress)
        return reading.spending(), read

    return _each((file for file in files if file.kind.spending), one)


def totals_rows(
    session: Session, files: Sequence[SourceFile], place: Place, progress: Progress = silent
) -> Reading[TotalRow]:
    """Money by level of government, from the MEF's spending files among ``files``.

    Raises:
        SourceError: a file is damaged or does not have the place.
    """

    def one(file: SourceFile, notes: Notes) -> tuple[list[TotalRow], int]:
        reading = Spending(session, file, place, notes)
        read = reading.prepare(progress)
        return reading.totals(), read

    return _each((file for file in files if file.kind.spending), one)


def investment_rows(
    _session: Session, files: Sequence[SourceFile], place: Place, progress: Progress = silent
) -> Reading[InvestmentRow]:
    """Each CUI of each file once, from the files of investments among ``files``.

    Raises:
        SourceError: a file is damaged or does not have the place.
    """

    def one(file: SourceFile, notes: Notes) -> tuple[list[InvestmentRow], int]:
        reading = Investments(file, place, notes)
        return reading.investments(progress), reading.read

    return _each((file for file in files if file.kind.investments), one)


def progress_rows(
    files: Sequence[SourceFile], cuis: Collection[str], progress: Progress = silent
) -> Reading[ProgressRow]:
    """What was declared about some investments, from each FORMATO_12B among ``files``.

    Raises:
        SourceError: a file is damaged.
    """

    def one(file: SourceFile, _notes: Notes) -> tuple[list[ProgressRow], int]:
        return read_progress(file, cuis, progress)

    return _each((file for file in files if file.kind is Kind.FORMAT_12B), one)


def population_rows(
    _session: Session, files: Sequence[SourceFile], place: Place, progress: Progress = silent
) -> Reading[PopulationRow]:
    """The districts of the place in each file of population among ``files``.

    Raises:
        SourceError: a file is damaged or does not have the place.
    """

    def one(file: SourceFile, notes: Notes) -> tuple[list[PopulationRow], int]:
        return read_population(file, place, notes, progress)

    return _each((file for file in files if file.kind.population), one)


def _each(files: Iterable[SourceFile], one: _One[Row]) -> Reading[Row]:
    rows: list[Row] = []
    surprises: list[Surprise] = []
    read = 0
    for file in files:
        notes = Notes()
        found, count = one(file, notes)
        rows += found
        read += count
        surprises += [*file.surprises, *notes.surprises()]
    return Reading(tuple(rows), tuple(surprises), read, len(rows))
