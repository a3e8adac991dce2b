"""A map of who is who: kinds of offices and organisations, never persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Side(StrEnum):
    """The part of society that an actor belongs to."""

    STATE = "state"
    COMPANY = "company"
    COMMUNITY = "community"
    KNOWLEDGE = "knowledge"


class Level(IntEnum):
    """Little, some, much: of influence or of interest."""

    LOW = 0
    MIDDLE = 1
    HIGH = 2


@dataclass(frozen=True)
class ActorKind:
    """A kind of actor as the national table describes it.

    ``answers`` is what it can answer for; ``bound_by_request`` tells whether the law on access
    to information obliges it (a private company is not obliged).
    """

    id: str
    name: str
    side: Side
    answers: str
    bound_by_request: bool
    source_key: str


@dataclass(frozen=True)
class Actor:
    """An institution on the map: number, kind, name, influence, interest, what it can answer."""

    number: int
    kind: ActorKind
    name: str
    influence: Level
    interest: Level
    answers: str

    @property
    def called(self) -> str:
        """Its own name, or that of its kind while nobody wrote one."""
        return self.name.strip() or self.kind.name


def missing_sides(actors: Sequence[Actor]) -> tuple[Side, ...]:
    """The parts of society that have nobody on the map yet."""
    present = {actor.kind.side for actor in actors}
    return tuple(side for side in Side if side not in present)


def at(actors: Sequence[Actor], influence: Level, interest: Level) -> tuple[Actor, ...]:
    """The actors in one square of the map."""
    return tuple(a for a in actors if (a.influence, a.interest) == (influence, interest))


def best_doors(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """Who could answer first: much influence, most interest first, then in the order written."""
    strong = [actor for actor in actors if actor.influence is Level.HIGH]
    return tuple(sorted(strong, key=lambda actor: (-actor.interest, actor.number)))
