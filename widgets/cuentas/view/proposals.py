"""Clauses that a class ticks for its proposal; the letter carries those that are ticked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as ui

from cuentas.view.figure import render


class Proposals(ui.VBox):  # type: ignore[misc]
    """A box to tick for each clause; ``heard`` is called with the ticked ones, in their order."""

    def __init__(
        self, question: str, clauses: Sequence[str], heard: Callable[[tuple[str, ...]], None]
    ) -> None:
        """None is ticked yet."""
        self.boxes = {
            clause: ui.Checkbox(description=clause, indent=False, value=False) for clause in clauses
        }
        label = ui.HTML(render("label.html.j2", text=question))
        super().__init__(children=[label, *self.boxes.values()])
        self.add_class("cc-group")
        for box in self.boxes.values():
            box.observe(lambda _change: heard(self.ticked), "value")

    @property
    def ticked(self) -> tuple[str, ...]:
        """The clauses that the class ticked."""
        return tuple(clause for clause, box in self.boxes.items() if box.value)
