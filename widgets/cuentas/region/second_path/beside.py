"""The second path through a large file while somebody else reads it for another reason.

Its fingerprint needs every byte too, so the bytes are read once for both.
"""

from __future__ import annotations

from cuentas.region.second_path.lines import SecondLines
from cuentas.region.second_path.reading import LARGE, Adding, Money, spent_rows
from cuentas.region.sources import SourceFile


class Beside:
    """What the second path finds of a department in the bytes that it is shown."""

    def __init__(self, file: SourceFile, department: str) -> None:
        """Nothing was shown yet of ``file``, whose header is known."""
        self._file = file
        self._lines, self._sums = SecondLines(file, department), Adding(department)
        self._apart, self._over = True, False

    def look(self, piece: bytes) -> None:
        """The next bytes of the file; none at all is its end."""
        self._over = not piece
        if self._apart:
            try:
                self._sums.add(spent_rows(self._file, self._lines.look(piece)))
            except ValueError:
                self._apart = False

    def found(self, file: SourceFile) -> list[Money] | None:
        """As ``second_budget``; None if these bytes were not enough to tell.

        ``file`` is the same one, now that its encoding is sure.
        """
        sure = self._apart and self._over and file.encoding == self._file.encoding
        return self._sums.found() if sure else None


def beside(file: SourceFile, department: str) -> Beside | None:
    """A second path to be shown the bytes of a file, if it is one that is worth it."""
    large = file.kind.spending and not file.content.sheet and file.content.size >= LARGE
    return Beside(file, department) if large else None
