"""The tile map: each district a tile placed roughly as on the map, filled like a glass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from cuentas.view import colours
from cuentas.view.draw.canvas import BODY, SMALL, WIDTH, Drawing, Fill, Pattern, Sheet
from cuentas.view.draw.letters import wrapped

GAP, EDGE, LINES = 4, 2, 2
"""Points between tiles and inside one, and the lines of its name."""
HEIGHT = 60
EMPTY = Fill(colours.PAPER, Pattern.PLAIN, colours.SLATE)
GLASS = Fill(colours.PALE_TEAL, Pattern.PLAIN, colours.TEAL)
FRAME = Fill("none", Pattern.PLAIN, colours.COPPER)


@dataclass(frozen=True)
class Tile:
    """A district's tile: place (row, column from 1), name, value shown, level 0 to 100."""

    place: tuple[int, int]
    name: str
    shown: str
    level: float | None
    chosen: bool = False


def tiles(places: Sequence[Tile], name: str) -> Drawing:
    """The map: the fuller the tile, the larger the level."""
    columns = max(tile.place[1] for tile in places)
    rows = max(tile.place[0] for tile in places)
    side = (WIDTH - 4) / columns
    sheet = Sheet(height=rows * HEIGHT + 4)
    for tile in sorted(places, key=lambda tile: tile.chosen):
        _tile(sheet, tile, side)
    return sheet.drawing(name)


def _tile(sheet: Sheet, tile: Tile, side: float) -> None:
    row, column = tile.place
    left, top = 2 + (column - 1) * side, 2 + (row - 1) * HEIGHT
    wide, high = side - GAP, HEIGHT - GAP
    sheet.box((left, top), (wide, high), EMPTY)
    if tile.level is not None:
        full = high * min(max(tile.level, 0), 100) / 100
        sheet.box((left, top + high - full), (wide, full), GLASS, line=0)
    if tile.chosen:
        sheet.box((left, top), (wide, high), FRAME, line=3)
    middle, room = left + wide / 2, wide - 2 * EDGE
    size = _fitting(tile.name, room)
    sheet.words((middle, top + 4), tile.name, size, align="center", room=room)
    sheet.words((middle, top + 35), tile.shown, BODY, bold=tile.level is not None, align="center")


def _fitting(name: str, room: float) -> float:
    """The usual small size, or the first smaller one with which no word of the name is cut."""
    sizes = (SMALL - step / 4 for step in count())
    return next(size for size in sizes if _stands_whole(name, room, size))


def _stands_whole(name: str, room: float, size: float) -> bool:
    lines = wrapped(name, room, size)
    return len(lines) <= LINES and name.replace(" ", "") == "".join(lines).replace(" ", "")
