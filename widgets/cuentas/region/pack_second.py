"""The second path: the same totals, added up again by code that shares nothing with the readers.

The readers ask one engine. Here spreadsheets are opened by another library and the ministry's
files are taken apart row by row and added up in Python. Only which column is which is shared.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from cuentas.region.second_lines import NotToldApartError, SecondLines
from cuentas.region.sources import Kind, SourceFile

MEASURES = ("pia", "pim", "devengado")
Sums = dict[tuple[int, str], dict[str, Decimal]]
Costs = dict[tuple[str, str], tuple[Decimal | None, Decimal | None]]
"""Viable and updated cost in soles, by CUI and ubigeo."""
_MUNICIPALITY = re.compile(r"\s*(\d{6})\s*-\s*\d+")
_EVERY_YEAR = {
    Kind.SPENDING_MONTHLY: ("MONTO_PIA", "MONTO_PIM", "MONTO_DEVENGADO"),
    Kind.SPENDING_YEARLY: ("MONTO_PIA", "MONTO_PIM", "MONTO_DEVENGADO_ANUAL"),
}
_YEAR_AT_THE_END = re.compile(r"(?:MONTO_)?(PIA|PIM|DEVENGADO)_(\d{4})")
_SEAT = ("DEPARTAMENTO_EJECUTORA", "PROVINCIA_EJECUTORA", "DISTRITO_EJECUTORA")
CUI_DIGITS, UBIGEO_DIGITS = 7, 6
LARGE = 32 << 20
"""Bytes of text from which only the rows of the department are taken apart."""


def second_sums(file: SourceFile, department: str) -> Sums:
    """PIA, PIM and devengado by year and ubigeo of the municipalities of a department, exact."""
    if file.kind is Kind.AMIGABLE:
        return _added(_amigable(file), department)
    if file.content.size >= LARGE:
        try:
            return _added(_spending(file, SecondLines(file, department).rows()), department)
        except NotToldApartError:
            pass
    return _added(_spending(file, _rows(file)), department)


def second_costs(file: SourceFile, department: str) -> Costs:
    """The costs of the investments of a department in a file, as the first row of each says them.

    The place is empty where the file leaves it blank.
    """
    columns = file.columns
    names = ("cui", "ubigeo", "viable_cost", "updated_cost")
    costs: Costs = {}
    for row in _rows(file):
        cui, ubigeo, viable, updated = (row[columns[name]].strip() for name in names)
        cui, ubigeo = _code(cui, CUI_DIGITS), _code(ubigeo, UBIGEO_DIGITS)
        if cui and (ubigeo.startswith(department) or not ubigeo):
            costs.setdefault((cui, ubigeo), (_amount(viable), _amount(updated)))
    return costs


def _code(words: str, digits: int) -> str:
    whole = words.removesuffix(".0").zfill(digits)
    return whole if words and whole.isdigit() else ""


def _amount(words: str) -> Decimal | None:
    try:
        return Decimal(words.replace(",", ""))
    except InvalidOperation:
        return None


def _added(rows: Iterable[tuple[int, str, Mapping[str, str]]], department: str) -> Sums:
    sums: Sums = defaultdict(lambda: dict.fromkeys(MEASURES, Decimal(0)))
    for year, ubigeo, amounts in rows:
        if ubigeo.startswith(department):
            for name in MEASURES:
                sums[year, ubigeo][name] += _amount(amounts[name]) or 0
    return dict(sums)


def _amigable(file: SourceFile) -> Iterator[tuple[int, str, dict[str, str]]]:
    columns, seen = file.columns, set()
    for cells in _rows(file):
        entity = _MUNICIPALITY.match(cells[columns["municipality"]])
        year = cells[columns["year"]].removesuffix(".0") if "year" in columns else ""
        if entity and tuple(cells) not in seen:
            seen.add(tuple(cells))
            amounts = {name: cells[columns[name]] for name in MEASURES}
            yield int(year or file.title_year or 0), entity[1], amounts


def _rows(file: SourceFile) -> Iterator[list[str]]:
    """Every row, titles and header too, each with a cell for every name of the header."""
    for cells in _sheet(file) if file.content.sheet else _text(file):
        yield [*cells, *[""] * (len(file.header) - len(cells))]


def _sheet(file: SourceFile) -> Iterator[list[str]]:
    with file.content.opened() as stream:
        whole = io.BytesIO(stream.read())
    if not zipfile.is_zipfile(whole):
        yield from _old_sheet(file, whole)
        return
    import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load, for sheets only

    book = openpyxl.load_workbook(whole, read_only=True, data_only=True)
    try:
        for cells in book[file.style.sheet].iter_rows(values_only=True):
            yield ["" if cell is None else str(cell) for cell in cells]
    finally:
        book.close()


def _old_sheet(file: SourceFile, whole: io.BytesIO) -> Iterator[list[str]]:
    """The rows of a spreadsheet from before 2007, which openpyxl does not open."""
    import pandas as pd  # noqa: PLC0415 - slow to load, and few files are so old

    frame = pd.read_excel(
        whole, sheet_name=file.style.sheet, header=None, dtype=str, engine="calamine"
    )
    yield from frame.fillna("").to_numpy().tolist()


def _text(file: SourceFile) -> Iterator[list[str]]:
    csv.field_size_limit(1 << 24)
    with file.content.opened() as raw:
        lines = io.TextIOWrapper(raw, encoding=file.encoding, newline="")
        yield from csv.reader(lines, delimiter=file.delimiter)


def _spending(
    file: SourceFile, table: Iterable[list[str]]
) -> Iterator[tuple[int, str, dict[str, str]]]:
    place = {name: number for number, name in enumerate(file.header)}
    columns = _columns(file)
    for cells in table:
        if len(cells) != len(file.header) or cells[place["NIVEL_GOBIERNO"]].strip() != "M":
            continue
        parts = (cells[place[name]].strip().zfill(2) for name in _SEAT)
        ubigeo = "".join(parts)
        for year, names in columns.items():
            amounts = {name: cells[place[column]].strip() for name, column in names.items()}
            yield year or int(cells[place["ANO_EJE"]]), ubigeo, amounts


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
