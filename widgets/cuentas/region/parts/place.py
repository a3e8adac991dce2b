"""The ``region.toml`` of a new pack: names and codes from the files, the rest as questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TypedDict

from cuentas.data.region import read_region
from cuentas.data.toml_file import toml_of
from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine
from cuentas.region.parts.lines import Lines
from cuentas.region.parts.names import Named, Names, in_title
from cuentas.region.parts.questions import as_toml, questions, quoted
from cuentas.region.parts.tables import template
from cuentas.region.reading import Read
from cuentas.region.sources import BudgetRow
from cuentas.region.sources import Place as Chosen
from cuentas.region.sources.words import folded

NAMED = 3
"""Districts that a region's name may list; more are counted."""
COLUMNS = 4
"""Tiles in a row of a map that nobody has drawn."""


class Scope(TypedDict):
    """The place of a pack, as the words of ``region new`` say it."""

    department: str
    province: str | None
    districts: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A district as a pack begins to know it."""

    ubigeo: str
    name: str
    province_name: str
    municipality: str
    short: str
    sec_ejec: str
    tile: tuple[int, int]
    exists_since: int | None

    @property
    def as_toml(self) -> str:
        """The district's block of ``region.toml``."""
        entries = {
            "ubigeo": quoted(self.ubigeo),
            "name": quoted(self.name),
            "province": quoted(self.ubigeo[:4]),
            "municipality": quoted(self.municipality),
            "short": quoted(self.short),
            "sec_ejec": quoted(self.sec_ejec),
            "capital": quoted(""),
            "tile": str(list(self.tile)),
        }
        if self.exists_since:
            entries["exists_since"] = str(self.exists_since)
        return "[[districts]]\n" + "".join(f"{name} = {value}\n" for name, value in entries.items())


def places_of(read: Read, lines: Lines) -> tuple[Place, ...]:
    """The districts that have a budget, in the order of their codes."""
    rows = {row.ubigeo: row for row in sorted(read.budget, key=lambda row: row.year)}
    names = Names.of(read.population)
    tiles = grid(sorted(lines.ubigeos))
    return told_apart(
        _place(rows[ubigeo], names.named(rows[ubigeo]), tile, first_year(lines, ubigeo))
        for ubigeo, tile in tiles.items()
    )


def told_apart(places: Iterable[Place]) -> tuple[Place, ...]:
    """The same places; those that a sentence would call the same, with their province."""
    found = tuple(places)
    called = Counter(folded(one.short) for one in found)
    return tuple(
        replace(one, short=f"{one.short} ({one.province_name})")
        if called[folded(one.short)] > 1
        else one
        for one in found
    )


def _place(row: BudgetRow, named: Named, tile: tuple[int, int], since: int | None) -> Place:
    return Place(
        ubigeo=row.ubigeo,
        name=named.district,
        province_name=named.province,
        municipality=named.municipality,
        short=named.short,
        sec_ejec=row.sec_ejec,
        tile=tile,
        exists_since=since,
    )


def first_year(lines: Lines, ubigeo: str) -> int | None:
    """The first year of a municipality's own budget, if it is not the first of all."""
    first = min(one.line.year for one in lines.final if one.line.ubigeo == ubigeo)
    return None if first == lines.years[0] else first


def grid(ubigeos: Sequence[str]) -> dict[str, tuple[int, int]]:
    """A tile (row, column) for each district by the order of codes; provinces start a new row."""
    tiles: dict[str, tuple[int, int]] = {}
    top = 0
    for _province, group in groupby(ubigeos, key=lambda ubigeo: ubigeo[:4]):
        inside = list(group)
        for number, ubigeo in enumerate(inside):
            tiles[ubigeo] = (top + number // COLUMNS + 1, number % COLUMNS + 1)
        top = tiles[inside[-1]][0]
    return tiles


def opening(lines: Lines) -> BudgetLine:
    """Where lessons open: the latest year of most districts, the largest PIM in it."""
    last = max(lines.years, key=lambda year: (len(_of_year(lines, year)), year))
    return max(_of_year(lines, last), key=lambda line: (line.pim, line.ubigeo))


def _of_year(lines: Lines, year: int) -> list[BudgetLine]:
    return [one.line for one in lines.final if one.line.year == year and one.line.pim]


def region_toml(
    slug: str, read: Read, lines: Lines, datasets: Sequence[str], places: Sequence[Place]
) -> str:
    """The commented ``region.toml`` of a new pack."""
    first, name = opening(lines), region_name(read)
    later = [(one.short, one.exists_since) for one in places if one.exists_since]
    names = Counter(folded(one.name) for one in places)
    alike = [one.short for one in places if names[folded(one.name)] > 1]
    return _filled(
        template("region.toml"),
        {
            "slug": slug,
            "name": name,
            "quoted_name": quoted(name),
            "department": read.place.department,
            "scope": _scope(read.place),
            "start_district": first.ubigeo,
            "start_year": str(first.year),
            "datasets": "[" + ", ".join(map(quoted, sorted(datasets))) + "]",
            "provinces": _provinces(places),
            "districts": "\n".join(place.as_toml for place in places),
            "questions": as_toml(questions(later, alike)),
        },
    )


def _provinces(places: Iterable[Place]) -> str:
    names = {place.ubigeo[:4]: place.province_name for place in places}
    blocks = (
        f"[[provinces]]\ncode = {quoted(code)}\nname = {quoted(name)}\n"
        for code, name in names.items()
    )
    return "\n".join(blocks)


def region_name(read: Read) -> str:
    """What a pack is called: its department, or the part of it that was asked for.

    A part alone says which kind it is: provinces and districts are called as other places are.
    """
    place, known = read.place, Names.of(read.population)
    if place.districts:
        return _of_districts(read, known)
    if place.province:
        shouted = read.budget[0].province if read.budget else place.province
        name = known.provinces.get(place.province) or in_title(shouted)
        return _("{name} (provincia)").format(name=name)
    return place.name


def _of_districts(read: Read, known: Names) -> str:
    names = [known.districts.get(one, one) for one in sorted({r.ubigeo for r in read.budget})]
    if len(names) == 1:
        return _("{name} (distrito)").format(name=names[0])
    if 0 < len(names) <= NAMED:
        return formats.listing(names)
    sentence = _("{count} distritos de {name}")
    return sentence.format(count=len(read.place.districts), name=read.place.name)


def _scope(place: Chosen) -> str:
    """What says that a pack is only a part of its department; nothing when it is all of it."""
    if not place.is_part:
        return ""
    districts = ", ".join(map(quoted, place.districts))
    said = f"scope = {{ province = {quoted(place.province or '')}, districts = [{districts}] }}"
    return f"# La parte del departamento que se pidió; `cuentas region update` la lee.\n{said}\n"


def scope_of(pack: Path) -> Scope:
    """The department of a pack and the part of it that was asked for, as people wrote it.

    Raises:
        DatasetError: the pack has no ``region.toml`` that can be read.
    """
    department = read_region(pack).department
    raw = toml_of(pack / "region.toml").get("scope", {})
    districts = tuple(map(str, raw.get("districts", ())))
    return {
        "department": department,
        "province": str(raw.get("province", "")) or None,
        "districts": districts,
    }


def _filled(words: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        words = words.replace("{" + name + "}", value)
    return words
