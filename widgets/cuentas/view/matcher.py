"""Match each case with its answer: a list to pick from under each case, and a word back at once.

All controls are there from the start, so that a phone that comes back finds its answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ipywidgets as ui
from traitlets import HasTraits

from cuentas.i18n import text as _
from cuentas.view.controls import choice
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure, render

NOTHING = ""


@dataclass(frozen=True)
class Case:
    """A case, the id of its answer, and what is said to who finds it and to who does not yet."""

    text: str
    answer: str
    right: str
    hint: str


class CaseCard(ui.VBox):  # type: ignore[misc]
    """One case with its list and its feedback."""

    def __init__(self, case: Case, number: int, options: Sequence[tuple[str, str]]) -> None:
        """The card of ``case``, nothing picked yet; ``options`` are words and ids."""
        self.case = case
        self.asked = ui.HTML(render("case.html.j2", number=number, sentence=case.text))
        everything = [(_("Elige…"), NOTHING), *options]
        self.control = choice(_("Tu respuesta"), everything, NOTHING)
        self.feedback = ui.HTML()
        super().__init__(children=[self.asked, self.control, self.feedback])
        self.add_class("cc-group").add_class("cc-card")
        self.control.observe(lambda _change: self._tell(), "value")

    @property
    def found(self) -> bool:
        """Whether the answer picked now is the case's own."""
        return bool(self.control.value == self.case.answer)

    def _tell(self) -> None:
        if self.control.value == NOTHING:
            self.feedback.value = ""
            return
        kind, icon, verdict, sentence = (
            ("right", "✔", _("Así es."), self.case.right)
            if self.found
            else ("wrong", "✘", _("Todavía no."), self.case.hint)
        )
        self.feedback.value = render(
            "feedback.html.j2", kind=kind, icon=icon, verdict=verdict, sentences=(sentence,)
        )


class Matcher(Explorer):
    """A figure of all possible answers, and below it the cases; it counts what was found."""

    def __init__(
        self,
        cases: Sequence[Case],
        options: Sequence[tuple[str, str]],
        draw: Callable[[int, frozenset[str]], Figure],
        controls: Sequence[ui.Widget] = (),
        follows: Sequence[tuple[HasTraits, str | Sequence[str]]] = (),
    ) -> None:
        """``draw`` gets how many cases were found, and the ids of the answers found."""
        self.cards = [CaseCard(case, number, options) for number, case in enumerate(cases, 1)]

        def drawn() -> Figure:
            found = [card.case.answer for card in self.cards if card.found]
            return draw(len(found), frozenset(found))

        answers = [(card.control, "value") for card in self.cards]
        super().__init__(drawn, controls, [*follows, *answers], self.cards)
