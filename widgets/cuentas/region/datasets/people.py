"""The people of a pack's districts, by both counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from cuentas.i18n import text as _
from cuentas.region.choice import ChoiceError
from cuentas.region.datasets.second_look import people
from cuentas.region.datasets.sheets import Sheets
from cuentas.region.parts.tables import Check, Table
from cuentas.region.second_path.reading import People
from cuentas.region.sources import Kind, PopulationRow


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
    )


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
    """People by province and in all, as the second path adds up the same files.

    In a census, women and men make up the whole.
    """
    found = people(sheets)
    for kind in sorted({kind for kind, _ubigeo in found}):
        rows = {ubigeo: one for (counted, ubigeo), one in sorted(found.items()) if counted == kind}
        whole = [row.total if row.women is None else _both(row) for _sha256, row in rows.values()]
        source = sheets.key(next(iter(rows.values())).sha256)
        yield _check(kind, "", sum(whole), source)
        for province, inside in groupby(rows, key=lambda ubigeo: ubigeo[:4]):
            total = sum(rows[ubigeo].row.total for ubigeo in inside)
            yield _check(kind, province, total, source)


def _both(row: People) -> int:
    return (row.women or 0) + (row.men or 0)


def _check(kind: Kind, province: str, total: int, source: str) -> Check:
    column, count = (
        ("census_2025", _("censo"))
        if kind is Kind.POPULATION_CENSUS
        else ("projection_2025", _("proyección"))
    )
    sentence = (
        _("Población de la provincia {province}, {count}")
        if province
        else _("Población de toda la región, {count}")
    )
    return Check(
        sentence.format(province=province, count=count),
        f"province={province}" if province else "",
        column,
        total,
        source,
    )
