"""A public investment of Invierte.pe: its life in two costs and two dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cuentas.model.comparison import Change


@dataclass(frozen=True)
class Investment:
    """One CUI.

    Costs in soles; ``updated_cost`` is the cost on the query date, not spending. ``places`` is
    how many places it is registered in: more than one, and it may not be this district's own.
    """

    cui: str
    short_name: str
    state: str
    viable_cost: Decimal
    updated_cost: Decimal
    registered_on: date | None
    viable_on: date | None
    ubigeo: str
    entity: str
    entity_level: str
    places: int
    query_date: date

    @property
    def cost_change(self) -> Change:
        """From the cost declared viable to the updated cost."""
        return Change(self.viable_cost, self.updated_cost)
