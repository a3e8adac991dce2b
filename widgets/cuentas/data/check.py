"""Whether a region pack may be taught with. All faults are told at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cuentas.data.controls import Control, controls
from cuentas.data.region import raw_region, region_of
from cuentas.data.region_check import UBIGEO_DIGITS, code_fault, region_faults
from cuentas.data.region_shape import shape_of
from cuentas.data.tables import Dataset, DatasetError, open_dataset
from cuentas.i18n import formats
from cuentas.model.place import Region
from cuentas.model.provenance import Mark, Precision

REQUIRED_DATASETS = ("budget",)
EVERY_DISTRICT = ("budget", "population")
"""Tables that, where a pack has them, tell something of every district."""
REQUIRED_SECTIONS = ("## Qué dice", "## Qué NO dice")
CENSUS = ("census_2025", "census_2025_women", "census_2025_men")
WHOLE_AREA = "00"


@dataclass(frozen=True)
class Report:
    """The result of checking a pack: no faults means that it may be taught with."""

    folder: Path
    faults: tuple[str, ...]
    controls: tuple[Control, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is missing, undated, unknown or wrong."""
        return not self.faults


def check_pack(folder: Path) -> Report:
    """Check every file of a region pack and list all that is wrong."""
    faults: list[str] = []
    found: list[Control] = []
    region = _region(folder, faults)
    for name in _expected_datasets(folder, region):
        if not (folder / name).is_dir():
            faults.append(f"Falta la carpeta {name}/. El paquete de la región no está completo.")
            continue
        faults.extend(_dataset_faults(folder / name, region))
        found.extend(_controls(folder / name, faults))
    if region:
        faults.extend(_absent_districts(folder, region))
        faults.extend(_uneven_people(folder, region))
    faults.extend(one.fault for one in found if one.fault)
    return Report(folder, tuple(faults), tuple(found))


def _region(folder: Path, faults: list[str]) -> Region | None:
    """The region of a pack; None where the rest of the pack cannot be compared with it."""
    try:
        raw = raw_region(folder)
    except DatasetError as error:
        faults.append(str(error))
        return None
    shape = shape_of(raw)
    faults.extend(shape.faults)
    if not shape.readable:
        return None
    region = region_of(raw)
    faults.extend(region_faults(folder, raw, region))
    return region


def _expected_datasets(folder: Path, region: Region | None) -> list[str]:
    declared = set(region.datasets) if region else set()
    present = {path.parent.name for path in folder.glob("*/datapackage.json")}
    return sorted(declared | present | set(REQUIRED_DATASETS))


def _dataset_faults(folder: Path, region: Region | None) -> Iterator[str]:
    yield from _note_faults(folder)
    try:
        dataset = open_dataset(folder)
    except DatasetError as error:
        yield str(error)
        return
    yield from _source_faults(dataset)
    yield from _schema_faults(dataset)
    if region:
        yield from _place_faults(dataset, region)


def _note_faults(folder: Path) -> Iterator[str]:
    path = folder / "README.md"
    notes = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    for section in REQUIRED_SECTIONS:
        if section not in notes:
            yield f"{folder.name}/README.md: falta la parte «{section.strip('# ')}»."


def _source_faults(dataset: Dataset) -> Iterator[str]:
    where = f"{dataset.name}/datapackage.json"
    marks = [mark.value for mark in Mark]
    if dataset.package.get("mark") not in marks:
        yield f"{where}: falta «mark»; se espera uno de: {', '.join(marks)}."
    sources = dataset.package.get("sources") or []
    if not sources:
        yield f"{where}: no nombra ninguna fuente."
    for source in sources:
        name = source.get("title") or source.get("key") or "sin nombre"
        for entry in ("key", "title", "path"):
            if not source.get(entry):
                yield f"{where}: la fuente «{name}» no tiene «{entry}»."
        yield from _date_faults(where, name, source)


def _date_faults(where: str, name: str, source: dict[str, str]) -> Iterator[str]:
    precisions = [precision.value for precision in Precision]
    if source.get("query_date_precision", "day") not in precisions:
        yield f"{where}: la fuente «{name}» usa una precisión de fecha desconocida."
    try:
        date.fromisoformat(str(source.get("query_date")))
    except ValueError:
        yield (
            f"{where}: la fuente «{name}» no tiene fecha de consulta. "
            "Escribe «query_date» como AAAA-MM-DD."
        )


