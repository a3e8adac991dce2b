"""The whole department in a pack: by level of government, and on what and for what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from cuentas.i18n import text as _
from cuentas.region.datasets.sheets import LABELS, Sheets, span
from cuentas.region.pack_place import in_title
from cuentas.region.pack_second import MEASURES
from cuentas.region.pack_tables import Check, Table
from cuentas.region.sources import SpendingRow, TotalRow

PLAIN = {
    "ADQUISICION DE ACTIVOS NO FINANCIEROS": _("obras, equipos y terrenos"),
    "PERSONAL Y OBLIGACIONES SOCIALES": _("sueldos y aportes del personal"),
    "BIENES Y SERVICIOS": _("compras y servicios del día a día"),
    "PENSIONES Y OTRAS PRESTACIONES SOCIALES": _("pensiones y ayudas sociales"),
    "SERVICIO DE LA DEUDA PUBLICA": _("pago de deudas"),
    "DONACIONES Y TRANSFERENCIAS": _("dinero entregado a otras entidades"),
}
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
            "plain_name": PLAIN.get(row["name"], in_title(row["name"])),
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
    lines = (*sheets.lines.final, *sheets.lines.revisions)
    over = {(one.sha256, one.line.year) for one in lines}
    closed = [asdict(row) for row in rows if (row.sha256, row.year) in over]
    last = {}
    for row in sorted(closed, key=lambda row: row["query_date"]):
        last[row["year"]] = row["sha256"]
    kept = [row for row in closed if row["sha256"] == last[row["year"]]]
    return sorted(kept, key=lambda row: (row["year"], *(row[name] for name in names)))


def _totals_checks(sheets: Sheets, rows: Sequence[_Cells]) -> Iterator[Check]:
    """The parts add up to the whole, and municipalities to what the second path says."""
    for whole in (row for row in rows if row["entity"] == "department"):
        year, source = whole["year"], sheets.key(whole["sha256"])
        for name in MEASURES:
            sentence = _("{what} {year}: el total y sus partes suman dos veces el total")
            told = sentence.format(what=LABELS[name], year=year)
            yield Check(told, f"year={year}", name, 2 * whole[name], source)
            local = _local(sheets, whole, name)
            sentence = _("{what} {year} de las municipalidades, sumado por otro camino")
            told = sentence.format(what=LABELS[name], year=year)
            yield Check(told, f"year={year};entity=local", name, local, source)


def _local(sheets: Sheets, whole: _Cells, name: str) -> Decimal:
    """The municipalities of the place in the file of a row, as the second path adds them up."""
    sums = sheets.second[whole["sha256"]]
    here = {(whole["year"], ubigeo) for ubigeo in sheets.lines.ubigeos}
    return sum((sums[which][name] for which in here & sums.keys()), Decimal(0))


def _spending_checks(sheets: Sheets, rows: Sequence[Mapping[str, Any]]) -> Iterator[Check]:
    """Each list adds up to the whole department."""
    wholes = {
        (row.year, row.sha256): asdict(row)
        for row in sheets.read.totals
        if row.entity == "department"
    }
    for kind, year, sha256 in sorted(
        {(row["classification"], row["year"], row["sha256"]) for row in rows}
    ):
        for name in MEASURES:
            sentence = _("{what} {year} de todo el departamento, contra la lista por {kind}")
            yield Check(
                sentence.format(what=LABELS[name], year=year, kind=kind),
                f"year={year};classification={kind}",
                name,
                wholes[year, sha256][name],
                sheets.key(sha256),
            )
