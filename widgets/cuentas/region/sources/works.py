"""INFOBRAS, of the Contraloría: how public works go, and which ones are stopped and why.

The layout is known by position, from a description of the columns of the published spreadsheet:
97 columns after three rows of titles. It was not tried with the published file. That is why the
positions are checked by what their cells hold, and odd cells are told instead of refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from cuentas.i18n import text as _
from cuentas.region.sources.cells import Cells, no_amount
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.errors import Notes
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.place import Place, department_code
from cuentas.region.sources.records import WorkRow
from cuentas.region.sources.words import (
    CUI_DIGITS,
    LARGEST_PERCENT,
    amount,
    code,
    day,
    folded,
    is_blank,
    repaired,
    spaced_amount,
)

Value = TypeVar("Value")
_YES, _NO = {"SI", "S", "1", "TRUE"}, {"NO", "N", "0", "FALSE"}


class Works:
    """One reading of an INFOBRAS file for the department of a place."""

    def __init__(self, file: SourceFile, place: Place, notes: Notes) -> None:
        """A reading of ``file`` for ``place``, telling ``notes``."""
        self.file, self.place, self.notes = file, place, notes
        self.cells = Cells(file, notes)

    def works(self, progress: Progress = silent) -> list[WorkRow]:
        """The works of the department that have a CUI, each row once.

        The file has no ubigeo and puts works in wrong districts: it is never asked for less than
        a department. Join its rows with the investments by CUI.

        Raises:
            SourceError: an amount that is not one, or the department is not there.
        """
        found: dict[WorkRow, None] = {}
        for _row in self.cells.rows(progress):
            if department_code(repaired(self.cells.raw("department"))) != self.place.department:
                continue
            row = self._work()
            if not row.cui:
                sentence = _("Obras sin código único; se dejan fuera.")
                self.notes.add("without-code", sentence, row.name[:60])
            elif row in found:
                self.notes.add(
                    "repeated-row", _("Filas repetidas; se contó una sola vez."), row.cui
                )
            else:
                found[row] = None
        if not found:
            raise self.place.absent(self.file.path)
        return list(found)

    def _work(self) -> WorkRow:
        cells = self.cells
        return WorkRow(
            cui=self._cui(),
            work=cells.raw("work"),
            name=cells.words("name"),
            state=cells.words("state"),
            level=cells.words("level"),
            department=cells.words("department"),
            province=cells.words("province"),
            district=cells.words("district"),
            scheduled_percent=self._percent("scheduled_percent"),
            real_percent=self._percent("real_percent"),
            stopped=self._stopped(),
            cause=cells.words("cause"),
            stopped_on=self._day(),
            stopped_days=self._days(),
            viable_cost=self._amount("viable_cost"),
            devengado=self._amount("devengado"),
            query_date=self.file.query_date,
            sha256=self.file.sha256,
        )

    def _cui(self) -> str:
        return self._told("cui", lambda cell: code(cell, CUI_DIGITS)) or ""

    def _percent(self, column: str) -> Decimal | None:
        percent = self._told(column, lambda cell: spaced_amount(cell.removesuffix("%")))
        if percent is not None and not 0 <= percent <= LARGEST_PERCENT:
            sentence = _("Avance fuera de 0 a 100; se dejó como está en el archivo.")
            self.notes.add("odd-value", sentence, f"{self.cells.raw('cui')}: {percent}")
        return percent

    def _stopped(self) -> bool | None:
        words = folded(self.cells.raw("stopped"))
        if words in _YES | _NO:
            return words in _YES
        if words:
            self._odd("stopped")
        return None

    def _day(self) -> date | None:
        return self._told("stopped_on", day)

    def _days(self) -> int | None:
        days = self._told("stopped_days", amount)
        return None if days is None else int(days)

    def _amount(self, column: str) -> Decimal | None:
        return self.cells.value(column, spaced_amount, no_amount())

    def _told(self, column: str, rule: Callable[[str], Value | None]) -> Value | None:
        """What a rule reads in a cell, or nothing and a surprise."""
        words = self.cells.raw(column)
        try:
            return None if is_blank(words) else rule(words)
        except ValueError:
            self._odd(column)
            return None

    def _odd(self, column: str) -> None:
        sentence = _("Celdas de INFOBRAS que no se entienden; se tomaron como vacías.")
        name = self.file.header[self.cells.columns[column]]
        self.notes.add("odd-value", sentence, f"{name}: {self.cells.raw(column)[:40]}")


def read_works(
    file: SourceFile, place: Place, notes: Notes, progress: Progress = silent
) -> tuple[list[WorkRow], int]:
    """The works of the department in a file, and how many rows the file has.

    Raises:
        SourceError: an amount that is not one, or the department is not there.
    """
    reading = Works(file, place, notes)
    return reading.works(progress), reading.cells.read
