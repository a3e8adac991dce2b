"""A sheet to draw on: one unit is one point, (0, 0) is the top left corner.

The same marks become SVG (``view/draw/svg.py``) for a page and a picture file
(``view/draw/picture.py``) for a message.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from cuentas.view import colours
from cuentas.view.draw.letters import fitting, wrapped

WIDTH = 312
"""Points across: on a 390-pixel phone, inside its card, one point is one pixel."""

SMALL, BODY, LARGE = 13, 13.5, 18
"""Nothing is written smaller than SMALL: it must be read on a scratched phone in the sun."""

Point = tuple[float, float]
Align = Literal["left", "center", "right"]


class Pattern(Enum):
    """A texture, so that no meaning hangs on colour alone."""

    PLAIN = ""
    DIAGONAL = "/"
    BACKWARD = "\\"


@dataclass(frozen=True)
class Fill:
    """How an area is filled."""

    colour: str
    pattern: Pattern = Pattern.PLAIN
    edge: str = colours.INK


SPENT = Fill(colours.TEAL)
COMMITTED = Fill(colours.PALE_TEAL, Pattern.DIAGONAL, colours.TEAL)
UNTOUCHED = Fill(colours.PAPER, Pattern.PLAIN, colours.SLATE)
BUDGETED = Fill(colours.STONE, Pattern.PLAIN, colours.SLATE)
MISSING = Fill(colours.PAPER, Pattern.BACKWARD, colours.SLATE)
MINE = Fill(colours.COPPER)
NEIGHBOUR = Fill(colours.BLUE, Pattern.DIAGONAL, colours.INK)


@dataclass(frozen=True)
class Box:
    """A rectangle, from its top left ``corner``."""

    corner: Point
    size: Point
    fill: Fill
    line: float


@dataclass(frozen=True)
class Coins:
    """Round coins of one kind."""

    centres: tuple[Point, ...]
    fill: Fill
    diameter: float


@dataclass(frozen=True)
class Stroke:
    """A straight line."""

    start: Point
    end: Point
    colour: str
    dashed: bool


@dataclass(frozen=True)
class Wedge:
    """A slice of a pie; ``start`` and ``end`` are parts of a whole turn, from twelve o'clock."""

    centre: Point
    radius: float
    start: float
    end: float
    fill: Fill


@dataclass(frozen=True)
class Words:
    """One line of text on its baseline."""

    at: Point
    text: str
    size: float
    colour: str
    bold: bool
    align: Align


Mark = Box | Coins | Stroke | Wedge | Words


@dataclass(frozen=True)
class Drawing:
    """A finished drawing: its marks from back to front, on ``width`` by ``height`` points."""

    name: str
    width: float
    height: float
    marks: tuple[Mark, ...]


class Sheet:
    """One drawing in the making: a list of marks."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        """A blank sheet of ``width`` by ``height`` points."""
        self.width, self.height = width, height
        self._marks: list[Mark] = []

    def box(self, corner: Point, size: Point, fill: Fill, line: float = 1) -> None:
        """A rectangle from its top left ``corner``."""
        self._marks.append(Box(corner, size, fill, line))

    def coins(self, centres: list[Point], fill: Fill, diameter: float) -> None:
        """Round coins of one kind."""
        if centres:
            self._marks.append(Coins(tuple(centres), fill, diameter))

    def line(
        self, start: Point, end: Point, colour: str = colours.SLATE, *, dashed: bool = False
    ) -> None:
        """A straight line."""
        self._marks.append(Stroke(start, end, colour, dashed))

    def wedge(self, centre: Point, radius: float, between: tuple[float, float], fill: Fill) -> None:
        """A slice of a pie, clockwise, ``between`` two parts of a whole turn (0 to 1)."""
        self._marks.append(Wedge(centre, radius, *between, fill))

    def words(  # noqa: PLR0913 - a text has all these looks
        self,
        at: Point,
        text: str,
        size: float = BODY,
        *,
        colour: str = colours.INK,
        bold: bool = False,
        align: Align = "left",
        room: float = 0,
    ) -> None:
        """Text whose first line's top stands at ``at``, in lines of at most ``room`` points.

        Without ``room`` it is one line, in smaller letters where it would leave the sheet.
        """
        if room:
            lines = wrapped(text, room, size, bold=bold)
        else:
            lines, size = [text], fitting(text, self._beside(at[0], align), size, bold=bold)
        for number, line in enumerate(lines):
            baseline = (at[0], at[1] + (0.8 + 1.2 * number) * size)
            self._marks.append(Words(baseline, line, size, colour, bold, align))

    def _beside(self, across: float, align: Align) -> float:
        """How many points of the sheet a line may take from ``across``."""
        left, right = across, self.width - across
        return {"left": right, "right": left, "center": 2 * min(left, right)}[align]

    def drawing(self, name: str) -> Drawing:
        """What was drawn. ``name`` makes its ids unique on a page."""
        return Drawing(name, self.width, self.height, tuple(self._marks))
