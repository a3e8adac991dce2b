"""A figure and the controls directly above it: when a control moves, all of it changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as ui
from traitlets import HasTraits

from cuentas.view.figure import Figure


class Explorer(ui.VBox):  # type: ignore[misc]
    """Controls over a figure; drawing, description and table always change together."""

    def __init__(
        self,
        draw: Callable[[], Figure],
        controls: Sequence[Any] = (),
        follows: Sequence[tuple[HasTraits, str | list[str]]] = (),
    ) -> None:
        """Draw at once, and again whenever a trait in ``follows`` changes."""
        self.draw = draw
        self.figure = draw()
        self.sheet = ui.HTML(self.figure.html())
        super().__init__(children=[*controls, self.sheet])
        self.add_class("cc-explorer")
        for owner, traits in follows:
            owner.observe(lambda _change: self.redraw(), traits)

    def redraw(self) -> None:
        """Draw again with the controls as they stand now."""
        self.figure = self.draw()
        self.sheet.value = self.figure.html()

    def describe(self) -> str:
        """What the figure says now, in one paragraph."""
        return self.figure.describe()
