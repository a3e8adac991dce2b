"""The chain of a budget as a staircase: one scale, and what is missing at each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.view import colours
from cuentas.view.draw.canvas import BODY, MISSING, SMALL, WIDTH, Drawing, Fill, Sheet

ROW = 60
GAP_LINE = 16
BAR = 18
LEFT = 4
SCALE = WIDTH - 2 * LEFT


@dataclass(frozen=True)
class Stair:
    """One step: official name, everyday words, soles, how it looks, and the gap's label."""

    name: str
    words: str
    amount: int
    shown: str
    fill: Fill
    gap: str = ""


def staircase(stairs: Sequence[Stair], name: str) -> Drawing:
    """The staircase, all steps on the scale of the largest."""
    gaps = sum(1 for stair in stairs if stair.gap)
    sheet = Sheet(height=ROW * len(stairs) + GAP_LINE * gaps + 4)
    largest = max([stair.amount for stair in stairs] + [1])
    before, top = 0, 2
    for stair in stairs:
        _step(sheet, stair, top, largest)
        if stair.gap:
            _gap(sheet, stair, before, top, largest)
        before = stair.amount or before
        top += ROW + (GAP_LINE if stair.gap else 0)
    return sheet.drawing(name)


def _step(sheet: Sheet, stair: Stair, top: float, largest: int) -> None:
    sheet.words((LEFT, top), stair.name, BODY, bold=True)
    sheet.words((WIDTH - LEFT, top), stair.shown, BODY, bold=True, align="right")
    sheet.box((LEFT, top + 18), (SCALE * stair.amount / largest, BAR), stair.fill)
    sheet.words((LEFT, top + 37), stair.words, SMALL, colour=colours.SLATE)


def _gap(sheet: Sheet, stair: Stair, before: int, top: float, largest: int) -> None:
    start, end = SCALE * stair.amount / largest, SCALE * before / largest
    sheet.box((LEFT + start, top + 18), (end - start, BAR), MISSING)
    sheet.words((LEFT, top + 37 + GAP_LINE), stair.gap, SMALL, colour=colours.SLATE)
