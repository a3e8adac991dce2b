"""Investments of Invierte.pe: three official files, each CUI once.

Rows of the same CUI are places of one investment, not more money: they are never added up.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cuentas.i18n import text as _
from cuentas.region.sources.amigable import not_an_amount
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.errors import Notes, SourceError
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.layouts import Kind
from cuentas.region.sources.place import DEPARTMENTS, Place, department_code
from cuentas.region.sources.records import InvestmentRow
from cuentas.region.sources.words import amount, code, day, folded, is_blank, repaired

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
_BY_WORDS = {folded(name): code_ for code_, name in DEPARTMENTS.items()}
LARGEST_PERCENT = 100


class Investments:
    """One reading of a file of investments for a place."""

    def __init__(self, file: SourceFile, place: Place, notes: Notes) -> None:
        """A reading of ``file`` for ``place``, telling ``notes``."""
        self.file, self.place, self.notes = file, place, notes
        self.columns = file.columns
        self.read = 0
        self.line = 0
        self.found: dict[str, InvestmentRow] = {}
        self.places: dict[str, set[str]] = {}
        self.seen: set[bytes] = set()
        self.districts: dict[str, tuple[str, str]] = {}

    def investments(self, progress: Progress = silent) -> list[InvestmentRow]:
        """Each CUI of the place, once.

        Raises:
            SourceError: a code, an amount or a date that is not one, or the place is not there.
        """
        kept: list[tuple[bytes, InvestmentRow]] = []
        for line, cells in self.file.rows(progress):
            self.read, self.line = self.read + 1, line
            ubigeo = self._ubigeo(cells)
            self._elsewhere(cells, ubigeo)
            if ubigeo.startswith(self.place.department):
                self._odd_place(cells, ubigeo)
                row = self._row(cells, ubigeo)
                self.districts[ubigeo] = (row.district, row.province)
                kept.append((_digest(cells), row))
        found = ((ubigeo, *names) for ubigeo, names in self.districts.items())
        chosen = self.place.chosen(self.file.path, found)
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

    def _cell(self, cells: list[str], column: str) -> str:
        return cells[self.columns[column]].strip() if column in self.columns else ""

    def _words(self, cells: list[str], column: str) -> str:
        words = self._cell(cells, column)
        if is_blank(words):
            return ""
        whole = " ".join(repaired(words).split())
        words = " ".join(words.split())
        if whole != words:
            sentence = _("Nombres con letras dañadas; se repararon.")
            self.notes.add("repaired-text", sentence, f"{words[:40]} → {whole[:40]}")
        if re.search(r"\w\?\w", whole) and column in {"district", "province"}:
            sentence = _("Nombres con «?» en lugar de una letra; el código dice cuál es.")
            self.notes.add("odd-value", sentence, whole)
        return whole

    def _ubigeo(self, cells: list[str]) -> str:
        """The code of the place; where it is blank, that of the department's name with zeros."""
        words = self._cell(cells, "ubigeo")
        try:
            found = code(words, 6)
        except ValueError as error:
            raise self._error(
                _("«{words}» no es un ubigeo.").format(words=words), "ubigeo"
            ) from error
        named = self._named(cells)
        return found or (f"{named}0000" if named else "")

    def _named(self, cells: list[str]) -> str | None:
        return department_code(repaired(self._cell(cells, "department")))

    def _elsewhere(self, cells: list[str], ubigeo: str) -> None:
        """A row that says this department by name and another by code is told, never just lost."""
        if not ubigeo.startswith(self.place.department) and (
            self._named(cells) == self.place.department
        ):
            sentence = _("El nombre es de este departamento y el ubigeo no; se dejan fuera.")
            self.notes.add("left-out", sentence, f"{self._cell(cells, 'cui')} {ubigeo}")

    def _odd_place(self, cells: list[str], ubigeo: str) -> None:
        words, named = self._cell(cells, "ubigeo"), self._named(cells)
        if words and len(words.split(".")[0]) < len(ubigeo):
            sentence = _("Códigos sin su cero de la izquierda; se repusieron.")
            self.notes.add("odd-code", sentence, words)
        if named and ubigeo[:2] != named:
            sentence = _("El ubigeo y el departamento no coinciden; se usó el ubigeo.")
            self.notes.add("place-contradiction", sentence, f"{ubigeo} {DEPARTMENTS[named]}")

    def _row(self, cells: list[str], ubigeo: str) -> InvestmentRow:
        return InvestmentRow(
            cui=self._cui(cells),
            name=self._words(cells, "name"),
            state=self._words(cells, "state"),
            viable_cost=self._amount(cells, "viable_cost"),
            updated_cost=self._amount(cells, "updated_cost"),
            registered_on=self._day(cells, "registered_on"),
            viable_on=self._day(cells, "viable_on"),
            ubigeo=ubigeo,
            department=self._words(cells, "department"),
            province=self._words(cells, "province"),
            district=self._words(cells, "district"),
            entity=self._words(cells, "entity"),
            executor=self._words(cells, "executor"),
            sector=self._words(cells, "sector"),
            level=self._level(cells),
            places=1,
            devengado=self._accrued(cells),
            physical_progress=self._progress(cells),
            query_date=self.file.query_date,
            sha256=self.file.sha256,
            closed_on=self._day(cells, "closed_on"),
        )

    def _cui(self, cells: list[str]) -> str:
        words = self._cell(cells, "cui")
        try:
            return code(words, 7)
        except ValueError as error:
            raise self._error(_("«{words}» no es un CUI.").format(words=words), "cui") from error

    def _level(self, cells: list[str]) -> str:
        """The level of government, said by the file or by the sector of the entity."""
        words = folded(self._cell(cells, "level")) or folded(self._cell(cells, "sector"))
        known = _LEVELS.get(words, "")
        return known or ("national" if words else "")

    def _amount(self, cells: list[str], column: str) -> Decimal | None:
        words = self._cell(cells, column)
        try:
            return amount(words)
        except ValueError as error:
            raise self._error(not_an_amount(words), column) from error

    def _day(self, cells: list[str], column: str) -> date | None:
        words = self._cell(cells, column)
        try:
            return day(words)
        except ValueError as error:
            sentence = _("«{words}» no es una fecha como 2024-09-09 o 09/09/2024.")
            raise self._error(sentence.format(words=words), column) from error

    def _accrued(self, cells: list[str]) -> Decimal | None:
        names = {
            Kind.INVESTMENTS: ("deven_acumul_anio_ant", "dev_anio_actual"),
            Kind.CLOSED_INVESTMENTS: ("deven_acumulado",),
        }.get(self.file.kind, ())
        parts = [self._amount(cells, name) for name in names]
        known = [part for part in parts if part is not None]
        return sum(known, Decimal(0)) if known else None

    def _progress(self, cells: list[str]) -> Decimal | None:
        percent = self._amount(cells, "physical_progress")
        if percent is not None and not 0 <= percent <= LARGEST_PERCENT:
            sentence = _("Avance físico fuera de 0 a 100; se dejó como está en el archivo.")
            self.notes.add("odd-value", sentence, f"{self._cell(cells, 'cui')}: {percent}")
        return percent

    def _error(self, sentence: str, column: str) -> SourceError:
        name = self.file.header[self.columns[column]]
        return SourceError(self.file.path, sentence, line=self.line, column=name)


def _digest(cells: list[str]) -> bytes:
    """A short mark of a row, so that an exact repeat is known without keeping the row."""
    return hashlib.blake2b("\x1f".join(cells).encode(), digest_size=16).digest()
