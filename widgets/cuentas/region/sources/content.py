"""What is inside a file that was handed over: plain text, a spreadsheet, or a ZIP with one of them.

A ZIP is looked at before it is opened, so that a bomb is refused; while it is read it may never
give more bytes than it declared.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from cuentas.i18n import text as _
from cuentas.region.sources.errors import SourceError
from cuentas.region.sources.others import (
    LOOKED_AT,
    is_open_sheet,
    refuse_document,
    refuse_other,
)
from cuentas.region.sources.wrappings import straightened, unwrapped

Progress = Callable[[str, int, int], None]
"""Told often: (file name, bytes read, bytes in total). What it raises stops the reading."""
Look = Callable[[bytes], object]
"""Shown every byte of a file as it passes, in its order; none at all is the end."""

CHUNK = 1 << 20
LARGEST_RATIO = 250
"""Spending files shrink 20 to 60 times; a bomb, a thousand times."""
LARGEST_MEMBER = 32 << 30
LARGEST_SHEET = 256 << 20
"""Bytes of the parts of a spreadsheet that are kept in memory: more does not fit in a laptop."""
LARGEST_AREA = 6_000_000
"""Cells of a spreadsheet that are opened at once; a larger one is read row by row."""
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
)
UTF8 = "utf-8-sig"
"""With its mark at the start, which some portals write, or without it."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ZIP, _OLD_SHEET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def silent(_name: str, _read: int, _total: int) -> None:
    """A progress that tells nobody."""


@dataclass(frozen=True)
class Content:
    """Where the bytes of a file are: the file itself, or one member of a ZIP."""

    path: Path
    member: str
    size: int
    sheet: bool
    streamed: bool = False
    """Whether it is a spreadsheet that must be read row by row."""
    text: bytes | None = field(default=None, repr=False)
    """The table as plain text, where the file has it in another wrapping."""

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """The bytes, from the first.

        Raises:
            SourceError: the ZIP is damaged or gives more than it declared.
        """
        if self.text is not None:
            yield io.BytesIO(self.text)
            return
        try:
            if not self.member:
                with self.path.open("rb") as stream:
                    yield stream
                return
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as stream:
                yield stream
        except DAMAGED as error:
            sentence = _("el archivo comprimido está dañado. Descárgalo otra vez.")
            raise SourceError(self.path, sentence) from error

    def chunks(self, progress: Progress = silent) -> Iterator[bytes]:
        """The bytes, a megabyte at a time."""
        read = 0
        with self.opened() as stream:
            while piece := stream.read(CHUNK):
                read += len(piece)
                progress(self.path.name, read, self.size)
                yield piece


def look_inside(path: Path) -> Content:
    """What a file holds.

    Raises:
        SourceError: it is not there, is empty, or is a ZIP that cannot or must not be opened.
    """
    if path.is_dir():
        raise SourceError(path, _("es una carpeta. Da los archivos que tiene adentro."))
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(LOOKED_AT)
    except OSError as error:
        sentence = _("no se puede abrir. Revisa el nombre y que sea un archivo.")
        raise SourceError(path, sentence) from error
    if not size:
        raise SourceError(path, _("está vacío: tiene 0 bytes. Descárgalo otra vez."))
    if not start.startswith(_ZIP):
        return _not_zipped(path, size, start)
    try:
        with zipfile.ZipFile(path) as archive:
            return _unpacked(path, archive)
    except DAMAGED as error:
        sentence = _("el archivo comprimido está dañado o cortado. Descárgalo otra vez.")
        raise SourceError(path, sentence) from error


def _not_zipped(path: Path, size: int, start: bytes) -> Content:
    refuse_other(path, start)
    text = None if start.startswith(_OLD_SHEET) else unwrapped(path, start, size)
    if text is not None:
        return Content(path, "", len(text), sheet=False, text=text)
    sheet = start.startswith(_OLD_SHEET)
    if sheet:
        _refuse_large_sheet(path, size)
    return Content(path, "", size, sheet=sheet)


def _unpacked(path: Path, archive: zipfile.ZipFile) -> Content:
    members = archive.infolist()
    refuse_document(path, archive)
    for member in members:
        _refuse_bomb(path, member)
    if _is_book(archive):
        streamed = _is_large_book(path, archive)
        return Content(path, "", path.stat().st_size, sheet=True, streamed=streamed)
    ours = [one for one in members if not one.is_dir() and "__MACOSX" not in one.filename]
    if len(ours) != 1:
        sentence = _("trae {count} archivos. Descomprímelo y usa uno por uno.")
        raise SourceError(path, sentence.format(count=len(ours)))
    return _only(path, archive, ours[0])


