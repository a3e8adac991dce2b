"""Consulta Amigable: budgets of municipalities as its page exports or as a person copies them."""

from __future__ import annotations

import re
from decimal import Decimal

from cuentas.i18n import text as _
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.errors import Notes, SourceError
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.place import Place
from cuentas.region.sources.records import BudgetRow
from cuentas.region.sources.words import amount, folded, repaired

_LABEL = re.compile(r"(\d{6})\s*-\s*(\d{6})\s*:\s*(\S.*)")
_PREFIX = re.compile(r"(\d+)\s*:\s*(.*)")
AMOUNTS = (
    "pia",
    "pim",
    "certificado",
    "compromiso",
    "compromiso_mensual",
    "devengado",
    "girado",
)
FIRST_YEAR, LAST_YEAR = 1999, 2099


class Amigable:
    """One reading of a Consulta Amigable file: all of its rows are checked, those here are kept."""

    def __init__(self, file: SourceFile, place: Place, notes: Notes) -> None:
        """A reading of ``file`` for ``place``, telling ``notes``."""
        self.file, self.place, self.notes = file, place, notes
        self.columns = file.columns
        self.read = 0
        self.here = False
        if "year" not in self.columns and file.title_year is None:
            sentence = _("no dice de qué año es: falta la columna Año o el título con el año.")
            raise SourceError(file.path, sentence, line=file.header_line, column="Año")

    def budget(self, progress: Progress = silent) -> list[BudgetRow]:
        """The rows of the place.

        Raises:
            SourceError: a label, a year or an amount that is not one, or the place is not there.
        """
        found: dict[tuple[int, str], BudgetRow] = {}
        places: set[tuple[str, str, str]] = set()
        for line, cells in self.file.rows(progress):
            self.read += 1
            row = self._row(line, cells)
            if row is None:
                continue
            places.add((row.ubigeo, _short(row.entity), row.province))
            if self.here:
                self._keep(found, row, line)
        chosen = self.place.chosen(self.file.path, places)
        return [row for row in found.values() if row.ubigeo in chosen]

    def _keep(self, found: dict[tuple[int, str], BudgetRow], row: BudgetRow, line: int) -> None:
        key = (row.year, row.ubigeo)
        if key not in found:
            found[key] = row
        elif found[key] == row:
            example = f"{row.entity} {row.year}"
            self.notes.add("repeated-row", _("Filas repetidas; se contó una sola vez."), example)
        else:
            sentence = _("{entity} está dos veces en {year} con montos distintos. Deja una.")
            raise self._error(line, sentence.format(entity=row.entity, year=row.year))

    def _row(self, line: int, cells: list[str]) -> BudgetRow | None:
        label = cells[self.columns["municipality"]].strip()
        if folded(label).startswith("TOTAL"):
            self.notes.add("left-out", _("Filas de total; se dejan fuera para no sumar doble."))
            return None
        found = _LABEL.fullmatch(label)
        if not found:
            sentence = _("«{label}» no es como «180106-301486: MUNICIPALIDAD…».")
            raise self._error(line, sentence.format(label=label), "municipality")
        ubigeo, sec_ejec, name = found.groups()
        self.here = ubigeo.startswith(self.place.department)
        department = self._upper(line, cells, "department", ubigeo[:2])
        province = self._upper(line, cells, "province", ubigeo[:4])
        amounts = {name: self._amount(line, cells, name) for name in AMOUNTS}
        return BudgetRow(
            year=self._year(line, cells),
            ubigeo=ubigeo,
            sec_ejec=sec_ejec,
            entity=self._repaired(name),
            province=province,
            department=department,
            **amounts,
            query_date=self.file.query_date,
            sha256=self.file.sha256,
        )

    def _repaired(self, words: str) -> str:
        whole = repaired(words.strip())
        if self.here and whole != words.strip():
            sentence = _("Nombres con letras dañadas; se repararon.")
            self.notes.add("repaired-text", sentence, f"{words.strip()} → {whole}")
        return whole

    def _upper(self, line: int, cells: list[str], column: str, code: str) -> str:
        """The name of the department or province, whose code must begin the ubigeo."""
        if column not in self.columns:
            return ""
        words = cells[self.columns[column]].strip()
        found = _PREFIX.fullmatch(words)
        if found and found.group(1).zfill(len(code)) == code:
            return self._repaired(found.group(2))
        sentence = _("«{words}» no corresponde al código {code} de la municipalidad.")
        raise self._error(line, sentence.format(words=words, code=code), column)

    def _year(self, line: int, cells: list[str]) -> int:
        if "year" not in self.columns:
            return self.file.title_year or 0
        words = cells[self.columns["year"]].strip()
        if words.isascii() and words.isdigit() and FIRST_YEAR <= int(words) <= LAST_YEAR:
            return int(words)
        raise self._error(line, _("«{words}» no es un año.").format(words=words), "year")

    def _amount(self, line: int, cells: list[str], column: str) -> Decimal | None:
        words = cells[self.columns[column]]
        try:
            return amount(words)
        except ValueError as error:
            raise self._error(line, not_an_amount(words), column) from error

    def _error(self, line: int, sentence: str, column: str | None = None) -> SourceError:
        name = None if column is None else self.file.header[self.columns[column]]
        return SourceError(self.file.path, sentence, line=line, column=name)


def not_an_amount(words: str) -> str:
    """The sentence about a cell that should be an amount."""
    sentence = _("«{words}» no es un monto. Se espera 1,234.56 o 1234.56, con punto decimal.")
    return sentence.format(words=words.strip())


def _short(entity: str) -> str:
    """The district in «MUNICIPALIDAD DISTRITAL DE TORATA»."""
    return re.sub(r"^MUNICIPALIDAD (DISTRITAL|PROVINCIAL) DE(L)? ", "", entity)


def read_amigable(
    file: SourceFile, place: Place, notes: Notes, progress: Progress = silent
) -> tuple[list[BudgetRow], int]:
    """The rows of the place in a file, and how many rows the file has.

    Raises:
        SourceError: a label, a year or an amount that is not one, or the place is not there.
    """
    reading = Amigable(file, place, notes)
    return reading.budget(progress), reading.read
