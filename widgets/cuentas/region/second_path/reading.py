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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from operator import itemgetter

from cuentas.region.second_path.lines import NotToldApartError, SecondLines
from cuentas.region.sources import Kind, SourceFile
from cuentas.region.sources.kinds import COMPARED_AS
from cuentas.region.sources.place import department_code
from cuentas.region.sources.records import AMOUNTS

MEASURES = ("pia", "pim", "devengado")
"""The amounts without which nothing can be said of a year."""
MUNICIPALITY, LEVEL, FUNCTION, GENERIC = "municipality", "level", "funcion", "generica"
"""The parts by which money is added up."""
Part = tuple[str, str, str]
"""What it is a part by, its code there, and what the file calls it."""
SpentRow = tuple[int, str, tuple[Part, ...], Sequence[str]]
"""Year, ubigeo, the parts to which the row belongs, and the cells of its amounts."""
_LABEL = re.compile(r"\s*(\d{6})\s*-\s*\d+")
_MUNICIPAL, _DISTRICT = "MUNICIPALIDAD", "DISTRITO"
_OPENING = {"pia": "MONTO_PIA", "pim": "MONTO_PIM", "compromiso": "MONTO_COMPROMETIDO_ANUAL"}
_EVERY_YEAR = {
    Kind.SPENDING_MONTHLY: _OPENING
    | {
        "certificado": "MONTO_CERTIFICADO",
        "compromiso_mensual": "MONTO_COMPROMETIDO",
        "devengado": "MONTO_DEVENGADO",
        "girado": "MONTO_GIRADO",
    },
    Kind.SPENDING_YEARLY: _OPENING
    | {
        "certificado": "MONTO_CERTIFICADO_ANUAL",
        "devengado": "MONTO_DEVENGADO_ANUAL",
        "girado": "MONTO_GIRADO_ANUAL",
    },
}
_YEAR_AT_THE_END = re.compile(r"(?:MONTO_)?([A-Z_]+)_(\d{4})")
_LEVELS = {"E", "R", "M"}
_SEAT = ("DEPARTAMENTO_EJECUTORA", "PROVINCIA_EJECUTORA", "DISTRITO_EJECUTORA")
_KINDS = (
    "NIVEL_GOBIERNO",
    "EJECUTORA_NOMBRE",
    "FUNCION",
    "FUNCION_NOMBRE",
    "GENERICA",
    "GENERICA_NOMBRE",
)
CUI_DIGITS, UBIGEO_DIGITS = 7, 6
LARGE = 32 << 20
"""Bytes of text from which only the rows of the department are taken apart."""


@dataclass(frozen=True)
class Money:
    """A year of a part of the entities seated in a district, added up. Amounts in soles, exact.

    None is an amount of which the file has no cell filled. ``part`` is ``municipality`` (the
    municipality itself, of all local entities), ``level``, ``funcion`` or ``generica``; ``code``
    and ``name`` are what the file calls it there.
    """

    year: int
    ubigeo: str
    part: str
    code: str
    name: str
    pia: Decimal | None
    pim: Decimal | None
    certificado: Decimal | None
    compromiso: Decimal | None
    compromiso_mensual: Decimal | None
    devengado: Decimal | None
    girado: Decimal | None

    @property
    def whole(self) -> bool:
        """Whether it has every amount without which nothing can be said of a year."""
        return None not in {getattr(self, name) for name in MEASURES}


@dataclass(frozen=True)
class Cost:
    """An investment in one of its places, as its first row there says. Costs in soles."""

    cui: str
    ubigeo: str
    viable_cost: Decimal | None
    updated_cost: Decimal | None
    name: str = ""


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

    budget: Mapping[str, Sequence[Money]]
    costs: Mapping[str, Sequence[Cost]]
    people: Mapping[str, Sequence[People]]


def second_budget(file: SourceFile, department: str) -> list[Money]:
    """Every amount of the entities of a department, by year, ubigeo and part, exact."""
    if file.kind is Kind.AMIGABLE:
        return Adding(department).add(_amigable(file)).found()
    if file.content.size >= LARGE:
        try:
            rows = SecondLines(file, department).rows()
            return Adding(department).add(spent_rows(file, rows)).found()
        except NotToldApartError:
            pass
    return Adding(department).add(spent_rows(file, _rows(file))).found()


def second_costs(file: SourceFile, department: str) -> list[Cost]:
    """The costs of the investments of a department in a file, in the order of the file.

    Where the file leaves the place blank, it is the department that it names.
    """
    columns = file.columns
    names = ("cui", "ubigeo", "department", "viable_cost", "updated_cost", "name")
    found: dict[tuple[str, str], Cost] = {}
    for row in _rows(file):
        cui, ubigeo, named, viable, updated, words = (row[columns[one]].strip() for one in names)
        cui, ubigeo = _code(cui, CUI_DIGITS), _code(ubigeo, UBIGEO_DIGITS)
        ubigeo = ubigeo or f"{department_code(named) or ''}0000"
        if cui and ubigeo.startswith(department):
            one = Cost(cui, ubigeo, _amount(viable), _amount(updated), words)
            found.setdefault((cui, ubigeo), one)
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
        found = Decimal(words.replace(",", ""))
    except InvalidOperation:
        return None
    short = round(found, 4)  # programs that add with floats leave a tail behind the cents
    return found if short == found else short.normalize() + 0


