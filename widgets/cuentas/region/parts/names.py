"""What places and municipalities are called: official files shout, and drop accents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cuentas.i18n import text as _
from cuentas.region.sources import DEPARTMENTS, BudgetRow, InvestmentRow, PopulationRow
from cuentas.region.sources.words import MUNICIPALITY, folded

SMALL = frozenset({"de", "del", "la", "las", "los", "el", "y", "e"})
"""Words that a name has or leaves out without being another."""
_WHOLE = "00"
"""In the place of a district or a province, its code says «all of them»."""
_PROVINCIAL = "provincial"
SEAT = " - "
"""«PROVINCIAL DE YAULI - LA OROYA» is of Yauli and sits in La Oroya; no other has a seat so."""


@dataclass(frozen=True)
class Named:
    """How a district, its province and its municipality are written; ``short`` is for sentences."""

    district: str
    province: str
    municipality: str
    short: str


@dataclass(frozen=True)
class Names:
    """Names of districts and provinces by code, as the population files write them."""

    districts: Mapping[str, str]
    provinces: Mapping[str, str]

    @classmethod
    def of(cls, rows: Iterable[PopulationRow]) -> Names:
        """The names in these rows; those of a projection keep their accents, so they win."""
        ordered = sorted(rows, key=lambda row: row.source != "census")
        districts = {row.ubigeo: in_title(row.name) for row in ordered if row.name}
        provinces = {row.province: in_title(row.province_name) for row in ordered}
        return cls(districts, {code: name for code, name in provinces.items() if name})

    def named(self, row: BudgetRow) -> Named:
        """The names of a municipality's place.

        A word of the municipality that is also the district's or the province's is written as
        they are, so that it gets its accents and its hyphens.
        """
        kind, of, seat = map(in_title, _parts(row.entity))
        district = self.districts.get(row.ubigeo) or seat or of
        province = self.provinces.get(row.ubigeo[:4]) or in_title(row.province)
        alike = (name for name in (district, province) if folded(name) == folded(of))
        of = next(alike, of)
        return Named(
            district=district,
            province=province,
            municipality=f"{kind} {of}".strip(),
            short=f"{of} ({district})" if seat and of != district else district,
        )

    def placed(self, row: InvestmentRow) -> str:
        """Where an investment is: its district, or all of a province or of the department."""
        if not row.ubigeo.endswith(_WHOLE):
            return self.districts.get(row.ubigeo) or in_title(row.district)
        if not row.ubigeo.endswith(2 * _WHOLE):
            name = self.provinces.get(row.ubigeo[:4]) or in_title(row.province)
            return _("Todos (provincia de {name})").format(name=name)
        return _("Todos (departamento de {name})").format(name=DEPARTMENTS[row.ubigeo[:2]])


def _parts(municipality: str) -> tuple[str, str, str]:
    """What it is, what it is of, and where it sits if its name says so.

    Only a provincial one says it; in the name of a district a hyphen is part of the name.
    """
    found = MUNICIPALITY.fullmatch(municipality)
    kind, of = (found[1], found[2]) if found else ("", municipality)
    if _PROVINCIAL in kind.lower():
        of, _mark, seat = of.partition(SEAT)
        return kind, of, seat
    return kind, of.replace(SEAT, "-"), ""


def in_title(name: str) -> str:
    """``MUNICIPALIDAD DISTRITAL DE LA CAPILLA`` as «Municipalidad Distrital de La Capilla»."""
    if name != name.upper():
        return name
    words = name.lower().replace("_", " ").split()
    shown = [
        word if word in SMALL and number else _capitalised(word)
        for number, word in enumerate(words)
    ]
    return re.sub(
        r"\bde (la|el|las|los)\b",
        lambda found: f"de {found[1].title()}",
        " ".join(shown),
    )


def _capitalised(word: str) -> str:
    return "-".join(part.capitalize() for part in word.split("-"))
