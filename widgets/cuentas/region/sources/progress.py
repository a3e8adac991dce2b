"""FORMATO_12B: what the executing unit declares every month about each investment."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from cuentas.i18n import text as _
from cuentas.region.sources.amigable import not_an_amount
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.errors import SourceError
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.records import ProgressRow
from cuentas.region.sources.words import amount, code


def read_progress(
    file: SourceFile, cuis: Collection[str], progress: Progress = silent
) -> tuple[list[ProgressRow], int]:
    """The declarations about some investments in a file, and how many rows the file has.

    Raises:
        SourceError: a CUI or an amount that is not one.
    """
    rows, read = [], 0
    for line, cells in file.rows(progress):
        read += 1
        cui = _cui(file, line, cells)
        if cui in cuis:
            rows.append(_row(file, line, cells, cui))
    return rows, read


def _cui(file: SourceFile, line: int, cells: list[str]) -> str:
    at = file.columns["cod_unico"]
    try:
        return code(cells[at], 7)
    except ValueError as error:
        sentence = _("«{words}» no es un CUI.").format(words=cells[at])
        raise SourceError(file.path, sentence, line=line, column=file.header[at]) from error


def _row(file: SourceFile, line: int, cells: list[str], cui: str) -> ProgressRow:
    def read(column: str) -> Decimal | None:
        at = file.columns[column]
        try:
            return amount(cells[at])
        except ValueError as error:
            sentence = not_an_amount(cells[at])
            raise SourceError(file.path, sentence, line=line, column=file.header[at]) from error

    return ProgressRow(
        cui=cui,
        period=cells[file.columns["periodo"]].strip(),
        programmed_financial=read("monto_programado_financiero"),
        updated_financial=read("monto_actualizado_financiero"),
        programmed_physical=read("monto_programado_fisico"),
        updated_physical=read("monto_actualizado_fisico"),
        executed_physical=read("monto_ejecutado_fisico"),
        query_date=file.query_date,
        sha256=file.sha256,
    )
