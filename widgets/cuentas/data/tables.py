"""Tables of a dataset folder, read as their ``datapackage.json`` describes them.

Codes stay text, soles stay exact integers (or ``Decimal`` where the source gives cents), and
a missing amount stays missing.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from cuentas.model.provenance import Consulted, Mark, Precision, Provenance

Row = dict[str, Any]
T = TypeVar("T")

ENCODING = "utf-8-sig"
"""UTF-8, with or without the mark that spreadsheets put at the start of a file."""

_READERS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "year": int,
    "number": Decimal,
    "date": date.fromisoformat,
    "boolean": lambda text: text.lower() in {"true", "sí", "si", "1"},
    "string": str,
}


class DatasetError(ValueError):
    """A dataset cannot be read; the message says which file, which row, and what to do."""


@dataclass(frozen=True)
class Dataset:
    """One dataset folder: its description and its resources. Each table is read once."""

    folder: Path
    package: dict[str, Any]
    _read: dict[str, list[Row]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The folder's name, by which lessons ask for it."""
        return self.folder.name

    @property
    def provenance(self) -> Provenance:
        """Title, mark and sources with their query dates."""
        consulted = tuple(_consulted(source) for source in self.package["sources"])
        return Provenance(self.name, self.package["title"], Mark(self.package["mark"]), consulted)

    def resource(self, name: str = "data") -> dict[str, Any]:
        """The description of one resource.

        Raises:
            DatasetError: the package has no such resource.
        """
        for resource in self.package["resources"]:
            if resource["name"] == name:
                return dict(resource)
        raise DatasetError(f"{self.folder / 'datapackage.json'} no describe «{name}».")

    def rows(self, name: str = "data") -> list[Row]:
        """A resource as a list of rows of exact Python values.

        Raises:
            DatasetError: the file is missing or a cell is not what the schema says.
        """
        if name not in self._read:
            self._read[name] = self._typed(self.resource(name))
        return [dict(row) for row in self._read[name]]

    def records(self, kind: type[T], name: str = "data") -> list[T]:
        """A resource as objects of a data class, whose fields are some of its columns.

        Raises:
            DatasetError: the file is missing or a cell is not what the schema says.
        """
        wanted = {one.name for one in fields(kind)}  # type: ignore[arg-type]
        return [
            kind(**{column: value for column, value in row.items() if column in wanted})
            for row in self.rows(name)
        ]

    def _typed(self, resource: dict[str, Any]) -> list[Row]:
        path = self.folder / resource["path"]
        try:
            with path.open(encoding=ENCODING, newline="") as lines:
                raw = csv.DictReader(lines, restval="")
                rows: list[Row] = list(raw)
        except FileNotFoundError as error:
            raise DatasetError(f"Falta {path}.") from error
        except (OSError, ValueError, csv.Error) as error:
            raise DatasetError(f"No puedo leer {path}: {error}.") from error
        for column in resource["schema"]["fields"]:
            if column["name"] not in (raw.fieldnames or ()):
                raise DatasetError(f"{path} no tiene la columna «{column['name']}».")
            _read_column(rows, column, path)
        return rows

    @property
    def notes(self) -> str:
        """The dataset's README: what it says, what it does not, what to watch."""
        return (self.folder / "README.md").read_text(encoding="utf-8")


def open_dataset(folder: Path) -> Dataset:
    """The dataset in ``folder``.

    Raises:
        DatasetError: there is no readable ``datapackage.json``.
    """
    path = folder / "datapackage.json"
    try:
        package = json.loads(path.read_text(encoding=ENCODING))
    except FileNotFoundError as error:
        raise DatasetError(f"Falta {path}.") from error
    except ValueError as error:
        raise DatasetError(f"{path} no es JSON válido: {error}.") from error
    if not _describes_tables(package):
        raise DatasetError(
            f"{path} debe describir cada tabla en «resources», con name, path y schema.fields."
        )
    return Dataset(folder, package)


def _describes_tables(package: Any) -> bool:  # noqa: ANN401 - whatever the JSON holds
    try:
        described = [
            (one["name"], one["path"], one["schema"]["fields"]) for one in package["resources"]
        ]
    except (KeyError, TypeError):
        return False
    return bool(described)


def _consulted(source: dict[str, str]) -> Consulted:
    return Consulted(
        key=source["key"],
        title=source["title"],
        url=source["path"],
        query_date=date.fromisoformat(source["query_date"]),
        precision=Precision(source.get("query_date_precision", "day")),
    )


def _read_column(rows: list[Row], field: dict[str, Any], path: Path) -> None:
    name, read = field["name"], _READERS[field["type"]]
    for number, row in enumerate(rows, 2):
        row[name] = _cell(row[name], read, f"{path}, fila {number}, columna «{name}»")


def _cell(text: str, read: Callable[[str], Any], where: str) -> Any:  # noqa: ANN401 - any cell type
    if text == "":
        return None
    try:
        return read(text)
    except (ValueError, InvalidOperation) as error:
        raise DatasetError(f"{where}: no entiendo «{text}».") from error
