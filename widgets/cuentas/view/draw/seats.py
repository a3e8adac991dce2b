"""A row of seats, counted one by one: those that are kept for somebody, and the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.view.draw.canvas import BODY, Drawing, Fill, Sheet

COLUMNS = 6
GAP = 50
DIAMETER = 36
LEFT = 28
LABEL = 24


@dataclass(frozen=True)
class Group:
    """Some of the seats: how many, what they are, how they look."""

    seats: int
    label: str
    fill: Fill


def seats(groups: Sequence[Group], name: str) -> Drawing:
    """The seats, groups one after another, each named below."""
    whole = sum(group.seats for group in groups)
    rows = -(-whole // COLUMNS)
    sheet = Sheet(height=rows * GAP + LABEL * len(groups) + 6)
    places = [_place(number) for number in range(whole)]
    for number, group in enumerate(groups):
        mine, places = places[: group.seats], places[group.seats :]
        sheet.coins(mine, group.fill, DIAMETER)
        below = rows * GAP + LABEL * number
        sheet.coins([(LEFT - 14, below + 10)], group.fill, 16)
        sheet.words((LEFT + 2, below + 2), f"{group.seats} · {group.label}", BODY)
    return sheet.drawing(name)


def _place(number: int) -> tuple[float, float]:
    row, column = divmod(number, COLUMNS)
    return LEFT + GAP * column, GAP * (row + 0.5)
