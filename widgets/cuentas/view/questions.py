"""Questions as people answer them: on a phone, with a keyboard, with their own numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

import ipywidgets as ui

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.quiz import Answer, Grade, Kind, Option, Question, Verdict, grade
from cuentas.view.figure import Figure, render

ICONS = {
    Verdict.RIGHT: "✔",
    Verdict.WRONG: "✘",
    Verdict.PARTLY: "◐",
    Verdict.UNREADABLE: "…",
    Verdict.NOTED: "✓",
}


class QuestionCard(ui.VBox):  # type: ignore[misc]
    """One question with its answer control, a check, a hint, and feedback beside the answer."""

    def __init__(
        self,
        question: Question,
        number: int = 0,
        figure: Figure | None = None,
        thanks: str = "",
    ) -> None:
        """The card of ``question``; a «point» question points at ``figure``.

        ``thanks`` is what an opinion is answered with.
        """
        self.question = question
        self.thanks = thanks or _("Gracias. No hay una sola respuesta.")
        self.text = ui.HTML(_asked(question, number, figure))
        self.control = CONTROLS[question.kind](question)
        check = _("Esto es lo que creo") if self._is_opinion else _("Comprobar")
        self.check = _button(check, "cc-check", self.answer)
        self.hint = _button(_("Una pista"), "cc-hint", self.show_hint)
        self.solution = _button(_("Ver la respuesta"), "cc-solution", self.show_solution)
        self.feedback = ui.HTML()
        self.feedback.add_class("cc-answer")
        self.tries = 0
        buttons = ui.HBox([self.check] + ([] if self._is_opinion else [self.hint]))
        buttons.add_class("cc-buttons")
        self.buttons = buttons
        super().__init__(children=[self.text, self.control, buttons, self.feedback])
        self.add_class("cc-group").add_class("cc-card")

    @property
    def _is_opinion(self) -> bool:
        return self.question.kind is Kind.OPINION

    def ask(self, question: Question) -> None:
        """Ask another question of the same kind, as if for the first time.

        The widgets stay the same: a phone that comes back finds its answers by them.
        """
        self.question, self.tries = question, 0
        self.text.value = _asked(question)
        self.control.clear()
        self.buttons.children = tuple(one for one in self.buttons.children if one != self.solution)
        self.feedback.value = ""

    def answer(self) -> Grade | None:
        """Judge what is answered now, and say it kindly next to the answer."""
        given = self.control.given()
        if not given:
            self._say("note", "…", self.control.asks_for(), ("",))
            return None
        result = grade(self.question, given)
        self.tries += result.verdict in {Verdict.WRONG, Verdict.PARTLY}
        self._tell(result)
        self._offer_solution(result)
        return result

    def show_hint(self) -> None:
        """A hint before any solution."""
        self._say("note", "?", _("Una pista"), (self.question.hint,))

    def show_solution(self) -> None:
        """The answer, explained."""
        self._say("note", "➜", _("La respuesta"), (self.question.solution,))

    def _tell(self, result: Grade) -> None:
        words = {
            Verdict.RIGHT: _("Así es."),
            Verdict.WRONG: _("Todavía no."),
            Verdict.PARTLY: _("Vas bien: falta algo."),
            Verdict.UNREADABLE: _("No entiendo ese número. Escribe, por ejemplo, 84 o 84.5."),
            Verdict.NOTED: self.thanks,
        }
        kinds = {Verdict.RIGHT: "right", Verdict.NOTED: "note", Verdict.UNREADABLE: "note"}
        sentences = [sentence for sentence in result.feedback if sentence]
        if result.forgot_hundred:
            sentences.append(_("Vas bien: te falta multiplicar por 100."))
        if result.read_as is not None:
            sentences.append(_("Leímos: {number}.").format(number=formats.number(result.read_as)))
        kind = kinds.get(result.verdict, "wrong")
        self._say(kind, ICONS[result.verdict], words[result.verdict], sentences or ("",))

    def _offer_solution(self, result: Grade) -> None:
        done = result.verdict is Verdict.RIGHT
        if (self.tries or done) and not self._is_opinion and len(self.buttons.children) == 2:  # noqa: PLR2004 - check and hint
            self.buttons.children = (*self.buttons.children, self.solution)

    def _say(self, kind: str, icon: str, verdict: str, sentences: Sequence[str]) -> None:
        self.feedback.value = render(
            "feedback.html.j2",
            kind=kind,
            icon=icon,
            verdict=verdict,
            sentences=sentences,
            unreadable=icon == ICONS[Verdict.UNREADABLE],
        )


class Control:
    """What every answer control can say."""

    def asks_for(self) -> str:
        """What is missing, when there is no whole answer yet."""
        return _("Elige o escribe una respuesta primero.")


class OneControl(Control, ui.RadioButtons):  # type: ignore[misc]
    """One option out of several."""

    def __init__(self, question: Question) -> None:
        """Radio buttons, none chosen."""
        options = [(option.text, option.id) for option in question.options]
        super().__init__(options=options, value=None, layout=ui.Layout(width="auto"))

    def given(self) -> Answer:
        """The chosen option's id, or nothing."""
        return str(self.value or "")


