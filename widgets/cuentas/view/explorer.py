"""A figure and the controls directly above it: when a control moves, all of it changes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as ui
from traitlets import HasTraits

from cuentas.view.figure import Figure

_PLACES = itertools.count(1)
"""A page may show the same figure twice: each explorer's ids carry its own number."""


class Explorer(ui.VBox):  # type: ignore[misc]
    """Controls over a figure; drawing, description and table always change together."""

    def __init__(
        self,
        draw: Callable[[], Figure],
        controls: Sequence[Any] = (),
        follows: Sequence[tuple[HasTraits, str | Sequence[str]]] = (),
        after: Sequence[Any] = (),
    ) -> None:
        """Draw at once, and again whenever a trait in ``follows`` changes.

        ``after`` are notes that stand below the figure.
        """
        self.draw = draw
        self.figure = draw()
        self.place = f"v{next(_PLACES)}"
        self.sheet = ui.HTML(self.figure.html(self.place))
        super().__init__(children=[*controls, self.sheet, *after])
        self.add_class("cc-explorer")
        for owner, traits in follows:
            owner.observe(lambda _change: self.redraw(), traits)

    def redraw(self) -> None:
        """Draw again with the controls as they stand now."""
        self.figure = self.draw()
        self.sheet.value = self.figure.html(self.place)

    def describe(self) -> str:
        """What the figure says now, in one paragraph."""
        return self.figure.describe()