def _schema_faults(dataset: Dataset) -> Iterator[str]:
    from frictionless import Package  # noqa: PLC0415 - slow to import, and only checks need it

    present = [one for one in dataset.package["resources"] if _is_there(dataset, one)]
    package = Package.from_descriptor(
        {"name": dataset.name, "resources": present}, basepath=str(dataset.folder)
    )
    for task in package.validate().tasks:
        for error in task.errors:
            yield f"{dataset.name}/{task.place}: {_in_spanish(error.to_descriptor())}"


def _is_there(dataset: Dataset, resource: dict[str, str]) -> bool:
    return (dataset.folder / resource["path"]).is_file()


def _in_spanish(error: dict[str, object]) -> str:
    row, field = error.get("rowNumber"), error.get("fieldName")
    cell, note = error.get("cell"), error.get("note")
    place = f"fila {row}, columna «{field}»" if field else f"fila {row}" if row else ""
    sentences = {
        "type-error": f"«{cell}» no es del tipo que pide la columna.",
        "constraint-error": f"«{cell}» no cumple lo que pide la columna ({note}).",
        "primary-key": "la clave se repite o está vacía.",
        "incorrect-label": "el nombre de la columna no es el esperado.",
        "missing-label": "falta una columna.",
        "extra-label": "sobra una columna.",
        "missing-cell": "falta una celda.",
        "extra-cell": "sobra una celda.",
        "blank-row": "la fila está vacía.",
        "encoding-error": "el archivo no está en UTF-8.",
    }
    sentence = sentences.get(str(error.get("type")), f"{error.get('message')}")
    return f"{place}: {sentence}" if place else sentence


def _place_faults(dataset: Dataset, region: Region) -> Iterator[str]:
    known = {district.ubigeo for district in region.districts}
    for resource in dataset.package.get("resources", []):
        try:
            rows = dataset.rows(resource["name"])
        except DatasetError as error:
            yield str(error)
            continue
        for number, row in enumerate(rows, 2):
            fault = _ubigeo_fault(row.get("ubigeo"), known, region.department)
            if fault:
                yield f"{dataset.name}/{resource['path']}, fila {number}: {fault}"


def _absent_districts(folder: Path, region: Region) -> Iterator[str]:
    """Every district needs at least one budget, and its people where people are counted."""
    for name in EVERY_DISTRICT:
        try:
            rows = open_dataset(folder / name).rows()
        except DatasetError:
            continue
        present = {row.get("ubigeo") for row in rows}
        for district in region.districts:
            if district.ubigeo not in present:
                yield f"{name}/data.csv: falta el distrito {district.ubigeo} ({district.name})."


def _uneven_people(folder: Path, region: Region) -> Iterator[str]:
    """Where a census tells women and men apart, they make up the people of each district."""
    try:
        rows = open_dataset(folder / "population").rows()
    except DatasetError:
        return
    names = {district.ubigeo: district.name for district in region.districts}
    for row in rows:
        whole, women, men = (row.get(name) for name in CENSUS)
        if whole is None or women is None or men is None or women + men == whole:
            continue
        one, other, both = map(formats.number, (women, men, whole))
        yield (
            f"population/data.csv, {names.get(row['ubigeo'], row['ubigeo'])}: {one} mujeres y "
            f"{other} hombres no suman las {both} personas del censo."
        )


def _ubigeo_fault(ubigeo: str | None, known: set[str], department: str) -> str:
    if ubigeo is None or ubigeo in known:
        return ""
    whole = ubigeo.startswith(department) and ubigeo.endswith(WHOLE_AREA)
    if whole and len(ubigeo) == UBIGEO_DIGITS:
        return ""
    return code_fault(ubigeo) or f"el distrito {ubigeo} no está en region.toml."


def _controls(folder: Path, faults: list[str]) -> list[Control]:
    try:
        return controls(open_dataset(folder))
    except DatasetError as error:
        sentence = str(error)
        if sentence not in faults:
            faults.append(sentence)
        return []
