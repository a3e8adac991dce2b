"""Counting who speaks: one tap for each turn, with big buttons and without any name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import ipywidgets as ui
from traitlets import Instance

from cuentas.i18n import plural
from cuentas.i18n import text as _
from cuentas.model.gender import Tally, Voice
from cuentas.view.controls import choice, typed_number
from cuentas.view.figure import render
from cuentas.view.show.voices import Present

LENGTHS = (1, 2, 3, 5, 10)
MOST_PRESENT = 500


class VoiceCounter(ui.VBox):  # type: ignore[misc]
    """Buttons to tap as people speak; ``tally`` is what they have counted so far.

    Starting anew can be undone like any tap: nothing is lost by a slip of the thumb.
    """

    tally = Instance(Tally, ())

    def __init__(self, tally: Tally | None = None) -> None:
        """Go on from ``tally``; by default nobody has spoken yet."""
        self._before: list[Tally] = []
        self.women = typed_number(_("Mujeres en la sala"), 0, MOST_PRESENT)
        self.men = typed_number(_("Hombres en la sala"), 0, MOST_PRESENT)
        lengths = [(_minutes(length), str(length)) for length in LENGTHS]
        self.length = choice(_("¿Cuánto habló, más o menos?"), lengths, str(LENGTHS[0]))
        self.buttons = {voice: _button(_voice_name(voice), self._tap(voice)) for voice in Voice}
        self.undo = _button(_("Deshacer"), self._undo)
        self.again = _button(_("Empezar de cero"), self._start_again)
        self.said = ui.HTML()
        self.said.add_class("cc-status")
        super().__init__(children=self._rows(), tally=tally or Tally())

    @property
    def present(self) -> Present:
        """How many women and men are in the room, as typed."""
        return Present(self.women.value, self.men.value)

    def _rows(self) -> list[ui.DOMWidget]:
        voices = ui.VBox(
            [_label(_("¿Quién habló? Toca una vez por persona")), _in_a_row(self.buttons.values())]
        )
        voices.add_class("cc-group").add_class("cc-voices")
        return [
            ui.HBox([self.women, self.men]),
            self.length,
            voices,
            self.said,
            _in_a_row([self.undo, self.again]),
        ]

    def _tap(self, voice: Voice) -> Callable[[], None]:
        def tap() -> None:
            length = int(self.length.value)
            self._take(self.tally.heard(voice, length))
            self._say(
                _("Contado: {who}, {minutes}.").format(
                    who=_voice_name(voice).lower(), minutes=_minutes(length)
                )
            )

        return tap

    def _take(self, tally: Tally) -> None:
        self._before.append(self.tally)
        self.tally = tally

    def _undo(self) -> None:
        if self._before:
            self.tally = self._before.pop()
            self._say(_("Deshecho."))

    def _start_again(self) -> None:
        if self.tally.turns:
            self._take(Tally())
            self._say(_("Empezaste de cero. «Deshacer» trae lo anterior."))

    def _say(self, sentence: str) -> None:
        times = self.tally.times()
        count = plural("Va {count} intervención.", "Van {count} intervenciones.", times)
        words = f"{sentence} {count.format(count=times)}" if times else sentence
        self.said.value = render("found.html.j2", sentence=words)


def _voice_name(voice: Voice) -> str:
    return {
        Voice.WOMAN: _("Mujer"),
        Voice.YOUNG_WOMAN: _("Mujer joven"),
        Voice.MAN: _("Hombre"),
        Voice.YOUNG_MAN: _("Hombre joven"),
        Voice.OTHER: _("Otra persona"),
    }[voice]


def _minutes(count: int) -> str:
    words = plural("cerca de {count} minuto", "cerca de {count} minutos", count)
    return words.format(count=count)


def _label(text: str) -> ui.HTML:
    return ui.HTML(render("label.html.j2", text=text))


def _in_a_row(buttons: Iterable[ui.Button]) -> ui.HBox:
    row = ui.HBox(list(buttons))
    row.add_class("cc-buttons")
    return row


def _button(text: str, action: Callable[[], None]) -> ui.Button:
    button = ui.Button(description=text)
    button.on_click(lambda _button: action())
    return button
