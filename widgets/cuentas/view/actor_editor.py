"""Writing actors one at a time, without dragging anything: what they are and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as ui

from cuentas.i18n import text as _
from cuentas.model.actors import Actor, ActorKind, Level
from cuentas.view.controls import choice, short_line, show
from cuentas.view.example import ExampleButton
from cuentas.view.written import Written

MOST_ACTORS = 12

Entry = tuple[str, str, Level, Level]
"""Kind's id, name, influence and interest."""


class ActorSlot(ui.VBox):  # type: ignore[misc]
    """The five controls of one actor; without a kind there is no actor yet."""

    def __init__(self, kinds: Sequence[ActorKind], names: Sequence[str]) -> None:
        """An empty slot. ``names`` are institutions of the region, offered while typing."""
        self._kinds = {kind.id: kind for kind in kinds}
        offered = [(_("elige una clase"), ""), *((kind.name, kind.id) for kind in kinds)]
        self.kind = choice(_("¿Qué clase de actor es?"), offered, "")
        self.name = ui.Combobox(
            description=_("Nombre de la institución, no de una persona"),
            options=tuple(names),
            continuous_update=False,  # on a busy laptop, an echo would erase fast typing,
        )
        self.influence = choice(_("¿Cuánto puede decidir?"), _levels(), str(int(Level.MIDDLE)))
        self.interest = choice(_("¿Cuánto le importa?"), _levels(), str(int(Level.MIDDLE)))
        self.answers = short_line(_("¿De qué puede responder? (si lo sabes)"))
        self.fields = (self.kind, self.name, self.influence, self.interest, self.answers)
        both = ui.HBox([self.influence, self.interest])
        super().__init__(children=[self.kind, self.name, both, self.answers])

    def actor(self, number: int) -> Actor | None:
        """The actor as written now."""
        kind = self._kinds.get(self.kind.value)
        if kind is None:
            return None
        influence, interest = Level(int(self.influence.value)), Level(int(self.interest.value))
        answers = self.answers.value.strip() or kind.answers
        return Actor(number, kind, self.name.value, influence, interest, answers)

    def write(self, entry: Entry | None) -> None:
        """Put an actor here, or none."""
        kind, name, influence, interest = entry or ("", "", Level.MIDDLE, Level.MIDDLE)
        self.kind.value, self.name.value, self.answers.value = kind, name, ""
        self.influence.value, self.interest.value = str(int(influence)), str(int(interest))


class ActorEditor(Written, ui.VBox):  # type: ignore[misc]
    """One slot at a time, so that control and map stay close on a phone.

    ``version`` grows whenever an actor changes.
    """

    def __init__(
        self, kinds: Sequence[ActorKind], names: Sequence[str], example: Sequence[Entry]
    ) -> None:
        """An editor with every slot empty; ``example`` is what its button writes."""
        self._example = tuple(example)
        self.slots = [ActorSlot(kinds, names) for _number in range(MOST_ACTORS)]
        numbers = [
            (_("Actor {number}").format(number=number), str(number))
            for number in range(1, MOST_ACTORS + 1)
        ]
        self.which = choice(_("¿Qué actor escribes?"), numbers, "1")
        self.following = ui.Button(description=_("Siguiente actor"))
        self.following.on_click(lambda _button: self._next())
        self.button = ExampleButton(
            lambda: not self.actors, lambda: self.is_example, self.fill, self._clear
        )
        row = ui.HBox([self.following, self.button])
        row.add_class("cc-buttons")
        super().__init__(children=[self.which, *self.slots, row])
        self.which.observe(lambda _change: self._show(), "value")
        for slot in self.slots:
            for field in slot.fields:
                field.observe(self.changed, "value")
        self._show()

    @property
    def actors(self) -> tuple[Actor, ...]:
        """The actors written so far, by their numbers."""
        written = (slot.actor(number) for number, slot in enumerate(self.slots, 1))
        return tuple(actor for actor in written if actor)

    @property
    def is_example(self) -> bool:
        """Whether every actor is an invented one; their places may be played with."""
        invented = {name for _kind, name, _influence, _interest in self._example}
        return bool(self.actors) and {actor.name for actor in self.actors} <= invented

    def fill(self) -> None:
        """Write the invented example."""
        self._write(self._example)

    def _clear(self) -> None:
        self._write(())

    def _write(self, entries: Sequence[Entry]) -> None:
        with self.at_once():
            for number, slot in enumerate(self.slots):
                slot.write(entries[number] if number < len(entries) else None)

    def _next(self) -> None:
        self.which.value = str(int(self.which.value) % MOST_ACTORS + 1)

    def _show(self) -> None:
        for number, slot in enumerate(self.slots, 1):
            show(slot, when=str(number) == self.which.value)


def _levels() -> list[tuple[str, str]]:
    words = {Level.LOW: _("poco"), Level.MIDDLE: _("algo"), Level.HIGH: _("mucho")}
    return [(word, str(int(level))) for level, word in words.items()]
