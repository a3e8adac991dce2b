"""The tile map: each district a tile placed roughly as on the map, filled like a glass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.view import colours
from cuentas.view.draw.canvas import BODY, SMALL, WIDTH, Drawing, Fill, Pattern, Sheet

GAP = 4
HEIGHT = 60
EMPTY = Fill(colours.PAPER, Pattern.PLAIN, colours.SLATE)
GLASS = Fill(colours.PALE_TEAL, Pattern.PLAIN, colours.TEAL)
FRAME = Fill("none", Pattern.PLAIN, colours.COPPER)
SIDE = 77
NAME_WRAP = 11
NAME_WIDTH = 8.6
"""On a tile SIDE points wide: letters in a line, and in a word that need not be made smaller."""


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
    middle, wrap = left + wide / 2, int(NAME_WRAP * side / SIDE)
    size = _fitting(tile.name, NAME_WIDTH * side / SIDE)
    sheet.words((middle, top + 4), tile.name, size, align="center", wrap=wrap)
    sheet.words((middle, top + 35), tile.shown, BODY, bold=tile.level is not None, align="center")


def _fitting(name: str, letters: float) -> float:
    """The usual small size, less for a single word that would not fit its tile."""
    longest = max(len(word) for word in name.replace("-", "- ").split())
    return SMALL * min(1, letters / longest)
