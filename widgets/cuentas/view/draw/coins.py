"""«De cada 100 soles»: a ten by ten grid of coins, counted part by part."""

from __future__ import annotations

from dataclasses import dataclass

from cuentas.view import colours
from cuentas.view.draw.canvas import LARGE, SMALL, WIDTH, Drawing, Fill, Sheet
from cuentas.view.draw.letters import wrapped

COLUMNS = 10
GAP = 19
DIAMETER = 14
LEFT = 11
LABEL_LEFT = LEFT + COLUMNS * GAP
ROOM = WIDTH - LABEL_LEFT - 2
NUMBER = 22


@dataclass(frozen=True)
class Part:
    """Some of the hundred coins: how many, what they are, how they look."""

    coins: int
    label: str
    fill: Fill


def coins(parts: list[Part], name: str) -> Drawing:
    """The grid: parts follow one another, row by row from the top.

    Raises:
        ValueError: the parts do not add up to one hundred.
    """
    if sum(part.coins for part in parts) != COLUMNS * COLUMNS:
        raise ValueError("Las partes deben sumar cien monedas.")
    tops = _label_tops(parts)
    sheet = Sheet(height=max(COLUMNS * GAP + 10, tops[-1]))
    places = [_place(number) for number in range(COLUMNS * COLUMNS)]
    for part, top in zip(parts, tops, strict=False):
        mine, places = places[: part.coins], places[part.coins :]
        sheet.coins(mine, part.fill, DIAMETER)
        _label(sheet, part, top)
    return sheet.drawing(name)


def _label_tops(parts: list[Part]) -> list[float]:
    """Where each label starts, one below the other, and where the last one ends."""
    tops = [4.0]
    for part in parts:
        lines = len(wrapped(part.label, ROOM, SMALL))
        tops.append(tops[-1] + NUMBER + lines * SMALL * 1.2 + 10)
    return tops


def _place(number: int) -> tuple[float, float]:
    row, column = divmod(number, COLUMNS)
    return LEFT + GAP * column, LEFT + GAP * row


def _label(sheet: Sheet, part: Part, top: float) -> None:
    sheet.coins([(LABEL_LEFT + 7, top + 9)], part.fill, 13)
    sheet.words((LABEL_LEFT + 20, top), str(part.coins), LARGE, bold=True)
    sheet.words((LABEL_LEFT, top + NUMBER), part.label, SMALL, colour=colours.INK, room=ROOM)
