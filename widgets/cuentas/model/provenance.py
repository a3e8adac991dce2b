"""Where a figure comes from: source, query date, and how sure that date is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Mark(StrEnum):
    """Three kinds of number that never look alike on screen."""

    OFFICIAL = "official"
    PRESS = "press"
    COMPANY = "company"
    OWN = "own"
    ILLUSTRATIVE = "illustrative"


class Precision(StrEnum):
    """What a query date means."""

    DAY = "day"
    MONTH = "month"
    NO_LATER_THAN = "no_later_than"
    LATEST_RECORD = "latest_record"


@dataclass(frozen=True)
class Source:
    """An entry of the source list."""

    key: str
    title: str
    publisher: str
    url: str
    kind: str


@dataclass(frozen=True)
class Consulted:
    """A source as it was read: official address, and the day it was read."""

    key: str
    title: str
    url: str
    query_date: date
    precision: Precision


@dataclass(frozen=True)
class Provenance:
    """All that a figure's footer needs to say about one dataset."""

    dataset: str
    title: str
    mark: Mark
    consulted: tuple[Consulted, ...]

    def read_on(self, day: date) -> Provenance:
        """The same dataset with only the source read on ``day``."""
        chosen = tuple(source for source in self.consulted if source.query_date == day)
        return Provenance(self.dataset, self.title, self.mark, chosen or self.consulted)

    def from_sources(self, keys: Collection[str]) -> Provenance:
        """The same dataset with only the sources of these keys."""
        chosen = tuple(source for source in self.consulted if source.key in keys)
        return Provenance(self.dataset, self.title, self.mark, chosen or self.consulted)
