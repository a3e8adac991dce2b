"""The people of a pack's districts, by both counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from cuentas.i18n import text as _
from cuentas.region.choice import ChoiceError
from cuentas.region.datasets.sheets import Sheets
from cuentas.region.pack_tables import Check, Table
from cuentas.region.sources import PopulationRow


def population(sheets: Sheets) -> Table:
    """Both counts of people of each district that has a budget.

    Raises:
        ChoiceError: two files count the same district in the same way, with other people.
    """
    people: dict[str, dict[str, Any]] = defaultdict(dict)
    inside = _once(row for row in sheets.read.population if row.ubigeo in sheets.lines.ubigeos)
    for row in inside:
        counted = {"projection_2025": row.total} if row.source != "census" else _census(row)
        people[row.ubigeo] |= {"ubigeo": row.ubigeo, "province": row.ubigeo[:4], **counted}
    return sheets.table(
        "population",
        _("Población de los distritos de {name}"),
        _("Población por distrito, contada de una o de dos maneras."),
        (row.sha256 for row in inside),
        [people[ubigeo] for ubigeo in sorted(people)],
        checks=_people_checks(sheets, inside),
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


def _people_checks(sheets: Sheets, rows: Iterable[PopulationRow]) -> list[Check]:
    """People by province, and women and men together, added up from the file's own rows."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        name = "census_2025" if row.source == "census" else "projection_2025"
        sums[row.ubigeo[:4], name, row.sha256] += row.total
        if name == "census_2025" and row.women is not None and row.men is not None:
            sums["", "census_2025", row.sha256] += row.women + row.men
        if name == "projection_2025":
            sums["", name, row.sha256] += row.total
    return [_people_check(sheets, *which, total) for which, total in sorted(sums.items())]


def _people_check(sheets: Sheets, province: str, name: str, sha256: str, total: int) -> Check:
    counts = {"census_2025": _("censo"), "projection_2025": _("proyección")}
    sentence = (
        _("Población de la provincia {province}, {count}")
        if province
        else _("Población de toda la región, {count}")
    )
    return Check(
        sentence.format(province=province, count=counts[name]),
        f"province={province}" if province else "",
        name,
        total,
        sheets.key(sha256),
    )
