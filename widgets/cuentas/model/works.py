"""The life of a public work: its phases, its dates, the two costs of its register.

A register tells when an investment was written down, when it was declared viable, and two
costs. It does not tell what was spent or built: those are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cuentas.model.investment import Investment
from cuentas.model.money import HUNDRED, rounded

MONTHS = 12
ACTIVE = "ACTIVO"


class Direction(StrEnum):
    """Where a cost went, in the whole soles that people see: a cent is no change."""

    ROSE = "rose"
    SAME = "same"
    FELL = "fell"


@dataclass(frozen=True)
class Phase:
    """One of the phases of Invierte.pe: what happens, which office answers, what is left."""

    order: int
    id: str
    name: str
    plain: str
    who: str
    document: str
    ask: str
    source_key: str


@dataclass(frozen=True)
class Viability:
    """A viability's clock: where it starts, where its term ends, and the day it was looked at.

    ``term`` is in years. The register does not tell whether the expediente was written down,
    so a term that passed is a question, never a fact about the work.
    """

    since: date
    ends: date
    seen: date
    term: int

    @property
    def months(self) -> int:
        """Whole months from the viability to the day it was looked at."""
        return months_between(self.since, self.seen)

    @property
    def passed(self) -> bool:
        """Whether the day it was looked at lies after the end of the term."""
        return self.seen > self.ends


def viability(work: Investment, term: int) -> Viability | None:
    """The clock of ``work`` for a term in years [PR-47]; ``None`` where it has no viability."""
    if work.viable_on is None:
        return None
    ends = years_later(work.viable_on, term)
    return Viability(work.viable_on, ends, work.query_date, term)


def years_later(day: date, years: int) -> date:
    """The same day so many years later; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def months_between(start: date, end: date) -> int:
    """Whole months from ``start`` to ``end``; none when ``end`` comes first."""
    months = (end.year - start.year) * MONTHS + end.month - start.month
    return max(months - (end.day < start.day), 0)


def direction(work: Investment) -> Direction:
    """Whether the cost of the register rose, fell or stayed."""
    before, now = rounded(work.viable_cost, 0), rounded(work.updated_cost, 0)
    if now == before:
        return Direction.SAME
    return Direction.ROSE if now > before else Direction.FELL


def of_each_hundred(work: Investment) -> int | None:
    """Soles of the updated cost for every hundred approved; ``None`` if none were approved."""
    if not work.viable_cost:
        return None
    return int(rounded(Fraction(work.updated_cost) * HUNDRED / Fraction(work.viable_cost), 0))


def counted(works: Iterable[Investment]) -> dict[Direction, int]:
    """How many works rose, stayed and fell."""
    found = [direction(work) for work in works]
    return {one: found.count(one) for one in Direction}


def own_works(works: Iterable[Investment], ubigeo: str) -> tuple[Investment, ...]:
    """The works of one district alone, the largest first.

    A work registered in several places may serve none of them, however its row reads.
    """
    mine = [one for one in works if one.ubigeo == ubigeo and one.places == 1]
    return tuple(sorted(mine, key=lambda one: (-one.updated_cost, one.cui)))


def invented(name: str, entity: str, seen: date) -> Investment:
    """A work that does not exist, for places without data; whoever shows it must say so."""
    return Investment(
        cui="0000000",
        short_name=name,
        state=ACTIVE,
        viable_cost=Decimal(100_000),
        updated_cost=Decimal(140_000),
        registered_on=date(seen.year - 4, 3, 2),
        viable_on=date(seen.year - 4, 6, 1),
        ubigeo="",
        entity=entity,
        entity_level="municipal",
        places=1,
        query_date=seen,
    )
