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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from cuentas.region.second_path.lines import NotToldApartError, SecondLines
from cuentas.region.sources import Kind, SourceFile
from cuentas.region.sources.place import department_code

MEASURES = ("pia", "pim", "devengado")
LocalRow = tuple[int, str, bool, Mapping[str, str]]
"""Year, ubigeo, whether it is a municipality, and the cells of its measures."""
_LABEL = re.compile(r"\s*(\d{6})\s*-\s*\d+")
_MUNICIPALITY, _DISTRICT = "MUNICIPALIDAD", "DISTRITO"
_EVERY_YEAR = {
    Kind.SPENDING_MONTHLY: ("MONTO_PIA", "MONTO_PIM", "MONTO_DEVENGADO"),
    Kind.SPENDING_YEARLY: ("MONTO_PIA", "MONTO_PIM", "MONTO_DEVENGADO_ANUAL"),
}
_YEAR_AT_THE_END = re.compile(r"(?:MONTO_)?(PIA|PIM|DEVENGADO)_(\d{4})")
_SEAT = ("DEPARTAMENTO_EJECUTORA", "PROVINCIA_EJECUTORA", "DISTRITO_EJECUTORA")
CUI_DIGITS, UBIGEO_DIGITS = 7, 6
LARGE = 32 << 20
"""Bytes of text from which only the rows of the department are taken apart."""


@dataclass(frozen=True)
class LocalBudget:
    """A year of the local entities seated in a district, added up. Amounts in soles, exact.

    ``municipal`` tells the municipality itself from other local entities.
    """

    year: int
    ubigeo: str
    municipal: bool
    pia: Decimal
    pim: Decimal
    devengado: Decimal


@dataclass(frozen=True)
class Cost:
    """The costs of an investment in one of its places, in soles, as its first row there says."""

    cui: str
    ubigeo: str
    viable_cost: Decimal | None
    updated_cost: Decimal | None


@dataclass(frozen=True)
class People:
    """People of a district, as the file counts them; only a census tells women and men apart."""

    ubigeo: str
    total: int
    women: int | None = None
    men: int | None = None


@dataclass(frozen=True)
class Second:
    """All that the second path found of a department, by the fingerprint of each file."""

    budget: Mapping[str, Sequence[LocalBudget]]
    costs: Mapping[str, Sequence[Cost]]
    people: Mapping[str, Sequence[People]]


def kept_under(kind: type, file: SourceFile, department: str) -> list[str]:
    """What a step that finds rows of this kind depends on, to keep what it found."""
    return [kind.__name__, file.sha256, department]


def second_budget(file: SourceFile, department: str) -> list[LocalBudget]:
    """PIA, PIM and devengado by year and ubigeo of the local entities of a department, exact."""
    if file.kind is Kind.AMIGABLE:
        return Adding(department).add(_amigable(file)).found()
    if file.content.size >= LARGE:
        try:
            rows = SecondLines(file, department).rows()
            return Adding(department).add(local_rows(file, rows)).found()
        except NotToldApartError:
            pass
    return Adding(department).add(local_rows(file, _rows(file))).found()


def second_costs(file: SourceFile, department: str) -> list[Cost]:
    """The costs of the investments of a department in a file, in the order of the file.

    Where the file leaves the place blank, it is the department that it names.
    """
    columns = file.columns
    names = ("cui", "ubigeo", "department", "viable_cost", "updated_cost")
    found: dict[tuple[str, str], Cost] = {}
    for row in _rows(file):
        cui, ubigeo, named, viable, updated = (row[columns[name]].strip() for name in names)
        cui, ubigeo = _code(cui, CUI_DIGITS), _code(ubigeo, UBIGEO_DIGITS)
        ubigeo = ubigeo or f"{department_code(named) or ''}0000"
        if cui and ubigeo.startswith(department):
            found.setdefault((cui, ubigeo), Cost(cui, ubigeo, _amount(viable), _amount(updated)))
    return list(found.values())


def second_people(file: SourceFile, department: str) -> list[People]:
    """The people of each district of a department in a file."""
    columns = file.columns
    census = file.kind is Kind.POPULATION_CENSUS
    names = ("total", "mujer", "hombre") if census else ("poblacion",)
    found = []
    for row in _rows(file):
        ubigeo = _code(row[columns["ubigeo"]].strip(), UBIGEO_DIGITS)
        level = row[columns["level"]].strip().upper() if "level" in columns else _DISTRICT
        if ubigeo.startswith(department) and level == _DISTRICT:
            counts = (_amount(row[columns[name]].strip()) or 0 for name in names)
            found.append(People(ubigeo, *map(int, counts)))
    return found


def _code(words: str, digits: int) -> str:
    whole = words.removesuffix(".0").zfill(digits)
    return whole if words and whole.isdigit() else ""


def _amount(words: str) -> Decimal | None:
    try:
        return Decimal(words.replace(",", ""))
    except InvalidOperation:
        return None


class Adding:
    """The local budgets of a department, while its rows are being found."""

    def __init__(self, department: str) -> None:
        """No row yet."""
        self._department = department
        self._sums: dict[tuple[int, str, bool], dict[str, Decimal]]
        self._sums = defaultdict(lambda: dict.fromkeys(MEASURES, Decimal(0)))

    def add(self, rows: Iterable[LocalRow]) -> Adding:
        """Add further rows; those of other departments do not count."""
        for year, ubigeo, municipal, amounts in rows:
            if ubigeo.startswith(self._department):
                sums = self._sums[year, ubigeo, municipal]
                for name in MEASURES:
                    sums[name] += _amount(amounts[name]) or 0
        return self

    def found(self) -> list[LocalBudget]:
        """The sums of all the rows so far, in order."""
        sums = self._sums
        return [
            LocalBudget(*which, *(sums[which][name] for name in MEASURES)) for which in sorted(sums)
        ]


def _amigable(file: SourceFile) -> Iterator[LocalRow]:
    columns, seen = file.columns, set()
    for cells in _rows(file):
        entity = _LABEL.match(cells[columns["municipality"]])
        year = cells[columns["year"]].removesuffix(".0") if "year" in columns else ""
        if entity and tuple(cells) not in seen:
            seen.add(tuple(cells))
            amounts = {name: cells[columns[name]] for name in MEASURES}
            yield int(year or file.title_year or 0), entity[1], True, amounts


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


def local_rows(file: SourceFile, table: Iterable[list[str]]) -> Iterator[LocalRow]:
    """The rows of local entities in a spending file, some of whose rows are ``table``."""
    place = {name: number for number, name in enumerate(file.header)}
    columns = _columns(file)
    for cells in table:
        if len(cells) != len(file.header) or cells[place["NIVEL_GOBIERNO"]].strip() != "M":
            continue
        parts = (cells[place[name]].strip().zfill(2) for name in _SEAT)
        ubigeo = "".join(parts)
        municipal = cells[place["EJECUTORA_NOMBRE"]].strip().startswith(_MUNICIPALITY)
        for year, names in columns.items():
            amounts = {name: cells[place[column]].strip() for name, column in names.items()}
            yield year or int(cells[place["ANO_EJE"]]), ubigeo, municipal, amounts


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
