"""One official table in every wrapping in which people hand it over, written by the tests.

A table is a list of rows of text; titles stand above it. Whatever the wrapping, it says the same.
"""

from __future__ import annotations

import csv
import gzip
import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

import openpyxl

Rows = Sequence[Sequence[str]]
DAY, YEAR = "Fecha de la Consulta: 04-marzo-2025", "Año de Ejecución: 2024"
WHOLE = "Incluye: Actividades y Proyectos"
NAMES = ["Municipalidad", "PIA", "PIM", "Certificación", "Compromiso Anual"]
MANIFEST = """<?xml version="1.0"?>
<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
</m:manifest>"""
HEADER = [*NAMES, "Ejecución", "Avance %"]
PARTS = ["Atención de Compromiso Mensual", "Devengado", "Girado"]


def titles(includes: str = WHOLE, year: str = YEAR, day: str = DAY) -> list[list[str]]:
    """What the portal writes above a table."""
    return [["Consulta Amigable"], ["Consulta de Ejecución del Gasto"], [day], [year], [includes]]


def text(rows: Rows, mark: str = "\t", end: str = "\n") -> str:
    """The rows as text."""
    file = io.StringIO()
    csv.writer(file, delimiter=mark, lineterminator=end).writerows(rows)
    return file.getvalue()


def page(rows: Rows, start: str, charset: str) -> bytes:
    """The rows as the portal's «Exportar» writes them: titles in one cell, then two tables."""
    above = [row[0] for row in rows if len(row) == 1]
    levels = [row for row in rows if len(row) > 1 and row[0].startswith(("TOTAL", "Dep"))]
    table = [row for row in rows if len(row) > 1 and row not in levels]
    cells = "<br />".join(f"<div class='x'>{escape(one)}</div>" for one in above)
    body = "".join(_line(row) for row in table)
    return (
        f"{start}<table><tr><td colspan=9>{cells}</td></tr></table>"
        f"<table>{''.join(map(_line, levels))}</table><table class=MapTable>{body}</table>"
    ).encode(charset)


def _line(row: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<td>&nbsp;{escape(cell)}\n </td>" for cell in row) + "</tr>"


def book(sheets: dict[str, Rows]) -> bytes:
    """Sheets of a workbook, each with its rows."""
    made, file = openpyxl.Workbook(), io.BytesIO()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(file)
    return file.getvalue()


def open_sheet(rows: Rows) -> bytes:
    """The rows as LibreOffice saves them."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(cell)}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<?xml version='1.0'?><office:document-content{names}><office:body>"
        f"<office:spreadsheet><table:table table:name='Hoja1'>{cells}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return file.getvalue()


def zipped(content: bytes) -> bytes:
    """A ZIP with one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("datos.csv", content)
    return file.getvalue()


def as_xls(rows: Rows) -> bytes:
    """The rows as a spreadsheet of before 2007, every cell a text."""
    cells = b"".join(
        _record(0x0204, struct.pack("<4HB", line, at, 0, len(cell), 1) + cell.encode("utf-16-le"))
        for line, row in enumerate(rows)
        for at, cell in enumerate(row)
        if cell
    )
    whole, sheet = (_record(0x0809, struct.pack("<6H", 0x0600, kind, *[0] * 4)) for kind in (5, 16))
    ends, name = _record(0x0A, b""), b"\x05\x00Hoja1"
    at = len(whole) + len(_record(0x85, b"\0" * 6 + name)) + len(ends)
    return _compound(
        whole + _record(0x85, struct.pack("<IH", at, 0) + name) + ends + sheet + cells + ends
    )


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


SECTOR, SMALLEST = 512, 4096
NOTHING, END, OF_THE_TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _compound(stream: bytes) -> bytes:
    """A stream called Workbook in the old container of the office programs."""
    body = stream.ljust(max(SMALLEST, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(body) // SECTOR
    tables = -(-(count + 2) // (SECTOR // 4 - 1))
    chain = [*[OF_THE_TABLE] * tables, END, *range(tables + 2, tables + count + 1), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * SECTOR, b"\xff")
    where = [*range(tables), *[NOTHING] * (109 - tables)]
    header = struct.pack(
        "<Q16x5H6x9I109I",
        *(0xE11AB1A1E011CFD0, 0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, tables, 0, SMALLEST, END, 0, END, 0, *where),
    )
    entries = _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, -1, tables + 1, len(body))
    return header + table + entries.ljust(SECTOR, b"\0") + body


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    words = name.encode("utf-16-le")
    parts = (words, len(words) + 2, kind, 1, -1, -1, child, start, size)
    return struct.pack("<64sHBB3i36xIQ", *parts)


def _texts() -> Iterator[tuple[str, Way]]:
    for name, mark in (("coma", ","), ("punto y coma", ";"), ("tabulador", "\t"), ("barra", "|")):
        yield name, lambda rows, mark=mark: text(rows, mark).encode()
        yield f"{name}, dos", lambda rows, mark=mark: text(rows, mark, "\r\n").encode() + b"\x1a"
        yield f"{name}, mac", lambda rows, mark=mark: text(rows, mark, "\r").encode()
        yield (
            f"{name}, uno más",
            lambda rows, mark=mark: text([[*row, ""] for row in rows], mark).encode(),
        )
        yield (
            f"{name}, vacías al final",
            lambda rows, mark=mark: (text(rows, mark) + mark * (len(rows[-1]) - 1) + "\n").encode(),
        )


def _pages() -> Iterator[tuple[str, Way]]:
    for start in ("<style>td {}</style><body>", "<html><head></head>", "<!DOCTYPE html>", ""):
        for charset in ("latin-1", "utf-8", "utf-8-sig", "cp1252", "utf-16"):
            yield (
                f"página {start[:6]}, {charset}",
                lambda rows, start=start, charset=charset: page(rows, start, charset),
            )


Way = Callable[[Rows], bytes]
WAYS: Mapping[str, Way] = {
    **dict(_texts()),
    "utf-8 con marca": lambda rows: text(rows).encode("utf-8-sig"),
    "latin-1": lambda rows: text(rows).encode("latin-1"),
    "utf-16": lambda rows: text(rows).encode("utf-16"),
    "gz": lambda rows: gzip.compress(text(rows).encode()),
    "zip": lambda rows: zipped(text(rows).encode()),
    "xls": as_xls,
    "xlsx": lambda rows: book({"Hoja1": rows}),
    "xlsx con hojas": lambda rows: book({"Notas": [["hola"]], "Datos": rows, "Vacía": []}),
    "xlsx en zip": lambda rows: zipped(book({"Hoja1": rows})),
    "ods": open_sheet,
    **dict(_pages()),
    "página gz": lambda rows: gzip.compress(page(rows, "<html>", "latin-1")),
    "página zip": lambda rows: zipped(page(rows, "<html>", "latin-1")),
}
"""Every wrapping, by what it is called."""


def wrappings(rows: Rows) -> Iterator[tuple[str, bytes]]:
    """The rows in every wrapping, each with its name."""
    return ((name, wrap(rows)) for name, wrap in WAYS.items())


def written(path: Path, content: bytes) -> Path:
    """A file with this content."""
    path.write_bytes(content)
    return path
