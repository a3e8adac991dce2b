"""The second path: the same totals, added up again by code that shares nothing with the readers.

The readers ask one engine. Here Consulta Amigable is opened by another library and the
ministry's large files are added up by a plain question of their own.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl  # type: ignore[import-untyped]

from cuentas.region.sources import Kind, SourceFile

MEASURES = ("pia", "pim", "devengado")
Sums = dict[tuple[int, str], dict[str, Decimal]]
_MUNICIPALITY = re.compile(r"\s*(\d{6})-\d+")
_AMIGABLE = {"pia": "PIA", "pim": "PIM", "devengado": "Devengado"}
_EVERY_YEAR = {
    Kind.SPENDING_MONTHLY: ("MONTO_PIA", "MONTO_PIM", "MONTO_DEVENGADO"),
    Kind.SPENDING_YEARLY: ("MONTO_PIA", "MONTO_PIM", "MONTO_DEVENGADO_ANUAL"),
}
_YEAR_AT_THE_END = re.compile(r"(?:MONTO_)?(PIA|PIM|DEVENGADO)_(\d{4})")


def second_sums(file: SourceFile, department: str) -> Sums:
    """PIA, PIM and devengado by year and ubigeo of the municipalities of a department, exact."""
    if file.kind is Kind.AMIGABLE:
        return _added(_amigable(file), department)
    if file.members or file.encoding.replace("-", "").lower() not in {"utf8", "utf8sig"}:
        return _added(_spending(file), department)
    return _asked(file, department)


def _added(rows: Iterable[tuple[int, str, Mapping[str, str]]], department: str) -> Sums:
    sums: Sums = defaultdict(lambda: dict.fromkeys(MEASURES, Decimal(0)))
    for year, ubigeo, amounts in rows:
        if ubigeo.startswith(department):
            for name in MEASURES:
                sums[year, ubigeo][name] += Decimal(amounts[name].replace(",", "") or 0)
    return dict(sums)


def _amigable(file: SourceFile) -> Iterator[tuple[int, str, dict[str, str]]]:
    table = _sheet(file.path) if _is_sheet(file) else _text(file)
    header = list(file.header)
    for cells in table:
        row = dict(zip(header, cells, strict=False))
        entity = _MUNICIPALITY.match(row.get("Municipalidad", ""))
        year = row.get("Año", "").removesuffix(".0")
        if entity and year.isdigit():
            amounts = {name: row.get(column, "") for name, column in _AMIGABLE.items()}
            yield int(year), entity[1], amounts


def _is_sheet(file: SourceFile) -> bool:
    return zipfile.is_zipfile(file.path) and not file.delimiter


def _sheet(path: Path) -> Iterator[list[str]]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for cells in book.worksheets[0].iter_rows(values_only=True):
            yield ["" if cell is None else str(cell) for cell in cells]
    finally:
        book.close()


def _text(file: SourceFile) -> Iterator[list[str]]:
    csv.field_size_limit(1 << 24)
    if not zipfile.is_zipfile(file.path):
        with file.path.open(encoding=file.encoding, newline="") as lines:
            yield from csv.reader(lines, delimiter=file.delimiter)
        return
    with zipfile.ZipFile(file.path) as archive:
        for member in file.members:
            with archive.open(member) as raw:
                lines = io.TextIOWrapper(raw, encoding=file.encoding, newline="")
                yield from csv.reader(lines, delimiter=file.delimiter)


def _spending(file: SourceFile) -> Iterator[tuple[int, str, dict[str, str]]]:
    place = {name: number for number, name in enumerate(file.header)}
    columns = _columns(file)
    for cells in _text(file):
        if len(cells) != len(file.header) or cells[place["NIVEL_GOBIERNO"]].strip() != "M":
            continue
        parts = (cells[place[name]].strip().zfill(2) for name in _SEAT)
        ubigeo = "".join(parts)
        for year, names in columns.items():
            amounts = {name: cells[place[column]].strip() for name, column in names.items()}
            yield year or int(cells[place["ANO_EJE"]]), ubigeo, amounts


_SEAT = ("DEPARTAMENTO_EJECUTORA", "PROVINCIA_EJECUTORA", "DISTRITO_EJECUTORA")


def _columns(file: SourceFile) -> dict[int, dict[str, str]]:
    """The column of each measure by year; year 0 where each row says its own."""
    if file.kind in _EVERY_YEAR:
        return {0: dict(zip(MEASURES, _EVERY_YEAR[file.kind], strict=True))}
    by_year: dict[int, dict[str, str]] = defaultdict(dict)
    for column in file.header:
        found = _YEAR_AT_THE_END.fullmatch(column)
        if found:
            by_year[int(found[2])][found[1].lower()] = column
    return {year: names for year, names in by_year.items() if len(names) == len(MEASURES)}


def _asked(file: SourceFile, department: str) -> Sums:
    sums: Sums = {}
    with duckdb.connect() as connection:
        for year, names in _columns(file).items():
            question = _question(year, [names[name] for name in MEASURES])
            for found in connection.execute(question, [str(file.path), department]).fetchall():
                amounts = dict(zip(MEASURES, map(Decimal, found[2:]), strict=True))
                sums[int(found[0]), found[1]] = amounts
    return sums


def _question(year: int, columns: Sequence[str]) -> str:
    totals = ", ".join(f"sum(try_cast({name} AS DECIMAL(20, 2)))" for name in columns)
    ubigeo = " || ".join(f"lpad(trim({name}), 2, '0')" for name in _SEAT)
    which = str(year) if year else "ANO_EJE"
    return (
        f"SELECT {which} AS year, {ubigeo} AS ubigeo, {totals} "  # noqa: S608 - fixed column names
        "FROM read_csv(?, all_varchar = true, header = true) "
        "WHERE trim(NIVEL_GOBIERNO) = 'M' "
        "AND lpad(trim(DEPARTAMENTO_EJECUTORA), 2, '0') = ? GROUP BY ALL"
    )