class SeveralControl(Control, ui.VBox):  # type: ignore[misc]
    """Any number of options."""

    def __init__(self, question: Question) -> None:
        """A box to tick for each option."""
        self.boxes = {
            option.id: ui.Checkbox(description=option.text, indent=False, value=False)
            for option in question.options
        }
        super().__init__(children=list(self.boxes.values()))

    def clear(self) -> None:
        """Untick everything."""
        for box in self.boxes.values():
            box.value = False

    def given(self) -> Answer:
        """The ids of the ticked options."""
        return tuple(option for option, box in self.boxes.items() if box.value)


class NumberControl(Control, ui.HBox):  # type: ignore[misc]
    """A number typed as people type it."""

    def __init__(self, question: Question) -> None:
        """A text field with its unit."""
        label = _("Tu número ({unit})").format(unit=question.unit)
        self.field = ui.Text(description=label)
        super().__init__(children=[self.field])

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.value = ""

    def given(self) -> Answer:
        """What was typed."""
        return str(self.field.value).strip()


class OrderControl(Control, ui.VBox):  # type: ignore[misc]
    """Put in order by tapping one after another."""

    def __init__(self, question: Question) -> None:
        """A button for each option, shuffled, always in the same way and never solved."""
        self.chosen: list[str] = []
        self.texts = {option.id: option.text for option in shuffled(question.options)}
        self.steps = {
            one: _button(text, "cc-step", self._tap(one)) for one, text in self.texts.items()
        }
        self.again = _button(_("Empezar de nuevo"), "cc-again", self._restart)
        super().__init__(children=[*self.steps.values(), self.again])
        self.add_class("cc-order")

    def given(self) -> Answer:
        """The ids in the order tapped, once every option has its place."""
        return tuple(self.chosen) if len(self.chosen) == len(self.texts) else ()

    def asks_for(self) -> str:
        """How many steps still have no place."""
        left = len(self.texts) - len(self.chosen)
        return plural("Falta {left} paso: tócalo.", "Faltan {left} pasos: tócalos.", left).format(
            left=left
        )

    def _tap(self, option: str) -> Callable[[], None]:
        def tap() -> None:
            if option in self.chosen:
                self.chosen.remove(option)
            else:
                self.chosen.append(option)
            self._number()

        return tap

    def _restart(self) -> None:
        self.chosen.clear()
        self._number()

    def _number(self) -> None:
        for option, button in self.steps.items():
            placed = option in self.chosen
            prefix = f"{self.chosen.index(option) + 1}. " if placed else ""
            button.description = prefix + self.texts[option]
            (button.add_class if placed else button.remove_class)("cc-pressed")


def shuffled(options: Sequence[Option]) -> list[Option]:
    """The options in an order that depends only on their ids and is never the right one."""
    mixed = sorted(options, key=lambda option: sha256(option.id.encode()).hexdigest())
    return mixed if mixed != list(options) else mixed[1:] + mixed[:1]


class PointControl(Control, ui.ToggleButtons):  # type: ignore[misc]
    """Point at a place of the figure by its letter."""

    def __init__(self, question: Question) -> None:
        """A button for each marked place."""
        options = [(option.text, option.id) for option in question.options]
        super().__init__(options=options, value=None)

    def given(self) -> Answer:
        """The place pointed at."""
        return str(self.value or "")


CONTROLS: dict[Kind, Callable[[Question], Any]] = {
    Kind.ONE: OneControl,
    Kind.OPINION: OneControl,
    Kind.SEVERAL: SeveralControl,
    Kind.NUMBER: NumberControl,
    Kind.ORDER: OrderControl,
    Kind.POINT: PointControl,
}


def _asked(question: Question, number: int = 0, figure: Figure | None = None) -> str:
    return render("question.html.j2", question=question, number=number, figure=figure)


def _button(text: str, kind: str, action: Callable[[], object]) -> ui.Button:
    button = ui.Button(description=text)
    button.add_class(kind)
    button.on_click(lambda _button: action())
    return button
