"""A life on a strip: stops from top to bottom, joined by a line, dashed where nobody knows yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.view import colours
from cuentas.view.draw.canvas import BODY, SMALL, UNTOUCHED, WIDTH, Drawing, Fill, Sheet
from cuentas.view.draw.letters import wrapped

DOT = 18
MIDDLE = 13
LEFT = 32
LINE = 17
NAME = 20
AROUND = 14
ROOM = WIDTH - LEFT - 8
FRAME = 5


@dataclass(frozen=True)
class Stop:
    """One stop: its name, what happened there, how its dot looks.

    ``known`` is whether the road to it is known; ``chosen`` frames it.
    """

    name: str
    words: str
    fill: Fill = UNTOUCHED
    known: bool = True
    chosen: bool = False


def strip(stops: Sequence[Stop], name: str) -> Drawing:
    """The strip."""
    tops = [FRAME + 3.0]
    for stop in stops:
        tops.append(tops[-1] + _height(stop) + AROUND)
    sheet = Sheet(height=tops[-1])
    for stop, top in zip(stops, tops, strict=False):
        if stop.chosen:
            _frame(sheet, stop, top)
    for stop, above, top in zip(stops[1:], tops, tops[1:], strict=False):
        start, end = (MIDDLE, above + DOT), (MIDDLE, top)
        sheet.line(start, end, colours.SLATE, dashed=not stop.known)
    for stop, top in zip(stops, tops, strict=False):
        _stop(sheet, stop, top)
    return sheet.drawing(name)


def _frame(sheet: Sheet, stop: Stop, top: float) -> None:
    corner, size = (1, top - FRAME), (WIDTH - 2, _height(stop) + 2 * FRAME)
    sheet.box(corner, size, Fill(colours.PAPER, edge=colours.COPPER), line=2)


def _stop(sheet: Sheet, stop: Stop, top: float) -> None:
    sheet.coins([(MIDDLE, top + DOT / 2)], stop.fill, DOT)
    sheet.words((LEFT, top), stop.name, BODY, bold=True, room=ROOM)
    below = top + LINE * len(_name(stop)) + 2
    sheet.words((LEFT, below), stop.words, SMALL, room=ROOM)


def _height(stop: Stop) -> float:
    lines = len(_name(stop)) + len(wrapped(stop.words, ROOM, SMALL) or [""])
    return max(LINE * lines + 4, NAME)


def _name(stop: Stop) -> list[str]:
    return wrapped(stop.name, ROOM, BODY, bold=True) or [""]
