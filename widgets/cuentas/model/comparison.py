"""Compared with what? A number alone says little: own past, neighbours, people.

All amounts are nominal soles: prices of each year, inflation not removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cuentas.model.budget import BudgetLine
from cuentas.model.money import Amount, per_person, percentage


class Population(StrEnum):
    """By which count of people an amount is divided; they differ a lot in small districts."""

    CENSUS = "census_2025"
    PROJECTION = "projection_2025"


@dataclass(frozen=True)
class People:
    """A district's people by both counts of 2025 (census, and INEI's earlier projection)."""

    ubigeo: str
    census_2025: int
    census_2025_women: int
    census_2025_men: int
    projection_2025: int

    def count(self, population: Population) -> int:
        """People by the named count."""
        return self.census_2025 if population is Population.CENSUS else self.projection_2025

    @property
    def gap_percent(self) -> Decimal | None:
        """Projection against census: percent by which the projection is higher (or lower)."""
        return percentage(self.projection_2025 - self.census_2025, self.census_2025)


@dataclass(frozen=True)
class Change:
    """From ``before`` to ``now``: difference in soles and, if there was a before, in percent."""

    before: Amount
    now: Amount

    @property
    def difference(self) -> Amount:
        """Soles more (or fewer, when negative)."""
        return self.now - self.before

    @property
    def percent(self) -> Decimal | None:
        """Percent more or less; ``None`` when there was nothing before."""
        return percentage(self.difference, self.before)


def own_past(lines: Iterable[BudgetLine], ubigeo: str) -> tuple[BudgetLine, ...]:
    """The same municipality through the years, oldest first."""
    own = (line for line in lines if line.ubigeo == ubigeo)
    return tuple(sorted(own, key=lambda line: line.year))


def neighbours(lines: Iterable[BudgetLine], year: int) -> tuple[BudgetLine, ...]:
    """All municipalities of the pack in one year, in ubigeo order."""
    return tuple(sorted((line for line in lines if line.year == year), key=lambda x: x.ubigeo))


def most_alike(lines: Iterable[BudgetLine], line: BudgetLine) -> BudgetLine | None:
    """The other municipality of that year whose PIM is closest: a fair twin to compare with."""
    others = [other for other in neighbours(lines, line.year) if other.ubigeo != line.ubigeo]
    return min(others, key=lambda other: abs(other.pim - line.pim), default=None)


def pim_per_person(line: BudgetLine, people: People, population: Population) -> Decimal | None:
    """Whole soles of PIM for each person of the named count."""
    return per_person(line.pim, people.count(population))
