"""One official table in every wrapping in which people hand it over, written by the tests.

A table is a list of rows of text; titles stand above it. Whatever the wrapping, it says the same.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
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


def wrappings(rows: Rows) -> Iterator[tuple[str, bytes]]:
    """The rows in every wrapping, each with its name."""
    for name, mark in (("coma", ","), ("punto y coma", ";"), ("tabulador", "\t"), ("barra", "|")):
        plain = text(rows, mark)
        yield name, plain.encode()
        yield f"{name}, dos", text(rows, mark, "\r\n").encode() + b"\x1a"
        yield f"{name}, mac", text(rows, mark, "\r").encode()
        yield f"{name}, uno más", text([[*row, ""] for row in rows], mark).encode()
    letters: tuple[tuple[str, Callable[[str], bytes]], ...] = (
        ("utf-8 con marca", lambda one: one.encode("utf-8-sig")),
        ("latin-1", lambda one: one.encode("latin-1")),
        ("utf-16", lambda one: one.encode("utf-16")),
    )
    for name, encoded in letters:
        yield name, encoded(text(rows))
    yield "gz", gzip.compress(text(rows).encode())
    yield "zip", zipped(text(rows).encode())
    yield "xlsx", book({"Hoja1": rows})
    yield "xlsx con hojas", book({"Notas": [["hola"]], "Datos": rows, "Vacía": []})
    yield "ods", open_sheet(rows)
    for start in ("<style>td {}</style><body>", "<html><head></head>", "<!DOCTYPE html>", ""):
        yield f"página {start[:6]}", page(rows, start, "latin-1")
        yield f"página {start[:6]}, utf-8", page(rows, start, "utf-8")
    yield "página gz", gzip.compress(page(rows, "<html>", "latin-1"))


def written(path: Path, content: bytes) -> Path:
    """A file with this content."""
    path.write_bytes(content)
    return path
