"""One table in another wrapping, written out as plain text.

A web page that calls itself a spreadsheet, a compressed text, line ends of other systems, one
comma more at the end of every line: each is the same table, and becomes the same text.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from html.parser import HTMLParser
from pathlib import Path

from cuentas.i18n import text as _
from cuentas.region.sources.errors import SourceError

LARGEST = 256 << 20
"""Bytes of a text that is written out anew in memory."""
GZIP = b"\x1f\x8b"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_END_OF_DOS = b"\x1a"
_BLANK = b',;\t|" '
_START, _END = 1 << 16, 4096
"""Bytes of both ends of a text that are looked at."""
_SEPARATORS = (b",", b";", b"\t", b"|")
_PAGE = re.compile(rb"\s*(<!doctype html|<html|<head|<body|<style|<meta|<table)", re.IGNORECASE)
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_SKIPPED = frozenset({"style", "script", "title"})


def is_page(start: bytes) -> bool:
    """Whether a file begins as a web page does, whatever its letters are written in."""
    if start.startswith(_UTF16):
        start = start.decode("utf-16", errors="replace").encode("utf-8")
    return _PAGE.match(start.removeprefix(b"\xef\xbb\xbf")) is not None


def unwrapped(path: Path, start: bytes, size: int) -> bytes | None:
    """The text of the table in a file; None where the file is that text already.

    Raises:
        SourceError: it is compressed and damaged, or too large to be written out in memory.
    """
    if start.startswith(GZIP):
        content = _gunzipped(path)
        return straightened(content) or content
    if is_page(start):
        return straightened(_whole(path, size))
    if size > LARGEST:
        return None
    with path.open("rb") as stream:
        start = stream.read(_START)
        stream.seek(-min(_END, size), 2)
        odd = _is_odd(start, stream.read())
    return _straight(path.read_bytes()) if odd else None


def straightened(content: bytes) -> bytes | None:
    """The text of a table; None where it is that text already."""
    if is_page(content[:_START]):
        return _text_of_page(content)
    return _straight(content) if _is_odd(content[:_START], content[-_END:]) else None


def _whole(path: Path, size: int) -> bytes:
    if size > LARGEST:
        raise _too_large(path)
    return path.read_bytes()


def _gunzipped(path: Path) -> bytes:
    try:
        with gzip.open(path) as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        sentence = _("el archivo comprimido está dañado o cortado. Descárgalo otra vez.")
        raise SourceError(path, sentence) from error
    if not content:
        raise SourceError(path, _("el archivo de adentro está vacío. Descárgalo otra vez."))
    if len(content) > LARGEST:
        raise _too_large(path)
    return content


def _too_large(path: Path) -> SourceError:
    return SourceError(path, _("es muy grande así. Descomprímelo o guárdalo como CSV."))


def _is_odd(start: bytes, end: bytes) -> bool:
    """Whether a text has line ends or line endings that readers stumble over."""
    if start.startswith(_UTF16):
        return False
    first = start.splitlines()[:1]
    return (
        end.endswith(_END_OF_DOS)
        or _is_empty(end.rstrip(b"\r\n").splitlines()[-1:])
        or (b"\r" in start and b"\n" not in start)
        or any(line.rstrip().endswith(_SEPARATORS) for line in first)
    )


def _is_empty(lines: list[bytes]) -> bool:
    """Whether a line has separators and nothing between them, as spreadsheets leave at the end."""
    return any(line.strip() and not line.strip(_BLANK) for line in lines)


def _straight(content: bytes) -> bytes:
    """The text with line ends of one kind and no separator at the end of every line."""
    if content.startswith(_UTF16):
        return content
    content = content.rstrip(_END_OF_DOS)
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    lines = _lines(content)
    while _is_empty(lines[-1:]) or (lines[1:] and not lines[-1] and _is_empty(lines[-2:-1])):
        del lines[-2 if not lines[-1] else -1]
    content = b"\n".join(lines)
    for mark in _SEPARATORS:
        while _ends_every_line(content, mark):
            content = b"\n".join(line.removesuffix(mark) for line in _lines(content))
    return content


def _ends_every_line(content: bytes, mark: bytes) -> bool:
    filled = [line for line in _lines(content) if line.strip(mark + b" ")]
    return bool(filled) and all(line.endswith(mark) for line in filled)


def _lines(content: bytes) -> list[bytes]:
    return [line.removesuffix(b"\r") for line in content.split(b"\n")]


def _text_of_page(content: bytes) -> bytes:
    """The rows of every table of a page, as text with tabs."""
    page = _Page()
    page.feed(_decoded(content))
    page.close()
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(page.rows)
    return text.getvalue().encode("utf-8")


def _decoded(content: bytes) -> str:
    named = _CHARSET.search(content[:4096])
    first = "utf-16" if content.startswith(_UTF16) else named[1].decode() if named else "utf-8-sig"
    for encoding in (first, "utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("latin-1")


class _Page(HTMLParser):
    """The rows of the tables of a page; a cell alone in its row gives a row for each line."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._cells: list[str] = []
        self._words: list[str] | None = None
        self._skipping = ""

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag in _SKIPPED:
            self._skipping = tag
        elif tag == "tr":
            self._end_row()
        elif tag in {"td", "th"}:
            self._end_cell()
            self._words = []
        elif tag in {"br", "div", "p", "li"}:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag == self._skipping:
            self._skipping = ""
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag in {"tr", "table"}:
            self._end_row()
        elif tag in {"div", "p", "li"}:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._words is not None and not self._skipping:
            self._words.append(" ".join(data.replace("\n", " ").split(" ")))

    def close(self) -> None:
        super().close()
        self._end_row()

    def _break(self) -> None:
        if self._words is not None:
            self._words.append("\n")

    def _end_cell(self) -> None:
        if self._words is not None:
            self._cells.append("".join(self._words))
        self._words = None

    def _end_row(self) -> None:
        self._end_cell()
        lines = [[" ".join(line.split()) for line in cell.split("\n")] for cell in self._cells]
        if len(lines) == 1:
            self.rows += [[line] for line in lines[0] if line]
        elif lines:
            self.rows.append([" ".join(filter(None, one)) for one in lines])
        self._cells = []
