"""Three round lenses, one below the other, and beside each what can be seen through it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.view import colours
from cuentas.view.draw.canvas import BODY, SMALL, Drawing, Fill, Sheet

DIAMETER = 34
CENTRE = 21
LEFT = 48
WRAP = 35
LINE = 1.2
BETWEEN = 14


@dataclass(frozen=True)
class Glass:
    """A lens: its question, the sentences seen through it, and how full it is drawn."""

    question: str
    seen: tuple[str, ...]
    fill: Fill


def lenses(glasses: Sequence[Glass], name: str) -> Drawing:
    """The lenses."""
    tops = [4.0]
    for glass in glasses:
        tops.append(tops[-1] + max(_height(glass), DIAMETER) + BETWEEN)
    sheet = Sheet(height=tops[-1])
    for glass, top in zip(glasses, tops, strict=False):
        _glass(sheet, glass, top)
    return sheet.drawing(name)


def _height(glass: Glass) -> float:
    below = sum(_lines(sentence) for sentence in glass.seen) * SMALL
    return (_lines(glass.question) * BODY + below) * LINE + 3 * len(glass.seen)


def _lines(words: str) -> int:
    return len(textwrap.wrap(words, WRAP, break_long_words=False))


def _glass(sheet: Sheet, glass: Glass, top: float) -> None:
    sheet.coins([(CENTRE, top + DIAMETER / 2)], glass.fill, DIAMETER)
    sheet.words((LEFT, top), glass.question, BODY, bold=True, wrap=WRAP)
    below = top + _lines(glass.question) * BODY * LINE + 3
    for sentence in glass.seen:
        sheet.words((LEFT, below), sentence, SMALL, colour=colours.INK, wrap=WRAP)
        below += _lines(sentence) * SMALL * LINE + 3
