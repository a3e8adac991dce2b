"""Two public numbers about the same thing that do not agree, and what differs between them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cuentas.model.money import Amount
from cuentas.model.provenance import Mark

HUNDRED = 100


class Aspect(StrEnum):
    """What two numbers may differ in, and what is asked of every number."""

    OF_WHAT = "of_what"
    WHEN = "when"
    WHO = "who"
    COUNTS = "counts"


@dataclass(frozen=True)
class Claim:
    """One number as it was published.

    ``value`` is in ``unit`` (``%``, ``soles``, ``obras`` or ``personas``); ``whole`` are the
    soles of which it is a percentage. The four aspects are told in words.
    """

    shown: str
    says: str
    value: Decimal
    unit: str
    of_what: str
    when: str
    who: str
    counts: str
    source_key: str
    mark: Mark
    whole: Decimal | None = None

    @property
    def part(self) -> Fraction | None:
        """The soles that the percentage is; ``None`` where it is none."""
        return None if self.whole is None else Fraction(self.value) * Fraction(self.whole) / HUNDRED

    def about(self, aspect: Aspect) -> str:
        """What the claim says of one aspect."""
        return str(getattr(self, aspect.value))


@dataclass(frozen=True)
class Pair:
    """Two claims, what is known of their difference, and who can settle it.

    ``place`` is the region that they are about, empty for the whole country; ``settled`` says
    whether the sources tell why they differ. ``office`` and ``ask`` are whom to ask and for
    which document; ``example`` is a question that would settle it.
    """

    id: str
    first: Claim
    second: Claim
    settled: bool
    explanation: str
    office: str
    ask: str
    example: str
    place: str = ""

    @property
    def differences(self) -> tuple[Aspect, ...]:
        """The aspects in which the two claims do not say the same."""
        return tuple(one for one in Aspect if self.first.about(one) != self.second.about(one))

    @property
    def gap(self) -> Amount:
        """How far apart the two values are, in their unit."""
        return abs(self.first.value - self.second.value)

    @property
    def mark(self) -> Mark:
        """The weaker of the two marks: a pair quoted in part is shown as quoted."""
        marks = {self.first.mark, self.second.mark}
        return next(one for one in (Mark.PRESS, Mark.OWN, Mark.OFFICIAL) if one in marks)
