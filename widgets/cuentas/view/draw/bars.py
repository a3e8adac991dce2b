"""Horizontal bars that start at zero, each with its own label: years, twins, projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.model.money import Amount
from cuentas.view import colours
from cuentas.view.draw.canvas import BODY, SMALL, SPENT, WIDTH, Align, Drawing, Fill, Sheet
from cuentas.view.draw.letters import width, wrapped

LEFT = 4
LINE = 16
BAR = 17
AROUND = 9
AXIS = 26
BEYOND = Fill("none")
"""The frame of a bar whose inner part goes beyond it."""
GAP = 8
"""Points between a label and what is shown beside it."""
SCALE = WIDTH - 2 * LEFT


@dataclass(frozen=True)
class Bar:
    """One bar. ``inner`` is a part of ``amount`` drawn inside it, by default what was spent."""

    label: str
    shown: str
    amount: Amount
    fill: Fill
    inner: Amount = 0
    strong: bool = False
    inner_fill: Fill = SPENT


def bars(rows: Sequence[Bar], name: str, ends: tuple[str, str] | None = None) -> Drawing:
    """The bars on one scale, from zero to the largest.

    ``ends`` are the words at both ends of a written axis. An axis that does not start at zero
    is drawn by giving amounts less its start.
    """
    tops = [0.0]
    for row in rows:
        tops.append(tops[-1] + len(_lines(row)) * LINE + BAR + AROUND)
    sheet = Sheet(height=tops[-1] + (AXIS if ends else 2))
    largest = max([max(row.amount, row.inner) for row in rows] + [1])
    for row, top in zip(rows, tops, strict=False):
        _bar(sheet, row, top + 2, largest)
    if ends:
        _axis(sheet, tops[-1], ends)
    return sheet.drawing(name)


def _axis(sheet: Sheet, top: float, ends: tuple[str, str]) -> None:
    sheet.line((LEFT, top), (WIDTH - LEFT, top))
    places: tuple[tuple[float, Align], ...] = ((LEFT, "left"), (WIDTH - LEFT, "right"))
    for words, (across, align) in zip(ends, places, strict=True):
        sheet.line((across, top - 4), (across, top + 4))
        sheet.words((across, top + 6), words, SMALL, colour=colours.SLATE, align=align)


def _bar(sheet: Sheet, row: Bar, top: float, largest: Amount) -> None:
    below = top + len(_lines(row)) * LINE + 2
    sheet.words((LEFT, top), row.label, BODY, bold=row.strong, room=_room(row))
    sheet.words((WIDTH - LEFT, top), row.shown, BODY, bold=True, align="right")
    sheet.box((LEFT, below), (_length(row.amount, largest), BAR), row.fill)
    if row.inner:
        sheet.box((LEFT, below), (_length(row.inner, largest), BAR), row.inner_fill)
    if row.inner > row.amount:
        sheet.box((LEFT, below), (_length(row.amount, largest), BAR), BEYOND, line=2.5)


def _lines(row: Bar) -> list[str]:
    return wrapped(row.label, _room(row), BODY, bold=row.strong) or [""]


def _room(row: Bar) -> float:
    """How many points the label has beside what is shown at its end."""
    return SCALE - GAP - width(row.shown, BODY, bold=True)


def _length(amount: Amount, largest: Amount) -> float:
    return max(SCALE * float(amount / largest), 0.0)
