"""Eight short parts that become three sentences: the problem, the challenge, the proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as ui

from cuentas.i18n import text as _
from cuentas.view.controls import choice, short_line
from cuentas.view.example import ExampleButton
from cuentas.view.show.sentences import OFFICE, PARTS
from cuentas.view.written import Written


class SentenceBuilder(Written, ui.VBox):  # type: ignore[misc]
    """A line for each part; the office is picked. ``version`` grows with every change."""

    def __init__(self, offices: Sequence[str], example: Mapping[str, str]) -> None:
        """Nothing is written yet; ``example`` is what the button writes, the office apart."""
        self._example = dict(example)
        labels = _labels()
        none = [(_("todavía no sabemos"), ""), *((office, office) for office in offices)]
        self.fields: dict[str, Any] = {
            part: choice(labels[part], none, "") if part == OFFICE else short_line(labels[part])
            for part in PARTS
        }
        self.button = ExampleButton(
            lambda: not any(self.parts.values()), lambda: self.is_example, self.fill, self._clear
        )
        super().__init__(children=[*self.fields.values(), self.button])
        for field in self.fields.values():
            field.observe(self.changed, "value")

    @property
    def parts(self) -> dict[str, str]:
        """What is written in each part now."""
        return {part: field.value.strip() for part, field in self.fields.items()}

    @property
    def is_example(self) -> bool:
        """Whether all the words that stand here are invented; the office may be another."""
        told = {words for part, words in self.parts.items() if part != OFFICE} - {""}
        return bool(told) and told <= set(self._example.values())

    def fill(self) -> None:
        """Write the invented example, to the first office of the list."""
        self._write(self._example, 1)

    def _clear(self) -> None:
        self._write(dict.fromkeys(self._example, ""), 0)

    def _write(self, words: Mapping[str, str], office: int) -> None:
        with self.at_once():
            for part, said in words.items():
                self.fields[part].value = said
            self.fields[OFFICE].index = office


def _labels() -> dict[str, str]:
    return {
        "who": _("¿A quién le pasa?"),
        "what": _("¿Qué pasa?"),
        "evidence": _("¿Cómo lo sabemos?"),
        "change": _("¿Qué queremos que cambie?"),
        OFFICE: _("¿Qué oficina puede responder?"),
        "action": _("¿Qué le pedimos que haga?"),
        "deadline": _("¿Hasta qué fecha? (día y mes)"),
        "proof": _("¿Con qué documento lo comprobamos?"),
    }
