"""The SQL engine that reads files of the size of a country: DuckDB, in this process.

Memory has a bound, what does not fit goes to a temporary folder, and nothing of it stays behind.
"""

from __future__ import annotations

import codecs
import csv
import itertools
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template

import duckdb

from cuentas.i18n import text as _
from cuentas.region.sources.content import UTF8, Progress, silent
from cuentas.region.sources.errors import SourceError
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.spending_sql import AMOUNT

TICK = 0.1
"""Seconds between two reports of progress."""
LONGEST_LINE = 16 << 20
BUFFER = 32 << 20
"""Bytes that the engine takes at a time; by itself it would take sixteen of the longest lines."""
_LINE = re.compile(r"Line: (\d+)")
_FULL = re.compile(r"no space left|out of disk|max_temp_directory", re.IGNORECASE)
_WHOLE = Template(
    "SET memory_limit='${memory}MB'; SET temp_directory='$folder';"
    " SET autoinstall_known_extensions=false; SET autoload_known_extensions=false;"
)
_EACH = (
    "SET preserve_insertion_order=false; SET enable_progress_bar=true;"
    " SET enable_progress_bar_print=false;"
)
Key = tuple[str, int, int, str, str]
"""Path, size and time of a file, its encoding, and the department that is read of it."""


@dataclass(frozen=True)
class Scan:
    """A table that is being made of a file."""

    file: SourceFile
    table: str
    task: Future[duckdb.DuckDBPyConnection]


