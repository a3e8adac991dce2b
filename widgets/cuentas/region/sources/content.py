"""What is inside a file that was handed over: plain text, a spreadsheet, or a ZIP with one of them.

A ZIP is looked at before it is opened, so that a bomb is refused; while it is read it may never
give more bytes than it declared.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cuentas.i18n import text as _
from cuentas.region.sources.errors import SourceError

Progress = Callable[[str, int, int], None]
"""Told often: (file name, bytes read, bytes in total). What it raises stops the reading."""

CHUNK = 1 << 20
LARGEST_RATIO = 250
"""Spending files shrink 20 to 60 times; a bomb, a thousand times."""
LARGEST_MEMBER = 32 << 30
LARGEST_SHEET = 400 << 20
"""Bytes of a spreadsheet once open: more does not fit in a small laptop."""
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

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """The bytes, from the first.

        Raises:
            SourceError: the ZIP is damaged or gives more than it declared.
        """
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
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(8)
    except OSError as error:
        sentence = _("no se puede abrir. Revisa el nombre y que sea un archivo.")
        raise SourceError(path, sentence) from error
    if not size:
        raise SourceError(path, _("está vacío: tiene 0 bytes. Descárgalo otra vez."))
    if not start.startswith(_ZIP):
        return Content(path, "", size, sheet=start.startswith(_OLD_SHEET))
    try:
        with zipfile.ZipFile(path) as archive:
            return _unpacked(path, archive.infolist())
    except DAMAGED as error:
        sentence = _("el archivo comprimido está dañado o cortado. Descárgalo otra vez.")
        raise SourceError(path, sentence) from error


def _unpacked(path: Path, members: list[zipfile.ZipInfo]) -> Content:
    for member in members:
        _refuse_bomb(path, member)
    if any(member.filename == "[Content_Types].xml" for member in members):
        _refuse_large_sheet(path, sum(member.file_size for member in members))
        return Content(path, "", path.stat().st_size, sheet=True)
    ours = [one for one in members if not one.is_dir() and "__MACOSX" not in one.filename]
    if len(ours) != 1:
        sentence = _("trae {count} archivos. Descomprímelo y usa uno por uno.")
        raise SourceError(path, sentence.format(count=len(ours)))
    only = ours[0]
    if only.flag_bits & 1:
        raise SourceError(path, _("tiene contraseña. Descomprímelo y usa el archivo de adentro."))
    if not only.file_size:
        raise SourceError(path, _("el archivo de adentro está vacío. Descárgalo otra vez."))
    return Content(path, only.filename, only.file_size, sheet=_is_sheet(path, only))


def _is_sheet(path: Path, member: zipfile.ZipInfo) -> bool:
    with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
        sheet = stream.read(8).startswith((_ZIP, _OLD_SHEET))
    if sheet:
        _refuse_large_sheet(path, member.file_size)
    return sheet


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


def fingerprint(path: Path, progress: Progress = silent) -> Fingerprint:
    """The fingerprint of a file, read once from end to end.

    Raises:
        SourceError: it cannot be read, or it changed meanwhile.
    """
    digest, read = hashlib.sha256(), 0
    try:
        with path.open("rb") as stream:
            before = os.fstat(stream.fileno())
            while piece := stream.read(CHUNK):
                digest.update(piece)
                read += len(piece)
                progress(path.name, read, before.st_size)
    except OSError as error:
        raise SourceError(path, _("no se puede leer hasta el final.")) from error
    found = Fingerprint(digest.hexdigest(), before.st_size, before.st_mtime_ns)
    if read != before.st_size:
        raise changed(path)
    refuse_changed(path, found)
    return found


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


def encoding_of(content: Content, progress: Progress = silent) -> str:
    """``utf-8-sig``, ``utf-16`` or ``cp1252``, as the bytes of the whole file say.

    A file without a single valid accent in UTF-8 but with others is one of the old Windows kind;
    a file with both is damaged, and guessing would spoil names in silence.

    Raises:
        SourceError: two ways of writing accents are mixed, or there are null bytes.
    """
    broken, line, rest = 0, 1, b""
    for at, piece in enumerate(content.chunks(progress)):
        if not at and piece.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if b"\0" in piece:
            place = line + piece[: piece.index(b"\0")].count(b"\n")
            raise SourceError(content.path, _("tiene bytes nulos: está dañado."), line=place)
        rest, bad = _undecoded(rest + piece)
        if bad is not None:
            broken = line + piece[:bad].count(b"\n")
            break
        line += piece.count(b"\n")
    if not broken and not rest:
        return "utf-8-sig"
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
