"""The civic act: a real question, written with what the learner chose, ready to take away.

Names and identity numbers are left as blanks to fill in by hand: nothing about a person is
typed here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import ipywidgets as ui

from cuentas.i18n import text as _
from cuentas.view.chooser import Chooser
from cuentas.view.controls import show
from cuentas.view.figure import render
from cuentas.view.selection import Selection


@dataclass(frozen=True)
class LetterText:
    """A letter for one selection: what it is, to whom, the text, the file's name.

    ``about`` says in words which municipality and year it was written for.
    """

    title: str
    addressee: str
    body: str
    file_name: str
    about: str

    @property
    def link(self) -> str:
        """A link that downloads the text without asking any server."""
        return "data:text/plain;charset=utf-8," + quote("\ufeff" + self.body)


class Letter(ui.VBox):  # type: ignore[misc]
    """The letter as a text that can be changed, copied, printed and downloaded.

    A new choice writes a new letter, unless the learner already changed this one by hand:
    then it is kept, and a button offers the new one.
    """

    def __init__(
        self,
        write: Callable[[], LetterText],
        chooser: Chooser,
        selection: Selection,
        controls: Sequence[ui.Widget] = (),
    ) -> None:
        """The letter for the current selection; ``controls`` stand below ``chooser``."""
        self.write = write
        self.heading = ui.HTML()
        self.body = ui.Textarea(
            description=_("Tu texto (puedes cambiarlo)"),
            rows=16,
        )
        self.body.add_class("cc-letter")
        self.kept = ui.HTML()
        self.renewal = ui.Button(description=_("Escribir de nuevo con mi distrito"))
        self.renewal.on_click(lambda _button: self.renew())
        self.tools = ui.HTML()
        written = [self.heading, self.body, self.kept, self.renewal, self.tools]
        super().__init__(children=[chooser, *controls, *written])
        self.add_class("cc-act")
        self.renew()
        self.body.observe(lambda _change: self._show_tools(), "value")
        selection.observe(lambda _change: self._selected(), ["ubigeo", "year", "words"])

    @property
    def changed_by_hand(self) -> bool:
        """Whether the learner wrote something of their own."""
        return bool(self.body.value != self.letter.body)

    def renew(self) -> None:
        """Write the letter for what is chosen now."""
        self.letter = self.write()
        self.body.value = self.letter.body
        show(self.renewal, when=False)
        self.kept.value = ""
        self._show_heading()
        self._show_tools()

    def _selected(self) -> None:
        if self.changed_by_hand:
            show(self.renewal, when=True)
            sentence = _("Tu texto sigue siendo el de {about}.").format(about=self.letter.about)
            self.kept.value = render("found.html.j2", sentence=sentence)
            self._show_heading(of_another=True)
        else:
            self.renew()

    def _show_heading(self, *, of_another: bool = False) -> None:
        """Say what the letter is about; ``of_another`` when the page already shows another."""
        self.heading.value = render(
            "letter_heading.html.j2", letter=self.letter, of_another=of_another
        )

    def _show_tools(self) -> None:
        typed = LetterText(
            self.letter.title,
            self.letter.addressee,
            self.body.value,
            self.letter.file_name,
            self.letter.about,
        )
        self.tools.value = render("letter_tools.html.j2", letter=typed)
