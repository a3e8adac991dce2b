"""INEI: people by district, as counted by the census or as projected."""

from __future__ import annotations

import re

from cuentas.i18n import text as _
from cuentas.region.sources.cells import Cells
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.errors import Notes
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.kinds import Kind
from cuentas.region.sources.place import Place, department_code
from cuentas.region.sources.records import PopulationRow
from cuentas.region.sources.words import amount, folded, repaired

_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")
"""Six thousand written «6.000», which others write for six."""
_ABOVE = {"PROVINCIA", "DEPARTAMENTO", "NACIONAL", "PAIS"}


def read_population(
    file: SourceFile, place: Place, notes: Notes, progress: Progress = silent
) -> tuple[list[PopulationRow], int]:
    """The districts of the place in a file, and how many rows the file has.

    Raises:
        SourceError: a code or a number of people that is not one, or the place is not there.
    """
    found: dict[str, PopulationRow] = {}
    cells = Cells(file, notes)
    for _row in cells.rows(progress):
        row = _of_a_district(cells)
        if row is None:
            sentence = _("Filas que no son de un distrito; se dejan fuera.")
            notes.add("left-out", sentence, file.header[file.columns["level"]])
        elif row.ubigeo in found:
            sentence = _("el distrito {ubigeo} está dos veces. Deja una fila.")
            raise cells.error(sentence.format(ubigeo=row.ubigeo))
        else:
            found[row.ubigeo] = row
    chosen = place.chosen(file.path, (row.known for row in found.values()))
    return [row for ubigeo, row in found.items() if ubigeo in chosen], cells.read


def _province_name(cells: Cells) -> str:
    if "provincia" in cells:
        return repaired(cells.raw("provincia"))
    parts = cells.raw("key").split("|")
    return parts[1] if len(parts) > 1 else ""


def _of_a_district(cells: Cells) -> PopulationRow | None:
    if _is_above_district(cells):
        return None
    census = cells.file.kind is Kind.POPULATION_CENSUS
    ubigeo = _ubigeo(cells)
    _refuse_contradiction(cells, ubigeo)
    total = _people(cells, "total" if census else "poblacion")
    women = _people(cells, "mujer") if census else None
    men = _people(cells, "hombre") if census else None
    if women is not None and men is not None and women + men != total:
        raise cells.error(_("hombres y mujeres no suman el total."), "total")
    return PopulationRow(
        ubigeo=ubigeo,
        name=repaired(cells.raw("nombre" if census else "distrito")),
        province=ubigeo[:4],
        province_name=_province_name(cells),
        source="census" if census else "projection",
        total=total,
        women=women,
        men=men,
        query_date=cells.file.query_date,
        sha256=cells.file.sha256,
    )


def _is_above_district(cells: Cells) -> bool:
    level = folded(cells.raw("level")) if "level" in cells else "DISTRITO"
    if level not in {"DISTRITO", *_ABOVE}:
        sentence = _("«{words}» no es un nivel que se conozca.")
        raise cells.error(sentence.format(words=cells.raw("level")), "level")
    return level != "DISTRITO"


def _refuse_contradiction(cells: Cells, ubigeo: str) -> None:
    """A code of one department beside the name of another would move people in silence."""
    words = cells.raw("departamento") or cells.raw("key")
    named = department_code(repaired(words.split("|")[0])) if words else None
    if named is not None and named != ubigeo[:2]:
        sentence = _("el código {ubigeo} y «{name}» no coinciden.")
        raise cells.error(sentence.format(ubigeo=ubigeo, name=words), "ubigeo")


def _ubigeo(cells: Cells) -> str:
    sentence = _("«{words}» no es un ubigeo.")
    found = cells.code("ubigeo", 6, sentence)
    if not found:
        raise cells.error(sentence.format(words=""), "ubigeo")
    return found


def _people(cells: Cells, column: str) -> int:
    return cells.value(column, _whole, _("«{words}» no es un número de personas."))


def _whole(cell: str) -> int:
    if _THOUSANDS.fullmatch(cell.strip()):
        raise ValueError(cell)
    found = amount(cell)
    if found is None or found < 0 or found != int(found):
        raise ValueError(cell)
    return int(found)
