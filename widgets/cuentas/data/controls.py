"""Control totals: sums that anyone can compare with the official portal.

A control that does not agree stays in the table and says why: hiding it would hide that two
true sources may differ.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from cuentas.data.tables import ENCODING, Dataset, DatasetError, Row
from cuentas.i18n import formats

COLUMNS = ("control", "resource", "where", "measure", "expected", "source", "agrees", "reason")
YES, NO = "sí", "no"
COUNT = "count"


@dataclass(frozen=True)
class Control:
    """One control with its result. Amounts in the measure's own unit."""

    dataset: str
    sentence: str
    expected: Decimal
    found: Decimal
    source: str
    should_agree: bool
    reason: str

    @property
    def agrees(self) -> bool:
        """Whether the table adds up to the expected total."""
        return self.expected == self.found

    @property
    def kept(self) -> bool:
        """Whether the control behaves as its table declares."""
        return self.agrees == self.should_agree and (self.agrees or bool(self.reason))

    @property
    def difference(self) -> Decimal:
        """What the table has beyond the expected total."""
        return self.found - self.expected

    @property
    def fault(self) -> str:
        """What is wrong if the control does not behave as its table declares; else empty."""
        if self.kept:
            return ""
        said, got = f"{self.dataset}/controls.csv: «{self.sentence}»", formats.number(self.found)
        if not self.should_agree:
            return f"{said} está marcado «no» y le falta la razón, o ya coincide ({got})."
        expected, apart = formats.number(self.expected), formats.number(self.difference)
        return f"{said} debía dar {expected} y da {got} (diferencia {apart})."


def controls(dataset: Dataset) -> list[Control]:
    """Every control of a dataset, computed now from its tables.

    Raises:
        DatasetError: ``controls.csv`` is missing, lacks a column, or names a field that the
            resource does not have.
    """
    path = dataset.folder / "controls.csv"
    try:
        with path.open(encoding=ENCODING, newline="") as lines:
            declared = list(csv.DictReader(lines, restval=""))
    except OSError as error:
        raise DatasetError(f"Falta {path}.") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} no está en UTF-8.") from error
    if not declared or set(COLUMNS) - set(declared[0]):
        raise DatasetError(f"{path} debe tener las columnas: {', '.join(COLUMNS)}.")
    rows_of = cache(dataset.rows)
    return [_control(dataset, row, number, rows_of) for number, row in enumerate(declared, 2)]


def _control(
    dataset: Dataset, row: dict[str, str], number: int, rows_of: Callable[[str], list[Row]]
) -> Control:
    where = f"{dataset.folder / 'controls.csv'}, fila {number}"
    try:
        found = _measure(rows_of(row["resource"]), row["where"], row["measure"])
    except KeyError as error:
        raise DatasetError(f"{where}: la tabla no tiene la columna {error}.") from error
    except (InvalidOperation, TypeError) as error:
        raise DatasetError(f"{where}: la columna «{row['measure']}» no se puede sumar.") from error
    expected, agrees = _expected(row, where), _agrees(row, where)
    return Control(
        dataset.name, row["control"], expected, found, row["source"], agrees, row["reason"]
    )


def _expected(row: dict[str, str], where: str) -> Decimal:
    try:
        return Decimal(row["expected"])
    except InvalidOperation as error:
        raise DatasetError(f"{where}: «{row['expected']}» no es un número.") from error


def _agrees(row: dict[str, str], where: str) -> bool:
    if row["agrees"] not in {YES, NO}:
        raise DatasetError(f"{where}: en «agrees» se espera «{YES}» o «{NO}».")
    return row["agrees"] == YES


def _measure(rows: list[Row], where: str, measure: str) -> Decimal:
    chosen = [row for row in rows if _matches(row, where)]
    if measure == COUNT:
        return Decimal(len(chosen))
    return sum((Decimal(row[measure]) for row in chosen if row[measure] is not None), Decimal(0))


def _matches(row: Row, where: str) -> bool:
    conditions = [condition.partition("=") for condition in where.split(";") if condition]
    return all(_text(row[name.strip()]) == value.strip() for name, _mark, value in conditions)


def _text(value: Any) -> str:  # noqa: ANN401 - any cell type
    return "" if value is None else str(value)