class Session:
    """The engine, its temporary folder, and the tables it made or is making of files."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        """A session that writes nothing outside ``folder``."""
        self.connection = connection
        self.folder = folder
        self.made: dict[Key, str] = {}
        self._scanner = connection.cursor()
        self._scanner.execute(_EACH)
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._scans: dict[Key, Scan] = {}
        self._names = (f"spending_{number}" for number in itertools.count())

    def begin(self, key: Key, file: SourceFile, select: str) -> None:
        """Start to make a table of a file with a long query; nobody waits for it yet."""
        self._stop([other for other in self._scans if other[0] == key[0]])
        table = next(self._names)
        task = self._pool.submit(self._scanner.execute, f"CREATE TABLE {table} AS {select}")
        self._scans[key] = Scan(file, table, task)

    def table(self, key: Key, progress: Progress = silent) -> str | None:
        """The table that was begun, once it is finished; None if nobody began it.

        Raises:
            SourceError: the file is damaged, or memory or disk were not enough.
        """
        if key in self._scans:
            scan = self._scans[key]
            try:
                self._wait(scan, progress)
            finally:
                self._stop([key])
            self.made[key] = scan.table
        return self.made.get(key)

    def _wait(self, scan: Scan, progress: Progress) -> None:
        """Wait telling the progress; Ctrl-C stops the query at once."""
        name, size = scan.file.path.name, scan.file.content.size
        while wait([scan.task], TICK).not_done:
            progress(name, self._scanned(size), size)
        try:
            scan.task.result()
        except duckdb.Error as error:
            raise _explained(scan.file, error) from error
        progress(name, size, size)

    def _scanned(self, size: int) -> int:
        """Bytes that the query under way has read, of a file of this size."""
        return int(size * max(self._scanner.query_progress(), 0.0) / 100)

    def beside(self, progress: Progress) -> Progress:
        """A progress of who reads a file while a table is made of it: the slower of both."""

        def tell(name: str, read: int, total: int) -> None:
            under_way = any(not scan.task.done() for scan in self._scans.values())
            progress(name, min(read, self._scanned(total)) if under_way else read, total)

        return tell

    def _stop(self, keys: Sequence[Key]) -> None:
        """Forget scans; those that still run are stopped, and are over when this returns."""
        for key in keys:
            task = self._scans.pop(key).task
            while not task.cancel() and not task.done():
                self._scanner.interrupt()
                wait([task], TICK)

    def close(self) -> None:
        """Stop what still runs."""
        self._stop(list(self._scans))
        self._pool.shutdown()
        self._scanner.close()

    def plain(self, file: SourceFile, progress: Progress = silent) -> Path:
        """The path of a plain UTF-8 copy of the file, or the file itself if it already is so.

        Raises:
            SourceError: the ZIP is damaged or the disk is full.
        """
        if is_plain(file):
            return file.path
        copy = self.folder / f"{file.sha256}.csv"
        if not copy.exists():
            half = copy.with_suffix(".half")
            try:
                _copy_plain(file, half, progress)
            except (OSError, UnicodeError) as error:
                sentence = _("no se pudo copiar para leerlo: {reason}. Libera espacio en el disco.")
                raise SourceError(file.path, sentence.format(reason=error)) from error
            half.replace(copy)
        return copy

    def scan(self, path: Path, file: SourceFile, names: Sequence[str]) -> str:
        """The ``FROM`` part that reads the file strictly, every column as text.

        ``names`` are those of all of its columns, in their order.
        """
        columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
        skip = 0 if file.content.sheet else file.header_line - 1
        parts = (
            f"{quoted(str(path))}, columns={{{columns}}}, auto_detect=false, header=true",
            f"skip={skip}, delim={quoted(file.delimiter or ',')}, quote='\"', escape='\"'",
            f"strict_mode=true, null_padding=false, max_line_size={LONGEST_LINE}",
            f"buffer_size={BUFFER}",
        )
        return f"read_csv({', '.join(parts)})"


def is_plain(file: SourceFile) -> bool:
    """Whether the engine can read the file where it is: text in UTF-8, not zipped."""
    content = file.content
    return not (content.member or content.sheet or content.text) and file.encoding == UTF8


def _copy_plain(file: SourceFile, half: Path, progress: Progress) -> None:
    try:
        with half.open("w", encoding="utf-8", newline="") as stream:
            if file.content.sheet:
                table = csv.writer(stream)
                table.writerow(file.header)
                table.writerows(cells for _line, cells in file.rows(progress))
            else:
                stream.writelines(_decoded(file, progress))
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def _decoded(file: SourceFile, progress: Progress) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(file.encoding)(errors="strict")
    for piece in file.content.chunks(progress):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def quoted(words: str) -> str:
    """Words as an SQL text."""
    return "'" + words.replace("'", "''") + "'"


def _explained(file: SourceFile, error: duckdb.Error) -> SourceError:
    words = str(error)
    if isinstance(error, duckdb.OutOfMemoryException):
        return SourceError(
            file.path, _("no alcanzó la memoria para leerlo. Cierra otros programas.")
        )
    if _FULL.search(words):
        return SourceError(file.path, _("no alcanzó el disco para leerlo. Libera espacio."))
    found = _LINE.search(words)
    sentence = _(
        "una fila está dañada: le faltan o le sobran celdas, o sus comillas no cierran."
        " Descárgalo otra vez."
    )
    return SourceError(file.path, sentence, line=int(found.group(1)) if found else None)


@contextmanager
def engine(folder: Path | None = None, memory_mb: int = 512) -> Iterator[Session]:
    """An engine whose temporary files live under ``folder`` and go away at the end.

    ``memory_mb`` bounds the memory of the engine, in megabytes.
    """
    own = Path(tempfile.mkdtemp(prefix=f"cuentas.{os.getpid()}.", dir=folder))
    try:
        with duckdb.connect() as connection:
            at = str(own).replace("'", "''")
            connection.execute(_WHOLE.substitute(memory=memory_mb, folder=at) + _EACH)
            connection.execute(f"CREATE MACRO amount(cell) AS {AMOUNT}")
            session = Session(connection, own)
            try:
                yield session
            finally:
                session.close()
    finally:
        shutil.rmtree(own, ignore_errors=True)


def rows_of(session: Session, sql: str) -> Sequence[dict[str, object]]:
    """The rows of a small result, each by the names of its columns."""
    found = session.connection.execute(sql)
    names = [item[0] for item in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
