"""The people of a pack's districts, by both counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from cuentas.i18n import text as _
from cuentas.region.choice import ChoiceError
from cuentas.region.datasets.one_by_one import Cells, Key, differences
from cuentas.region.datasets.second_look import InFile, people
from cuentas.region.datasets.sheets import Sheets
from cuentas.region.parts.tables import Check, Table
from cuentas.region.second_path.reading import People
from cuentas.region.sources import Kind, PopulationRow

COUNTS = {
    Kind.POPULATION_CENSUS: {
        "census_2025": "total",
        "census_2025_women": "women",
        "census_2025_men": "men",
    },
    Kind.POPULATION_PROJECTION: {"projection_2025": "total"},
}
"""Each column that a count fills, and what the second path calls it."""
LABELS = {
    "census_2025": _("Población de {where}, censo"),
    "census_2025_women": _("Mujeres de {where}, censo"),
    "census_2025_men": _("Hombres de {where}, censo"),
    "projection_2025": _("Población de {where}, proyección"),
}


def population(sheets: Sheets) -> Table:
    """Both counts of people of each district that has a budget.

    Raises:
        ChoiceError: two files count the same district in the same way, with other people.
    """
    counts: dict[str, dict[str, Any]] = defaultdict(dict)
    inside = _once(row for row in sheets.read.population if row.ubigeo in sheets.lines.ubigeos)
    for row in inside:
        counted = {"projection_2025": row.total} if row.source != "census" else _census(row)
        counts[row.ubigeo] |= {"ubigeo": row.ubigeo, "province": row.ubigeo[:4], **counted}
    return sheets.table(
        "population",
        _("Población de los distritos de {name}"),
        _("Población por distrito, contada de una o de dos maneras."),
        (row.sha256 for row in inside),
        [counts[ubigeo] for ubigeo in sorted(counts)],
        checks=_people_checks(sheets),
        apart=differences(counts.values(), ("ubigeo",), _found(sheets), sheets.places),
    )


def _found(sheets: Sheets) -> dict[Key, Cells]:
    """What each count of a district must be."""
    found: dict[Key, dict[str, int | None]] = defaultdict(dict)
    for (kind, ubigeo), one in people(sheets).items():
        found[ubigeo,] |= {name: getattr(one.row, part) for name, part in COUNTS[kind].items()}
    return dict(found)


def _once(rows: Iterable[PopulationRow]) -> list[PopulationRow]:
    found: dict[tuple[str, str], PopulationRow] = {}
    for row in rows:
        first = found.setdefault((row.source, row.ubigeo), row)
        if (first.total, first.women, first.men) != (row.total, row.women, row.men):
            sentence = _(
                "Dos archivos de población dicen números distintos de {name} ({ubigeo}): {one} y "
                "{other}. Da solo el que vale."
            )
            raise ChoiceError(
                sentence.format(name=row.name, ubigeo=row.ubigeo, one=first.total, other=row.total)
            )
    return list(found.values())


def _census(row: PopulationRow) -> dict[str, int | None]:
    return {
        "census_2025": row.total,
        "census_2025_women": row.women,
        "census_2025_men": row.men,
    }


def _people_checks(sheets: Sheets) -> Iterator[Check]:
    """People by province and in all, as the second path adds up the same files."""
    found = people(sheets)
    for kind in sorted({kind for kind, _ubigeo in found}):
        rows = {ubigeo: one for (counted, ubigeo), one in sorted(found.items()) if counted == kind}
        yield from _checks(sheets, kind, "", list(rows.values()))
        for province, inside in groupby(rows, key=lambda ubigeo: ubigeo[:4]):
            yield from _checks(sheets, kind, province, [rows[ubigeo] for ubigeo in inside])


def _checks(
    sheets: Sheets, kind: Kind, province: str, rows: Sequence[InFile[People]]
) -> Iterator[Check]:
    """The controls of the people of a province, or of all of them."""
    name = _("la provincia {province}").format(province=province)
    for column, part in COUNTS[kind].items():
        yield Check(
            LABELS[column].format(where=name if province else _("toda la región")),
            f"province={province}" if province else "",
            column,
            sum(getattr(one.row, part) or 0 for one in rows),
            sheets.key(rows[0].sha256),
        )
