"""Whether a ``region.toml`` that people edit by hand agrees with itself and with its tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cuentas.data.pack import sources
from cuentas.data.region_shape import KINDS, NAME, block_name
from cuentas.data.tables import DatasetError, open_dataset
from cuentas.i18n import formats
from cuentas.model.place import District, Region

UBIGEO_DIGITS, PROVINCE_DIGITS = 6, 4
UNIQUE = {"provinces": "code", "offices": "key", "questions": "key"}
"""The entry of each kind of block that no two of them may share."""
SHOWN = 3
"""Districts that a sentence names; more are counted."""


def region_faults(folder: Path, raw: Mapping[str, Any], region: Region) -> Iterator[str]:
    """What contradicts itself in a ``region.toml`` whose shape is right."""
    yield from _folder_faults(folder, region)
    yield from _code_faults(raw, region)
    yield from _shared_faults(region)
    yield from _repeated_faults(raw)
    yield from _mining_faults(raw)
    yield from _opening_faults(folder, region)
    yield from _mine_faults(region)
    yield from _source_faults(folder, raw)


def _folder_faults(folder: Path, region: Region) -> Iterator[str]:
    """A pack is opened by its folder's name; that of an older reading begins with a line."""
    name = folder.resolve().name
    if name != region.slug and not name.startswith(f"_{region.slug}-"):
        yield (
            f"{NAME}: «slug» dice «{region.slug}» y la carpeta se llama «{name}». "
            "Escribe en «slug» el nombre de la carpeta."
        )


def _code_faults(raw: Mapping[str, Any], region: Region) -> Iterator[str]:
    provinces = {province.code for province in region.provinces}
    for code in sorted(provinces):
        if not _is_code(code, PROVINCE_DIGITS):
            yield f"{NAME}: el código de provincia «{code}» debe tener {PROVINCE_DIGITS} cifras."
    for district, block in zip(region.districts, raw["districts"], strict=True):
        fault = code_fault(district.ubigeo)
        if not fault and district.province not in provinces:
            fault = "su provincia no está en la lista."
        if not fault and block.get("province", district.province) != district.province:
            said = block["province"]
            fault = f"«province» dice «{said}» y su código empieza con {district.province}."
        if fault:
            yield f"{NAME}, distrito {district.name or district.ubigeo}: {fault}"
    apart = [one for one in region.districts if not one.ubigeo.startswith(region.department)]
    if apart:
        yield (
            f"{NAME}: «department» dice «{region.department}» y hay distritos con otro código: "
            f"{_listed(apart)}."
        )


def code_fault(ubigeo: str) -> str:
    """What is wrong with the code of a district; empty if nothing is."""
    if _is_code(ubigeo, UBIGEO_DIGITS):
        return ""
    lost = " ¿Perdió el cero de adelante?" if ubigeo.isdigit() else ""
    return f"el código «{ubigeo}» debe tener {UBIGEO_DIGITS} cifras.{lost}"


def _is_code(words: str, digits: int) -> bool:
    return words.isdigit() and len(words) == digits


def _shared(region: Region, what: Callable[[District], Hashable]) -> list[list[District]]:
    """Districts that share what only one may have."""
    found: dict[Hashable, list[District]] = defaultdict(list)
    for district in region.districts:
        found[what(district)].append(district)
    return [districts for districts in found.values() if len(districts) > 1]


def _shared_faults(region: Region) -> Iterator[str]:
    for districts in _shared(region, lambda one: one.ubigeo):
        yield f"{NAME}: el código {districts[0].ubigeo} está en varios distritos. Deja uno."
    for districts in _shared(region, lambda one: one.tile):
        row, column = districts[0].tile
        yield (
            f"{NAME}: estos distritos están en el mismo cuadro [{row}, {column}]: "
            f"{_listed(districts)}. Cambia «tile» en los que sobran."
        )


def _repeated_faults(raw: Mapping[str, Any]) -> Iterator[str]:
    """Blocks that are looked for by an entry in which they must differ."""
    for kind, name in UNIQUE.items():
        said = Counter(block.get(name) for block in raw.get(kind, ()) if name in block)
        for value in (value for value, times in said.items() if times > 1):
            yield (
                f"{NAME}: «{name}» dice «{value}» en varios bloques [[{kind}]]. "
                "Cambia los que sobran."
            )


def _mining_faults(raw: Mapping[str, Any]) -> Iterator[str]:
    """Nobody says that there is a mine without a source that says so."""
    for number, block in enumerate(raw["districts"]):
        if block.get("mining") and "mining_source" not in block:
            yield (
                f"{NAME}, {block_name('districts', raw['districts'], number)}: «mining» dice que "
                "hay una mina y falta «mining_source», la fuente que lo dice. Si nadie lo "
                "verificó, escribe «GK»."
            )


def _listed(districts: Sequence[District]) -> str:
    """«Torata (180106), Ilo (180301) y 81 más»."""
    named = [f"{one.name} ({one.ubigeo})" for one in districts[:SHOWN]]
    more = len(districts) - SHOWN
    return formats.listing([*named, f"{more} más"] if more > 0 else named)


def _opening_faults(folder: Path, region: Region) -> Iterator[str]:
    """Lessons open at a district and a year that must have a budget."""
    district = next((d for d in region.districts if d.ubigeo == region.start_district), None)
    if district is None:
        yield f"{NAME}: el distrito inicial {region.start_district} no está en la lista."
        return
    try:
        rows = open_dataset(folder / "budget").rows()
    except DatasetError:
        return
    years = sorted({row["year"] for row in rows if row.get("ubigeo") == district.ubigeo})
    if years and region.start_year not in years:
        yield (
            f"{NAME}: «start_year» dice {region.start_year} y {district.name} no tiene presupuesto "
            f"de ese año. Tiene de estos: {', '.join(map(str, years))}."
        )


def _mine_faults(region: Region) -> Iterator[str]:
    known = {district.ubigeo for district in region.districts}
    for mine in region.mines:
        for ubigeo in mine.districts:
            if ubigeo not in known:
                yield f"{NAME}, mina {mine.name}: el distrito {ubigeo} no está en la lista."


def _source_faults(folder: Path, raw: Mapping[str, Any]) -> Iterator[str]:
    known = {*sources(), *_own_keys(folder)}
    for kind, blocks in raw.items():
        for number, block in enumerate(blocks if kind in KINDS else ()):
            for name, key in block.items():
                if name.endswith("source") and key not in known:
                    yield (
                        f"{NAME}, {block_name(kind, blocks, number)}: la fuente «{key}» no está en "
                        "datasets/sources.csv. Si nadie la verificó, escribe «GK»."
                    )


def _own_keys(folder: Path) -> Iterator[str]:
    """The sources that the tables of a pack name."""
    for path in folder.glob("*/datapackage.json"):
        with suppress(DatasetError):
            consulted = open_dataset(path.parent).package.get("sources") or []
            yield from (str(source.get("key")) for source in consulted)
