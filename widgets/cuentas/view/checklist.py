"""Some lines to write and things to tick; whoever listens hears of every change."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ipywidgets as ui

from cuentas.view.controls import line_to_write, switch
from cuentas.view.figure import render

Heard = Callable[[dict[str, str], tuple[str, ...]], str]
"""Takes what is written, by name, and the ids that are ticked; gives what is said below."""


class Checklist(ui.VBox):  # type: ignore[misc]
    """What a person notes about something that she looks at, kept as she goes."""

    def __init__(
        self, title: str, lines: Mapping[str, str], items: Mapping[str, str], heard: Heard
    ) -> None:
        """``lines`` are labels of texts by name, ``items`` the words of each box by id."""
        self.heard = heard
        self.lines = {name: line_to_write(label) for name, label in lines.items()}
        self.boxes = {one: switch(words) for one, words in items.items()}
        self.summary = ui.HTML()
        heading = ui.HTML(render("asked.html.j2", sentence=title))
        super().__init__(
            children=[*self.lines.values(), heading, *self.boxes.values(), self.summary]
        )
        self.add_class("cc-group").add_class("cc-checklist")
        for control in (*self.lines.values(), *self.boxes.values()):
            control.observe(lambda _change: self.tell(), "value")
        self.tell()

    @property
    def ticked(self) -> tuple[str, ...]:
        """The ids that are ticked, in the order of the list."""
        return tuple(one for one, box in self.boxes.items() if box.value)

    def tell(self) -> None:
        """Let whoever listens hear what is noted now, and say below what it means."""
        written = {name: str(line.value).strip() for name, line in self.lines.items()}
        sentence = self.heard(written, self.ticked)
        self.summary.value = render("found.html.j2", sentence=sentence) if sentence else ""
