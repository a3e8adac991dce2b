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
    0.28: "'ijl",
    0.30: "IJ",
    0.32: " \xa0\u202f,.·‘’",
    0.34: "/:;\\|",
    0.36: "f",
    0.38: "-",
    0.40: "()[]t",
    0.42: "!r¡",
    0.46: '"',
    0.48: "ªº",
    0.50: "*_`–",
    0.52: "“”",
    0.54: "?sz¿",
    0.56: "Lc",
    0.58: "Fk",
    0.60: "vxy•",
    0.62: "PTYaeo«»",
    0.64: "$0123456789ESbdghnpqu{}",
    0.66: "K",
    0.70: "ABCRVXZ",
    0.74: "U",
    0.76: "HN",
    0.78: "&DG",
    0.80: "OQ",
    0.82: "w",
    0.84: "#+<=>^~×÷✓↑−",
    0.88: "M",
    0.90: "★",
    0.96: "%",
    0.98: "m",
    1.00: "@W—…",
}
_BOLD = {
    0.32: "'",
    0.36: " \xa0\u202fijl",
    0.38: ",./IJ\\|·‘’",
    0.40: ":;",
    0.42: "-",
    0.44: "f",
    0.46: "!()[]¡",
    0.48: "t",
    0.50: "_`r–",
    0.54: '"*',
    0.58: "ªº",
    0.60: "?csz¿",
    0.64: "L•",
    0.66: "vxy«»“”",
    0.68: "aek",
    0.70: "$0123456789EFTo",
    0.72: "bdghnpqu{}",
    0.74: "CPSYZ",
    0.78: "ABKRVX",
    0.82: "U",
    0.84: "#+<=>DGHN^~×÷✓↑−",
    0.86: "OQ",
    0.88: "&",
    0.90: "★",
    0.94: "w",
    1.00: "@M—…",
    1.02: "%",
    1.06: "m",
    1.12: "W",
}
_WIDTHS = tuple({letter: wide for wide, letters in table.items() for letter in letters}
                for table in (_PLAIN, _BOLD))  # fmt: skip
_VOWEL, _CONSONANT = "[aeiouáéíóúü]", "[b-df-hj-np-tv-zñ]"
_SYLLABLE = re.compile(
    f"((?<={_VOWEL})|(?<={_VOWEL}{_CONSONANT})|(?<={_VOWEL}{_CONSONANT}{{2}}))"
    f"(ch|ll|rr|qu|[bcfgpt][lr]|dr|{_CONSONANT})(?={_VOWEL})",
    re.IGNORECASE,
)
"""Where a syllable of a Castilian word begins, after another."""
_SOFT = "\N{SOFT HYPHEN}"
_WIDEST = 1.4
"""Of a sign that nobody measured, as a drawn face: parts of the letters' size, like all these."""


def width(words: str, size: float, *, bold: bool = False) -> float:
    """The points that a line of ``words`` takes, or a few more, in letters of ``size`` points."""
    return size * sum(_letter(letter, bold) for letter in words)


def wrapped(words: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """``words`` in lines of at most ``room`` points.

    Only a word wider than that is cut, between two syllables if it can be.
    """
    lines = [""]
    for piece in re.split(r"(?<=[^\W\d_]-)(?=[^\W\d_])|(?<=[ \n])", words):
        if width((lines[-1] + piece).rstrip(), size, bold=bold) > room:
            *whole, piece = _cut(piece, room / size, bold)  # noqa: PLW2901 - its last part
            lines += [*whole, ""]
        lines[-1] += piece
    return [line.strip(" \n") for line in lines if line.strip(" \n")]


def syllables(words: str) -> str:
    """``words`` with a soft hyphen, not seen until it is needed, between their syllables."""
    return _SYLLABLE.sub(rf"{_SOFT}\2", words)


def fitting(words: str, room: float, size: float, *, bold: bool = False) -> float:
    """The ``size`` of letters, or the smaller one with which a line of ``words`` fits."""
    return min(size, size * room / max(width(words, size, bold=bold), room))


def _cut(word: str, room: float, bold: bool) -> list[str]:  # noqa: FBT001 - as _letter
    """A word in parts that fit, each with a hyphen at its end but the last."""
    parts = []
    ends = list(accumulate(map(len, syllables(word).split(_SOFT))))
    while sum(_letter(letter, bold) for letter in word.rstrip()) > room:
        widths = list(accumulate(_letter(letter, bold) for letter in word))
        most = max(bisect_right(widths, room - _letter("-", bold)), 1)
        end = max((end for end in ends if 1 < end <= most), default=most)
        parts.append(f"{word[:end]}-")
        word, ends = word[end:], [one - end for one in ends]
    return [*parts, word]


@lru_cache(maxsize=1024)
def _letter(letter: str, bold: bool) -> float:  # noqa: FBT001 - a key of the memory
    """An accent makes no letter wider; a mark that only joins others takes no room."""
    base = unicodedata.normalize("NFD", letter)[0]
    if unicodedata.combining(base):
        return 0.0
    return _WIDTHS[bold].get(base, _WIDEST)
