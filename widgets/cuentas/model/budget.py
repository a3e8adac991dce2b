"""A municipality's budget of one year, and the chain that its money goes through.

The chain is that of DL 1440, arts. 40-44 [DL1440]: certificación, compromiso, devengado,
girado. PIA and PIM are the opening and the modified budget.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cuentas.model.money import percentage

CHAIN = ("pia", "pim", "certificado", "compromiso", "devengado", "girado")


class Finality(StrEnum):
    """How firm a year's figures are on the day they were read."""

    IN_YEAR = "in_year"
    PRELIMINARY = "preliminary"
    CLOSED = "closed"


def finality(year: int, query_date: date) -> Finality:
    """How firm the figures of ``year`` were when read on ``query_date``.

    Our own rule: during the year after, a closed year still moves (between two query dates
    of early 2025, 1,028 of 1,891 municipalities changed their devengado of 2024), so a
    figure read then is called preliminary.
    """
    if query_date.year <= year:
        return Finality.IN_YEAR
    return Finality.PRELIMINARY if query_date.year == year + 1 else Finality.CLOSED


@dataclass(frozen=True)
class BudgetLine:
    """One municipality, one year, whole soles, as read on ``query_date``.

    ``None`` means that the source does not give that amount, never zero.
    """

    year: int
    ubigeo: str
    sec_ejec: str
    pia: int
    pim: int
    certificado: int | None
    compromiso: int | None
    compromiso_mensual: int | None
    devengado: int
    girado: int | None
    query_date: date

    @property
    def avance(self) -> Decimal | None:
        """Devengado as a percentage of PIM, one decimal: money, not works. ``None`` if PIM is 0."""
        return percentage(self.devengado, self.pim)

    @property
    def unspent(self) -> int:
        """Soles of the PIM that were not devengado."""
        return self.pim - self.devengado

    @property
    def added(self) -> int:
        """Soles that the year added to the opening budget (negative when it took away)."""
        return self.pim - self.pia

    @property
    def finality(self) -> Finality:
        """How firm these figures were on their query date."""
        return finality(self.year, self.query_date)


@dataclass(frozen=True)
class Step:
    """One step of the chain: its official name, its soles, and the change from the one before."""

    name: str
    amount: int
    change: int | None


def chain(line: BudgetLine) -> tuple[Step, ...]:
    """The steps that the source gives for this line, in the order of the law."""
    steps: list[Step] = []
    for name in CHAIN:
        amount = getattr(line, name)
        if amount is None:
            continue
        change = amount - steps[-1].amount if steps else None
        steps.append(Step(name, amount, change))
    return tuple(steps)


def committed_not_spent(line: BudgetLine) -> int | None:
    """Soles with a contract or order but not yet devengado; ``None`` if the source is silent."""
    return None if line.compromiso is None else max(line.compromiso - line.devengado, 0)
