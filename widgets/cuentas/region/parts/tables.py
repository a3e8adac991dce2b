"""A dataset folder on disk: the table, what its columns mean, its controls and its notes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from cuentas.data.controls import COLUMNS, NO, YES
from cuentas.i18n import text as _

Cells = Mapping[str, Any]
TEMPLATES = files("cuentas.region") / "templates"


@dataclass(frozen=True)
class Check:
    """A control total: what a column must add up to where some columns have some values."""

    control: str
    where: str
    measure: str
    expected: Decimal | int
    source: str
    agrees: bool = True
    reason: str = ""
    resource: str = "data"

    def cells(self) -> dict[str, str]:
        """The row of ``controls.csv``."""
        told = {name: str(getattr(self, name)) for name in COLUMNS}
        return told | {"agrees": YES if self.agrees else NO}


@dataclass(frozen=True)
class Table:
    """One dataset of a pack, ready to be written."""

    name: str
    title: str
    description: str
    sources: Sequence[Mapping[str, Any]]
    rows: Sequence[Cells]
    checks: Sequence[Check]
    notes: str
    others: Mapping[str, Sequence[Cells]] = field(default_factory=dict)
    """Further resources by name: the same columns, unless they have a schema of their own."""
    apart: Sequence[str] = ()
    """Sentences about what the second path finds otherwise in the same files."""


def write_table(pack: Path, table: Table, department: str, slug: str) -> None:
    """Write the folder of a dataset into a pack."""
    folder = pack / table.name
    folder.mkdir()
    schemas = {one: _schema(table.name, one, department) for one in ("data", *table.others)}
    for resource, rows in {"data": table.rows, **table.others}.items():
        names = [column["name"] for column in schemas[resource]["fields"]]
        write_rows(folder / f"{resource}.csv", names, rows)
    write_rows(folder / "controls.csv", COLUMNS, [check.cells() for check in table.checks])
    write_package(folder, _package(table, schemas, slug))
    (folder / "README.md").write_text(table.notes, encoding="utf-8")


def write_package(folder: Path, package: Mapping[str, Any]) -> None:
    """Write what a dataset folder says of itself."""
    described = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(described + "\n", encoding="utf-8")


def write_rows(path: Path, names: Sequence[str], rows: Iterable[Cells]) -> None:
    """Write a CSV of these columns: UTF-8, empty where there is no value."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, names, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _package(table: Table, schemas: Mapping[str, dict[str, Any]], slug: str) -> dict[str, Any]:
    return {
        "name": f"{slug}-{table.name}",
        "title": table.title,
        "description": table.description,
        "profile": "data-package",
        "mark": "official",
        "licenses": [
            {
                "name": "sin-verificar",
                "title": _("Sin verificar: no se encontró una licencia escrita de estos datos"),
            }
        ],
        "sources": list(table.sources),
        "resources": [
            _resource("data", table.title, schemas["data"]),
            *(_resource(name, _another(table.title), schemas[name]) for name in table.others),
        ],
    }


def _another(title: str) -> str:
    return _("Otra lectura o lista: {title}").format(title=title)


def _resource(name: str, title: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _schema(table: str, resource: str, department: str) -> dict[str, Any]:
    filled: dict[str, dict[str, Any]] = json.loads(_schemas().replace("{department}", department))
    schema = filled.get(f"{table}/{resource}", filled[table])
    if schema is not filled[table] or resource == "data":
        return schema
    return schema | {"primaryKey": list(dict.fromkeys((*schema["primaryKey"], "query_date")))}


@cache
def _schemas() -> str:
    return (TEMPLATES / "schemas.json").read_text(encoding="utf-8")


def template(name: str) -> str:
    """The text of a template of this room."""
    return (TEMPLATES / name).read_text(encoding="utf-8")
