"""How the canon minero and the mining royalty are shared, and when the canon is paid.

Shares of the law in force with their history. Keys in brackets are keys of
``datasets/sources.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from cuentas.model.money import rounded, split

CANON_PERCENT_OF_INCOME_TAX = 50
"""Percent of the mining income tax that becomes canon: Ley 27506, art. 9 [L27506]."""

UNIVERSITIES_PERCENT_OF_REGION = 20
INSTITUTES_PERCENT_OF_REGION = 10
"""Of the regional government's share: Ley 27506, arts. 5.2 and 6.2 [L27506]."""

ADVANCE_PERCENT = 50
"""January advance, percent of the canon written in the PIA: DL 1441, 4th DCF [DU006-2024]."""

DISTRICT, PROVINCE, DEPARTMENT, REGION, UNIVERSITIES = (
    "district",
    "province",
    "department",
    "region",
    "universities",
)


@dataclass(frozen=True)
class SharingRule:
    """Who receives which percent since when: ``shares`` add up to 100.

    ``excludes_producer`` is ``None`` where the text that we read does not say.
    """

    since: int
    law: str
    shares: tuple[tuple[str, int], ...]
    excludes_producer: bool | None
    source_key: str


CANON_HISTORY = (
    SharingRule(
        2001,
        "Ley 27506",
        ((PROVINCE, 20), (DEPARTMENT, 60), (REGION, 20)),
        excludes_producer=None,
        source_key="L27506",
    ),
    SharingRule(
        2003,
        "Ley 28077",
        ((DISTRICT, 10), (PROVINCE, 25), (DEPARTMENT, 40), (REGION, 25)),
        excludes_producer=True,
        source_key="L27506",
    ),
    SharingRule(
        2004,
        "Ley 28322",
        ((DISTRICT, 10), (PROVINCE, 25), (DEPARTMENT, 40), (REGION, 25)),
        excludes_producer=False,
        source_key="L27506",
    ),
)
CANON_IN_FORCE = CANON_HISTORY[-1]

ROYALTY_IN_FORCE = SharingRule(
    2004,
    "Ley 28258",
    ((DISTRICT, 20), (PROVINCE, 20), (DEPARTMENT, 40), (REGION, 15), (UNIVERSITIES, 5)),
    excludes_producer=False,
    source_key="L28258",
)


def canon_of(income_tax: int) -> int:
    """Soles of canon out of the soles of income tax that a mine paid."""
    return int(rounded(Fraction(max(income_tax, 0) * CANON_PERCENT_OF_INCOME_TAX, 100), 0))


def shares_of(amount: int, rule: SharingRule = CANON_IN_FORCE) -> dict[str, int]:
    """``amount`` soles by tier, adding up to exactly ``amount``."""
    return split(amount, dict(rule.shares))


@dataclass(frozen=True)
class RegionShare:
    """The regional government's quarter of the canon, by who finally uses it (soles)."""

    universities: int
    institutes: int
    left: int


def region_share(amount: int) -> RegionShare:
    """The regional tier split as Ley 27506 art. 6.2 orders [L27506]."""
    parts = split(
        amount,
        {
            "universities": UNIVERSITIES_PERCENT_OF_REGION,
            "institutes": INSTITUTES_PERCENT_OF_REGION,
            "left": 100 - UNIVERSITIES_PERCENT_OF_REGION - INSTITUTES_PERCENT_OF_REGION,
        },
    )
    return RegionShare(**parts)


@dataclass(frozen=True)
class Receiver:
    """A municipality that takes part: its district, province, and weight in the index."""

    ubigeo: str
    weight: int

    @property
    def province(self) -> str:
        """The first four digits of the ubigeo."""
        return self.ubigeo[:4]


@dataclass(frozen=True)
class Doors:
    """The three doors through which canon can reach one municipality (soles)."""

    district: int
    province: int
    department: int

    @property
    def total(self) -> int:
        """Soles through the three doors together."""
        return self.district + self.province + self.department


def doors(canon: int, mine_ubigeo: str, receivers: tuple[Receiver, ...], ubigeo: str) -> Doors:
    """What one municipality receives of a canon generated in ``mine_ubigeo``.

    The producing district takes part in the 10, the 25 and the 40 percent: the law in force
    excludes nobody [L27506]. Inside a tier the weights decide; the real index (population
    and unsatisfied basic needs) is approved by the MEF each year.

    Raises:
        KeyError: ``ubigeo`` or ``mine_ubigeo`` is not among ``receivers``.
    """
    tiers = shares_of(canon)
    everyone = {receiver.ubigeo: receiver.weight for receiver in receivers}
    for place in (ubigeo, mine_ubigeo):
        if place not in everyone:
            raise KeyError(place)
    province = {
        receiver.ubigeo: receiver.weight
        for receiver in receivers
        if receiver.province == mine_ubigeo[:4]
    }
    return Doors(
        district=tiers[DISTRICT] if ubigeo == mine_ubigeo else 0,
        province=split(tiers[PROVINCE], province).get(ubigeo, 0),
        department=split(tiers[DEPARTMENT], everyone)[ubigeo],
    )


@dataclass(frozen=True)
class Payments:
    """How a year's canon arrives (soles): January's advance, the settlement, what is owed back."""

    advance: int
    settlement: int
    to_deduct: int


def payments(estimated: int, actual: int) -> Payments:
    """January's advance and mid-year's settlement for a canon of ``actual`` soles.

    The advance is a loan against the estimate written in the PIA: when the year's canon
    turns out smaller, there is no second payment and the excess is deducted later
    [DU006-2024], [INVM].
    """
    advance = int(rounded(Fraction(estimated * ADVANCE_PERCENT, 100), 0))
    return Payments(
        advance=advance,
        settlement=max(actual - advance, 0),
        to_deduct=max(advance - actual, 0),
    )
