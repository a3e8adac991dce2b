"""A pie: slices around a centre. Shown only to see how little the eye can tell from it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from cuentas.view import colours
from cuentas.view.draw.canvas import (
    BUDGETED,
    COMMITTED,
    MINE,
    NEIGHBOUR,
    SPENT,
    UNTOUCHED,
    WIDTH,
    Drawing,
    Fill,
    Pattern,
    Sheet,
)

RADIUS = 116
MARGIN = 6
FILLS = (
    SPENT,
    COMMITTED,
    BUDGETED,
    NEIGHBOUR,
    UNTOUCHED,
    MINE,
    Fill(colours.OCHRE, Pattern.BACKWARD),
)


def pie(amounts: Sequence[int], name: str) -> Drawing:
    """One slice for each amount, clockwise from twelve o'clock, in the order given."""
    whole = sum(amounts)
    ends = [end / whole for end in accumulate(amounts)]
    sheet = Sheet(height=2 * (RADIUS + MARGIN))
    centre = (WIDTH / 2, RADIUS + MARGIN)
    for number, between in enumerate(zip([0.0, *ends], ends, strict=False)):
        sheet.wedge(centre, RADIUS, between, FILLS[number % len(FILLS)])
    return sheet.drawing(name)
