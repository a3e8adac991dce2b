"""Money on a strip of months: two years, one above the other, and what arrives when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.view import colours
from cuentas.view.draw.canvas import BODY, SMALL, UNTOUCHED, WIDTH, Align, Drawing, Fill, Sheet

LEFT = 4
MONTHS = 12
CELL = (WIDTH - 2 * LEFT) / MONTHS
STRIP = 20
ROW = 108
LETTERS = "EFMAMJJASOND"


@dataclass(frozen=True)
class Event:
    """Something that happens from one month to another (1 to 12, both included)."""

    first: int
    last: int
    label: str
    shown: str
    fill: Fill


@dataclass(frozen=True)
class Year:
    """A strip: its heading and its events."""

    heading: str
    events: tuple[Event, ...]


def calendar(years: Sequence[Year], name: str) -> Drawing:
    """The strips."""
    sheet = Sheet(height=ROW * len(years))
    for number, year in enumerate(years):
        top = ROW * number
        sheet.words((LEFT, top + 2), year.heading, BODY, bold=True)
        for month in range(MONTHS):
            _month(sheet, month, top + 20)
        for event in year.events:
            _event(sheet, event, top + 20)
    return sheet.drawing(name)


def _month(sheet: Sheet, month: int, top: float) -> None:
    left = LEFT + month * CELL
    sheet.box((left, top), (CELL, STRIP), UNTOUCHED, line=0.6)
    middle = left + CELL / 2
    sheet.words(
        (middle, top + STRIP + 1), LETTERS[month], SMALL, colour=colours.SLATE, align="center"
    )


def _event(sheet: Sheet, event: Event, top: float) -> None:
    left = LEFT + (event.first - 1) * CELL
    sheet.box((left, top), (CELL * (event.last - event.first + 1), STRIP), event.fill)
    right = event.first > MONTHS // 3
    across = WIDTH - LEFT if right else left
    align: Align = "right" if right else "left"
    sheet.words((across, top + 39), event.label, SMALL, align=align)
    sheet.words((across, top + 54), event.shown, BODY, bold=True, align=align)
