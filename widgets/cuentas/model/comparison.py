"""Compared with what? A number alone says little: own past, neighbours, people.

All amounts are nominal soles: prices of each year, inflation not removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cuentas.model.budget import BudgetLine
from cuentas.model.money import Amount, per_person, percentage


class Population(StrEnum):
    """By which count of people an amount is divided; they differ a lot in small districts."""

    CENSUS = "census_2025"
    PROJECTION = "projection_2025"


@dataclass(frozen=True)
class People:
    """A district's people by the counts of 2025 (census, and INEI's earlier projection).

    ``None`` means that nobody gave us that count, never zero.
    """

    ubigeo: str
    census_2025: int | None = None
    census_2025_women: int | None = None
    census_2025_men: int | None = None
    projection_2025: int | None = None

    def count(self, population: Population) -> int | None:
        """People by the named count, ``None`` where it is not known."""
        return self.census_2025 if population is Population.CENSUS else self.projection_2025

    @property
    def counted_by(self) -> tuple[Population, ...]:
        """The counts that found somebody here, so that an amount can be divided by them."""
        return tuple(one for one in Population if self.count(one))

    @property
    def gap_percent(self) -> Decimal | None:
        """Projection against census: percent by which the projection is higher (or lower).

        ``None`` without both counts.
        """
        if self.census_2025 is None or self.projection_2025 is None:
            return None
        return percentage(self.projection_2025 - self.census_2025, self.census_2025)

    @property
    def disagreement(self) -> Fraction:
        """How many times the larger count holds the smaller one; 1 without both counts."""
        known = [self.count(one) or 0 for one in self.counted_by]
        return Fraction(max(known), min(known)) if known else Fraction(1)


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
    """Whole soles of PIM for each person of the named count; ``None`` where it is not known."""
    return per_person(line.pim, people.count(population) or 0)


def common_count(people: Iterable[People | None]) -> Population | None:
    """The count that everybody has, the census first; ``None`` where someone is uncounted.

    Places are compared by one count only: a mixture of two would compare nothing.
    """
    everyone = tuple(people)
    shared = (one for one in Population if all(who and who.count(one) for who in everyone))
    return next(shared, None) if everyone else None
