"""Pairs of published numbers that do not agree, from the tables of the country and the regions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from cuentas.course import BORROWED as CLAIMS
from cuentas.data.pack import Pack, national
from cuentas.data.pack import pack as region_pack
from cuentas.data.region import region_slugs
from cuentas.data.tables import Dataset
from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.claims import Claim, Pair
from cuentas.model.provenance import Mark, Provenance
from cuentas.view.absence import Absence


@dataclass(frozen=True)
class Case:
    """A pair that can be looked at: its name in the list, its moment, and how it is made now.

    A pair of the learner's own municipality follows her choice. Where there is no data for it,
    the box that says which is made instead.
    """

    id: str
    title: str
    moment: str
    make: Callable[[], Pair | Absence]

    @property
    def pair(self) -> Pair | None:
        """The pair as it is now, if there is data for it."""
        made = self.make()
        return made if isinstance(made, Pair) else None


def published_cases(own: Pack) -> list[Case]:
    """The region's cases and the country's; another region's for what this one has none of."""
    mine = _of_table(own.dataset(CLAIMS), own.region.name) if own.has(CLAIMS) else []
    country = _of_table(national(CLAIMS), _("todo el país"))
    return [*mine, *country, *_borrowed(own, {case.moment for case in mine})]


def published_provenances() -> list[Provenance]:
    """Where every published claim comes from, the country's and those of all regions."""
    tables = [national(CLAIMS), *(one.dataset(CLAIMS) for one in _packs_with_claims())]
    return [table.provenance for table in tables]


def _borrowed(own: Pack, told: set[str]) -> list[Case]:
    """Cases of other regions for the moments that are not ``told``; each says whose it is."""
    return [
        replace(case, title=f"{one.region.name} · {case.title}")
        for one in _packs_with_claims()
        if one.region.slug != own.region.slug
        for case in _of_table(one.dataset(CLAIMS), _elsewhere(one))
        if case.moment not in told
    ]


def _packs_with_claims() -> list[Pack]:
    return [one for one in map(region_pack, region_slugs()) if one.has(CLAIMS)]


def _elsewhere(one: Pack) -> str:
    return _("otra región, {region}").format(region=one.region.name)


def _of_table(table: Dataset, place: str) -> list[Case]:
    told = {(row["pair"], row["side"]): row for row in table.rows()}
    return [
        Case(
            row["pair"],
            formats.unbroken(row["title"]),
            row["moment"],
            partial(_pair, row, told[row["pair"], "a"], told[row["pair"], "b"], place),
        )
        for row in table.rows("pairs")
    ]


def _pair(row: Mapping[str, Any], a: Mapping[str, Any], b: Mapping[str, Any], place: str) -> Pair:
    names = ("explanation", "office", "ask", "example")
    return Pair(
        id=row["pair"],
        first=_claim(a),
        second=_claim(b),
        settled=row["settled"] == "sí",
        place=place,
        **_unbroken(row, names),
    )


def _claim(row: Mapping[str, Any]) -> Claim:
    names = ("shown", "says", "unit", "of_what", "when", "who", "counts", "source_key")
    return Claim(
        **_unbroken(row, names), value=row["value"], mark=Mark(row["mark"]), whole=row["whole"]
    )


def _unbroken(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    return {name: formats.unbroken(row[name]) for name in names}