class Adding:
    """The money of a department, while its rows are being found."""

    def __init__(self, department: str) -> None:
        """No row yet."""
        self._department = department
        self._sums: dict[tuple[int, str, tuple[Part, ...]], list[Decimal | None]]
        self._sums = defaultdict(_nothing)

    def add(self, rows: Iterable[SpentRow]) -> Adding:
        """Add further rows; those of other departments do not count."""
        for year, ubigeo, parts, amounts in rows:
            if ubigeo.startswith(self._department):
                _add(self._sums[year, ubigeo, parts], map(_amount, amounts))
        return self

    def found(self) -> list[Money]:
        """The sums of all the rows so far, in order."""
        whole: dict[tuple[int, str, Part], list[Decimal | None]] = defaultdict(_nothing)
        for (year, ubigeo, parts), sums in self._sums.items():
            for part in parts:
                _add(whole[year, ubigeo, part], sums)
        return [Money(*which[:2], *which[2], *whole[which]) for which in sorted(whole)]


def _nothing() -> list[Decimal | None]:
    return [None] * len(AMOUNTS)


def _add(sums: list[Decimal | None], amounts: Iterable[Decimal | None]) -> None:
    for at, amount in enumerate(amounts):
        if amount is not None:
            before = sums[at]
            sums[at] = amount if before is None else before + amount


def _amigable(file: SourceFile) -> Iterator[SpentRow]:
    columns, seen = file.columns, set()
    for cells in _rows(file):
        entity = _LABEL.match(cells[columns["municipality"]])
        year = cells[columns["year"]].removesuffix(".0") if "year" in columns else ""
        if entity and tuple(cells) not in seen:
            seen.add(tuple(cells))
            amounts = [cells[columns[name]] if name in columns else "" for name in AMOUNTS]
            yield int(year or file.said.year or 0), entity[1], ((MUNICIPALITY, "", ""),), amounts


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


def spent_rows(file: SourceFile, table: Iterable[list[str]]) -> Iterator[SpentRow]:
    """The rows of a spending file, some of whose rows are ``table``, as they are added up."""
    place = {name: number for number, name in enumerate(file.header)}
    seat, kinds = (itemgetter(*(place[name] for name in names)) for names in (_SEAT, _KINDS))
    columns = _columns(file)
    for cells in table:
        if len(cells) != len(file.header) or cells[place["NIVEL_GOBIERNO"]].strip() not in _LEVELS:
            continue
        ubigeo = "".join([code.strip().zfill(2) for code in seat(cells)])
        parts = _parts(*map(str.strip, kinds(cells)))
        for year, amounts in columns.items():
            yield year or int(cells[place["ANO_EJE"]]), ubigeo, parts, amounts([*cells, ""])


def _parts(  # noqa: PLR0913, PLR0917 - a column each
    level: str, executor: str, function: str, purpose: str, generic: str, object_: str
) -> tuple[Part, ...]:
    """Where the money of a row counts."""
    own: Iterable[Part] = ((MUNICIPALITY, "", ""),) if _is_municipality(level, executor) else ()
    listed = ((FUNCTION, function, purpose), (GENERIC, generic, object_))
    return (*own, (LEVEL, level, ""), *listed)


def _is_municipality(level: str, executor: str) -> bool:
    return level == "M" and executor.startswith(_MUNICIPAL)


def _columns(file: SourceFile) -> dict[int, Callable[[list[str]], tuple[str, ...]]]:
    """The cells of all amounts of a row by year; year 0 where each row says its own.

    An amount that the file lacks is in the cell after the last, which is blank.
    """
    place = {name: number for number, name in enumerate(file.header)}
    if file.kind in _EVERY_YEAR:
        found = {0: {name: place.get(at, -1) for name, at in _EVERY_YEAR[file.kind].items()}}
    else:
        found = _compared(place)
    return {year: itemgetter(*(at.get(name, -1) for name in AMOUNTS)) for year, at in found.items()}


def _compared(place: Mapping[str, int]) -> dict[int, dict[str, int]]:
    """Of each year that a file compares, where its amounts are."""
    ours = {official: name for name, official in COMPARED_AS.items()}
    by_year: dict[int, dict[str, int]] = defaultdict(dict)
    for column, at in place.items():
        found = _YEAR_AT_THE_END.fullmatch(column)
        if found and found[1] in ours:
            by_year[int(found[2])][ours[found[1]]] = at
    return {year: names for year, names in by_year.items() if set(MEASURES) <= names.keys()}
