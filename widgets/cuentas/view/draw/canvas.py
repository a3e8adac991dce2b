"""A sheet to draw on: one unit is one point, (0, 0) is the top left corner.

The SVG keeps real text (it is searched, translated and resized), carries no date and takes
its ids from the drawing's own name: the same input gives the same bytes.
"""

from __future__ import annotations

import io
import math
import re
import textwrap
from collections.abc import MutableMapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal

from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import CircleCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patches import Wedge as Slice
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from cuentas.view import colours

WIDTH = 312
"""Points across: on a 390-pixel phone, inside its card, one point is one pixel."""

POINTS_PER_INCH = 72
TURN = 360
SMALL, BODY, LARGE = 13, 13.5, 18
"""Nothing is written smaller than SMALL: it must be read on a scratched phone in the sun."""

Point = tuple[float, float]
Align = Literal["left", "center", "right"]


class Pattern(Enum):
    """A texture, so that no meaning hangs on colour alone."""

    PLAIN = ""
    DIAGONAL = "////"
    BACKWARD = "\\\\"


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


class Sheet:
    """One drawing in the making: a list of marks, drawn when its SVG is asked for."""

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
        wrap: int = 0,
    ) -> None:
        """Text whose first line's top stands at ``at``; ``wrap`` is characters a line."""
        lines = textwrap.wrap(text, wrap, break_long_words=False) if wrap else [text]
        for number, line in enumerate(lines):
            baseline = (at[0], at[1] + (0.8 + 1.2 * number) * size)
            self._marks.append(Words(baseline, line, size, colour, bold, align))

    def svg(self, name: str) -> str:
        """The drawing as an ``<svg>`` element. ``name`` makes its ids unique on a page."""
        return _remembered(self.width, self.height, tuple(self._marks), name)


shared_drawings: MutableMapping[str, str] | None = None
"""Where whoever serves a class keeps drawings for all its kernels; nowhere by default."""


@lru_cache(maxsize=64)
def _remembered(width: float, height: float, marks: tuple[Mark, ...], name: str) -> str:
    """The drawing, made only if nobody has made the same one before."""
    if shared_drawings is None:
        return _drawn(width, height, marks, name)
    key = sha256(repr((width, height, marks, name)).encode()).hexdigest()
    known = shared_drawings.get(key)
    if known is None:
        known = shared_drawings[key] = _drawn(width, height, marks, name)
    return known


def _drawn(width: float, height: float, marks: tuple[Mark, ...], name: str) -> str:
    figure = Figure(figsize=(width / POINTS_PER_INCH, height / POINTS_PER_INCH))
    FigureCanvasSVG(figure)
    downwards = Affine2D().scale(1, -1).translate(0, height)
    for mark in marks:
        figure.add_artist(_artist(mark, downwards))
    buffer = io.StringIO()
    settings = {"svg.fonttype": "none", "svg.hashsalt": name, "hatch.linewidth": 0.8}
    blank = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with rc_context(settings):
        figure.savefig(buffer, format="svg", metadata=blank, transparent=True)
    return _bare(buffer.getvalue(), name)


def _artist(mark: Mark, place: Affine2D) -> Artist:
    match mark:
        case Box():
            return Rectangle(
                mark.corner, *mark.size, transform=place, **_look(mark.fill, mark.line)
            )
        case Coins():
            area = math.pi * (mark.diameter / 2) ** 2
            look = _look(mark.fill, 1)
            return CircleCollection([area], offsets=mark.centres, offset_transform=place, **look)
        case Stroke():
            dashes = (0, (3, 3)) if mark.dashed else "-"
            ends = zip(mark.start, mark.end, strict=True)
            return Line2D(*ends, color=mark.colour, lw=1, ls=dashes, transform=place)
        case Wedge():
            turns = [TURN * part - TURN / 4 for part in (mark.start, mark.end)]
            look = _look(mark.fill, 0.6)
            return Slice(mark.centre, mark.radius, *turns, transform=place, **look)
        case Words():
            return _text(mark, place)


def _look(fill: Fill, line: float) -> dict[str, Any]:
    return {
        "facecolor": fill.colour,
        "edgecolor": fill.edge,
        "hatch": fill.pattern.value,
        "linewidth": line,
    }


def _text(mark: Words, place: Affine2D) -> Text:
    return Text(
        *mark.at,
        mark.text,
        color=mark.colour,
        fontproperties=FontProperties(size=mark.size, weight="bold" if mark.bold else "normal"),
        horizontalalignment=mark.align,
        verticalalignment="baseline",
        parse_math=False,
        transform=place,
    )


def _bare(document: str, name: str) -> str:
    """Only the ``<svg>`` element: no prologue, no fixed size, no page-wide style."""
    svg = document[document.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<style type="text/css">.*?</style>', "", svg, flags=re.DOTALL)
    svg = re.sub(r'<svg ([^>]*?)width="[^"]*" ([^>]*?)height="[^"]*"', r"<svg \1\2", svg)
    svg = re.sub(r"\n\s*", "\n", svg)
    return _named(svg, name)


def _named(svg: str, name: str) -> str:
    """Ids that matplotlib numbers (``figure_1``…) carry the drawing's name."""
    return prefixed(re.sub(r'<g id="[^"]*"', "<g", svg), name)


def prefixed(svg: str, name: str) -> str:
    """The same drawing with ``name`` before each of its ids."""
    prefix = re.sub(r"[^a-z0-9]+", "-", name.lower())
    return re.sub(r'(id="|url\(#|href="#)', rf"\1{prefix}-", svg)
