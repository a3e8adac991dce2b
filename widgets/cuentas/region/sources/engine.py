"""The SQL engine that reads files of the size of a country: DuckDB, in this process.

Memory has a bound, what does not fit goes to a temporary folder, and nothing of it stays behind.
"""

from __future__ import annotations

import codecs
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from string import Template

import duckdb

from cuentas.i18n import text as _
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.errors import SourceError
from cuentas.region.sources.files import SourceFile

TICK = 0.1
"""Seconds between two reports of progress."""
LONGEST_LINE = 16 << 20
PLAIN = "utf-8-sig"
_LINE = re.compile(r"Line: (\d+)")
_FULL = re.compile(r"no space left|out of disk|max_temp_directory", re.IGNORECASE)
_SETTINGS = Template(
    "SET memory_limit='${memory}MB'; SET temp_directory='$folder';"
    " SET preserve_insertion_order=false; SET autoinstall_known_extensions=false;"
    " SET autoload_known_extensions=false; SET enable_progress_bar=true;"
    " SET enable_progress_bar_print=false;"
)
AMOUNT = r"""
CREATE TEMP MACRO amount(cell) AS CASE
    WHEN regexp_full_match(trim(cell), '-?[0-9]+([.][0-9]+)?')
        THEN TRY_CAST(trim(cell) AS DECIMAL(18, 4))
    WHEN regexp_full_match(trim(cell), '-?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?')
        THEN TRY_CAST(replace(trim(cell), ',', '') AS DECIMAL(18, 4))
END
"""
"""An exact amount in soles; NULL where the cell is not one. Same rule as ``words.amount``."""


class Session:
    """One connection, its temporary folder, and the tables it has already made of files."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        """A session that writes nothing outside ``folder``."""
        self.connection = connection
        self.folder = folder
        self.made: dict[tuple[str, str], str] = {}

    def run(self, sql: str, file: SourceFile, progress: Progress = silent) -> None:
        """Run a long query over a file, telling its progress; Ctrl-C stops it at once.

        Raises:
            SourceError: the file is damaged, or memory or disk were not enough.
        """
        with ThreadPoolExecutor(max_workers=1) as pool:
            task = pool.submit(self.connection.execute, sql)
            try:
                while wait([task], TICK).not_done:
                    share = max(self.connection.query_progress(), 0.0)
                    progress(
                        file.path.name, int(file.content.size * share / 100), file.content.size
                    )
            except BaseException:
                self.connection.interrupt()
                raise
        try:
            task.result()
        except duckdb.Error as error:
            raise _explained(file, error) from error
        progress(file.path.name, file.content.size, file.content.size)

    def plain(self, file: SourceFile, progress: Progress = silent) -> Path:
        """The path of a plain UTF-8 copy of the file, or the file itself if it already is so.

        Raises:
            SourceError: the ZIP is damaged or the disk is full.
        """
        if not file.content.member and file.encoding == PLAIN:
            return file.path
        copy = self.folder / f"{file.sha256}.csv"
        if copy.exists():
            return copy
        half = copy.with_suffix(".half")
        try:
            _copy_plain(file, half, progress)
        except (OSError, UnicodeError) as error:
            sentence = _("no se pudo copiar para leerlo: {reason}. Libera espacio en el disco.")
            raise SourceError(file.path, sentence.format(reason=error)) from error
        finally:
            if half.exists():
                half.replace(copy)
        return copy

    def scan(self, path: Path, file: SourceFile) -> str:
        """The ``FROM`` part that reads the file strictly, every column as text."""
        columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in file.header)
        parts = (
            f"{quoted(str(path))}, columns={{{columns}}}, auto_detect=false, header=true",
            f"skip={file.header_line - 1}, delim={quoted(file.delimiter)}, quote='\"', escape='\"'",
            f"strict_mode=true, null_padding=false, max_line_size={LONGEST_LINE}",
        )
        return f"read_csv({', '.join(parts)})"


def _copy_plain(file: SourceFile, half: Path, progress: Progress) -> None:
    try:
        with half.open("w", encoding="utf-8", newline="") as stream:
            for words in _decoded(file, progress):
                stream.write(words)
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


def named(words: str) -> str:
    """Words as an SQL name of a column."""
    return '"' + words.replace('"', '""') + '"'


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
    own = Path(tempfile.mkdtemp(prefix="cuentas-", dir=folder))
    try:
        with duckdb.connect() as connection:
            connection.execute(
                _SETTINGS.substitute(memory=memory_mb, folder=str(own).replace("'", "''"))
            )
            connection.execute(AMOUNT)
            yield Session(connection, own)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def rows_of(session: Session, sql: str) -> Sequence[dict[str, object]]:
    """The rows of a small result, each by the names of its columns."""
    found = session.connection.execute(sql)
    names = [item[0] for item in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
