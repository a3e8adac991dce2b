"""A figure as a file to send or to print: title, drawing, description and source together.

matplotlib draws the same marks that a page shows. It is loaded here and nowhere else.
"""

from __future__ import annotations

import io
import math
from typing import Any

from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import CircleCollection
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patches import Wedge as Slice
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from cuentas.view import colours
from cuentas.view.draw.canvas import (
    BODY,
    LINE,
    SMALL,
    WIDTH,
    Box,
    Coins,
    Drawing,
    Fill,
    Mark,
    Pattern,
    Stroke,
    Wedge,
    Words,
)
from cuentas.view.draw.canvas import Sheet as Paper
from cuentas.view.draw.letters import wrapped
from cuentas.view.draw.svg import inside, sheet
from cuentas.view.figure import Figure

FORMS = ("png", "pdf", "svg")
PIXELS = 1080
"""Across: what a messaging app shows sharply on every phone."""
MARGIN = 18
POINTS_PER_INCH, TURN = 72, 360
TITLE = 16
_HATCHES = {Pattern.PLAIN: "", Pattern.DIAGONAL: "////", Pattern.BACKWARD: "\\\\"}


def picture(figure: Figure, form: str) -> bytes:
    """The figure with its title, description and source: SVG, PDF or PNG 1080 pixels wide.

    Args:
        figure: what to draw.
        form: one of ``FORMS``.
    """
    drawing, shift = _laid_out(figure)
    width = WIDTH + 2 * MARGIN
    if form == "svg":
        moved = (
            f'<g transform="translate({MARGIN} {top})">{inside(part)}</g>'
            for part, top in ((drawing, 0), (figure.drawing, shift))
        )
        return sheet(width, drawing.height, "".join(moved)).encode()
    canvas = Canvas(figsize=(width / POINTS_PER_INCH, drawing.height / POINTS_PER_INCH))
    FigureCanvasAgg(canvas)
    for marks, top in ((drawing.marks, 0.0), (figure.drawing.marks, shift)):
        points = Affine2D().translate(MARGIN, top).scale(1, -1).translate(0, drawing.height)
        place = points.scale(1 / POINTS_PER_INCH) + canvas.dpi_scale_trans
        for mark in marks:
            canvas.add_artist(_artist(mark, place))
    file = io.BytesIO()
    dates = {"CreationDate": None} if form == "pdf" else {"Software": None}
    dots = PIXELS / (width / POINTS_PER_INCH)
    canvas.savefig(file, format=form, dpi=dots, facecolor=colours.PAPER, metadata=dates)
    return file.getvalue()


def _laid_out(figure: Figure) -> tuple[Drawing, float]:
    """The words around the drawing, and how far down the drawing begins."""
    paper = Paper(0)
    top = _written(paper, MARGIN, figure.title, TITLE, bold=True) + MARGIN / 2
    below = top + figure.drawing.height + MARGIN
    below = _written(paper, below, figure.description, BODY)
    source = f"{figure.mark_words}. {figure.footer}"
    below = _written(paper, below + MARGIN / 2, source, SMALL, colour=colours.SLATE)
    paper.height = below + MARGIN
    return paper.drawing(figure.name), top


def _written(paper: Paper, top: float, words: str, size: float, **look: Any) -> float:  # noqa: ANN401 - as Sheet.words
    """Write ``words`` from ``top`` down; where they end."""
    paper.words((0, top), words, size, room=WIDTH, **look)
    return top + LINE * size * len(wrapped(words, WIDTH, size, bold=look.get("bold", False)))


def _artist(mark: Mark, place: Transform) -> Artist:
    match mark:
        case Box():
            look = _look(mark.fill, mark.line)
            return Rectangle(mark.corner, *mark.size, transform=place, **look)
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


def _text(mark: Words, place: Transform) -> Text:
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


def _look(fill: Fill, line: float) -> dict[str, Any]:
    return {
        "facecolor": fill.colour,
        "edgecolor": fill.edge,
        "hatch": _HATCHES[fill.pattern],
        "linewidth": line,
    }
