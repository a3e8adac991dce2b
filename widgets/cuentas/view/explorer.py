"""A figure and the controls directly above it: when a control moves, all of it changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import ipywidgets as ui
from traitlets import HasTraits

from cuentas.i18n import language
from cuentas.view.absence import Absence
from cuentas.view.figure import Figure

MOST_REMEMBERED = 600
"""Figures that are kept ready to be shown again: some 20 kB each."""

_remembered: dict[tuple[Hashable, ...], tuple[Figure | Absence, str]] = {}
_waiting: ContextVar[dict[Explorer, None] | None] = ContextVar("waiting", default=None)
"""The explorers whose drawing is put off, in the order in which they asked."""


@contextmanager
def postponed() -> Iterator[None]:
    """Meanwhile figures are not drawn again; at the end each is, once, if it has changed.

    Hundreds of steps of a learner's past may be done again in a row: nobody sees those between.
    """
    waiting: dict[Explorer, None] = {}
    before = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(before)
        for explorer in waiting:
            explorer.redraw()


def forget() -> None:
    """Draw every figure anew: the data of some region have changed."""
    _remembered.clear()


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
        choice: Callable[[], tuple[Hashable, ...]] | None = None,
    ) -> None:
        """Draw at once, and again whenever a trait in ``follows`` changes.

        ``after`` are notes that stand below the figure. ``choice`` tells all that the figure
        depends on, where that can be told: a class of thirty who choose the same is drawn one.
        """
        self.draw, self.choice = draw, choice
        self._shown: Figure | Absence | None = None
        self.sheet = ui.HTML()
        self.place = self.sheet.model_id
        """A page may show the same figure twice: its ids carry the name of its place."""
        self._show()
        super().__init__(children=[*controls, self.sheet, *after])
        self.add_class("cc-explorer")
        for owner, traits in follows:
            owner.observe(lambda _change: self.redraw(), traits)

    def redraw(self) -> None:
        """Draw again with the controls as they stand now."""
        waiting = _waiting.get()
        if waiting is not None:
            self._shown = None
            waiting[self] = None
            return
        self._show()

    def _show(self) -> None:
        if self.choice is None:
            self._shown = self.draw()
            self.sheet.value = self._shown.html(self.place)
            return
        key = (*self.choice(), self.place, language())
        found = _remembered.pop(key, None)
        if found is None:
            drawn = self.draw()
            found = drawn, drawn.html(self.place)
        _remembered[key] = found  # the one asked for last goes last
        if len(_remembered) > MOST_REMEMBERED:
            del _remembered[next(iter(_remembered))]
        self._shown, self.sheet.value = found

    @property
    def shown(self) -> Figure | Absence:
        """The figure as the controls stand now, or what stands in its place."""
        if self._shown is None:
            self._shown = self.draw()
        return self._shown

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


def figure_at(widgets: Iterable[ui.Widget], place: str) -> Figure | None:
    """The figure that stands in ``place``, if some explorer among ``widgets`` shows one there."""
    for widget in widgets:
        if isinstance(widget, Explorer) and widget.place == place:
            return widget.shown if isinstance(widget.shown, Figure) else None
    return None
