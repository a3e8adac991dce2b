"""A region pack: the tables of one region, as the model's own objects."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from cuentas.data.region import read_region, region_folder
from cuentas.data.tables import Dataset, Row, open_dataset
from cuentas.home import datasets_folder
from cuentas.model.budget import BudgetLine
from cuentas.model.comparison import People
from cuentas.model.investment import Investment
from cuentas.model.place import Region
from cuentas.model.provenance import Provenance, Source
from cuentas.model.works import own_works

NATIONAL = "national/"
"""How a lesson names a table that is the same in every region."""


@dataclass(frozen=True)
class Pack:
    """Everything a lesson may ask about one region. Tables are read once, when first asked."""

    folder: Path
    _opened: dict[str, Dataset] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def region(self) -> Region:
        """Names, districts, mines and offices."""
        return read_region(self.folder)

    def dataset(self, name: str) -> Dataset:
        """One dataset of the pack by its folder's name, or a national one (``national/…``)."""
        if name.startswith(NATIONAL):
            return national(name.removeprefix(NATIONAL))
        if name not in self._opened:
            self._opened[name] = open_dataset(self.folder / name)
        return self._opened[name]

    def has(self, name: str) -> bool:
        """Whether the pack carries this dataset; every pack has the national ones."""
        within = datasets_folder() if name.startswith(NATIONAL) else self.folder
        return (within / name / "datapackage.json").is_file()

    def provenance(self, name: str) -> Provenance:
        """Title, mark and sources of one dataset."""
        return self.dataset(name).provenance

    @cached_property
    def budget(self) -> tuple[BudgetLine, ...]:
        """One line per year and municipality, in the order of the table."""
        return tuple(self.dataset("budget").records(BudgetLine))

    @cached_property
    def budget_revisions(self) -> tuple[BudgetLine, ...]:
        """The same years as they stood on other query dates."""
        return tuple(self.dataset("budget").records(BudgetLine, "revisions"))

    @cached_property
    def people(self) -> dict[str, People]:
        """Both counts of people by ubigeo; nobody where the pack lacks that table."""
        if not self.has("population"):
            return {}
        return {one.ubigeo: one for one in self.dataset("population").records(People)}

    @cached_property
    def investments(self) -> tuple[Investment, ...]:
        """The investments chosen for the course; none where the pack lacks that table."""
        if not self.has("investments"):
            return ()
        return tuple(self.dataset("investments").records(Investment))

    def works_of(self, ubigeo: str) -> tuple[Investment, ...]:
        """The works located in one district and no other, the largest first."""
        return own_works(self.investments, ubigeo)

    def rows(self, dataset: str, resource: str = "data") -> list[Row]:
        """The rows of any table of the pack."""
        return self.dataset(dataset).rows(resource)

    def line(self, ubigeo: str, year: int) -> BudgetLine | None:
        """The budget of one municipality in one year, ``None`` where the pack has none."""
        return next((x for x in self.budget if x.ubigeo == ubigeo and x.year == year), None)


@cache
def pack(slug: str) -> Pack:
    """The pack of a region, shared by all who ask in this process.

    Raises:
        DatasetError: the region is not part of the course.
    """
    return Pack(region_folder(slug))


@cache
def national(name: str) -> Dataset:
    """A table that is the same in every region, by its folder's name in ``datasets/national``.

    Raises:
        DatasetError: there is no such table.
    """
    return open_dataset(datasets_folder() / "national" / name)


@cache
def sources() -> dict[str, Source]:
    """The source list by key."""
    frame = _plain_table("sources.csv")
    return {
        row["key"]: Source(row["key"], row["title"], row["publisher"], row["url"], row["kind"])
        for row in frame
    }


@cache
def explanations() -> dict[str, str]:
    """What each term means in everyday words, by term in lower case."""
    return {row["term"].casefold(): row["explanation"] for row in _plain_table("glossary.csv")}


def _plain_table(name: str) -> list[dict[str, str]]:
    with (datasets_folder() / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def forget() -> None:
    """Read every table again when it is next asked for: files have changed."""
    for read in (pack, national, sources, explanations):
        read.cache_clear()
