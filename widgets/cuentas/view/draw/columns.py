"""Columns side by side on one floor, with the value above those that matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuentas.view import colours
from cuentas.view.draw.canvas import BODY, SMALL, WIDTH, Align, Drawing, Fill, Sheet
from cuentas.view.draw.letters import fitting

LEFT = 4
SCALE = WIDTH - 2 * LEFT
TALL = 120
HEADING = 22
VALUE = 20
WIDE = 0.72
GAP = 3
"""Points between two values side by side."""
EDGE = 24
"""A value centred nearer to the edge than this would be cut."""


@dataclass(frozen=True)
class Pillar:
    """One column: what stands below it, how large it is, and the value written above it."""

    label: str
    amount: float
    shown: str
    fill: Fill


def columns(pillars: Sequence[Pillar], unit: str, name: str) -> Drawing:
    """The columns, from zero to the largest; ``unit`` is written at the top."""
    sheet = Sheet(height=HEADING + VALUE + TALL + 24)
    sheet.words((LEFT, 2), unit, SMALL, colour=colours.SLATE)
    floor = HEADING + VALUE + TALL
    largest = max([pillar.amount for pillar in pillars] + [0]) or 1
    step = SCALE / max(len(pillars), 1)
    room = step * _between(pillars) - GAP
    for number, pillar in enumerate(pillars):
        middle = LEFT + step * (number + 0.5)
        wide, tall = min(step * WIDE, 90), TALL * pillar.amount / largest
        sheet.box((middle - wide / 2, floor - tall), (wide, tall), pillar.fill)
        sheet.words((middle, floor + 4), pillar.label, SMALL, align="center")
        across, align = _within(middle)
        size = fitting(pillar.shown, room, BODY, bold=True)
        sheet.words((across, floor - tall - 17), pillar.shown, size, bold=True, align=align)
    sheet.line((LEFT, floor), (WIDTH - LEFT, floor))
    return sheet.drawing(name)


def _between(pillars: Sequence[Pillar]) -> int:
    """How many steps lie between the two closest columns that have a value above them."""
    shown = [number for number, pillar in enumerate(pillars) if pillar.shown]
    return min((right - left for left, right in pairwise(shown)), default=len(pillars))


def _within(middle: float) -> tuple[float, Align]:
    """Where a value is written so that it stays on the sheet."""
    if middle < EDGE:
        return LEFT, "left"
    return (WIDTH - LEFT, "right") if middle > WIDTH - EDGE else (middle, "center")
