"""What people give by mistake: a picture, a document, a saved page. Each is told for what it is."""

from __future__ import annotations

import zipfile
from pathlib import Path

from cuentas.i18n import text as _
from cuentas.region.sources.errors import SourceError

LOOKED_AT = 1024
"""Bytes from the start of a file that are enough to know these."""
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_OPEN_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_DOCUMENTS = ("word/", "ppt/", "content.xml")


def refuse_other(path: Path, start: bytes) -> None:
    """Nothing, unless a file begins as something that is plainly not a table.

    Raises:
        SourceError: it is a picture, a PDF or a web page.
    """
    if start.startswith(_PICTURES):
        sentence = _("es una imagen, no una tabla. En el portal, descarga los datos.")
        raise SourceError(path, sentence)
    if start.startswith((b"%PDF", b"{\\rtf")):
        raise SourceError(path, _document())


def page() -> str:
    """What is told of a web page without an official table."""
    return _(
        "es una página web guardada, no una tabla. En el portal, usa el botón de descargar. "
        "Si se abre como hoja de cálculo, guárdala como CSV."
    )


def is_open_sheet(archive: zipfile.ZipFile) -> bool:
    """Whether a ZIP is a spreadsheet of LibreOffice."""
    names = archive.namelist()
    return "mimetype" in names and archive.read("mimetype").startswith(_OPEN_SHEET)


def is_open_sheet_at(path: Path) -> bool:
    """Whether the file at ``path`` is a spreadsheet of LibreOffice."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return is_open_sheet(archive)


def refuse_document(path: Path, archive: zipfile.ZipFile) -> None:
    """Nothing, unless a ZIP holds a text document or slides.

    Raises:
        SourceError: it is one.
    """
    names = archive.namelist()
    if not is_open_sheet(archive) and any(name.startswith(_DOCUMENTS) for name in names):
        raise SourceError(path, _document())


def _document() -> str:
    return _("es un documento, no una tabla. En el portal, descarga los datos como CSV o Excel.")
