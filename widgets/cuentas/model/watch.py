"""Signals that a committee may read: a measure, what it is compared with, and a question.

A signal is never a verdict. A limit comes from an institution and carries its source; where no
rule sets one, a municipality is compared with its own past and the page says that this rule
is the course's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cuentas.model.budget import BudgetLine
from cuentas.model.comparison import own_past
from cuentas.model.investment import Investment
from cuentas.model.money import percentage
from cuentas.model.works import ACTIVE, Viability

EARLIER_YEARS = 3
"""Fewer earlier years say nothing about a municipality's own past."""


class Kind(StrEnum):
    """Which signal; the value is its name in the table of signals."""

    AVANCE = "avance"
    RESERVED = "reserved"
    COST = "cost"
    VIABILITY = "viability"
    STALLED = "stalled"


@dataclass(frozen=True)
class Threshold:
    """A limit that an institution sets: value, unit, and the key of its source."""

    id: str
    what: str
    value: Decimal
    unit: str
    institution: str
    source_key: str


@dataclass(frozen=True)
class Notice:
    """What a signal teaches: its base, its limit and who sets it, three explanations, a paper."""

    id: str
    name: str
    base: str
    limit: str
    institution: str
    explanation_1: str
    explanation_2: str
    explanation_3: str
    document: str
    source_key: str

    @property
    def explanations(self) -> tuple[str, str, str]:
        """Three reasons in which nobody is at fault."""
        return self.explanation_1, self.explanation_2, self.explanation_3


@dataclass(frozen=True)
class Signal:
    """A measure beside what it is compared with; ``raised`` means that it invites a question."""

    kind: Kind
    measured: Decimal
    compared_with: Decimal
    raised: bool


@dataclass(frozen=True)
class YearShare:
    """One year's percentage."""

    year: int
    percent: Decimal


def avances(past: Iterable[BudgetLine]) -> tuple[YearShare, ...]:
    """Devengado of each 100 soles of PIM, year by year, where there is a PIM."""
    return _shares((line.year, line.avance) for line in past)


def unsigned(line: BudgetLine) -> Decimal | None:
    """Certificado without contract or order, as a percentage of the certificado [DL1440].

    ``None`` where the source does not tell one of the two, or nothing was reserved.
    """
    if line.certificado is None or line.compromiso is None:
        return None
    return percentage(max(line.certificado - line.compromiso, 0), line.certificado)


def unsigned_shares(past: Iterable[BudgetLine]) -> tuple[YearShare, ...]:
    """Certificado without contract or order, year by year, where the source tells it."""
    return _shares((line.year, unsigned(line)) for line in past)


def low_avance(past: Iterable[BudgetLine], year: int) -> Signal | None:
    """Avance of ``year`` below that of each earlier year; ``None`` with too little past."""
    found = _against_past(avances(past), year)
    if found is None:
        return None
    measured, earlier = found
    lowest = min(earlier)
    return Signal(Kind.AVANCE, measured, lowest, measured < lowest)


def much_unsigned(past: Iterable[BudgetLine], year: int) -> Signal | None:
    """More reserved without contract than in each earlier year; ``None`` with too little past."""
    found = _against_past(unsigned_shares(past), year)
    if found is None:
        return None
    measured, earlier = found
    highest = max(earlier)
    return Signal(Kind.RESERVED, measured, highest, measured > highest)


def cost_growth(work: Investment, limits: Sequence[Decimal]) -> Signal | None:
    """Growth over the viable cost beside the highest limit that it passes, or the first one.

    The limits are those of a contract's additional works [L32069]: another base, which whoever
    shows the signal must say. ``None`` where no cost was approved.
    """
    growth = work.cost_change.percent
    if growth is None:
        return None
    passed = [limit for limit in sorted(limits) if growth > limit]
    reference = passed[-1] if passed else min(limits)
    return Signal(Kind.COST, growth, reference, bool(passed))


def old_viability(work: Investment, clock: Viability | None) -> Signal | None:
    """Months since the viability beside its term; ``None`` without a date.

    Only an active investment raises it: a closed register has no term left to run.
    """
    if clock is None:
        return None
    months, term = Decimal(clock.months), Decimal(clock.term * 12)
    return Signal(Kind.VIABILITY, months, term, clock.passed and work.state == ACTIVE)


def how_common(lines: Sequence[BudgetLine], year: int) -> tuple[int, int]:
    """In how many municipalities ``low_avance`` is raised in ``year``, and of how many."""
    ubigeos = sorted({line.ubigeo for line in lines if line.year == year})
    found = [low_avance(own_past(lines, ubigeo), year) for ubigeo in ubigeos]
    told = [signal for signal in found if signal is not None]
    return sum(signal.raised for signal in told), len(told)


def _shares(pairs: Iterable[tuple[int, Decimal | None]]) -> tuple[YearShare, ...]:
    return tuple(YearShare(year, percent) for year, percent in pairs if percent is not None)


def _against_past(shares: Sequence[YearShare], year: int) -> tuple[Decimal, list[Decimal]] | None:
    """The share of ``year`` and those of earlier years, if there are enough to compare with."""
    own = next((one.percent for one in shares if one.year == year), None)
    earlier = [one.percent for one in shares if one.year < year]
    if own is None or len(earlier) < EARLIER_YEARS:
        return None
    return own, earlier


class Seen(StrEnum):
    """What may be marked on a point: whether it was seen, or for how long nobody has worked."""

    YES = "yes"
    NO = "no"
    UNSEEN = "unseen"
    FEWER = "fewer"
    MORE = "more"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Point:
    """One point of the visit sheet. ``kind`` is «seen» or «months»."""

    order: int
    id: str
    text: str
    short: str
    kind: str
    source_key: str

    @property
    def marks(self) -> tuple[Seen, Seen, Seen]:
        """What may be marked on it."""
        if self.kind == "months":
            return Seen.FEWER, Seen.MORE, Seen.UNKNOWN
        return Seen.YES, Seen.NO, Seen.UNSEEN


@dataclass(frozen=True)
class Visit:
    """What a committee saw: an answer by point id; points without one are not in it."""

    answers: dict[str, Seen]

    def count(self, answer: Seen) -> int:
        """How many points have this answer."""
        return sum(1 for one in self.answers.values() if one == answer)

    @property
    def stalled(self) -> bool:
        """Whether people around say that nobody has worked for as long as the limit."""
        return Seen.MORE in self.answers.values()
