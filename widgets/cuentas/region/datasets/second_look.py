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
from cuentas.region.second_path.reading import MEASURES, Cost, LocalBudget, People
from cuentas.region.sources import Kind

Row = TypeVar("Row")


class InFile(NamedTuple, Generic[Row]):
    """What the second path found, and the fingerprint of the file where it is."""

    sha256: str
    row: Row


def municipalities(sheets: Sheets) -> dict[tuple[int, str], InFile[LocalBudget]]:
    """Every municipality of the place by year and ubigeo, as its latest file has it.

    Years of a file that was not over are left out, and so are local entities that are not a
    municipality: both were told.
    """
    kept = {one.key: one.sha256 for one in sheets.lines.final}
    found: dict[tuple[int, str], list[tuple[date, bool, InFile[LocalBudget]]]] = defaultdict(list)
    for one in _of_the_place(sheets):
        which = (one.row.year, one.row.ubigeo)
        if one.row.municipal:
            found[which].append((_day(sheets, one.sha256), kept.get(which) == one.sha256, one))
    return {which: max(found[which], key=lambda one: one[:2])[2] for which in sorted(found)}


def local_totals(sheets: Sheets) -> dict[int, InFile[dict[str, Decimal]]]:
    """PIA, PIM and devengado of every local entity of the place, by year, in its latest file."""
    detailed = {one.sha256 for one in sheets.read.files if one.kind is not Kind.AMIGABLE}
    sums: dict[tuple[int, str], dict[str, Decimal]]
    sums = defaultdict(lambda: dict.fromkeys(MEASURES, Decimal(0)))
    for sha256, row in _of_the_place(sheets):
        if sha256 in detailed:
            for name in MEASURES:
                sums[row.year, sha256][name] += getattr(row, name)
    ordered = sorted(sums, key=lambda which: _day(sheets, which[1]))
    return {year: InFile(sha256, sums[year, sha256]) for year, sha256 in ordered}


def _of_the_place(sheets: Sheets) -> Iterable[InFile[LocalBudget]]:
    """The local entities of the place in years that were over."""
    return (
        InFile(sha256, row)
        for sha256, rows in sheets.second.budget.items()
        for row in rows
        if sheets.read.place.holds(row.ubigeo) and (sha256, row.year) not in sheets.lines.unfinished
    )


def costs(sheets: Sheets) -> dict[str, Cost]:
    """Viable and updated cost of each CUI of the place: of its latest file, else of the others.

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
    return Cost(cui, first.ubigeo, viable, updated)


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
