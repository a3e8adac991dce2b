"""An invented mine with round numbers, to see how price becomes profit, tax and canon.

Nothing here is official: every number is illustrative and is labelled so on screen.
"""

from __future__ import annotations

from dataclasses import dataclass

from cuentas.model.canon import canon_of

ILLUSTRATIVE_TAX_PERCENT = 30
"""Income tax of the invented mine, percent of profit: a round number, not the legal rate."""


@dataclass(frozen=True)
class ExampleMine:
    """One year of the invented mine.

    ``tonnes`` of copper sold, ``price`` and ``cost`` in soles per tonne.
    """

    tonnes: int
    price: int
    cost: int

    @property
    def profit(self) -> int:
        """Soles gained (negative: a loss)."""
        return self.tonnes * (self.price - self.cost)

    @property
    def income_tax(self) -> int:
        """Soles of income tax; a mine with a loss pays none."""
        return max(self.profit, 0) * ILLUSTRATIVE_TAX_PERCENT // 100

    @property
    def canon(self) -> int:
        """Soles of canon that this year generates; they arrive the year after."""
        return canon_of(self.income_tax)
