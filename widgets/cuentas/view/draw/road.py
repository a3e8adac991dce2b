"""The road of the canon: profit, tax, canon, and the four shares down to one district.

The first three bands are on one scale. The canon is then drawn again, larger, to see its
four shares; the drawing says so. Inside each share, the copper part reaches the district.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.view import colours
from cuentas.view.draw.canvas import (
    BODY,
    BUDGETED,
    MINE,
    SMALL,
    WIDTH,
    Drawing,
    Fill,
    Pattern,
    Sheet,
)

LEFT = 4
SCALE = WIDTH - 2 * LEFT
BAND = 20
STEP = 42
SHARE_STEP = 50
LENS = 34
TIER = Fill(colours.PAPER, Pattern.PLAIN, colours.COPPER)


@dataclass(frozen=True)
class Band:
    """One stretch of the road: what it is, how it is written, how many soles."""

    label: str
    shown: str
    amount: int


@dataclass(frozen=True)
class Share:
    """One of the four shares and the part of it that reaches the district (soles)."""

    label: str
    shown: str
    amount: int
    reaches: int
    reached: str


def road(bands: Sequence[Band], shares: Sequence[Share], lens: str, name: str) -> Drawing:
    """The road. ``lens`` is the sentence that tells the change of scale."""
    sheet = Sheet(height=STEP * len(bands) + SHARE_STEP * len(shares) + LENS)
    whole = max([band.amount for band in bands] + [1])
    for number, band in enumerate(bands):
        _band(sheet, band, STEP * number, whole, MINE if number == len(bands) - 1 else BUDGETED)
    lens_top = STEP * len(bands)
    _lens(sheet, lens, lens_top, SCALE * bands[-1].amount / whole)
    for number, share in enumerate(shares):
        _share(sheet, share, lens_top + LENS + SHARE_STEP * number, bands[-1].amount)
    return sheet.drawing(name)


def _band(sheet: Sheet, band: Band, top: float, whole: int, fill: Fill) -> None:
    sheet.words((LEFT, top + 2), band.label, BODY)
    sheet.words((WIDTH - LEFT, top + 2), band.shown, BODY, bold=True, align="right")
    sheet.box((LEFT, top + 21), (SCALE * max(band.amount, 0) / whole, BAND), fill)


def _lens(sheet: Sheet, words: str, top: float, canon_width: float) -> None:
    sheet.line((LEFT, top - 10), (LEFT, top + LENS - 2), colours.COPPER, dashed=True)
    sheet.line(
        (LEFT + canon_width, top - 10), (WIDTH - LEFT, top + LENS - 2), colours.COPPER, dashed=True
    )
    sheet.words((LEFT + 6, top + 16), words, SMALL, colour=colours.COPPER)


def _share(sheet: Sheet, share: Share, top: float, canon: int) -> None:
    sheet.words((LEFT, top + 2), share.label, BODY)
    sheet.words((WIDTH - LEFT, top + 19), share.shown, BODY, bold=True, align="right")
    wide = SCALE * share.amount / max(canon, 1)
    sheet.box((LEFT, top + 20), (wide, BAND - 6), TIER)
    if share.reaches:
        sheet.box((LEFT, top + 20), (SCALE * share.reaches / max(canon, 1), BAND - 6), MINE)
    sheet.words((LEFT, top + 37), share.reached, SMALL, colour=colours.SLATE)
