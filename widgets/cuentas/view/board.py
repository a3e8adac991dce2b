"""The wall of a class: problems, the challenges that gather them, and the points they get.

All thirty rows and all eight challenges exist from the start; what is not used yet is only
not shown. A phone that comes back finds every word by its control.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ipywidgets as ui

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.votes import Challenge, Outcome, Purse, TieRule, outcome
from cuentas.view.controls import choice, short_line, show, typed_number
from cuentas.view.example import ExampleButton
from cuentas.view.figure import render
from cuentas.view.written import Written

MOST_PROBLEMS = 30
ROWS_AT_ONCE = 5
LETTERS = "ABCDEFGH"
CRITERIA = 4
MOST_POINTS = 999
START_PEOPLE, START_EACH, START_SEATS = 20, 3, 3


@dataclass(frozen=True)
class Example:
    """An invented wall: problems with their letters, and words, points and criteria by letter."""

    problems: tuple[tuple[str, str], ...]
    challenges: Mapping[str, tuple[str, int, int]]


class ProblemRow(ui.HBox):  # type: ignore[misc]
    """One problem and the challenge that it goes into."""

    def __init__(self, number: int) -> None:
        """An empty row."""
        self.words = short_line(_("Problema {number}").format(number=number))
        none = [(_("sin reto"), ""), *((letter, letter) for letter in LETTERS)]
        self.letter = choice(_("Reto del {number}").format(number=number), none, "")
        super().__init__(children=[self.words, self.letter])
        self.add_class("cc-problem")


class ChallengeRow(ui.VBox):  # type: ignore[misc]
    """A challenge: which problems it gathers, its words, its points and its criteria."""

    def __init__(self, letter: str) -> None:
        """An empty challenge."""
        self.letter = letter
        self.gathers = ui.HTML()
        self.words = short_line(_("Reto {letter}: ¿cómo podemos…?").format(letter=letter))
        self.points = typed_number(
            _("Puntos del reto {letter}").format(letter=letter), 0, MOST_POINTS
        )
        met = [(str(number), str(number)) for number in range(CRITERIA + 1)]
        self.criteria = choice(_("Criterios que cumple"), met, "0")
        both = ui.HBox([self.points, self.criteria])
        super().__init__(children=[self.gathers, self.words, both])

    def show(self, problems: Sequence[str]) -> None:
        """List the problems it gathers; without any, the challenge waits unseen."""
        count = plural(
            "Reto {letter} · {count} problema", "Reto {letter} · {count} problemas", len(problems)
        )
        heading = count.format(letter=self.letter, count=len(problems))
        self.gathers.value = render(
            "gathered.html.j2", letter=self.letter, heading=heading, problems=problems
        )
        show(self, when=bool(problems))


class Board(Written):
    """What the class wrote and voted. ``version`` grows with every change."""

    def __init__(self, example: Example) -> None:
        """An empty wall; ``example`` is what the button of :attr:`problem_panel` writes."""
        super().__init__()
        self.example = example
        self.rows = [ProblemRow(number) for number in range(1, MOST_PROBLEMS + 1)]
        self.challenge_rows = {letter: ChallengeRow(letter) for letter in LETTERS}
        self.people = typed_number(_("Personas que votan"), START_PEOPLE, MOST_POINTS)
        self.each = choice(_("Puntos por persona"), _numbers(1, 5), str(START_EACH))
        self.seats = choice(_("¿Cuántos retos pasan?"), _numbers(1, 5), str(START_SEATS))
        self.rule = choice(_("Si hay un empate en el borde"), _rules(), TieRule.OPEN.value)
        self.button = ExampleButton(
            lambda: self.is_empty, lambda: self.is_example, self.fill, self._clear
        )
        self.purse_words = ui.HTML()
        self.purse_words.add_class("cc-status")
        self._listen()
        self.refresh()

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The written problems with their letters; no letter while they are in no challenge."""
        rows = ((row.words.value.strip(), row.letter.value) for row in self.rows)
        return [(words, letter) for words, letter in rows if words]

    @property
    def challenges(self) -> list[Challenge]:
        """The challenges that gather a problem, in the order of their letters."""
        known = [self._challenge(row) for row in self.challenge_rows.values()]
        return [one for one in known if one.problems]

    @property
    def purse(self) -> Purse:
        """The points that the class may spend."""
        return Purse(self.people.value, int(self.each.value))

    @property
    def spent(self) -> int:
        """The points counted so far."""
        return sum(one.points for one in self.challenges)

    @property
    def is_overspent(self) -> bool:
        """Whether more points were counted than there are: then nothing is decided."""
        return self.purse.left(self.spent) < 0

    @property
    def outcome(self) -> Outcome:
        """What becomes of each challenge; where the count is wrong, none goes on."""
        seats = 0 if self.is_overspent else int(self.seats.value)
        return outcome(self.challenges, seats, TieRule(self.rule.value))

    @property
    def is_empty(self) -> bool:
        """Whether nobody has written anything."""
        return not self._all_words

    @property
    def is_example(self) -> bool:
        """Whether all the words that stand here are invented; their points may be played with."""
        known = {words for words, _letter in self.example.problems}
        known |= {words for words, _points, _criteria in self.example.challenges.values()}
        return bool(self._all_words) and self._all_words <= known

    @property
    def _all_words(self) -> set[str]:
        """Everything written on the wall."""
        lines = [row.words for row in self.rows]
        lines += [row.words for row in self.challenge_rows.values()]
        return {line.value.strip() for line in lines} - {""}

    def fill(self) -> None:
        """Write the invented example."""
        self._write(self.example)

    def panel_of_problems(self) -> ui.VBox:
        """The rows to write in, five at a time, and the button of the example."""
        return ProblemPanel(self)

    def panel_of_votes(self) -> ui.VBox:
        """Who votes with how many points, and the points of every challenge."""
        votes = [ui.HBox([self.people, self.each]), self.seats]
        return ui.VBox([*votes, *self.challenge_rows.values(), self.purse_words, self.rule])

    def _challenge(self, row: ChallengeRow) -> Challenge:
        gathered = sum(letter == row.letter for _words, letter in self.problems)
        words, points, criteria = _told(row)
        return Challenge(row.letter, words.strip(), gathered, points, criteria)

    def _clear(self) -> None:
        self._write(Example((), {}))

    def _write(self, wall: Example) -> None:
        padded = [*wall.problems, *[("", "")] * MOST_PROBLEMS]
        with self.at_once():
            for row, (words, letter) in zip(self.rows, padded, strict=False):
                row.words.value, row.letter.value = words, letter
            for letter, one in self.challenge_rows.items():
                words, points, criteria = wall.challenges.get(letter, ("", 0, 0))
                one.words.value, one.points.value, one.criteria.value = words, points, str(criteria)

    def _listen(self) -> None:
        fields = [self.people, self.each, self.seats, self.rule]
        fields += [field for row in self.rows for field in (row.words, row.letter)]
        for row in self.challenge_rows.values():
            fields += [row.words, row.points, row.criteria]
        for field in fields:
            field.observe(self.changed, "value")

    def refresh(self) -> None:
        """Show what each challenge gathers, and how the points stand."""
        for letter, row in self.challenge_rows.items():
            row.show([words for words, own in self.problems if own == letter])
        self.purse_words.value = render("found.html.j2", sentence=self._purse_in_words())
        super().refresh()

    def _purse_in_words(self) -> str:
        left = self.purse.left(self.spent)
        if left < 0:
            words = _("Hay {whole} puntos y contaron {spent}. Sobran {left}: cuenten otra vez.")
        elif left:
            words = _("Hay {whole} puntos y contaron {spent}. Faltan {left}.")
        else:
            words = _("Hay {whole} puntos y contaron {spent}. La cuenta cierra.")
        numbers = {"whole": self.purse.whole, "spent": self.spent, "left": abs(left)}
        return words.format(**{name: formats.number(value) for name, value in numbers.items()})


