"""Consulta Amigable opened by rubro, función or another part: what a municipality's money is.

A table of this kind is never the budget of several municipalities: its rows are the parts of one.
A ranking that includes only projects is of this kind too: its rows are parts of each one's money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.budget import Finality, finality
from cuentas.region.sources.amigable import LABEL, year_of
from cuentas.region.sources.cells import Cells
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.errors import Notes, SourceError
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.layouts import PARTS
from cuentas.region.sources.place import Place
from cuentas.region.sources.records import PartRow
from cuentas.region.sources.statement import of_a_part
from cuentas.region.sources.words import folded, repaired

_CODED = re.compile(r"([0-9A-Z.-]+)\s*:\s*(\S.*)")
PRINTED = ("pia", "pim", "certificado", "compromiso", "compromiso_mensual", "devengado", "girado")
"""The order in which the portal prints a sum."""
KEPT = ("funcion", "rubro")
"""What a pack has a table for."""
UNUSED = "unused"
"""Kind of surprise: a whole file, or a year of it, that a pack does not use."""
AMOUNTS = ("pia", "pim", "devengado", "girado")


def read_breakdown(
    file: SourceFile, place: Place, notes: Notes, progress: Progress = silent
) -> tuple[list[PartRow], int]:
    """The parts of municipalities of the place in a file, and how many rows the file has.

    Raises:
        SourceError: it does not say of which municipality or year it is, something else was
            chosen too, a row has no code or no amount, or the parts do not add up.
    """
    cells = Cells(file, notes)
    if file.said.chosen or not file.said.scope:
        raise SourceError(file.path, of_a_part(file.said))
    rows = list(_rows(cells, progress))
    _refuse_other_sum(file, rows)
    _refuse_repeated(file, rows)
    if not any(row.ubigeo.startswith(place.department) for row in rows):
        raise place.absent(file.path)
    _tell_unused(file, rows, notes)
    return [row for row in rows if place.holds(row.ubigeo)], cells.read


def _tell_unused(file: SourceFile, rows: list[PartRow], notes: Notes) -> None:
    """Tell of what a pack has no place for, or of a year that was not over."""
    if rows[0].classification not in KEPT:
        sentence = _("Está abierto por «{part}», y de eso el paquete no guarda nada.")
        part = file.header[_column(file)]
        notes.add(UNUSED, sentence.format(part=part), count=len(rows))
    for year in sorted({row.year for row in rows}):
        if file.query_date and finality(year, file.query_date) is Finality.IN_YEAR:
            sentence = _("{year} no estaba terminado. Las filas de ese año no se usan.")
            notes.add(UNUSED, sentence.format(year=year), count=len(rows))


def _rows(cells: Cells, progress: Progress) -> Iterator[PartRow]:
    file, classification = cells.file, _classification(cells.file)
    column = "municipality" if classification == "municipalidad" else "part"
    printed = file.said.printed[1] if file.said.printed else ()
    for _row in cells.rows(progress):
        words = repaired(cells.raw(column))
        if folded(words).startswith("TOTAL"):
            notes = _("Filas de total; se dejan fuera para no sumar doble.")
            cells.notes.add("left-out", notes)
            continue
        found = _CODED.fullmatch(words)
        if not found:
            sentence = _("«{words}» no es como «18: CANON Y SOBRECANON…».")
            raise cells.error(sentence.format(words=words), column)
        ubigeo, sec_ejec = _municipality(cells)
        yield PartRow(
            year=year_of(cells),
            ubigeo=ubigeo,
            sec_ejec=sec_ejec,
            classification=classification,
            code=found[1],
            name=found[2],
            includes=file.said.scope,
            **{name: cells.amount(name) for name in AMOUNTS},  # type: ignore[arg-type]
            query_date=file.query_date,
            sha256=file.sha256,
            printed=printed,
        )


def _classification(file: SourceFile) -> str:
    return PARTS[folded(file.header[_column(file)])]


def _column(file: SourceFile) -> int:
    """The column of what the money is opened by; in a ranking, that of the municipalities."""
    return file.columns["part" if "part" in file.columns else "municipality"]


def _municipality(cells: Cells) -> tuple[str, str]:
    """The ubigeo and the code of the entity: of the row, or of what was chosen above the table."""
    above = cells.file.said.printed
    found = LABEL.search(cells.raw("municipality") or (above[0] if above else ""))
    if found is None:
        sentence = _(
            "no dice de qué municipalidad es. En el portal, elige una municipalidad antes de "
            "abrir por {part}."
        )
        words = sentence.format(part=cells.file.header[cells.columns["part"]])
        raise SourceError(cells.file.path, words, line=cells.file.header_line)
    return found[1], found[2]


def _refuse_other_sum(file: SourceFile, rows: list[PartRow]) -> None:
    """The parts must be the whole that is printed above them, but for the rounding of each."""
    if file.said.printed is None:
        return
    name, amounts = file.said.printed
    for at, column in enumerate(("pia", "pim")):
        total = sum(getattr(row, column) or 0 for row in rows)
        if len(amounts) > at and abs(total - amounts[at]) > len(rows):
            sentence = _(
                "sus filas suman un {column} de {found} y el mismo archivo dice «{name}»: "
                "{printed}. Le faltan o le sobran filas. Descárgalo otra vez."
            )
            words = sentence.format(
                column=column.upper(),
                found=formats.number(total),
                name=name,
                printed=formats.number(amounts[at]),
            )
            raise SourceError(file.path, words)


def _refuse_repeated(file: SourceFile, rows: list[PartRow]) -> None:
    seen = set()
    for row in rows:
        key = (row.year, row.ubigeo, row.code)
        if key in seen:
            sentence = _("«{code}: {name}» está dos veces. Deja una.")
            raise SourceError(file.path, sentence.format(code=row.code, name=row.name))
        seen.add(key)
