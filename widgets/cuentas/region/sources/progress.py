"""FORMATO_12B: what the executing unit declares every month about each investment."""

from __future__ import annotations

from collections.abc import Collection

from cuentas.i18n import text as _
from cuentas.region.sources.cells import Cells
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.errors import Notes
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.records import ProgressRow
from cuentas.region.sources.words import CUI_DIGITS


def read_progress(
    file: SourceFile, cuis: Collection[str], notes: Notes, progress: Progress = silent
) -> tuple[list[ProgressRow], int]:
    """The declarations about some investments in a file, and how many rows the file has.

    Raises:
        SourceError: a CUI or an amount that is not one.
    """
    cells = Cells(file, notes)
    sentence = _("«{words}» no es un CUI.")
    rows = [
        _row(cells, cui)
        for _cells in cells.rows(progress)
        if (cui := cells.code("cod_unico", CUI_DIGITS, sentence)) in cuis
    ]
    return rows, cells.read


def _row(cells: Cells, cui: str) -> ProgressRow:
    return ProgressRow(
        cui=cui,
        period=cells.raw("periodo"),
        programmed_financial=cells.amount("monto_programado_financiero"),
        updated_financial=cells.amount("monto_actualizado_financiero"),
        programmed_physical=cells.amount("monto_programado_fisico"),
        updated_physical=cells.amount("monto_actualizado_fisico"),
        executed_physical=cells.amount("monto_ejecutado_fisico"),
        query_date=cells.file.query_date,
        sha256=cells.file.sha256,
    )
