"""What people give by mistake: a picture, a document, a saved page. Each is told for what it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cuentas.i18n import text as _
from cuentas.region.sources.errors import SourceError

LOOKED_AT = 1024
"""Bytes from the start of a file that are enough to know these."""
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<table")
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
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGES):
        sentence = _(
            "es una página web guardada, no una tabla. En el portal, usa el botón de descargar. "
            "Si se abre como hoja de cálculo, guárdala como CSV."
        )
        raise SourceError(path, sentence)


def refuse_document(path: Path, names: Iterable[str]) -> None:
    """Nothing, unless the names inside a ZIP are those of a text document or of slides.

    Raises:
        SourceError: it is one.
    """
    if any(name.startswith(_DOCUMENTS) for name in names):
        raise SourceError(path, _document())


def _document() -> str:
    return _("es un documento, no una tabla. En el portal, descarga los datos como CSV o Excel.")
