"""Consulta Amigable: budgets of municipalities as its page exports or as a person copies them."""

from __future__ import annotations

import re
from decimal import Decimal

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.region.sources.cells import Cells, tell_repaired
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.errors import Notes, SourceError
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.place import Known, Place
from cuentas.region.sources.records import AMOUNTS, BudgetRow
from cuentas.region.sources.statement import of_a_part
from cuentas.region.sources.words import folded, repaired

LABEL = re.compile(r"(\d{6})\s*-\s*(\d{6})\s*:\s*(\S.*)")
_PREFIX = re.compile(r"(\d+)\s*:\s*(.*)")
FIRST_YEAR, LAST_YEAR = 1999, 2099


class Amigable:
    """One reading of a Consulta Amigable file: all of its rows are checked, those here are kept."""

    def __init__(self, file: SourceFile, place: Place, notes: Notes) -> None:
        """A reading of ``file`` for ``place``, telling ``notes``."""
        self.file, self.place, self.notes = file, place, notes
        self.cells = Cells(file, notes)
        self.here, self.sum = False, Decimal(0)
        if file.said.part:
            raise SourceError(file.path, of_a_part(file.said))

    def budget(self, progress: Progress = silent) -> list[BudgetRow]:
        """The rows of the place.

        Raises:
            SourceError: a label, a year or an amount that is not one, or the place is not there.
        """
        found: dict[tuple[int, str], BudgetRow] = {}
        places: set[Known] = set()
        for _cells in self.cells.rows(progress):
            row = self._row()
            if row is None:
                continue
            places.add(row.known)
            self.sum += row.pim or 0
            if self.here:
                self._keep(found, row)
        self._refuse_incomplete()
        chosen = self.place.chosen(self.file.path, places)
        return [row for row in found.values() if row.ubigeo in chosen]

    def _refuse_incomplete(self) -> None:
        """The table must add up to what is printed above it, but for the rounding of each row."""
        if self.file.said.printed is None:
            return
        name, amounts = self.file.said.printed
        printed = dict(zip(("pia", "pim"), amounts, strict=False)).get("pim")
        if printed is None or abs(self.sum - printed) <= self.cells.read:
            return
        sentence = _(
            "sus filas suman un PIM de {found} y el mismo archivo dice «{name}»: {printed}. Le "
            "faltan o le sobran filas. Descárgalo otra vez."
        )
        found, expected = formats.number(self.sum), formats.number(printed)
        words = sentence.format(found=found, name=name, printed=expected)
        raise SourceError(self.file.path, words)

    def _keep(self, found: dict[tuple[int, str], BudgetRow], row: BudgetRow) -> None:
        key = (row.year, row.ubigeo)
        if key not in found:
            found[key] = row
        elif found[key] == row:
            example = f"{row.entity} {row.year}"
            self.notes.add("repeated-row", _("Filas repetidas; se contó una sola vez."), example)
        else:
            sentence = _("{entity} está dos veces en {year} con montos distintos. Deja una.")
            raise self.cells.error(sentence.format(entity=row.entity, year=row.year))

    def _row(self) -> BudgetRow | None:
        label = self.cells.raw("municipality")
        if folded(label).startswith("TOTAL"):
            self.notes.add("left-out", _("Filas de total; se dejan fuera para no sumar doble."))
            return None
        found = LABEL.fullmatch(label)
        if not found:
            sentence = _("«{label}» no es como «180106-301486: MUNICIPALIDAD…».")
            raise self.cells.error(sentence.format(label=label), "municipality")
        ubigeo, sec_ejec, name = found.groups()
        if not ubigeo.startswith(self.file.said.within[:6]):
            above = self.file.said.levels[-1][0]
            sentence = _("«{label}» no es de «{above}», que es lo que dice arriba del todo.")
            raise self.cells.error(sentence.format(label=label, above=above), "municipality")
        self.here = ubigeo.startswith(self.place.department)
        return BudgetRow(
            year=year_of(self.cells),
            ubigeo=ubigeo,
            sec_ejec=sec_ejec,
            entity=self._repaired(name),
            province=self._upper("province", ubigeo[:4]),
            department=self._upper("department", ubigeo[:2]),
            **{name: self.cells.amount(name) for name in AMOUNTS},  # type: ignore[arg-type]
            query_date=self.file.query_date,
            sha256=self.file.sha256,
        )

    def _repaired(self, words: str) -> str:
        whole = repaired(words.strip())
        if self.here and whole != words.strip():
            tell_repaired(self.notes, words.strip(), whole)
        return whole

    def _upper(self, column: str, code: str) -> str:
        """The name of the department or province, whose code must begin the ubigeo."""
        if column not in self.cells:
            return ""
        words = self.cells.raw(column)
        found = _PREFIX.fullmatch(words)
        if found and found.group(1).zfill(len(code)) == code:
            return self._repaired(found.group(2))
        sentence = _("«{words}» no corresponde al código {code} de la municipalidad.")
        raise self.cells.error(sentence.format(words=words, code=code), column)


def year_of(cells: Cells) -> int:
    """The year of a row, or else the one of the title.

    Raises:
        SourceError: it is no year, or nothing says it.
    """
    if "year" not in cells:
        if cells.file.said.year is None:
            sentence = _("no dice de qué año es: falta la columna Año o el título con el año.")
            line = cells.file.header_line
            raise SourceError(cells.file.path, sentence, line=line, column="Año")
        return cells.file.said.year
    words = cells.raw("year")
    if words.isascii() and words.isdigit() and FIRST_YEAR <= int(words) <= LAST_YEAR:
        _refuse_other_year(cells, int(words))
        return int(words)
    raise cells.error(_("«{words}» no es un año.").format(words=words), "year")


def _refuse_other_year(cells: Cells, year: int) -> None:
    said = cells.file.said
    if said.year is not None and year not in said.years:
        sentence = _("la fila es de {year} y el título dice {said}. Averigua cuál es.")
        raise cells.error(sentence.format(year=year, said=said.year), "year")


def read_amigable(
    file: SourceFile, place: Place, notes: Notes, progress: Progress = silent
) -> tuple[list[BudgetRow], int]:
    """The rows of the place in a file, and how many rows the file has.

    Raises:
        SourceError: a label, a year or an amount that is not one, or the place is not there.
    """
    reading = Amigable(file, place, notes)
    return reading.budget(progress), reading.cells.read
