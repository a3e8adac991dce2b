"""INEI: people by district, as counted by the census or as projected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cuentas.i18n import text as _
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.errors import Notes, SourceError
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.layouts import Kind
from cuentas.region.sources.place import Place, department_code
from cuentas.region.sources.records import PopulationRow
from cuentas.region.sources.words import amount, code, folded, repaired

Value = TypeVar("Value")
_ABOVE = {"PROVINCIA", "DEPARTAMENTO", "NACIONAL", "PAIS"}


def read_population(
    file: SourceFile, place: Place, notes: Notes, progress: Progress = silent
) -> tuple[list[PopulationRow], int]:
    """The districts of the place in a file, and how many rows the file has.

    Raises:
        SourceError: a code or a number of people that is not one, or the place is not there.
    """
    found: dict[str, PopulationRow] = {}
    places, read = set(), 0
    for line, cells in file.rows(progress):
        read += 1
        row = _row(file, line, cells)
        if row is None:
            sentence = _("Filas que no son de un distrito; se dejan fuera.")
            notes.add("left-out", sentence, file.header[file.columns["level"]])
        elif row.ubigeo in found:
            sentence = _("el distrito {ubigeo} está dos veces. Deja una fila.")
            raise SourceError(file.path, sentence.format(ubigeo=row.ubigeo), line=line)
        else:
            found[row.ubigeo] = row
            places.add((row.ubigeo, row.name, _province_name(file, cells)))
    chosen = place.chosen(file.path, places)
    return [row for ubigeo, row in found.items() if ubigeo in chosen], read


def _province_name(file: SourceFile, cells: list[str]) -> str:
    columns = file.columns
    if "provincia" in columns:
        return repaired(cells[columns["provincia"]])
    parts = cells[columns["key"]].split("|") if "key" in columns else []
    return parts[1] if len(parts) > 1 else ""


def _row(file: SourceFile, line: int, cells: list[str]) -> PopulationRow | None:
    columns = file.columns
    if _is_above_district(file, line, cells):
        return None
    census = file.kind is Kind.POPULATION_CENSUS
    ubigeo = _ubigeo(file, line, cells)
    _refuse_contradiction(file, line, cells, ubigeo)
    total = _people(file, line, cells, "total" if census else "poblacion")
    women = _people(file, line, cells, "mujer") if census else None
    men = _people(file, line, cells, "hombre") if census else None
    if women is not None and men is not None and women + men != total:
        sentence = _("hombres y mujeres no suman el total.")
        raise SourceError(file.path, sentence, line=line, column=file.header[columns["total"]])
    return PopulationRow(
        ubigeo=ubigeo,
        name=repaired(cells[columns["nombre" if census else "distrito"]].strip()),
        province=ubigeo[:4],
        source="census" if census else "projection",
        total=total,
        women=women,
        men=men,
        query_date=file.query_date,
        sha256=file.sha256,
    )


def _is_above_district(file: SourceFile, line: int, cells: list[str]) -> bool:
    at = file.columns.get("level")
    level = "DISTRITO" if at is None else folded(cells[at])
    if at is not None and level not in {"DISTRITO", *_ABOVE}:
        sentence = _("«{words}» no es un nivel que se conozca.").format(words=cells[at])
        raise SourceError(file.path, sentence, line=line, column=file.header[at])
    return level != "DISTRITO"


def _refuse_contradiction(file: SourceFile, line: int, cells: list[str], ubigeo: str) -> None:
    """A code of one department beside the name of another would move people in silence."""
    at = file.columns.get("departamento", file.columns.get("key"))
    named = None if at is None else department_code(repaired(cells[at].split("|")[0]))
    if named is not None and named != ubigeo[:2]:
        sentence = _("el código {ubigeo} y «{name}» no coinciden.")
        words = sentence.format(ubigeo=ubigeo, name=cells[at or 0])
        raise SourceError(file.path, words, line=line, column=file.header[file.columns["ubigeo"]])


def _ubigeo(file: SourceFile, line: int, cells: list[str]) -> str:
    at = file.columns["ubigeo"]
    found = _read(code, cells[at], 6)
    if not found:
        sentence = _("«{words}» no es un ubigeo.").format(words=cells[at])
        raise SourceError(file.path, sentence, line=line, column=file.header[at])
    return found


def _people(file: SourceFile, line: int, cells: list[str], column: str) -> int:
    at = file.columns[column]
    found = _read(amount, cells[at])
    if found is None or found < 0 or found != int(found):
        sentence = _("«{words}» no es un número de personas.").format(words=cells[at])
        raise SourceError(file.path, sentence, line=line, column=file.header[at])
    return int(found)


def _read(rule: Callable[..., Value], *parts: str | int) -> Value | None:
    """What the rule reads, or None where the cell is not that."""
    try:
        return rule(*parts)
    except ValueError:
        return None
