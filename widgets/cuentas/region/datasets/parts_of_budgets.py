"""Each municipality's money by función (for what) and by rubro (where it comes from)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from cuentas.i18n import text as _
from cuentas.model.budget import Finality, finality
from cuentas.region.datasets.plain_names import plain_name, rubro_name
from cuentas.region.datasets.sheets import Sheets, span
from cuentas.region.parts.lines import DECEMBER, LABELS, NEEDED
from cuentas.region.parts.tables import Check, Table
from cuentas.region.sources import PartRow
from cuentas.region.sources.breakdown import PRINTED

Key = tuple[int, str, str]
"""Year, ubigeo, and what of the spending is included."""
INCLUDES = {
    "total": _("todo el gasto"),
    "projects": _("solo proyectos"),
    "activities": _("solo actividades"),
}


@dataclass(frozen=True)
class Whole:
    """What the parts of a municipality's year must add up to, and in which file."""

    sha256: str
    day: str
    amounts: Mapping[str, Decimal | None]


def by_function(sheets: Sheets) -> Table:
    """What each municipality spends its money for."""
    return _table(
        sheets,
        "spending_by_function",
        "funcion",
        _("Para qué gasta cada municipalidad de {name}, {years}"),
        _("El presupuesto y el devengado de cada municipalidad por función."),
    )


def by_rubro(sheets: Sheets) -> Table:
    """Where the money of each municipality comes from."""
    return _table(
        sheets,
        "spending_by_rubro",
        "rubro",
        _("De dónde viene la plata de cada municipalidad de {name}, {years}"),
        _("El presupuesto y el devengado de cada municipalidad por rubro."),
    )


def _table(sheets: Sheets, name: str, what: str, title: str, description: str) -> Table:
    parts = [row for row in sheets.read.parts if row.classification == what and _ended(sheets, row)]
    wholes = _latest(_wholes(sheets, parts))
    rows = [
        asdict(row) | {"plain_name": _plain(row), "source_key": sheets.key(row.sha256)}
        for row in parts
        if wholes[_key(row)].sha256 == row.sha256
    ]
    return sheets.table(
        name,
        title,
        description,
        {row["sha256"] for row in rows},
        sorted(rows, key=lambda row: (*_key_of(row), row["code"])),
        checks=_checks(sheets, wholes) if rows else (),
        years=span(row["year"] for row in rows),
    )


def _plain(row: PartRow) -> str:
    return rubro_name(row.code, row.name) if row.classification == "rubro" else plain_name(row.name)


def _key(row: PartRow) -> Key:
    return row.year, row.ubigeo, row.includes


def _key_of(row: Mapping[str, object]) -> tuple[object, ...]:
    return row["year"], row["ubigeo"], row["includes"]


def _ended(sheets: Sheets, row: PartRow) -> bool:
    """Whether it is of a municipality of the pack and of a year that was over when it was read."""
    over = row.query_date is not None and finality(row.year, row.query_date) is not Finality.IN_YEAR
    told = (row.sha256, row.year) not in sheets.lines.unfinished and row.through == DECEMBER
    return over and told and row.ubigeo in sheets.lines.ubigeos


def _wholes(sheets: Sheets, parts: Iterable[PartRow]) -> Iterator[tuple[Key, Whole]]:
    """What every file says that the parts add up to: its own budget, or the sum that it prints."""
    files = set()
    for row in parts:
        printed = dict(zip(PRINTED, row.printed, strict=False))
        files.add(row.sha256)
        yield _key(row), Whole(row.sha256, str(row.query_date), printed)
    for line in sheets.read.budget:
        if line.sha256 in files and (line.sha256, line.year) not in sheets.lines.unfinished:
            amounts = {name: getattr(line, name) for name in NEEDED}
            key = (line.year, line.ubigeo, "total")
            yield key, Whole(line.sha256, str(line.query_date), amounts)


def _latest(found: Iterable[tuple[Key, Whole]]) -> dict[Key, Whole]:
    last: dict[Key, Whole] = {}
    for key, whole in found:
        if key not in last or whole.day >= last[key].day:
            last[key] = whole
    return last


def _checks(sheets: Sheets, wholes: Mapping[Key, Whole]) -> Iterator[Check]:
    """The parts of all municipalities of a year are all of their money."""
    by_year: dict[tuple[int, str], list[Whole]] = defaultdict(list)
    for (year, _ubigeo, includes), whole in sorted(wholes.items()):
        by_year[year, includes].append(whole)
    sentence = _("{what} {year} de las municipalidades, {includes}: las partes suman el todo")
    for (year, includes), found in by_year.items():
        if not all(whole.amounts for whole in found):
            continue
        for name in NEEDED:
            yield Check(
                sentence.format(what=LABELS[name], year=year, includes=INCLUDES[includes]),
                f"year={year};includes={includes}",
                name,
                sum((whole.amounts.get(name) or Decimal(0) for whole in found), Decimal(0)),
                sheets.key(found[0].sha256),
            )
