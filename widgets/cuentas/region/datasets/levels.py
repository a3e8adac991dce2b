"""The whole department in a pack: by level of government, and on what and for what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from cuentas.i18n import text as _
from cuentas.region.datasets.plain_names import plain_name
from cuentas.region.datasets.second_look import local_totals
from cuentas.region.datasets.sheets import LABELS, Sheets, span
from cuentas.region.parts.tables import Check, Table
from cuentas.region.second_path.reading import MEASURES
from cuentas.region.sources import SpendingRow, TotalRow

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
        _totals_checks(sheets, rows),
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
        _spending_checks(sheets, rows),
    )


def _by_year(  # noqa: PLR0913, PLR0917 - each is one part of the table
    sheets: Sheets,
    name: str,
    title: str,
    description: str,
    rows: Sequence[_Cells],
    checks: Iterable[Check],
) -> Table:
    used = {row["sha256"] for row in rows}
    years = span(row["year"] for row in rows)
    return sheets.table(name, title, description, used, rows, checks=checks, years=years)


def _latest(sheets: Sheets, rows: Sequence[SpendingRow | TotalRow], *names: str) -> list[_Cells]:
    """Of each year, only the rows of its latest file; years that were not over are left out."""
    unfinished = sheets.lines.unfinished
    closed = [asdict(row) for row in rows if (row.sha256, row.year) not in unfinished]
    last = {}
    for row in sorted(closed, key=lambda row: row["query_date"]):
        last[row["year"]] = row["sha256"]
    kept = [row for row in closed if row["sha256"] == last[row["year"]]]
    return sorted(kept, key=lambda row: (row["year"], *(row[name] for name in names)))


def _totals_checks(sheets: Sheets, rows: Sequence[_Cells]) -> Iterator[Check]:
    """The parts add up to the whole, and municipalities to what the second path finds."""
    for whole in (row for row in rows if row["entity"] == "department"):
        for name in MEASURES:
            sentence = _("{what} {year}: el total y sus partes suman dos veces el total")
            yield _check(sheets, sentence, whole, name, 2 * whole[name])
    for year, (sha256, sums) in local_totals(sheets).items():
        for name in MEASURES:
            sentence = _("{what} {year} de las municipalidades, sumado por otro camino")
            which = {"year": year, "sha256": sha256, "entity": "local"}
            yield _check(sheets, sentence, which, name, sums[name], "entity")


def _spending_checks(sheets: Sheets, rows: Sequence[_Cells]) -> Iterator[Check]:
    """Each list adds up to the whole department; where nobody knows the whole, to nothing."""
    listed = {_reading(row): dict.fromkeys(MEASURES, Decimal(0)) for row in rows}
    totals = _latest(sheets, sheets.read.totals, "entity")
    wholes = {_reading(row): row for row in totals if row["entity"] == "department"}
    for (year, sha256), whole in (listed | wholes).items():
        for kind in CLASSIFICATIONS:
            which = {"year": year, "sha256": sha256, "classification": kind}
            for name in MEASURES:
                sentence = _("{what} {year} de todo el departamento, contra la lista por {kind}")
                yield _check(sheets, sentence, which, name, whole[name], "classification")


def _reading(row: _Cells) -> tuple[int, str]:
    return row["year"], row["sha256"]


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
