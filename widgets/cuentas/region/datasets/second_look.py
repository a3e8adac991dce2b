"""What the files have of the place, as the second path finds it.

The controls of a pack expect all of this, and nothing of what the readers kept: what a reader
loses is missed. Only what was left out and told is taken away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from cuentas.region.datasets.sheets import Sheets
from cuentas.region.second_path.reading import LEVEL, MUNICIPALITY, Cost, Money, People
from cuentas.region.sources import Kind
from cuentas.region.sources.records import AMOUNTS
from cuentas.region.sources.words import is_blank

Row = TypeVar("Row")


class InFile(NamedTuple, Generic[Row]):
    """What the second path found, and the fingerprint of the file where it is."""

    sha256: str
    row: Row


Amounts = dict[str, Decimal | None]
"""What each amount adds up to; None where no row has it."""
PartsOfYear = dict[tuple[str, str], Amounts]
"""The money of a year by part and code."""


def readings(sheets: Sheets) -> dict[tuple[str, int, str], Money]:
    """Every municipality of the place by file, year and ubigeo, as that file has it.

    Left out are years of a file that was not over, local entities that are not a municipality,
    and municipalities with a blank where an amount is needed: all were told.
    """
    return {
        (one.sha256, one.row.year, one.row.ubigeo): one.row
        for one in _of_the_place(sheets)
        if one.row.part == MUNICIPALITY and one.row.whole
    }


def municipalities(sheets: Sheets) -> dict[tuple[int, str], InFile[Money]]:
    """Every municipality of the place by year and ubigeo, as its latest file has it."""
    kept = {one.key: one.sha256 for one in sheets.lines.final}
    found: dict[tuple[int, str], list[tuple[date, bool, InFile[Money]]]] = defaultdict(list)
    for (sha256, *_which), row in readings(sheets).items():
        which = (row.year, row.ubigeo)
        chosen = kept.get(which) == sha256
        found[which].append((_day(sheets, sha256), chosen, InFile(sha256, row)))
    return {which: max(found[which], key=lambda one: one[:2])[2] for which in sorted(found)}


def parts_of_years(sheets: Sheets) -> dict[int, InFile[PartsOfYear]]:
    """The money of the place by part and code, by year, in the latest file that tells parts.

    The level of no code is all levels together.
    """
    detailed = {one.sha256 for one in sheets.read.files if one.kind is not Kind.AMIGABLE}
    sums: dict[tuple[int, str], PartsOfYear] = defaultdict(dict)
    for sha256, row in _of_the_place(sheets):
        if sha256 in detailed:
            for which in _counted_in(row):
                _add(sums[row.year, sha256].setdefault(which, dict.fromkeys(AMOUNTS)), row)
    ordered = sorted(sums, key=lambda which: _day(sheets, which[1]))
    return {year: InFile(sha256, sums[year, sha256]) for year, sha256 in ordered}


def _counted_in(row: Money) -> list[tuple[str, str]]:
    return [(row.part, row.code), *([(LEVEL, "")] if row.part == LEVEL else [])]


def _add(sums: Amounts, row: Money) -> None:
    for name in AMOUNTS:
        amount = getattr(row, name)
        if amount is not None:
            sums[name] = amount + (sums[name] or 0)


def _of_the_place(sheets: Sheets) -> Iterable[InFile[Money]]:
    """The entities of the place in years that were over."""
    return (
        InFile(sha256, row)
        for sha256, rows in sheets.second.budget.items()
        for row in rows
        if sheets.read.place.holds(row.ubigeo) and (sha256, row.year) not in sheets.lines.unfinished
    )


def costs(sheets: Sheets) -> dict[str, Cost]:
    """Costs, place and name of each CUI of the place: of its latest file, else of the others.

    Those without a cost in any file are left out: it was told.
    """
    by_cui: dict[str, dict[str, Cost]] = defaultdict(dict)
    for sha256, rows in sheets.second.costs.items():
        for row in rows:
            if sheets.read.place.holds(row.ubigeo):
                by_cui[row.cui].setdefault(sha256, row)
    whole = (_cost(sheets, cui, found) for cui, found in by_cui.items())
    return {one.cui: one for one in whole if None not in {one.viable_cost, one.updated_cost}}


def _cost(sheets: Sheets, cui: str, found: dict[str, Cost]) -> Cost:
    followed = [row.sha256 for row in sheets.invested.files.get(cui, ()) if row.sha256 in found]
    files = (*followed, *(one for one in found if one not in followed))
    first, *others = (
        found[one] for one in sorted(files, key=lambda one: _day(sheets, one), reverse=True)
    )
    viable, updated = first.viable_cost, first.updated_cost
    for other in others:
        viable = other.viable_cost if viable is None else viable
        updated = other.updated_cost if updated is None else updated
    name = next((one.name for one in (first, *others) if not is_blank(one.name)), "")
    return Cost(cui, first.ubigeo, viable, updated, name)


def people(sheets: Sheets) -> dict[tuple[Kind, str], InFile[People]]:
    """Every district of the pack by how its people were counted and ubigeo.

    Districts without a budget are left out: it was told.
    """
    found: dict[tuple[Kind, str], InFile[People]] = {}
    for file in sheets.files(sheets.second.people):
        for row in sheets.second.people[file.sha256]:
            if row.ubigeo in sheets.lines.ubigeos:
                found.setdefault((file.kind, row.ubigeo), InFile(file.sha256, row))
    return found


def _day(sheets: Sheets, sha256: str) -> date:
    return sheets.choice.query_date(sheets.files([sha256])[0]).day
