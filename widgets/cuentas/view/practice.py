"""A task in the learner's own district: the question follows the choice."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ui

from cuentas.i18n import text as _
from cuentas.model.quiz import Question
from cuentas.view.chooser import Chooser
from cuentas.view.figure import render
from cuentas.view.questions import QuestionCard
from cuentas.view.selection import Selection


class Practice(ui.VBox):  # type: ignore[misc]
    """A chooser, and a question made anew for what is chosen; ``make`` may say there is no data."""

    def __init__(
        self, make: Callable[[], Question | None], chooser: Chooser, selection: Selection
    ) -> None:
        """The practice for the current selection."""
        self.make = make
        self.place = ui.VBox()
        super().__init__(children=[chooser, self.place])
        selection.observe(lambda _change: self.renew(), ["ubigeo", "year"])
        self.renew()

    @property
    def card(self) -> QuestionCard | None:
        """The question as it stands now."""
        first = self.place.children[0]
        return first if isinstance(first, QuestionCard) else None

    def renew(self) -> None:
        """Ask again, for the district and year chosen now."""
        question = self.make()
        if question is None:
            sentence = _("Para ese distrito y año no hay dato. Elige otro.")
            self.place.children = (ui.HTML(render("found.html.j2", sentence=sentence)),)
        else:
            self.place.children = (QuestionCard(question),)
