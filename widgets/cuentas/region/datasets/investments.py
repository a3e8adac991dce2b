"""The investments of a pack: a choice by district, every CUI, and what was declared of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from cuentas.i18n import text as _
from cuentas.region.datasets.one_by_one import Cells, Key, differences
from cuentas.region.datasets.second_look import costs
from cuentas.region.datasets.sheets import Sheets
from cuentas.region.parts.names import Names, in_title
from cuentas.region.parts.tables import Check, Table
from cuentas.region.second_path.reading import Cost
from cuentas.region.sources import InvestmentRow
from cuentas.region.sources.words import repaired

CHOSEN = 5
"""Investments of a district that ``data.csv`` offers: as many as a figure shows."""
NAME_LENGTH = 60
COSTS = (
    ("viable_cost", _("costo viable")),
    ("updated_cost", _("costo actualizado")),
)
_Cells = dict[str, Any]


def investments(sheets: Sheets) -> Table:
    """A choice by district, every CUI apart, and the monthly declarations where they were given."""
    names = Names.of(sheets.read.population)
    rows = [_cells(sheets, row) | {"district": names.placed(row)} for row in sheets.invested.rows]
    chosen = largest([row for row in rows if row["ubigeo"] in sheets.lines.ubigeos])
    found = sheets.invested
    declared = [asdict(row) for row in found.declared]
    others = {"progress": declared} if declared else {}
    used = {row.sha256 for row in sheets.read.investments}
    used |= {row.sha256 for row in found.declared}
    return sheets.table(
        "investments",
        _("Inversiones públicas de {name}"),
        _("Las inversiones de mayor costo de cada distrito, y todas en otra lista."),
        used,
        chosen,
        checks=_checks(sheets, chosen),
        apart=differences(rows, ("cui",), _found(sheets)),
        others={"all": rows, **others},
        shown=str(CHOSEN),
    )


def _found(sheets: Sheets) -> dict[Key, Cells]:
    """What the costs, the place and the name of each CUI must be."""
    return {
        (cui,): {
            "viable_cost": one.viable_cost,
            "updated_cost": one.updated_cost,
            "ubigeo": one.ubigeo,
            "short_name": _short(repaired(one.name)),
        }
        for cui, one in costs(sheets).items()
    }


def _short(name: str) -> str:
    whole = " ".join(name.split()).capitalize()
    return whole if len(whole) <= NAME_LENGTH else whole[: NAME_LENGTH - 1].rstrip() + "…"


def _cells(sheets: Sheets, row: InvestmentRow) -> _Cells:
    return asdict(row) | {
        "short_name": _short(row.name),
        "entity": in_title(row.entity),
        "entity_level": row.level or "national",
        "sector": row.sector.capitalize(),
        "last_declared": sheets.invested.last_declared.get(row.cui, ""),
        "files": len(sheets.invested.files[row.cui]),
        "source_key": sheets.key(row.sha256),
    }


def largest(rows: Iterable[_Cells]) -> list[_Cells]:
    """Of each district, those of highest updated cost; first those that are in one place only."""
    by_district: dict[str, list[_Cells]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["places"] > 1, -row["updated_cost"], row["cui"])):
        by_district[row["ubigeo"]].append(row)
    return [row for ubigeo in sorted(by_district) for row in by_district[ubigeo][:CHOSEN]]


def _checks(sheets: Sheets, chosen: Sequence[_Cells]) -> Iterator[Check]:
    """What the second path finds in the same files, and what the other file says of the same."""
    found = costs(sheets)
    if not chosen and sheets.lines.ubigeos.isdisjoint(one.ubigeo for one in found.values()):
        return
    source = sheets.key(sheets.files(sheets.second.costs)[0].sha256)
    sentence = _("Inversiones, cada CUI una sola vez")
    yield Check(sentence, "", "count", len(found), source, resource="all")
    some = [found[row["cui"]] for row in chosen if row["cui"] in found]
    for name, label in COSTS:
        for which, resource, sentence in (
            (some, "data", _("Suma del {label} de la elección")),
            (found.values(), "all", _("Suma del {label} de todas")),
        ):
            total = _sum(which, name)
            yield Check(sentence.format(label=label), "", name, total, source, resource=resource)
    yield from _other_checks(sheets)


def _other_checks(sheets: Sheets) -> Iterator[Check]:
    """What the other file says of the investments that are in both, where there are two."""
    both = [row for row in sheets.invested.rows if len(sheets.invested.files[row.cui]) > 1]
    others = {one.sha256 for row in both for one in sheets.invested.files[row.cui][1:]}
    first = {row.sha256 for row in both}
    if len(others) != 1 or len(first) != 1 or others == first:
        return
    for name, label in COSTS:
        yield _other_check(sheets, both, name, label)


def _other_check(sheets: Sheets, both: Sequence[InvestmentRow], name: str, label: str) -> Check:
    said = [sheets.invested.files[row.cui][1] for row in both]
    expected, found = _sum(said, name), _sum(both, name)
    sentence = _("Suma del {label} de las que están en los dos archivos, según el otro")
    reason = _("El costo de una inversión cambia con el tiempo, y los archivos son de otro día.")
    return Check(
        sentence.format(label=label),
        "files=2",
        name,
        expected,
        sheets.key(said[0].sha256),
        expected == found,
        "" if expected == found else reason,
        "all",
    )


def _sum(rows: Iterable[InvestmentRow | Cost], name: str) -> Decimal:
    return sum((getattr(row, name) or Decimal(0) for row in rows), Decimal(0))
