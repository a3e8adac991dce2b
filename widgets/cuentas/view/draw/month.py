"""Months as on a wall calendar: days that count carry their number, days off are struck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cuentas.view import colours
from cuentas.view.draw.canvas import BODY, SMALL, WIDTH, Drawing, Fill, Pattern, Sheet

LEFT = 2
DAYS = 7
CELL = (WIDTH - 2 * LEFT) / DAYS
ROW = 40
HEADING = 44
LETTERS = "LMMJVSD"
PLAIN = Fill(colours.PAPER, Pattern.PLAIN, colours.STONE)
REST = Fill(colours.STONE, Pattern.PLAIN, colours.SLATE)
"""Saturday or Sunday."""
OFF = Fill(colours.STONE, Pattern.DIAGONAL, colours.SLATE)
"""A holiday."""
FRAME = Fill("none", Pattern.PLAIN, colours.COPPER)


@dataclass(frozen=True)
class Day:
    """How one day is drawn: its fill, what stands in it, and whether it is framed."""

    fill: Fill = PLAIN
    shown: str = ""
    framed: bool = False


@dataclass(frozen=True)
class Month:
    """A heading, its first day, and the days that are not plain."""

    heading: str
    first: date
    days: Mapping[date, Day]


def months(pages: Sequence[Month], name: str) -> Drawing:
    """The months, one below the other."""
    tops = [0.0]
    for page in pages:
        tops.append(tops[-1] + HEADING + _weeks(page.first) * ROW + 10)
    sheet = Sheet(height=tops[-1])
    for page, top in zip(pages, tops, strict=False):
        _page(sheet, page, top)
    return sheet.drawing(name)


def days_of(first: date) -> list[date]:
    """All days of the month that begins with ``first``."""
    days = [first + timedelta(days=number) for number in range(31)]
    return [day for day in days if day.month == first.month]


def _weeks(first: date) -> int:
    return (first.weekday() + len(days_of(first)) + DAYS - 1) // DAYS


def _page(sheet: Sheet, page: Month, top: float) -> None:
    sheet.words((LEFT, top + 2), page.heading, BODY, bold=True)
    for column, letter in enumerate(LETTERS):
        middle = LEFT + (column + 0.5) * CELL
        sheet.words((middle, top + 24), letter, SMALL, colour=colours.SLATE, align="center")
    _grid(sheet, top + HEADING - 2, _weeks(page.first))
    days = days_of(page.first)
    for day in sorted(days, key=lambda one: page.days.get(one, Day()).framed):
        _day(sheet, day, page.days.get(day, Day()), _corner(day, page.first, top + HEADING - 2))


def _grid(sheet: Sheet, top: float, weeks: int) -> None:
    for row in range(weeks + 1):
        height = top + row * ROW
        sheet.line((LEFT, height), (LEFT + DAYS * CELL, height), colours.STONE)
    for column in range(DAYS + 1):
        across = LEFT + column * CELL
        sheet.line((across, top), (across, top + weeks * ROW), colours.STONE)


def _corner(day: date, first: date, top: float) -> tuple[float, float]:
    place = first.weekday() + day.day - 1
    return LEFT + (place % DAYS) * CELL, top + (place // DAYS) * ROW


def _day(sheet: Sheet, day: date, look: Day, corner: tuple[float, float]) -> None:
    left, top = corner
    if look.fill != PLAIN:
        sheet.box(corner, (CELL, ROW), look.fill, line=0.6)
    if look.framed:
        sheet.box((left + 1.5, top + 1.5), (CELL - 3, ROW - 3), FRAME, line=3)
    number = (left + 6, top + 4)
    if look.fill == OFF:
        sheet.box((left + 4, top + 4), (20, 15), PLAIN, line=0)
    sheet.words(number, str(day.day), SMALL)
    if look.shown:
        below = (left + CELL / 2, top + 21)
        sheet.words(below, look.shown, BODY, bold=True, align="center")