def _refuse_zip_inside(path: Path, book: zipfile.ZipFile) -> None:
    if not _is_book(book):
        sentence = _("trae otro archivo comprimido adentro. Descomprímelo y usa el de adentro.")
        raise SourceError(path, sentence)


def _only(path: Path, archive: zipfile.ZipFile, only: zipfile.ZipInfo) -> Content:
    if only.flag_bits & 1:
        raise SourceError(path, _("tiene contraseña. Descomprímelo y usa el archivo de adentro."))
    if not only.file_size:
        raise SourceError(path, _("el archivo de adentro está vacío. Descárgalo otra vez."))
    with archive.open(only) as stream:
        start = stream.read(LOOKED_AT)
        sheet, streamed = start.startswith((_ZIP, _OLD_SHEET)), False
        if sheet:
            _refuse_large_sheet(path, only.file_size)
        if start.startswith(_ZIP):
            with zipfile.ZipFile(stream) as book:
                _refuse_zip_inside(path, book)
                for member in book.infolist():
                    _refuse_bomb(path, member)
                streamed = _is_large_book(path, book)
    if not sheet and only.file_size <= LARGEST_SHEET:
        text = straightened(archive.read(only))
        if text is not None:
            return Content(path, only.filename, len(text), sheet=False, text=text)
    return Content(path, only.filename, only.file_size, sheet=sheet, streamed=streamed)


