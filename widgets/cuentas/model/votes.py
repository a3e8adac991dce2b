"""From many problems to a few challenges: groups, points, and ties that stay in the open.

The machine counts. Where two challenges have the same points at the edge, it chooses neither:
the class says what is done (source OWN).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class TieRule(StrEnum):
    """What the class decided about challenges that tie at the edge."""

    OPEN = "open"
    ALL = "all"
    NONE = "none"


class Fate(StrEnum):
    """What became of a challenge."""

    CHOSEN = "chosen"
    TIED = "tied"
    LEFT = "left"
    UNVOTED = "unvoted"


@dataclass(frozen=True)
class Challenge:
    """A challenge: its letter, its words, how many problems it gathers, its points, its criteria.

    ``criteria`` counts how many of the class's criteria it meets.
    """

    letter: str
    words: str
    problems: int
    points: int
    criteria: int = 0

    @property
    def exists(self) -> bool:
        """Whether the class has written it or put a problem into it."""
        return bool(self.words or self.problems)


@dataclass(frozen=True)
class Purse:
    """The points that a class may spend: so many people, so many points each."""

    people: int
    points_each: int

    @property
    def whole(self) -> int:
        """All the points of the class."""
        return max(self.people, 0) * max(self.points_each, 0)

    def left(self, spent: int) -> int:
        """Points still to spend; negative when more were counted than there are."""
        return self.whole - spent


@dataclass(frozen=True)
class Outcome:
    """What became of every challenge, by letter, and where the edge was."""

    fates: Mapping[str, Fate]
    edge: int

    def letters(self, *fates: Fate) -> tuple[str, ...]:
        """The letters with any of these fates, in alphabetical order."""
        return tuple(sorted(letter for letter, fate in self.fates.items() if fate in fates))


def by_points(challenges: Sequence[Challenge]) -> list[Challenge]:
    """Challenges from most to fewest points; equal ones in the order of their letters."""
    return sorted(challenges, key=lambda one: (-one.points, one.letter))


def places(challenges: Sequence[Challenge]) -> dict[str, int]:
    """The place of each challenge from 1; equal points share a place, and the next is skipped."""
    return {
        one.letter: 1 + sum(other.points > one.points for other in challenges) for one in challenges
    }


def outcome(challenges: Sequence[Challenge], seats: int, rule: TieRule = TieRule.OPEN) -> Outcome:
    """Who goes on to be a proposal when there are ``seats`` for the most voted.

    Challenges without points never go on. Those that tie at the edge and do not all fit are
    ``TIED`` until the class decides: all go on, or none of them does.
    """
    voted = by_points([one for one in challenges if one.points > 0])
    edge = voted[seats - 1].points if 0 < seats <= len(voted) else 0
    above = [one for one in voted if one.points > edge]
    at_edge = [one for one in voted if one.points == edge]
    fits = len(above) + len(at_edge) <= seats
    fates = {one.letter: Fate.UNVOTED for one in challenges}
    fates |= {one.letter: Fate.LEFT for one in voted}
    if seats > 0:
        fates |= {one.letter: Fate.CHOSEN for one in above}
        fates |= {one.letter: Fate.CHOSEN if fits else _decided(rule) for one in at_edge}
    return Outcome(fates, edge)


def _decided(rule: TieRule) -> Fate:
    return {TieRule.OPEN: Fate.TIED, TieRule.ALL: Fate.CHOSEN, TieRule.NONE: Fate.LEFT}[rule]


@dataclass(frozen=True)
class Funnel:
    """How many remain at each step of the funnel."""

    problems: int
    grouped: int
    challenges: int
    chosen: int


def funnel(problems: int, challenges: Sequence[Challenge], result: Outcome) -> Funnel:
    """The steps from written problems to proposals."""
    known = [one for one in challenges if one.exists]
    grouped = sum(one.problems for one in known)
    return Funnel(problems, grouped, len(known), len(result.letters(Fate.CHOSEN)))
