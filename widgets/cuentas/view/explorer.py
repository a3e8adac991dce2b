"""A figure and the controls directly above it: when a control moves, all of it changes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as ui
from traitlets import HasTraits

from cuentas.view.absence import Absence
from cuentas.view.figure import Figure

_PLACES = itertools.count(1)
"""A page may show the same figure twice: each explorer's ids carry its own number."""


class Explorer(ui.VBox):  # type: ignore[misc]
    """Controls over a figure; drawing, description and table always change together.

    Where there is no data, ``draw`` may give an ``Absence``, which is shown in its place.
    """

    def __init__(
        self,
        draw: Callable[[], Figure | Absence],
        controls: Sequence[Any] = (),
        follows: Sequence[tuple[HasTraits, str | Sequence[str]]] = (),
        after: Sequence[Any] = (),
    ) -> None:
        """Draw at once, and again whenever a trait in ``follows`` changes.

        ``after`` are notes that stand below the figure.
        """
        self.draw = draw
        self.shown = draw()
        self.sheet = ui.HTML()
        self.place = self.sheet.model_id
        self.sheet.value = self.shown.html(self.place)
        super().__init__(children=[*controls, self.sheet, *after])
        self.add_class("cc-explorer")
        for owner, traits in follows:
            owner.observe(lambda _change: self.redraw(), traits)

    def redraw(self) -> None:
        """Draw again with the controls as they stand now."""
        self.shown = self.draw()
        self.sheet.value = self.shown.html(self.place)

    @property
    def figure(self) -> Figure:
        """The figure that is shown.

        Raises:
            LookupError: there is no data for one; the message says so in words.
        """
        if isinstance(self.shown, Figure):
            return self.shown
        raise LookupError(self.shown.describe())

    def describe(self) -> str:
        """What the figure says now, in one paragraph."""
        return self.shown.describe()


from contextlib import contextmanager


@contextmanager
def postponed():
    yield


def figure_at(widgets, place):
    return next((w.figure for w in widgets if isinstance(w, Explorer) and w.place == place), None)
