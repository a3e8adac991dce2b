"""Any recognised file as rows of text: CSV of every style, pasted text, or a spreadsheet."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import python_calamine

from cuentas.i18n import text as _
from cuentas.region.sources.content import DAMAGED, Content, Progress, silent
from cuentas.region.sources.errors import SourceError

Row = tuple[int, list[str]]
"""Line number from 1, and the cells as text."""
DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 16 << 20
EVERY = 2048
MOST_LINES, MOST_COLUMNS = 1 << 20, 2_000
"""Rows that a spreadsheet can have, and columns that no official one has."""
_DAMAGED_BOOK = (*DAMAGED, AttributeError, LookupError, SyntaxError, TypeError, ValueError)
_Cell = int | float | str | bool | object
csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True)
class Style:
    """How the rows of a file are written."""

    encoding: str
    delimiter: str
    sheet: str = ""


def rows(content: Content, style: Style, progress: Progress = silent) -> Iterator[Row]:
    """Every row of the file as text, blank lines left out.

    Raises:
        SourceError: a quote that never closes, an accent that is not one, a damaged spreadsheet.
    """
    source = _streamed_rows if content.streamed else _sheet_rows if content.sheet else _text_rows
    for line, cells in source(content, style, progress):
        if any(cell.strip() for cell in cells):
            yield line, cells


def _text_rows(content: Content, style: Style, progress: Progress) -> Iterator[Row]:
    with content.opened() as stream:
        words = io.TextIOWrapper(stream, encoding=style.encoding, errors="strict", newline="")
        reader = csv.reader(words, delimiter=style.delimiter, strict=True)
        try:
            for cells in reader:
                if not reader.line_num % EVERY:
                    progress(content.path.name, stream.tell(), content.size)
                yield reader.line_num, cells
        except csv.Error as error:
            sentence = _("las comillas o los saltos de línea están dañados. Descárgalo otra vez.")
            raise SourceError(content.path, sentence, line=reader.line_num) from error
        except UnicodeError as error:
            sentence = _("hay letras dañadas. Descárgalo otra vez.")
            raise SourceError(content.path, sentence, line=reader.line_num + 1) from error
    progress(content.path.name, content.size, content.size)


def _workbook(content: Content, stream: IO[bytes]) -> python_calamine.CalamineWorkbook:
    whole = io.BytesIO(stream.read())
    try:
        return python_calamine.CalamineWorkbook.from_filelike(whole)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged_sheet(content) from error


def _book(content: Content, stream: IO[bytes]) -> Any:  # noqa: ANN401 - openpyxl has no types
    """A workbook that gives its rows one by one."""
    import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load, for few files

    try:
        return openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except _DAMAGED_BOOK as error:
        raise _damaged_sheet(content) from error


def _streamed_rows(content: Content, style: Style, progress: Progress) -> Iterator[Row]:
    """The rows of a spreadsheet that does not fit in memory at once; slower, and never large."""
    with content.opened() as stream:
        sheet: Any = _book(content, stream)[style.sheet]
        sheet.reset_dimensions()
        found = sheet.iter_rows(values_only=True)
        for line in itertools.count(1):
            try:
                cells = next(found, None)
            except _DAMAGED_BOOK as error:
                raise _damaged_sheet(content) from error
            if cells is None:
                break
            if line > MOST_LINES or len(cells) > MOST_COLUMNS:
                raise _damaged_sheet(content)
            if not line % EVERY:
                progress(content.path.name, min(stream.tell(), content.size), content.size)
            yield line, ["" if cell is None else _as_text(cell) for cell in cells]
    progress(content.path.name, content.size, content.size)


def _damaged_sheet(content: Content) -> SourceError:
    sentence = _("la hoja de cálculo está dañada o cortada. Descárgala otra vez.")
    return SourceError(content.path, sentence)


def sheet_names(content: Content) -> tuple[str, ...]:
    """The sheets of a spreadsheet, in their order.

    Raises:
        SourceError: the spreadsheet is damaged.
    """
    with content.opened() as stream:
        if content.streamed:
            return tuple(_book(content, stream).sheetnames)
        return tuple(_workbook(content, stream).sheet_names)


def _sheet_rows(content: Content, style: Style, progress: Progress) -> Iterator[Row]:
    with content.opened() as stream:
        book = _workbook(content, stream)
    try:
        sheet = book.get_sheet_by_name(style.sheet)
        found = sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged_sheet(content) from error
    for line, cells in enumerate(found, start=1):
        if not line % EVERY:
            progress(content.path.name, content.size * line // len(found), content.size)
        yield line, [_as_text(cell) for cell in cells]
    progress(content.path.name, content.size, content.size)


def _as_text(cell: _Cell) -> str:
    """A cell as it reads: whole numbers without a point, dates as 2024-09-09."""
    if isinstance(cell, float):
        exact = Decimal(repr(cell))
        return format(exact.to_integral_value() if exact == int(exact) else exact, "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def head(content: Content, style: Style, count: int) -> list[Row]:
    """The first rows of a file, or those before a damaged one."""
    found: list[Row] = []
    try:
        found.extend(itertools.islice(rows(content, style), count))
    except SourceError:
        if content.sheet:
            raise
    return found


def same_width(content: Content, found: Iterator[Row], header: Sequence[str]) -> Iterator[Row]:
    """The rows, each as long as the header; empty cells after the last name do not count.

    Raises:
        SourceError: a row has more or fewer cells, which is how a cut or a lost comma shows.
    """
    width = len(header)
    for line, cells in found:
        filled = cells[:width] if not any(cells[width:]) else cells
        if len(filled) != width:
            sentence = _("tiene {found} celdas y debía tener {width}. El archivo está dañado.")
            raise SourceError(
                content.path, sentence.format(found=len(cells), width=width), line=line
            )
        yield line, filled