class ProblemPanel(ui.VBox):  # type: ignore[misc]
    """The thirty rows of a board; five more are shown with each tap."""

    def __init__(self, board: Board) -> None:
        """The first five rows are shown."""
        self.blocks = [
            ui.VBox(board.rows[start : start + ROWS_AT_ONCE])
            for start in range(0, MOST_PROBLEMS, ROWS_AT_ONCE)
        ]
        self.shown = 1
        self.more = ui.Button(description=_("Mostrar cinco filas más"))
        self.more.on_click(lambda _button: self._show(self.shown + 1))
        row = ui.HBox([self.more, board.button])
        row.add_class("cc-buttons")
        super().__init__(children=[*self.blocks, row])
        self._show(1)

    def _show(self, blocks: int) -> None:
        self.shown = min(blocks, len(self.blocks))
        for number, block in enumerate(self.blocks):
            show(block, when=number < self.shown)
        show(self.more, when=self.shown < len(self.blocks))


def _told(row: ChallengeRow) -> tuple[str, int, int]:
    return row.words.value, row.points.value, int(row.criteria.value)


def _numbers(first: int, last: int) -> list[tuple[str, str]]:
    return [(str(number), str(number)) for number in range(first, last + 1)]


def _rules() -> list[tuple[str, str]]:
    words = {
        TieRule.OPEN: _("todavía no decidimos"),
        TieRule.ALL: _("pasan todos los empatados"),
        TieRule.NONE: _("no pasa ninguno de los empatados"),
    }
    return [(word, rule.value) for rule, word in words.items()]
