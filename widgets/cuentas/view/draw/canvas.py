"""A sheet to draw on: one unit is one point, (0, 0) is the top left corner.

The SVG keeps real text (it is searched, translated and resized), carries no date and takes
its ids from the drawing's own name: the same input gives the same bytes.
"""

from __future__ import annotations

import io
import re
import textwrap
from dataclasses import dataclass
from enum import Enum

from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cuentas.view import colours

WIDTH = 312
"""Points across: on a 390-pixel phone, inside its card, one point is one pixel."""

POINTS_PER_INCH = 72
SMALL, BODY, LARGE = 13, 13.5, 18
"""Nothing is written smaller than SMALL: it must be read on a scratched phone in the sun."""

Point = tuple[float, float]


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


class Sheet:
    """One drawing in the making."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        """A blank sheet of ``width`` by ``height`` points."""
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / POINTS_PER_INCH, height / POINTS_PER_INCH))
        FigureCanvasSVG(self._figure)
        self.axes = self._figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.set_axis_off()

    def box(self, corner: Point, size: Point, fill: Fill, line: float = 1) -> None:
        """A rectangle from its top left ``corner``."""
        self.axes.add_patch(
            Rectangle(
                corner, *size, fc=fill.colour, ec=fill.edge, hatch=fill.pattern.value, lw=line
            )
        )

    def coins(self, centres: list[Point], fill: Fill, diameter: float) -> None:
        """Round coins of one kind."""
        if not centres:
            return
        xs, ys = zip(*centres, strict=True)
        self.axes.scatter(
            xs,
            ys,
            s=diameter**2,
            facecolor=fill.colour,
            edgecolor=fill.edge,
            hatch=fill.pattern.value,
            linewidth=1,
        )

    def line(
        self, start: Point, end: Point, colour: str = colours.SLATE, *, dashed: bool = False
    ) -> None:
        """A straight line."""
        style = (0, (3, 3)) if dashed else "-"
        self.axes.plot(*zip(start, end, strict=True), color=colour, lw=1, ls=style)

    def words(  # noqa: PLR0913 - a text has all these looks
        self,
        at: Point,
        text: str,
        size: float = BODY,
        *,
        colour: str = colours.INK,
        bold: bool = False,
        align: str = "left",
        wrap: int = 0,
    ) -> None:
        """Text whose first line's top stands at ``at``; ``wrap`` is characters a line."""
        lines = textwrap.wrap(text, wrap, break_long_words=False) if wrap else [text]
        weight = "bold" if bold else "normal"
        for number, line in enumerate(lines):
            top = at[1] + (0.8 + 1.2 * number) * size
            self.axes.text(
                at[0],
                top,
                line,
                fontsize=size,
                color=colour,
                weight=weight,
                ha=align,
                va="baseline",
                parse_math=False,
            )

    def svg(self, name: str) -> str:
        """The drawing as an ``<svg>`` element. ``name`` makes its ids unique on a page."""
        buffer = io.StringIO()
        settings = {"svg.fonttype": "none", "svg.hashsalt": name, "hatch.linewidth": 0.8}
        blank = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        with rc_context(settings):
            self._figure.savefig(buffer, format="svg", metadata=blank, transparent=True)
        return _bare(buffer.getvalue(), name)


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
