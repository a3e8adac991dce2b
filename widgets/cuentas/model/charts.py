"""How a chart of true numbers makes the eye believe another thing, and how it is put right.

Four tricks: an axis that does not start at zero, years that were picked, two counts of people
mixed in one comparison, and more slices than anyone can tell apart. Pure sums: no drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from cuentas.model.budget import BudgetLine
from cuentas.model.comparison import People, Population
from cuentas.model.money import Amount

HUNDRED = 100


def nearest_years(lines: Iterable[BudgetLine], year: int, count: int) -> tuple[BudgetLine, ...]:
    """The ``count`` years with a budget that stand closest to ``year``, oldest first."""
    known = [line for line in lines if line.pim]
    close = sorted(known, key=lambda line: (abs(line.year - year), -line.year))[:count]
    return tuple(sorted(close, key=lambda line: line.year))


def axis_start(values: Sequence[Amount], room: Fraction | None) -> Fraction:
    """Where the axis starts.

    ``room`` is what is left of the shortest bar, as a part of the difference between the
    longest and the shortest: the smaller, the larger the lie. ``None`` is the honest zero.
    """
    low, high = Fraction(min(values)), Fraction(max(values))
    if room is None or low == high:
        return Fraction(0)
    return max(low - (high - low) * room, Fraction(0))


def times_longer(values: Sequence[Amount], start: Fraction) -> Fraction | None:
    """How many times the longest bar is as long as the shortest, on an axis from ``start``.

    ``None`` when the shortest bar has no length at all.
    """
    shortest = Fraction(min(values)) - start
    return (Fraction(max(values)) - start) / shortest if shortest > 0 else None


class Story(StrEnum):
    """What the years of a chart were picked for."""

    RISE = "rise"
    FALL = "fall"
    WHOLE = "whole"


Point = tuple[int, Fraction]
"""A year and its value."""


@dataclass(frozen=True)
class Series:
    """A municipality's years: soles of PIM, or its part of every hundred soles of all of them."""

    points: tuple[Point, ...]
    by_share: bool = False


def told(points: Sequence[Point], story: Story) -> tuple[Point, ...]:
    """The years that tell the story: two picked ones, or all of them.

    The picked ones are those, an earlier and a later, that grow (or fall) by the largest
    factor. Empty when no two years tell that story.
    """
    if story is Story.WHOLE:
        return tuple(points)
    pairs = [
        (before, after)
        for place, before in enumerate(points)
        for after in points[place + 1 :]
        if before[1] > 0 and (after[1] > before[1]) == (story is Story.RISE)
        if after[1] != before[1]
    ]
    if not pairs:
        return ()
    best = max if story is Story.RISE else min
    return best(pairs, key=lambda pair: pair[1][1] / pair[0][1])


def ups_and_downs(points: Sequence[Point]) -> tuple[int, int]:
    """How many times the value rose and how many it fell, from each year to the next."""
    steps = [after[1] - before[1] for before, after in pairwise(points)]
    return sum(step > 0 for step in steps), sum(step < 0 for step in steps)


def shares(
    lines: Iterable[BudgetLine], ubigeo: str, existing: Mapping[int, int]
) -> tuple[Point, ...]:
    """A municipality's part of every hundred soles of PIM of all of them, year by year.

    Both sides of the division have the prices of the same year. ``existing`` says how many
    municipalities there were each year: a year without all of them is left out.
    """
    by_year: dict[int, list[BudgetLine]] = {}
    for line in lines:
        by_year.setdefault(line.year, []).append(line)
    return tuple(
        (year, Fraction(own.pim * HUNDRED, sum(line.pim for line in all_of_them)))
        for year, all_of_them in sorted(by_year.items())
        if len(all_of_them) == existing.get(year)
        for own in all_of_them
        if own.ubigeo == ubigeo and own.pim
    )


class Count(StrEnum):
    """By which count of people the two sides of a comparison are divided."""

    MIXED = "mixed"
    CENSUS = "census_2025"
    PROJECTION = "projection_2025"


@dataclass(frozen=True)
class Side:
    """One side of a comparison per person; its people were counted both ways."""

    line: BudgetLine
    people: People

    def by(self, population: Population) -> Fraction:
        """Exact soles of PIM for each person of that count."""
        return Fraction(self.line.pim, self.people.count(population) or 1)

    def most(self) -> Population:
        """The count that gives the larger amount: the one with fewer people."""
        return max(Population, key=self.by)

    def least(self) -> Population:
        """The count that gives the smaller amount."""
        return min(Population, key=self.by)


def populations(mine: Side, other: Side, count: Count) -> tuple[Population, Population]:
    """The count used on each side; mixed, each takes the one that favours mine."""
    if count is Count.MIXED:
        return mine.most(), other.least()
    one = Population(count.value)
    return one, one


def rival(mine: Side, others: Sequence[Side]) -> Side | None:
    """With whom mixing two counts lies most: it turns the order round if anybody's can be.

    Of those ahead of mine by the census and behind it by mixed counts, the one furthest ahead;
    if there is none, the one that mixing shrinks most, and the closest of them by the census.
    ``None`` when there is nobody.
    """
    census = Population.CENSUS
    turned = [
        one
        for one in others
        if one.by(census) > mine.by(census) and mine.by(mine.most()) > one.by(one.least())
    ]
    if turned:
        return max(turned, key=lambda one: one.by(census))
    return max(
        others,
        key=lambda one: (
            one.by(census) / one.by(one.least()),
            -abs(one.by(census) - mine.by(census)),
        ),
        default=None,
    )


@dataclass(frozen=True)
class Slice:
    """A municipality's part of all; ``others`` is how many are joined in it (1: its own)."""

    ubigeo: str
    pim: int
    others: int = 1


def few_slices(lines: Sequence[BudgetLine], mine: str, count: int) -> tuple[Slice, ...]:
    """The largest ones, mine always among them, and the rest joined in one last slice."""
    ordered = sorted(lines, key=lambda line: (-line.pim, line.ubigeo))
    kept = [line for line in ordered if line.ubigeo == mine]
    kept += [line for line in ordered if line.ubigeo != mine][: count - len(kept)]
    shown = sorted(kept, key=lambda line: (-line.pim, line.ubigeo))
    rest = [line for line in ordered if line not in kept]
    slices = [Slice(line.ubigeo, line.pim) for line in shown]
    if rest:
        slices.append(Slice("", sum(line.pim for line in rest), len(rest)))
    return tuple(slices)


def place_of(lines: Sequence[BudgetLine], mine: str) -> int:
    """The place of mine by its PIM, counted from 1; those that tie share the first place."""
    own = next(line.pim for line in lines if line.ubigeo == mine)
    return 1 + sum(line.pim > own for line in lines)
