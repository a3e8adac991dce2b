"""Moments about one municipality in one year, which say so kindly where it has no budget."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from types import FunctionType
from typing import cast

import ipywidgets as ui

from cuentas.lesson.base import Moments
from cuentas.lesson.needs import absent_here
from cuentas.view.absence import Absence
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure


class YearMoments(Moments):
    """Figures that follow the chosen district and year."""

    def _of_one_year(self, draw: Callable[[], Figure | Absence], *controls: ui.Widget) -> Explorer:
        """A figure of the chosen municipality and year, or a kind box where it has no budget."""

        def shown() -> Figure | Absence:
            return draw() if self.has_budget else self._without_budget()

        def choice() -> tuple[Hashable, ...]:
            chosen = self.pack, self.selection.ubigeo, self.selection.year
            return (cast(FunctionType, draw).__code__, *chosen, *(one.value for one in controls))

        follows = [(self.selection, ["ubigeo", "year"]), *((one, "value") for one in controls)]
        return Explorer(shown, [self.chooser(), *controls], follows, choice=choice)

    def _without_budget(self) -> Absence:
        """The box that says that the chosen municipality has no budget in the chosen year."""
        return absent_here(f"{self.district.name}, {self.selection.year}", "budget")
