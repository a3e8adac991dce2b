"""A council with a limited purse, and the works that new authorities inherit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from cuentas.model.investment import Investment
from cuentas.model.money import HUNDRED, Amount, total
from cuentas.model.works import ACTIVE

MUNICIPAL = "municipal"
LEAST_WORKS = 3
"""One work alone is no choice."""


@dataclass(frozen=True)
class Proposal:
    """A work that wants a place in the purse: its name and what it costs, in soles."""

    id: str
    name: str
    cost: Amount


@dataclass(frozen=True)
class Council:
    """What a council has, in soles, what it is asked for, and what it has taken so far."""

    purse: Amount
    proposals: tuple[Proposal, ...]
    chosen: frozenset[str]

    @property
    def taken(self) -> tuple[Proposal, ...]:
        """The works it takes, in the order in which they were proposed."""
        return tuple(one for one in self.proposals if one.id in self.chosen)

    @property
    def left_out(self) -> tuple[Proposal, ...]:
        """The works that wait for another year."""
        return tuple(one for one in self.proposals if one.id not in self.chosen)

    @property
    def cost(self) -> Amount:
        """What all the works taken cost."""
        return total([one.cost for one in self.taken])

    @property
    def left(self) -> Amount:
        """What remains in the purse; below zero, what is missing."""
        return self.purse - self.cost

    @property
    def fits(self) -> bool:
        """Whether the purse is enough for what was taken."""
        return self.left >= 0

    @property
    def would_fit(self) -> tuple[Proposal, ...]:
        """Works left out that what remains would still pay, each by itself."""
        return tuple(one for one in self.left_out if one.cost <= self.left)


def purse(budget: Amount, of_each_hundred: int) -> Decimal:
    """The whole soles of a purse that is so many of each hundred of a budget."""
    return (Decimal(budget) * of_each_hundred / HUNDRED).to_integral_value(ROUND_FLOOR)


def for_a_council(works: Iterable[Investment]) -> tuple[Investment, ...]:
    """Works that a municipality could pay from a purse of its own, the dearest first.

    They are the open ones that municipalities registered. Where there are too few for a
    choice, the next best follow.
    """
    ranked = sorted(works, key=lambda one: (not _own(one), -one.updated_cost, one.cui))
    own = sum(_own(one) for one in ranked)
    return tuple(ranked[: max(own, LEAST_WORKS)])


def _own(work: Investment) -> bool:
    return work.entity_level == MUNICIPAL and work.state == ACTIVE


class Known(StrEnum):
    """What a class knows of a work that new authorities inherit."""

    UNKNOWN = "unknown"
    RUNNING = "running"
    STOPPED = "stopped"
    UNSETTLED = "unsettled"
    IN_USE = "in_use"


@dataclass(frozen=True)
class Inheritance:
    """The works of a place, with what a class knows of each by its id."""

    works: tuple[Proposal, ...]
    known: Mapping[str, Known]

    def of(self, work: Proposal) -> Known:
        """What is known of ``work``; nothing, until somebody says so."""
        return self.known.get(work.id, Known.UNKNOWN)

    @property
    def counts(self) -> dict[Known, int]:
        """How many works are known to be in each way, in the order of ``Known``."""
        found = Counter(self.of(work) for work in self.works)
        return {one: found[one] for one in Known}

    def those(self, known: Known) -> Sequence[Proposal]:
        """The works of which ``known`` is known."""
        return [work for work in self.works if self.of(work) is known]
