"""One ruler from 0 to 100: the work built above, the money below, the time beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.view import colours
from cuentas.view.draw.canvas import (
    BODY,
    LARGE,
    SMALL,
    UNTOUCHED,
    WIDTH,
    Align,
    Drawing,
    Fill,
    Sheet,
)

LEFT = 6
SCALE = WIDTH - 2 * LEFT
ROW = 56


@dataclass(frozen=True)
class Reading:
    """One reading on the ruler, 0 to 100, with its label and look."""

    label: str
    value: int
    fill: Fill


def ruler(readings: Sequence[Reading], name: str) -> Drawing:
    """The ruler."""
    sheet = Sheet(height=ROW * len(readings) + 22)
    for number, reading in enumerate(readings):
        top = ROW * number
        sheet.words((LEFT, top + 6), reading.label, BODY)
        shown = f"{reading.value} %"
        sheet.words((WIDTH - LEFT, top + 2), shown, LARGE, bold=True, align="right")
        sheet.box((LEFT, top + 26), (SCALE, 18), UNTOUCHED)
        sheet.box((LEFT, top + 26), (SCALE * reading.value / 100, 18), reading.fill)
    _marks(sheet, ROW * len(readings))
    return sheet.drawing(name)


def _marks(sheet: Sheet, top: float) -> None:
    aligned: tuple[tuple[int, Align], ...] = ((0, "left"), (50, "center"), (100, "right"))
    for mark, align in aligned:
        across = LEFT + SCALE * mark / 100
        sheet.line((across, top - 6), (across, top), colours.SLATE)
        sheet.words((across, top + 3), str(mark), SMALL, colour=colours.SLATE, align=align)
