"""Choosing one work of the district by its short name; another district brings its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as ui

from cuentas.i18n import text as _
from cuentas.model.investment import Investment
from cuentas.view.controls import show
from cuentas.view.selection import Selection

Works = Callable[[], Sequence[Investment]]


class WorkChoice(ui.Dropdown):  # type: ignore[misc]
    """The works of the chosen district; out of sight where there are none.

    ``works`` tells them, ``chosen`` which one is followed, and ``take`` follows another by its
    CUI. Several of these on one page always show the same work.
    """

    def __init__(
        self,
        works: Works,
        chosen: Callable[[], str],
        take: Callable[[str], None],
        selection: Selection,
    ) -> None:
        """The choice for the current selection."""
        self._works, self._chosen, self._take = works, chosen, take
        self._showing = False
        self._offered: tuple[tuple[str, str], ...] = ()
        super().__init__(
            description=_("Elige una obra"),
            options=[],
        )
        self.observe(self._taken, "value")
        selection.observe(lambda _change: self.renew(), ["ubigeo", "words"])
        self.renew()

    def renew(self) -> None:
        """Offer the works of the district; new options jump to the first one for a moment."""
        options = tuple((one.short_name, one.cui) for one in self._works())
        self._showing = True
        if self._offered != options:
            self.options = self._offered = options
        show(self, when=bool(options))
        if options:
            self.value = self._chosen()
        self._showing = False

    def _taken(self, change: dict[str, Any]) -> None:
        if change["new"] and not self._showing:
            self._take(change["new"])
