"""What is known about the learner's district and year, ready to stand in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from cuentas.data.pack import Pack
from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine
from cuentas.model.comparison import Population, pim_per_person
from cuentas.model.place import District
from cuentas.view.footer import sources_in_words
from cuentas.view.show.rows import AMOUNTS, first_year_in_words


@dataclass(frozen=True)
class Facts:
    """Words by name for letters and tasks, and exact quantities by name for answers."""

    words: dict[str, str]
    quantities: dict[str, Decimal]

    def fill(self, template: str) -> str:
        """``template`` with each ``{name}`` replaced by its words."""
        return template.format_map(self.words)

    def with_words(self, more: Mapping[str, str]) -> Facts:
        """The same facts and some words more; what is known is never replaced."""
        return replace(self, words={**more, **self.words})


def facts(pack: Pack, district: District, line: BudgetLine) -> Facts:
    """The facts of one budget line; an amount that the source lacks is called «sin dato»."""
    people = pack.people.get(district.ubigeo)
    census = pim_per_person(line, people, Population.CENSUS) if people else None
    exact = {name: getattr(line, name) for name in AMOUNTS} | {
        "unspent": line.unspent,
        "added": line.added,
        "per_person": census,
        "people": people.census_2025 if people else None,
    }
    words = {name: formats.soles(value) for name, value in exact.items() if value is not None}
    words |= {name: _("sin dato") for name, value in exact.items() if value is None}
    words |= _names(pack, district, line) | {"avance": formats.percent(line.avance)}
    if people:
        words["people"] = formats.number(people.census_2025)
    quantities = {name: Decimal(value) for name, value in exact.items() if value is not None}
    if line.avance is not None:
        quantities["avance"] = line.avance
    return Facts(words, quantities)


def _names(pack: Pack, district: District, line: BudgetLine) -> dict[str, str]:
    consulted = pack.provenance("budget").read_on(line.query_date).consulted
    return {
        "district": district.name,
        "short": district.short,
        "municipality": district.municipality,
        "region": pack.region.name,
        "province": pack.region.province_name(district.province),
        "year": str(line.year),
        "next_year": str(line.year + 1),
        "source": sources_in_words(consulted),
        "note": first_year_in_words(line, district),
    }
