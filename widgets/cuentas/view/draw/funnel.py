"""A funnel: what goes in at the top, and how much of it remains at every step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.view import colours
from cuentas.view.draw.canvas import BODY, LARGE, SMALL, WIDTH, Drawing, Fill, Sheet

STEP = 74
BAR = 28
SCALE = WIDTH - 8
LEAST = 34


@dataclass(frozen=True)
class Stage:
    """A step of the funnel: how many remain, what they are, why the others stayed behind."""

    count: int
    label: str
    why: str
    fill: Fill


def funnel(stages: Sequence[Stage], name: str) -> Drawing:
    """The funnel, on the scale of its widest step."""
    sheet = Sheet(height=STEP * len(stages) + 4)
    widest = max([stage.count for stage in stages] + [1])
    for number, stage in enumerate(stages):
        _stage(sheet, stage, STEP * number, widest)
    return sheet.drawing(name)


def _stage(sheet: Sheet, stage: Stage, top: float, widest: int) -> None:
    middle = WIDTH / 2
    wide = max(SCALE * stage.count / widest, LEAST)
    sheet.words((middle, top + 2), stage.label, BODY, bold=True, align="center")
    sheet.box((middle - wide / 2, top + 20), (wide, BAR), stage.fill)
    sheet.words((middle, top + 23), str(stage.count), LARGE, bold=True, align="center")
    sheet.words((middle, top + 51), stage.why, SMALL, colour=colours.SLATE, align="center")
