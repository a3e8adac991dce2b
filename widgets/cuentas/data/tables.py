"""Tables of a dataset folder, read as their ``datapackage.json`` describes them.

Codes stay text, soles stay exact integers (or ``Decimal`` where the source gives cents), and
a missing amount stays missing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pandas as pd

from cuentas.model.provenance import Consulted, Mark, Precision, Provenance

Row = dict[str, Any]

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

    def frame(self, name: str = "data") -> pd.DataFrame:
        """A resource as a data frame of exact Python values (``object`` columns).

        Raises:
            DatasetError: the file is missing or a cell is not what the schema says.
        """
        resource = self.resource(name)
        path = self.folder / resource["path"]
        try:
            raw = pd.read_csv(
                path, dtype=str, keep_default_na=False, encoding=ENCODING, index_col=False
            )
        except FileNotFoundError as error:
            raise DatasetError(f"Falta {path}.") from error
        except (OSError, ValueError) as error:
            raise DatasetError(f"No puedo leer {path}: {error}.") from error
        for column in resource["schema"]["fields"]:
            raw[column["name"]] = _column(raw, column, path)
        return raw

    def rows(self, name: str = "data") -> list[Row]:
        """A resource as a list of rows of exact Python values."""
        if name not in self._read:
            records = self.frame(name).to_dict("records")
            self._read[name] = [{str(key): cell for key, cell in one.items()} for one in records]
        return [dict(row) for row in self._read[name]]

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


def _column(raw: pd.DataFrame, field: dict[str, Any], path: Path) -> pd.Series[Any]:
    name = field["name"]
    if name not in raw:
        raise DatasetError(f"{path} no tiene la columna «{name}».")
    read = _READERS[field["type"]]
    values = [
        _cell(text, read, f"{path}, fila {number}, columna «{name}»")
        for number, text in enumerate(raw[name], 2)
    ]
    return pd.Series(values, index=raw.index, dtype=object)


def _cell(text: str, read: Callable[[str], Any], where: str) -> Any:  # noqa: ANN401 - any cell type
    if text == "":
        return None
    try:
        return read(text)
    except (ValueError, InvalidOperation) as error:
        raise DatasetError(f"{where}: no entiendo «{text}».") from error
