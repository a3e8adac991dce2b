"""Three round lenses, one below the other, and beside each what can be seen through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.view import colours
from cuentas.view.draw.canvas import BODY, SMALL, WIDTH, Drawing, Fill, Sheet
from cuentas.view.draw.letters import wrapped

DIAMETER = 34
CENTRE = 21
LEFT = 48
ROOM = WIDTH - LEFT - 4
LINE = 1.2
BETWEEN, BETWEEN_LINES = 14, 3


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
    below = sum(map(_seen_height, glass.seen))
    return _question_height(glass) + below + BETWEEN_LINES * len(glass.seen)


def _question_height(glass: Glass) -> float:
    return len(wrapped(glass.question, ROOM, BODY, bold=True)) * BODY * LINE


def _seen_height(sentence: str) -> float:
    return len(wrapped(sentence, ROOM, SMALL)) * SMALL * LINE


def _glass(sheet: Sheet, glass: Glass, top: float) -> None:
    sheet.coins([(CENTRE, top + DIAMETER / 2)], glass.fill, DIAMETER)
    sheet.words((LEFT, top), glass.question, BODY, bold=True, room=ROOM)
    below = top + _question_height(glass) + BETWEEN_LINES
    for sentence in glass.seen:
        sheet.words((LEFT, below), sentence, SMALL, colour=colours.INK, room=ROOM)
        below += _seen_height(sentence) + BETWEEN_LINES