def _is_book(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    return "[Content_Types].xml" in names or is_open_sheet(archive)


def _is_large_book(path: Path, book: zipfile.ZipFile) -> bool:
    """Whether a sheet is too large to be opened at once; its other parts must never be."""
    sheets = [one for one in book.infolist() if "worksheets/" in one.filename]
    if is_open_sheet(book):
        _refuse_large_sheet(path, sum(one.file_size for one in book.infolist()))
        return False
    others = sum(one.file_size for one in book.infolist()) - sum(one.file_size for one in sheets)
    _refuse_large_sheet(path, others)
    return any(_area(book, one) > LARGEST_AREA for one in sheets)


_REFERENCE = re.compile(rb'\br="([A-Z]{0,3})([0-9]{1,9})"')
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")


def _area(book: zipfile.ZipFile, sheet: zipfile.ZipInfo) -> int:
    """Cells of a sheet, or rows times columns if it says more; enough to know it is large.

    One cell that says that it stands in the last corner makes readers ask for all the memory.
    """
    right, bottom, cells, rest = 1, 1, 0, b""
    with book.open(sheet) as stream:
        while max(right * bottom, cells) <= LARGEST_AREA and (piece := stream.read(CHUNK)):
            found = _REFERENCE.findall(rest + piece)
            right = max((right, *(_column(letters) for letters in {one[0] for one in found})))
            bottom = max((bottom, *(int(one[1]) for one in found)))
            cells += len(_CELL.findall(piece))
            rest = piece[-24:]
    return max(right * bottom, cells)


def _column(letters: bytes) -> int:
    """The number of a column, from 1, of its letters in a spreadsheet.

    >>> _column(b"A"), _column(b"AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _refuse_bomb(path: Path, member: zipfile.ZipInfo) -> None:
    ratio = member.file_size / max(member.compress_size, 1)
    if member.file_size > LARGEST_MEMBER or (ratio > LARGEST_RATIO and member.file_size > CHUNK):
        sentence = _(
            "no se abrió: al descomprimirse crece {ratio} veces, y eso no es normal."
            " Descárgalo otra vez del portal oficial."
        )
        raise SourceError(path, sentence.format(ratio=round(ratio)))


def _refuse_large_sheet(path: Path, size: int) -> None:
    if size > LARGEST_SHEET:
        sentence = _("la hoja de cálculo es muy grande ({size} MB). Guárdala como CSV y úsala así.")
        raise SourceError(path, sentence.format(size=size >> 20))


@dataclass(frozen=True)
class Fingerprint:
    """Which bytes a file had, and when: enough to notice that it changed."""

    sha256: str
    size: int
    mtime_ns: int


class Letters:
    """Whether the bytes that pass by, in their order, are UTF-8 text without null bytes."""

    def __init__(self) -> None:
        """Nothing has passed, so nothing is wrong."""
        self.whole = True
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="strict")

    def look(self, piece: bytes) -> None:
        """The next bytes; none at all is the end."""
        if not self.whole:
            return
        try:
            self._decoder.decode(piece, final=not piece)
        except UnicodeDecodeError:
            self.whole = False
        self.whole = self.whole and b"\0" not in piece


def fingerprint(path: Path, progress: Progress = silent, *looks: Look) -> Fingerprint:
    """The fingerprint of a file, read once from end to end; all ``looks`` see every piece of it.

    Raises:
        SourceError: it cannot be read, or it changed meanwhile.
    """
    digest, read = hashlib.sha256(), 0
    try:
        with path.open("rb", buffering=0) as stream:
            before = os.fstat(stream.fileno())
            while piece := stream.read(CHUNK):
                digest.update(piece)
                show(piece, looks)
                read += len(piece)
                progress(path.name, read, before.st_size)
    except OSError as error:
        raise SourceError(path, _("no se puede leer hasta el final.")) from error
    show(b"", looks)
    progress(path.name, read, before.st_size)
    found = Fingerprint(digest.hexdigest(), before.st_size, before.st_mtime_ns)
    if read != before.st_size:
        raise changed(path)
    refuse_changed(path, found)
    return found


def show(piece: bytes, looks: Iterable[Look]) -> None:
    """Show the same bytes to several."""
    for look in looks:
        look(piece)


def inspected(
    content: Content, progress: Progress = silent, *looks: Look
) -> tuple[Fingerprint, str]:
    """The fingerprint of a file and the encoding of its text, in one reading if it can be.

    ``looks`` see the bytes of a text; of one in a ZIP, only while they may be UTF-8.

    Raises:
        SourceError: it cannot be read, it changed meanwhile, or its text is damaged.
    """
    letters = Letters()
    plain = not content.sheet and not content.member and content.text is None
    found = fingerprint(content.path, progress, *((letters.look, *looks) if plain else ()))
    if content.sheet:
        return found, ""
    if content.member or content.text is not None:
        return found, encoding_of(content, progress, *looks)
    return found, UTF8 if letters.whole else encoding_of(content, progress)


def first_encoding(content: Content) -> str:
    """The encoding that the first bytes of a text have, to read its header before all the rest."""
    with content.opened() as stream:
        start = stream.read(CHUNK)
    if start.startswith(_UTF16):
        return "utf-16"
    return UTF8 if _undecoded(start)[1] is None else "cp1252"


def refuse_changed(path: Path, known: Fingerprint) -> None:
    """Nothing, if the file is as it was.

    Raises:
        SourceError: its size or its time is another, or it is gone.
    """
    try:
        now = path.stat()
    except OSError as error:
        raise changed(path) from error
    if (now.st_size, now.st_mtime_ns) != (known.size, known.mtime_ns):
        raise changed(path)


def changed(path: Path) -> SourceError:
    """The error of a file that is another than the one recognised."""
    sentence = _("cambió mientras se leía. Espera a que termine la descarga y vuelve a empezar.")
    return SourceError(path, sentence)


_PAIR = re.compile(rb"[\xc3\xc2][\x80-\xbf]")


def encoding_of(content: Content, progress: Progress = silent, *looks: Look) -> str:
    """``utf-8-sig``, ``utf-16`` or ``cp1252``, as the bytes of the whole file say.

    ``looks`` see its bytes while they may be UTF-8.

    A file without a single valid accent in UTF-8 but with others is one of the old Windows kind;
    a file with both is damaged, and guessing would spoil names in silence.

    Raises:
        SourceError: two ways of writing accents are mixed, or there are null bytes.
    """
    broken, line, rest = 0, 1, b""
    for at, piece in enumerate(content.chunks(progress)):
        if not at and piece.startswith(_UTF16):
            return "utf-16"
        if b"\0" in piece:
            place = line + piece[: piece.index(b"\0")].count(b"\n")
            raise SourceError(content.path, _("tiene bytes nulos: está dañado."), line=place)
        show(piece, looks)
        rest, bad = _undecoded(rest + piece)
        if bad is not None:
            broken = line + piece[:bad].count(b"\n")
            break
        line += piece.count(b"\n")
    if not broken and not rest:
        show(b"", looks)
        return UTF8
    if any(_PAIR.search(piece) for piece in content.chunks()):
        sentence = _("mezcla dos maneras de escribir tildes: está dañado. Descárgalo otra vez.")
        raise SourceError(content.path, sentence, line=broken or line)
    return "cp1252"


_LONGEST = 3


def _undecoded(piece: bytes) -> tuple[bytes, int | None]:
    """The bytes of a last letter cut in two, and where the first byte that is not UTF-8 stands."""
    if piece.isascii():
        return b"", None
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(piece) - error.start <= _LONGEST and "end of data" in error.reason:
            return piece[error.start :], None
        return b"", error.start
    return b"", None
