"""Rows of one department in a file of the size of a country, without taking the others apart.

It serves the second path of the controls: neither the engine nor the readers are asked. The bytes
are searched for the department's name, as each part of the file writes it, and only the records
where it stands are read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from cuentas.region.sources import DEPARTMENTS, SourceFile
from cuentas.region.sources.words import folded

BLOCK = 1 << 20
LONGEST = 8
"""Lines of a record, at most: a name may hold line breaks."""
OTHER_NAMES = {"07": "PROVINCIA CONSTITUCIONAL DEL CALLAO"}
CODE, NAME = "DEPARTAMENTO_EJECUTORA", "DEPARTAMENTO_EJECUTORA_NOMBRE"
ASCII_LIKE = {"utf-8-sig", "cp1252"}
"""Encodings in which separators, quotes and line ends are single bytes of their own."""


class NotToldApartError(ValueError):
    """Records cannot be told apart by their bytes: the file must be read whole.

    So it is, too, when the department's name is written in a way that earlier bytes were not
    searched for.
    """


class SecondLines:
    """A search for the rows of a department in the bytes of a spending file."""

    def __init__(self, file: SourceFile, department: str) -> None:
        """A search in ``file`` that knows how the ministry writes the department's name."""
        self.file, self.department = file, department
        self.encoding = file.encoding.removesuffix("-sig")
        official = folded(DEPARTMENTS[department]).replace("_", " ")
        self.names = {official, OTHER_NAMES.get(department, official)}
        with file.content.opened() as stream:
            start = stream.read(8).removeprefix(b"\xef\xbb\xbf")
        self.quoted = start.startswith(b'"')
        self.code, self.name = file.header.index(CODE), file.header.index(NAME)
        self._rest, self._searched = b"", False

    def rows(self) -> Iterator[list[str]]:
        """Each row where the department is named, as the seat or as a destination.

        Raises:
            NotToldApartError: a record that is not as wide as the header.
        """
        with self.file.content.opened() as stream:
            while piece := stream.read(BLOCK):
                yield from self.look(piece)
        yield from self.look(b"")

    def look(self, piece: bytes) -> Iterator[list[str]]:
        """The rows that end in the next bytes of the file; none at all is its end.

        Raises:
            NotToldApartError: as ``rows``.
        """
        if self.file.encoding not in ASCII_LIKE:
            raise NotToldApartError
        block, known = self._rest + piece, len(self.names)
        if piece:
            self._learn(block)
        if self._searched and len(self.names) > known:
            raise NotToldApartError
        self._searched = True
        records, kept = self._of_block(block, last=not piece)
        self._rest = block[kept:]
        return self._apart(records)

    def _apart(self, records: Iterable[bytes]) -> Iterator[list[str]]:
        words = (record.decode(self.encoding) for record in records)
        try:
            for cells in csv.reader(words, delimiter=self.file.delimiter):
                if len(cells) != len(self.file.header):
                    raise NotToldApartError
                yield cells
        except csv.Error as error:
            raise NotToldApartError from error

    def _as_cell(self, words: str) -> bytes:
        """A whole cell: in quotes if the file's header is, else between separators."""
        around = '"' if self.quoted else self.file.delimiter
        return f"{around}{words}{around}".encode(self.encoding)

    def _learn(self, block: bytes) -> None:
        """How this part of the file writes the name, in its first and its last whole lines."""
        first = block.find(b"\n") + 1
        end = block.rfind(b"\n") + 1
        for line in (
            block[first : block.find(b"\n", first) + 1],
            block[block.rfind(b"\n", 0, max(end - 1, 0)) + 1 : end],
        ):
            words = line.decode(self.encoding, errors="replace")
            cells = next(csv.reader([words], delimiter=self.file.delimiter), [])
            if len(cells) == len(self.file.header) and self._is_here(cells):
                self.names.add(cells[self.name])
                if self._as_cell(cells[self.name]) not in line:
                    raise NotToldApartError

    def _is_here(self, cells: list[str]) -> bool:
        return cells[self.code].strip().zfill(2) == self.department

    def _of_block(self, block: bytes, *, last: bool) -> tuple[list[bytes], int]:
        """The records found in a block, and from where the next block must go on."""
        found: dict[int, int] = {}
        whole = len(block) if last else block.rfind(b"\n") + 1
        for mark in map(self._as_cell, self.names):
            hit = block.find(mark, 0, whole)
            while hit >= 0:
                start, end = _record(block, hit, whole)
                if not end and not last:
                    whole = _lines_back(block, start)
                    break
                found[start] = end or whole
                hit = block.find(mark, found[start], whole)
        taken = sorted(start for start in found if start < whole)
        kept = max([whole, *(found[start] for start in taken)])
        return [block[start : found[start]] for start in taken], kept


def _record(block: bytes, hit: int, whole: int) -> tuple[int, int]:
    """Where the record around a byte begins and ends; it ends at 0 if the block is too short.

    Its quotes match; if those of its line do not, a line after or before it belongs to it.

    Raises:
        NotToldApartError: its quotes never match.
    """
    start = block.rfind(b"\n", 0, hit) + 1
    end = block.find(b"\n", hit, whole) + 1
    before = start
    for _line in range(LONGEST):
        if not end or not block.count(b'"', start, end) % 2:
            return start, end
        before = block.rfind(b"\n", 0, max(before - 1, 0)) + 1
        if not block.count(b'"', before, end) % 2:
            return before, end
        end = block.find(b"\n", end, whole) + 1
    raise NotToldApartError


def _lines_back(block: bytes, at: int) -> int:
    """The beginning of a line some lines before a byte."""
    for _line in range(LONGEST):
        at = block.rfind(b"\n", 0, max(at - 1, 0)) + 1
    return at
