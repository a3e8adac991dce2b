"""The cells of one row at a time: what is not what it should be says in which line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypeVar

from cuentas.i18n import text as _
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.errors import Notes, SourceError
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.words import amount, code, day, is_blank, repaired

Value = TypeVar("Value")
SHOWN = 40


class Cells:
    """A file read row by row; cells are asked for by our names of the columns."""

    def __init__(self, file: SourceFile, notes: Notes) -> None:
        """The cells of ``file``, telling ``notes`` of what was repaired."""
        self.file, self.notes, self.columns = file, notes, file.columns
        self.row: list[str] = []
        self.line, self.read = 0, 0

    def rows(self, progress: Progress = silent) -> Iterator[list[str]]:
        """Go through the file; what is asked for then is of the row just given.

        Raises:
            SourceError: a damaged row, or a file that changed since it was recognised.
        """
        for line, row in self.file.rows(progress):
            self.line, self.row = line, row
            self.read += 1
            yield row

    def __contains__(self, column: str) -> bool:
        """Whether the file has the column."""
        return column in self.columns

    def raw(self, column: str) -> str:
        """The cell as it is, without spaces around; empty if the file lacks the column."""
        return self.row[self.columns[column]].strip() if column in self.columns else ""

    def words(self, column: str) -> str:
        """The words of the cell, their accents back, which is told; empty if it says nothing."""
        words = " ".join(self.raw(column).split())
        if is_blank(words):
            return ""
        whole = " ".join(repaired(words).split())
        if whole != words:
            tell_repaired(self.notes, words[:SHOWN], whole[:SHOWN])
        return whole

    def amount(self, column: str) -> Decimal | None:
        """An exact amount; None where the cell is blank.

        Raises:
            SourceError: it is not an amount.
        """
        return self.value(column, amount, no_amount())

    def day(self, column: str) -> date | None:
        """A date; None where the cell is blank.

        Raises:
            SourceError: it is not a date.
        """
        return self.value(column, day, _("«{words}» no es una fecha como 2024-09-09 o 09/09/2024."))

    def code(self, column: str, digits: int, sentence: str) -> str:
        """A code with all of its digits; empty where the cell is blank.

        Raises:
            SourceError: it is not such a code; ``sentence`` says so about ``{words}``.
        """
        return self.value(column, lambda cell: code(cell, digits), sentence)

    def value(self, column: str, rule: Callable[[str], Value], sentence: str) -> Value:
        """What a rule reads in the cell.

        Raises:
            SourceError: the rule does not accept it; ``sentence`` says so about ``{words}``.
        """
        words = self.raw(column)
        try:
            return rule(words)
        except ValueError as error:
            raise self.error(sentence.format(words=words), column) from error

    def error(self, sentence: str, column: str | None = None) -> SourceError:
        """The error of this row, and of one of its columns."""
        name = None if column is None else self.file.header[self.columns[column]]
        return SourceError(self.file.path, sentence, line=self.line, column=name)


def tell_repaired(notes: Notes, words: str, whole: str) -> None:
    """Tell that damaged letters were repaired."""
    sentence = _("Nombres con letras dañadas; se repararon.")
    notes.add("repaired-text", sentence, f"{words} → {whole}")


def no_amount() -> str:
    """The sentence about a cell, ``{words}``, that should be an amount."""
    return _(
        "«{words}» no es un monto. Se espera 1,234.56 o 1234.56, con punto decimal. "
        "Usa el archivo tal como bajó, sin guardarlo desde Excel."
    )
