"""The whole department in a pack: by level of government, and on what and for what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from cuentas.i18n import text as _
from cuentas.region.datasets.one_by_one import Cells, Key, differences
from cuentas.region.datasets.plain_names import plain_name
from cuentas.region.datasets.second_look import PartsOfYear, parts_of_years
from cuentas.region.datasets.sheets import Sheets, span
from cuentas.region.parts.lines import LABELS
from cuentas.region.parts.tables import Check, Table
from cuentas.region.second_path.reading import LEVEL, MEASURES
from cuentas.region.sources import SpendingRow, TotalRow
from cuentas.region.sources.words import repaired

ENTITIES = {"": "department", "E": "national", "R": "regional", "M": "local"}
"""Each level of government as the table has it, by the code of the files; none is all of them."""
CLASSIFICATIONS = ("funcion", "generica")
"""The two lists of the same money: for what and on what."""
_Cells = dict[str, Any]


def totals(sheets: Sheets) -> Table:
    """Whole department and its levels of government, by year."""
    rows = _latest(sheets, sheets.read.totals, "entity")
    return _by_year(
        sheets,
        "totals",
        _("Presupuesto y gasto del departamento de {name}, {years}"),
        _("Suma de todas las entidades con sede en el departamento, y sus partes."),
        rows,
        _totals_checks(sheets),
        differences(rows, ("year", "entity"), _levels_found(sheets)),
    )


def spending(sheets: Sheets) -> Table:
    """On what and for what: genérica and function."""
    rows = [
        row
        | {
            "plain_name": plain_name(row["name"]),
            "source_key": sheets.key(row["sha256"]),
        }
        for row in _latest(sheets, sheets.read.spending, "classification", "name")
    ]
    return _by_year(
        sheets,
        "spending",
        _("En qué se gastó la plata pública con sede en {name}, {years}"),
        _("El presupuesto mirado por genérica de gasto y por función."),
        rows,
        _spending_checks(sheets),
        differences(rows, ("year", "classification", "code"), _lists_found(sheets, rows)),
    )


def _by_year(  # noqa: PLR0913, PLR0917 - each is one part of the table
    sheets: Sheets,
    name: str,
    title: str,
    description: str,
    rows: Sequence[_Cells],
    checks: Iterable[Check],
    apart: Iterable[str],
) -> Table:
    used = {row["sha256"] for row in rows}
    years = span(row["year"] for row in rows)
    return sheets.table(
        name, title, description, used, rows, checks=checks, apart=apart, years=years
    )


def _latest(sheets: Sheets, rows: Sequence[SpendingRow | TotalRow], *names: str) -> list[_Cells]:
    """Of each year, only the rows of its latest file; years that were not over are left out."""
    unfinished = sheets.lines.unfinished
    closed = [asdict(row) for row in rows if (row.sha256, row.year) not in unfinished]
    last = {}
    for row in sorted(closed, key=lambda row: row["query_date"]):
        last[row["year"]] = row["sha256"]
    kept = [row for row in closed if row["sha256"] == last[row["year"]]]
    return sorted(kept, key=lambda row: (row["year"], *(row[name] for name in names)))


def _levels_found(sheets: Sheets) -> dict[Key, Cells]:
    """What each level of each year must be."""
    return {
        (year, ENTITIES[code]): {name: amounts[name] for name in (*MEASURES, "girado")}
        for year, one in parts_of_years(sheets).items()
        for (part, code), amounts in one.row.items()
        if part == LEVEL
    }


def _lists_found(sheets: Sheets, rows: Iterable[_Cells]) -> dict[Key, Cells]:
    """What each row of both lists of each year must be; its name, one that the file gives it."""
    used = {(row["year"], row["classification"], row["code"]): row["name"] for row in rows}
    names: dict[tuple[str, Key], set[str]] = defaultdict(set)
    for sha256, found in sheets.second.budget.items():
        for one in found:
            names[sha256, (one.year, one.part, one.code)].add(repaired(one.name))
    return {
        key: {
            **{name: amounts[name] for name in MEASURES},
            "name": min(called, key=lambda name: name != used.get(key)),
        }
        for key, amounts, called in (
            ((year, part, code), amounts, names[one.sha256, (year, part, code)])
            for year, one in parts_of_years(sheets).items()
            for (part, code), amounts in one.row.items()
            if part in CLASSIFICATIONS
        )
    }


def _totals_checks(sheets: Sheets) -> Iterator[Check]:
    """The whole with its parts, and the municipalities, are what the second path finds."""
    found = parts_of_years(sheets)
    twice = _("{what} {year}: el total y sus partes suman dos veces el total")
    local = _("{what} {year} de las municipalidades, sumado por otro camino")
    for year, (sha256, parts) in found.items():
        which = {"year": year, "sha256": sha256, "entity": "local"}
        for name in MEASURES:
            yield _check(sheets, twice, which, name, 2 * _known(parts, "", name))
        for name in MEASURES:
            yield _check(sheets, local, which, name, _known(parts, "M", name), "entity")


def _spending_checks(sheets: Sheets) -> Iterator[Check]:
    """Each list adds up to the whole department, as the second path finds it."""
    sentence = _("{what} {year} de todo el departamento, contra la lista por {kind}")
    for year, (sha256, parts) in parts_of_years(sheets).items():
        for kind in CLASSIFICATIONS:
            which = {"year": year, "sha256": sha256, "classification": kind}
            for name in MEASURES:
                expected = _known(parts, "", name)
                yield _check(sheets, sentence, which, name, expected, "classification")


def _known(parts: PartsOfYear, level: str, name: str) -> Decimal:
    """An amount of a level; 0 where the files have nothing of it."""
    return parts.get((LEVEL, level), {}).get(name) or Decimal(0)


def _check(  # noqa: PLR0913, PLR0917 - each is one part of the control
    sheets: Sheets, sentence: str, which: _Cells, name: str, expected: Decimal, among: str = ""
) -> Check:
    """A control of a year of ``which`` and, if ``among`` names a column, of its value there."""
    year, kind = which["year"], which.get(among, "")
    return Check(
        sentence.format(what=LABELS[name], year=year, kind=kind),
        f"year={year};{among}={kind}" if among else f"year={year}",
        name,
        expected,
        sheets.key(which["sha256"]),
    )
