"""A task in the learner's own district: the question follows the choice."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ui

from cuentas.model.quiz import Question
from cuentas.view.chooser import Chooser
from cuentas.view.controls import show
from cuentas.view.figure import render
from cuentas.view.questions import QuestionCard
from cuentas.view.selection import Selection


class Practice(ui.VBox):  # type: ignore[misc]
    """A chooser, and a question made anew for what is chosen; ``make`` may say there is no data."""

    def __init__(
        self,
        make: Callable[[], Question | None],
        chooser: Chooser,
        selection: Selection,
        no_data: str,
    ) -> None:
        """The practice for the current selection; ``no_data`` is said where there is none."""
        self.make, self.chooser, self.no_data = make, chooser, no_data
        self.nothing = ui.HTML()
        self.asked: QuestionCard | None = None
        super().__init__(children=[chooser, self.nothing])
        selection.observe(lambda _change: self.renew(), ["ubigeo", "year"])
        self.renew()

    @property
    def card(self) -> QuestionCard | None:
        """The question as it stands now; ``None`` where there is no data to ask about."""
        return None if self.nothing.value else self.asked

    def renew(self) -> None:
        """Ask again, for the district and year chosen now."""
        question = self.make()
        sentence = "" if question else self.no_data
        self.nothing.value = render("found.html.j2", sentence=sentence) if sentence else ""
        if question and self.asked:
            self.asked.ask(question)
        elif question:
            self.asked = QuestionCard(question)
            self.children = (self.chooser, self.nothing, self.asked)
        if self.asked:
            show(self.asked, when=not sentence)
