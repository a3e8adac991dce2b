"""Investments of Invierte.pe: three official files, each CUI once.

Rows of the same CUI are places of one investment, not more money: they are never added up.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from decimal import Decimal

from cuentas.i18n import text as _
from cuentas.model.place import DEPARTMENTS
from cuentas.region.sources.cells import Cells
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.errors import Notes
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.kinds import Kind
from cuentas.region.sources.place import Known, Place, department_code
from cuentas.region.sources.records import InvestmentRow
from cuentas.region.sources.words import CUI_DIGITS, LARGEST_PERCENT, folded, repaired

_LEVELS = {
    "GN": "national",
    "GR": "regional",
    "GL": "municipal",
    "GOBIERNO_NACIONAL": "national",
    "GOBIERNO_REGIONAL": "regional",
    "GOBIERNO_LOCAL": "municipal",
    "GOBIERNOS_REGIONALES": "regional",
    "GOBIERNOS_LOCALES": "municipal",
}
_NAMED = re.compile(r"DEPARTAMENTO_DEL?_([A-Z_]+)")
_UNKNOWN_LETTER = re.compile(r"\w\?\w")
_BY_WORDS = {folded(name): code_ for code_, name in DEPARTMENTS.items()}


class Investments:
    """One reading of a file of investments for a place."""

    def __init__(self, file: SourceFile, place: Place, notes: Notes) -> None:
        """A reading of ``file`` for ``place``, telling ``notes``."""
        self.file, self.place, self.notes = file, place, notes
        self.cells = Cells(file, notes)
        self.found: dict[str, InvestmentRow] = {}
        self.places: dict[str, set[str]] = {}
        self.seen: set[bytes] = set()
        self.districts: dict[str, Known] = {}

    def investments(self, progress: Progress = silent) -> list[InvestmentRow]:
        """Each CUI of the place, once.

        Raises:
            SourceError: a code, an amount or a date that is not one, or the place is not there.
        """
        kept: list[tuple[bytes, InvestmentRow]] = []
        for cells in self.cells.rows(progress):
            ubigeo = self._ubigeo()
            self._elsewhere(ubigeo)
            if ubigeo.startswith(self.place.department):
                self._odd_place(ubigeo)
                row = self._row(ubigeo)
                self.districts[ubigeo] = row.known
                kept.append((_digest(cells), row))
        place = self.place.coded(self.file.path, self.districts.values())
        chosen = place.chosen(self.file.path, self.districts.values(), whole=False)
        for ubigeo in place.districts:
            if ubigeo not in chosen:
                sentence = _("Distritos que pediste y que no tienen ninguna inversión.")
                self.notes.add("no-investments", sentence, ubigeo)
        for mark, row in kept:
            if row.ubigeo in chosen:
                self._keep(mark, row)
        return self._all()

    def _all(self) -> list[InvestmentRow]:
        several = [cui for cui, places in self.places.items() if len(places) > 1]
        for cui in several:
            sentence = _("Inversiones en varios lugares; se cuentan una sola vez.")
            self.notes.add("several-places", sentence, cui)
        return [replace(row, places=len(self.places[cui])) for cui, row in self.found.items()]

    def _keep(self, mark: bytes, row: InvestmentRow) -> None:
        if mark in self.seen:
            self.notes.add("repeated-row", _("Filas repetidas; se contó una sola vez."), row.cui)
            return
        self.seen.add(mark)
        if not row.cui:
            sentence = _("Inversiones sin código único; se dejan fuera.")
            self.notes.add("without-code", sentence, row.name[:60])
            return
        self.places.setdefault(row.cui, set()).add(row.ubigeo)
        first = self.found.setdefault(row.cui, row)
        self._contradictions(first, row)

    def _contradictions(self, first: InvestmentRow, row: InvestmentRow) -> None:
        if (first.viable_cost, first.updated_cost) != (row.viable_cost, row.updated_cost):
            sentence = _("El mismo CUI con costos distintos; se usó el de la primera fila.")
            self.notes.add("cost-contradiction", sentence, row.cui)
        if first is not row:
            return
        named = {_BY_WORDS.get(words) for words in _NAMED.findall(folded(row.name))} - {None}
        if named and self.place.department not in named:
            sentence = _("El nombre dice otro departamento que el de su lugar. Revísalas.")
            self.notes.add("place-contradiction", sentence, f"{row.cui} {row.name[:60]}")

    def _place(self, column: str) -> str:
        words = self.cells.words(column)
        if _UNKNOWN_LETTER.search(words):
            sentence = _("Nombres con «?» en lugar de una letra; el código dice cuál es.")
            self.notes.add("odd-value", sentence, words)
        return words

    def _ubigeo(self) -> str:
        """The code of the place; where it is blank, that of the department's name with zeros."""
        found = self.cells.code("ubigeo", 6, _("«{words}» no es un ubigeo."))
        named = self._named()
        return found or (f"{named}0000" if named else "")

    def _named(self) -> str | None:
        return department_code(repaired(self.cells.raw("department")))

    def _elsewhere(self, ubigeo: str) -> None:
        """A row that says this department by name and another by code is told, never just lost."""
        if not ubigeo.startswith(self.place.department) and self._named() == self.place.department:
            sentence = _("El nombre es de este departamento y el ubigeo no; se dejan fuera.")
            self.notes.add("left-out", sentence, f"{self.cells.raw('cui')} {ubigeo}")

    def _odd_place(self, ubigeo: str) -> None:
        words, named = self.cells.raw("ubigeo"), self._named()
        if words and len(words.split(".")[0]) < len(ubigeo):
            sentence = _("Códigos sin su cero de la izquierda; se repusieron.")
            self.notes.add("odd-code", sentence, words)
        if named and ubigeo[:2] != named:
            sentence = _("El ubigeo y el departamento no coinciden; se usó el ubigeo.")
            self.notes.add("place-contradiction", sentence, f"{ubigeo} {DEPARTMENTS[named]}")

    def _row(self, ubigeo: str) -> InvestmentRow:
        cells = self.cells
        return InvestmentRow(
            cui=cells.code("cui", CUI_DIGITS, _("«{words}» no es un CUI.")),
            name=cells.words("name"),
            state=cells.words("state"),
            viable_cost=cells.amount("viable_cost"),
            updated_cost=cells.amount("updated_cost"),
            registered_on=cells.day("registered_on"),
            viable_on=cells.day("viable_on"),
            ubigeo=ubigeo,
            department=cells.words("department"),
            province=self._place("province"),
            district=self._place("district"),
            entity=cells.words("entity"),
            executor=cells.words("executor"),
            sector=cells.words("sector"),
            level=self._level(),
            places=1,
            devengado=self._accrued(),
            physical_progress=self._progress(),
            query_date=self.file.query_date,
            sha256=self.file.sha256,
            closed_on=cells.day("closed_on"),
        )

    def _level(self) -> str:
        """The level of government, said by the file or by the sector of the entity."""
        words = folded(self.cells.raw("level")) or folded(self.cells.raw("sector"))
        known = _LEVELS.get(words, "")
        return known or ("national" if words else "")

    def _accrued(self) -> Decimal | None:
        names = {
            Kind.INVESTMENTS: ("deven_acumul_anio_ant", "dev_anio_actual"),
            Kind.CLOSED_INVESTMENTS: ("deven_acumulado",),
        }.get(self.file.kind, ())
        parts = [self.cells.amount(name) for name in names]
        known = [part for part in parts if part is not None]
        return sum(known, Decimal(0)) if known else None

    def _progress(self) -> Decimal | None:
        percent = self.cells.amount("physical_progress")
        if percent is not None and not 0 <= percent <= LARGEST_PERCENT:
            sentence = _("Avance físico fuera de 0 a 100; se dejó como está en el archivo.")
            self.notes.add("odd-value", sentence, f"{self.cells.raw('cui')}: {percent}")
        return percent


def _digest(cells: list[str]) -> bytes:
    """A short mark of a row, so that an exact repeat is known without keeping the row."""
    return hashlib.blake2b("\x1f".join(cells).encode(), digest_size=16).digest()


def read_investments(
    file: SourceFile, place: Place, notes: Notes, progress: Progress = silent
) -> tuple[list[InvestmentRow], int]:
    """Each CUI of the place once, and how many rows the file has.

    Raises:
        SourceError: a code, an amount or a date that is not one, or the place is not there.
    """
    reading = Investments(file, place, notes)
    return reading.investments(progress), reading.cells.read
