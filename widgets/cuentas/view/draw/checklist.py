"""A list of things, each with its mark in a square: found, missing, waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuentas.view import colours
from cuentas.view.draw.canvas import BODY, UNTOUCHED, WIDTH, Drawing, Fill, Pattern, Sheet
from cuentas.view.draw.letters import wrapped

LEFT = 4
SIDE = 26
TEXT = LEFT + SIDE + 10
LINE = 17
AROUND = 12
ROOM = WIDTH - TEXT - LEFT
DARK = (colours.TEAL, colours.COPPER)

COUNTED = Fill(colours.PALE_TEAL, Pattern.PLAIN, colours.TEAL)
"""A pale square on which a mark is read well."""


@dataclass(frozen=True)
class Check:
    """A row: ``mark`` stands in the square, ``label`` beside it, ``shown`` below the label."""

    label: str
    shown: str = ""
    mark: str = ""
    fill: Fill = UNTOUCHED


def checklist(rows: Sequence[Check], name: str, *, linked: bool = False) -> Drawing:
    """The rows; ``linked`` draws the road from each square to the next."""
    tops = [0.0]
    for row in rows:
        tops.append(tops[-1] + max(len(_lines(row)) * LINE, SIDE) + AROUND)
    sheet = Sheet(height=tops[-1] + 2)
    for top, below in pairwise(tops[:-1] if linked else ()):
        middle = LEFT + SIDE / 2
        sheet.line((middle, top + 2 + SIDE), (middle, below + 2), colours.SLATE)
    for row, top in zip(rows, tops, strict=False):
        _row(sheet, row, top + 2)
    return sheet.drawing(name)


def _row(sheet: Sheet, row: Check, top: float) -> None:
    sheet.box((LEFT, top), (SIDE, SIDE), row.fill, line=1.5)
    ink = colours.PAPER if row.fill.colour in DARK else colours.INK
    middle = (LEFT + SIDE / 2, top + 6)
    sheet.words(middle, row.mark, BODY, colour=ink, bold=True, align="center")
    for number, (line, bold) in enumerate(_lines(row)):
        sheet.words((TEXT, top + 4 + number * LINE), line, BODY, bold=bold)


def _lines(row: Check) -> list[tuple[str, bool]]:
    bold = [(line, True) for line in wrapped(row.label, ROOM, BODY, bold=True)]
    return bold + [(line, False) for line in wrapped(row.shown, ROOM, BODY)]
