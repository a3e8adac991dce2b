"""What every moment of a lesson stands on: the pack, the choice, and its chooser."""

from __future__ import annotations

from functools import cached_property

from cuentas.data.pack import Pack
from cuentas.lesson.facts import Facts, facts
from cuentas.model.budget import BudgetLine
from cuentas.model.comparison import neighbours, own_past
from cuentas.model.investment import Investment
from cuentas.model.place import District
from cuentas.model.provenance import Provenance
from cuentas.view.chooser import Chooser, TileButtons
from cuentas.view.footer import footer
from cuentas.view.selection import Selection


class Moments:
    """The learner's choice on one region's pack."""

    def __init__(self, pack: Pack, selection: Selection) -> None:
        """Follow ``selection`` on ``pack``."""
        self.pack, self.selection = pack, selection

    @property
    def district(self) -> District:
        """The chosen district."""
        return self.pack.region.district(self.selection.ubigeo)

    @property
    def line(self) -> BudgetLine:
        """The budget of the chosen district and year.

        Raises:
            LookupError: the pack has no such row (a chooser never offers it).
        """
        if self.known_line is None:
            raise LookupError(f"{self.selection.ubigeo}, {self.selection.year}")
        return self.known_line

    @property
    def known_line(self) -> BudgetLine | None:
        """The budget of the chosen district and year, where the pack has one."""
        return self.pack.line(self.selection.ubigeo, self.selection.year)

    @property
    def known_facts(self) -> Facts:
        """What is known of the chosen district and year, for sentences and tasks."""
        return facts(self.pack, self.district, self.known_line)

    @property
    def past(self) -> tuple[BudgetLine, ...]:
        """The chosen municipality through the years."""
        return own_past(self.pack.budget, self.selection.ubigeo)

    @property
    def neighbours(self) -> tuple[BudgetLine, ...]:
        """All municipalities in the chosen year."""
        return neighbours(self.pack.budget, self.selection.year)

    @property
    def revisions(self) -> tuple[BudgetLine, ...]:
        """The chosen municipality and year as they stood on other query dates."""
        chosen = (self.selection.ubigeo, self.selection.year)
        return tuple(x for x in self.pack.budget_revisions if (x.ubigeo, x.year) == chosen)

    @property
    def budget_source(self) -> Provenance:
        """Where the budget figures come from."""
        return self.pack.provenance("budget")

    @property
    def budget_footer(self) -> str:
        """The footer of the chosen year's budget; of all the budget where that year has none."""
        line, source = self.known_line, self.budget_source
        return footer(source.read_on(line.query_date) if line else source)

    @property
    def works(self) -> tuple[Investment, ...]:
        """The district's own works in the pack, the largest first."""
        return self.pack.works_of(self.selection.ubigeo)

    def years_of(self, ubigeo: str) -> tuple[int, ...]:
        """The years in which the pack has a budget for a district, newest first."""
        lines = reversed(own_past(self.pack.budget, ubigeo))
        return tuple(line.year for line in lines if line.pim)

    @property
    def has_budget(self) -> bool:
        """Whether the chosen municipality has money in its budget of the chosen year."""
        return self.known_line is not None and bool(self.known_line.pim)

    def last_line(self, ubigeo: str) -> BudgetLine | None:
        """The newest budget of a district that has money in it."""
        lines = [line for line in own_past(self.pack.budget, ubigeo) if line.pim]
        return lines[-1] if lines else None

    def chooser(self, *, with_year: bool = True) -> Chooser:
        """A new control that changes the lesson's choice."""
        return Chooser(
            self.pack.region, self.selection, self.years_of, with_year=with_year, tiles=self._tiles
        )

    @cached_property
    def _tiles(self) -> TileButtons:
        return TileButtons(self.pack.region)
