"""A map of three by three squares: influence upwards, interest to the right, actors by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.view import colours
from cuentas.view.draw.canvas import BODY, SMALL, UNTOUCHED, WIDTH, Align, Drawing, Fill, Sheet
from cuentas.view.draw.letters import wrapped

SQUARES = 3
TOP = 22
SIDE = 100
HIGH = 76
LEFT = WIDTH - SQUARES * SIDE - 2
PIN, PINS_A_ROW = 28, 3
SMALL_PIN, SMALL_PINS_A_ROW = 21, 4
ROOMY = 6
"""With more than these in one square, all of them are drawn smaller."""
BETWEEN = 3
LINE = 20
ROOM = WIDTH - 2 * LEFT


@dataclass(frozen=True)
class Pin:
    """An actor on the map: its number, its square (influence, interest: 0 to 2), its look.

    ``square`` pins have corners and the others are round: the shape tells as the colour does.
    """

    number: int
    influence: int
    interest: int
    fill: Fill
    label: str
    square: bool


@dataclass(frozen=True)
class Axes:
    """What the sides of the map say."""

    influence: str
    interest: str
    low: str
    high: str


def grid(pins: Sequence[Pin], axes: Axes, name: str) -> Drawing:
    """The map, with the name of every number below it."""
    below = TOP + SQUARES * HIGH + 24
    lines = [len(_wrapped(pin)) for pin in pins]
    sheet = Sheet(height=below + LINE * sum(lines) + 6)
    _squares(sheet, axes)
    for row in range(SQUARES):
        for column in range(SQUARES):
            here = [
                pin for pin in pins if (SQUARES - 1 - pin.influence, pin.interest) == (row, column)
            ]
            _pins(sheet, here, (LEFT + SIDE * column, TOP + HIGH * row))
    for pin, before in zip(pins, range(len(pins)), strict=True):
        _name(sheet, pin, below + LINE * sum(lines[:before]))
    return sheet.drawing(name)


def _squares(sheet: Sheet, axes: Axes) -> None:
    sheet.words((LEFT, 2), axes.influence, SMALL, colour=colours.SLATE)
    for row in range(SQUARES):
        for column in range(SQUARES):
            sheet.box((LEFT + SIDE * column, TOP + HIGH * row), (SIDE, HIGH), UNTOUCHED, line=0.8)
    bottom = TOP + SQUARES * HIGH + 4
    ends: tuple[tuple[float, str, Align], ...] = (
        (LEFT, axes.low, "left"),
        (LEFT + SIDE * SQUARES / 2, axes.interest, "center"),
        (LEFT + SIDE * SQUARES, axes.high, "right"),
    )
    for across, words, align in ends:
        sheet.words((across, bottom), words, SMALL, colour=colours.SLATE, align=align)


def _pins(sheet: Sheet, pins: Sequence[Pin], corner: tuple[float, float]) -> None:
    for place, pin in enumerate(pins):
        across, down, size = pin_place(place, len(pins))
        _pin(sheet, pin, (corner[0] + across, corner[1] + down), size)


def pin_place(place: int, many: int) -> tuple[float, float, float]:
    """Where one of ``many`` pins stands in its square, and how wide it is: none on another."""
    size, a_row = (PIN, PINS_A_ROW) if many <= ROOMY else (SMALL_PIN, SMALL_PINS_A_ROW)
    row, column = divmod(place, a_row)
    step = size + BETWEEN
    return BETWEEN + size / 2 + step * column, BETWEEN + size / 2 + step * row, size


def _pin(sheet: Sheet, pin: Pin, centre: tuple[float, float], size: float) -> None:
    across, down = centre
    if pin.square:
        sheet.box((across - size / 2, down - size / 2), (size, size), pin.fill, line=1.4)
    else:
        sheet.coins([centre], pin.fill, size)
    sheet.words((across, down - 8), str(pin.number), BODY, bold=True, align="center")


def _name(sheet: Sheet, pin: Pin, top: float) -> None:
    for number, line in enumerate(_wrapped(pin)):
        sheet.words((LEFT, top + LINE * number), line, SMALL)


def _wrapped(pin: Pin) -> list[str]:
    return wrapped(f"{pin.number}. {pin.label}", ROOM, SMALL)
