"""How wide words are, before any phone draws them.

Each phone has its own letters. These widths are those of DejaVu Sans, the widest that a page
may be read in, rounded up: what fits here fits on every phone.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

_PLAIN = {
    0.3: "'IJijl",
    0.35: " \u00a0\u202f,./:;\\|·‘’",
    0.4: "()-[]ft",
    0.45: "!r¡",
    0.5: '"*_`º–',
    0.55: "?csz¿“”ª",
    0.6: "FLkvxy•",
    0.65: "$0123456789EPSTYabdeghnopqu{}«»",
    0.7: "ABCKRVXZ",
    0.75: "NU",
    0.8: "&DGHOQ",
    0.85: "#+<=>^w~×÷−✓↑",
    0.9: "M★",
    1.0: "%@Wm—…",
}
_BOLD = {
    0.35: " \u00a0\u202f'ijl",
    0.4: ",./:;IJ\\|·‘’",
    0.45: "-f",
    0.5: "!()[]_`rt¡–",
    0.55: '"*',
    0.6: "?csz¿ªº",
    0.65: "Lx«»•",
    0.7: "$0123456789EFTaekovy“”",
    0.75: "CPSYZbdghnpqu{}",
    0.8: "ABKRVX",
    0.85: "#+<=>DGHNU^~×÷−✓↑",
    0.9: "&OQ★",
    0.95: "w",
    1.0: "@M—…",
    1.05: "%m",
    1.15: "W",
}
_WIDTHS = tuple({letter: wide for wide, letters in table.items() for letter in letters}
                for table in (_PLAIN, _BOLD))  # fmt: skip
_WIDEST = 1.4
"""Of a sign that nobody measured, as a drawn face: parts of the letters' size, like all these."""


def width(words: str, size: float, *, bold: bool = False) -> float:
    """The points that a line of ``words`` takes, or a few more, in letters of ``size`` points."""
    return size * sum(_letter(letter, bold) for letter in words)


def wrapped(words: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """``words`` in lines of at most ``room`` points; only a word wider than that is cut."""
    lines = [""]
    for piece in re.split(r"(?<=[^\W\d_]-)(?=[^\W\d_])|(?<=[ \n])", words):
        if width((lines[-1] + piece).rstrip(), size, bold=bold) > room:
            *whole, piece = _cut(piece, room / size, bold)  # noqa: PLW2901 - its last part
            lines += [*whole, ""]
        lines[-1] += piece
    return [line.strip(" \n") for line in lines if line.strip(" \n")]


def fitting(words: str, room: float, size: float, *, bold: bool = False) -> float:
    """The ``size`` of letters, or the smaller one with which a line of ``words`` fits."""
    return min(size, size * room / max(width(words, size, bold=bold), room))


def _cut(word: str, room: float, bold: bool) -> list[str]:  # noqa: FBT001 - as _letter
    """A word in parts that fit, each with a hyphen at its end but the last."""
    parts = []
    while sum(_letter(letter, bold) for letter in word.rstrip()) > room:
        widths = list(accumulate(_letter(letter, bold) for letter in word))
        end = max(bisect_right(widths, room - _letter("-", bold)), 1)
        parts.append(f"{word[:end]}-")
        word = word[end:]
    return [*parts, word]


@lru_cache(maxsize=1024)
def _letter(letter: str, bold: bool) -> float:  # noqa: FBT001 - a key of the memory
    """An accent makes no letter wider; a mark that only joins others takes no room."""
    base = unicodedata.normalize("NFD", letter)[0]
    if unicodedata.combining(base):
        return 0.0
    return _WIDTHS[bold].get(base, _WIDEST)
