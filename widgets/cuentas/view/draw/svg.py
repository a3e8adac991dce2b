"""A drawing as SVG: real text, no date, and the same bytes for the same input."""

from __future__ import annotations

import math
import re
from html import escape

from cuentas.view.draw.canvas import (
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

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_TEXTURES = {Pattern.DIAGONAL: (45, 4.25), Pattern.BACKWARD: (-45, 8.5)}
"""How far the lines of a texture are turned (degrees), and the points between two of them."""
_ALMOST_WHOLE = 0.9999
# A theme that a phone forces darkens the page and not what an <svg> holds: paper goes with ink.
_PAPER = '<rect width="100%" height="100%" fill="#FFFFFF"/>'


def svg(drawing: Drawing, place: str = "") -> str:
    """The drawing as an ``<svg>`` element, of its own size where no page gives it another.

    Args:
        drawing: what to draw.
        place: keeps its ids apart from those of the same drawing elsewhere on a page.
    """
    return sheet(drawing.width, drawing.height, inside(drawing, place))


def sheet(width: float, height: float, content: str) -> str:
    """An ``<svg>`` element of so many points with this content on white paper."""
    across, down = _number(width), _number(height)
    return (
        f'<svg viewBox="0 0 {across} {down}" width="{across}pt" height="{down}pt" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif">\n'
        f"{_PAPER}{content}\n</svg>"
    )


def inside(drawing: Drawing, place: str = "") -> str:
    """What the element of a drawing holds."""
    textured = dict.fromkeys(
        mark.fill for mark in drawing.marks if isinstance(mark, Box | Coins | Wedge)
    )
    ids = {
        fill: re.sub(r"[^a-z0-9]+", "-", f"{drawing.name}-{place}-{number}".lower())
        for number, fill in enumerate(textured)
        if fill.pattern is not Pattern.PLAIN
    }
    patterns = "".join(_pattern(fill, name) for fill, name in ids.items())
    marks = "\n".join(_mark(mark, ids) for mark in drawing.marks)
    return f"{patterns and f'<defs>{patterns}</defs>'}{marks}"


def _pattern(fill: Fill, name: str) -> str:
    turn, step = _TEXTURES[fill.pattern]
    return (
        f'<pattern id="{name}" width="{step}" height="{step}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate({turn})">'
        f'<rect width="{step}" height="{step}" fill="{fill.colour}"/>'
        f'<path d="M{step / 2} 0V{step}" stroke="{fill.edge}" stroke-width="0.8"/></pattern>'
    )


def _mark(mark: Mark, ids: dict[Fill, str]) -> str:
    match mark:
        case Box():
            return _box(mark, ids)
        case Coins():
            radius = _number(mark.diameter / 2)
            coins = (f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{radius}"/>'
                     for x, y in mark.centres)  # fmt: skip
            return f"<g {_look(mark.fill, 1, ids)}>{''.join(coins)}</g>"
        case Stroke():
            (x1, y1), (x2, y2) = mark.start, mark.end
            dashes = ' stroke-dasharray="3 3"' if mark.dashed else ""
            return (
                f'<line x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" '
                f'y2="{_number(y2)}" stroke="{mark.colour}"{dashes}/>'
            )
        case Wedge():
            return f'<path d="{_slice(mark)}" {_look(mark.fill, 0.6, ids)}/>'
        case Words():
            return _words(mark)


def _box(mark: Box, ids: dict[Fill, str]) -> str:
    """A rectangle as a path: a ``<rect>`` of no width has no edge, and a 0 must be seen."""
    x, y, width, height = map(_number, (*mark.corner, *mark.size))
    back = _number(-mark.size[0])
    return f'<path d="M{x} {y}h{width}v{height}h{back}z" {_look(mark.fill, mark.line, ids)}/>'


def _look(fill: Fill, line: float, ids: dict[Fill, str]) -> str:
    inside = f"url(#{ids[fill]})" if fill in ids else fill.colour
    return f'fill="{inside}" stroke="{fill.edge}" stroke-width="{_number(line)}"'


def _slice(mark: Wedge) -> str:
    """The outline of a slice; one that is (almost) the whole pie is drawn in two halves."""
    part = mark.end - mark.start
    if part > _ALMOST_WHOLE:
        (x, y), radius = mark.centre, _number(mark.radius)
        ends = [f"{_number(x)} {_number(y + side * mark.radius)}" for side in (-1, 1)]
        arcs = [f"A{radius} {radius} 0 1 1 {end}" for end in reversed(ends)]
        return f"M{ends[0]} {' '.join(arcs)}Z"
    start, end = (_on_circle(mark, turn) for turn in (mark.start, mark.end))
    radius, large = _number(mark.radius), int(part > 1 / 2)
    centre = " ".join(map(_number, mark.centre))
    return f"M{centre}L{start}A{radius} {radius} 0 {large} 1 {end}Z"


def _on_circle(mark: Wedge, turn: float) -> str:
    angle = 2 * math.pi * turn - math.pi / 2
    x = mark.centre[0] + mark.radius * math.cos(angle)
    y = mark.centre[1] + mark.radius * math.sin(angle)
    return f"{_number(x)} {_number(y)}"


def _words(mark: Words) -> str:
    anchor = f' text-anchor="{_ANCHORS[mark.align]}"' if mark.align != "left" else ""
    weight = ' font-weight="700"' if mark.bold else ""
    return (
        f'<text x="{_number(mark.at[0])}" y="{_number(mark.at[1])}" '
        f'font-size="{_number(mark.size)}" fill="{mark.colour}"{anchor}{weight}>'
        f"{escape(mark.text, quote=False)}</text>"
    )


def _number(value: float) -> str:
    """A length with as many decimals as an eye can tell apart."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
