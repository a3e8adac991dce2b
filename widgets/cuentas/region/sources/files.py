"""Recognise an official file by what it holds, never by its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cuentas.i18n import text as _
from cuentas.region.sources import tables
from cuentas.region.sources.content import (
    Content,
    Fingerprint,
    Progress,
    encoding_of,
    fingerprint,
    look_inside,
    refuse_changed,
    silent,
)
from cuentas.region.sources.errors import Notes, SourceError, Surprise
from cuentas.region.sources.layouts import (
    BY_KIND,
    COMPARED,
    RECOGNISED,
    Kind,
    Layout,
    best_layout,
)
from cuentas.region.sources.words import folded, query_date

TITLE_ROWS = 40
"""How many rows of titles may stand before the header."""
Header = tuple[tables.Style, int, list[str], float]


@dataclass(frozen=True)
class SourceFile:
    """An official file that this kit can read, and how."""

    path: Path
    kind: Kind
    sha256: str
    size: int
    mtime_ns: int
    members: tuple[str, ...]
    query_date: date | None
    years: tuple[int, ...]
    layout: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_line: int
    surprises: tuple[Surprise, ...] = ()
    content: Content = field(kw_only=True, repr=False)
    style: tables.Style = field(kw_only=True, repr=False)
    title_year: int | None = field(default=None, kw_only=True)

    @property
    def columns(self) -> dict[str, int]:
        """Our name of each column that the file has, with its position from 0."""
        return BY_KIND[self.kind].found(self.header)

    def rows(self, progress: Progress = silent) -> Iterator[tables.Row]:
        """The rows after the header, each as long as it.

        Raises:
            SourceError: a damaged row, or a file that changed since it was recognised.
        """
        self.refuse_changed()
        found = tables.rows(self.content, self.style, progress)
        body = (row for row in found if row[0] > self.header_line)
        yield from tables.same_width(self.content, body, self.header)
        self.refuse_changed()

    def refuse_changed(self) -> None:
        """Nothing, if the file is as it was when it was recognised.

        Raises:
            SourceError: its size or its time is another.
        """
        refuse_changed(self.path, Fingerprint(self.sha256, self.size, self.mtime_ns))


def recognise(path: Path, progress: Progress = silent) -> SourceFile:
    """What official file this is, by its content.

    Raises:
        SourceError: it cannot be read, it is none that this kit knows, or columns are missing.
    """
    content = look_inside(path)
    mark = fingerprint(path, progress)
    encoding = "" if content.sheet else encoding_of(content, progress)
    style, line, header, likeness = _header(content, encoding)
    layout = best_layout(header)[0]
    if likeness < RECOGNISED:
        raise SourceError(path, _not_known())
    _refuse_incomplete(path, layout, header, line)
    _refuse_cut(content, layout)
    titles = _titles(content, style, line)
    found = _source_file(content, mark, style, layout, header, line, titles)
    refuse_changed(path, mark)
    return found


def _not_known() -> str:
    titles = ", ".join(layout.title for layout in BY_KIND.values())
    sentence = _("no es un archivo oficial que se sepa leer. Se leen: {titles}.")
    return sentence.format(titles=titles)


def _source_file(  # noqa: PLR0913, PLR0917 - each is one finding about the file
    content: Content,
    mark: Fingerprint,
    style: tables.Style,
    layout: Layout,
    header: list[str],
    line: int,
    titles: list[str],
) -> SourceFile:
    words = " ".join(titles)
    years = _years_of(layout, header)
    return SourceFile(
        path=content.path,
        kind=layout.kind,
        sha256=mark.sha256,
        size=mark.size,
        mtime_ns=mark.mtime_ns,
        members=(content.member,) if content.member else (),
        query_date=query_date(words),
        years=years,
        layout=_("{title}, {count} columnas").format(title=layout.title, count=len(header)),
        encoding=style.encoding,
        delimiter=style.delimiter,
        header=tuple(header),
        header_line=line,
        surprises=_first_surprises(content, style, layout, header, titles),
        content=content,
        style=style,
        title_year=_title_year(titles),
    )


def _years_of(layout: Layout, header: Sequence[str]) -> tuple[int, ...]:
    if layout.kind is not Kind.COMPARATIVE:
        return ()
    found = (COMPARED.fullmatch(folded(name)) for name in header)
    return tuple(sorted({int(one.group(2)) for one in found if one}))


def _styles(content: Content, encoding: str) -> Iterator[tables.Style]:
    if content.sheet:
        yield from (tables.Style("", "", name) for name in tables.sheet_names(content))
    else:
        yield from (tables.Style(encoding, mark) for mark in tables.DELIMITERS)


def _header(content: Content, encoding: str) -> Header:
    """The style and the row that look most like an official header."""
    best: Header = (tables.Style(encoding, ","), 1, [], 0.0)
    for style in _styles(content, encoding):
        first = tables.head(content, style, TITLE_ROWS)
        for at, (line, cells) in enumerate(first):
            after = first[at + 1] if at + 1 < len(first) else None
            for end, names in _readings(line, cells, after):
                likeness = best_layout(names)[1]
                if likeness > best[3]:
                    best = (style, end, names, likeness)
    return best


def _readings(
    line: int, cells: list[str], after: tables.Row | None
) -> Iterator[tuple[int, list[str]]]:
    """A header of one row, or of two where «Ejecución» stands over its three parts."""
    yield line, _trimmed(cells)
    names = [folded(cell) for cell in cells]
    if after is None or "EJECUCION" not in names:
        return
    at, parts = names.index("EJECUCION"), [cell for cell in after[1] if cell.strip()]
    rest = [cell for cell in cells[at + 1 :] if cell.strip()]
    yield after[0], [*cells[:at], *parts, *rest]


def _trimmed(cells: list[str]) -> list[str]:
    width = max((at for at, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return [cell.strip().strip("\ufeff") for cell in cells[:width]]


def _refuse_incomplete(path: Path, layout: Layout, header: list[str], line: int) -> None:
    broken = [name for name in header if len(name.splitlines()) > 1]
    if broken and layout.kind.spending:
        sentence = _("el nombre de una columna está partido en dos líneas. Descárgalo otra vez.")
        raise SourceError(path, sentence, line=line, column=broken[0])
    missing, unknown = layout.missing(header), layout.unknown(header)
    names = [folded(name) for name in header if name.strip()]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        sentence = _("la columna está dos veces en {title}. Deja una.")
        raise SourceError(path, sentence.format(title=layout.title), line=line, column=twice[0])
    if layout.kind is Kind.COMPARATIVE and not _years_of(layout, header):
        missing = ["PIA_<año>", "PIM_<año>", "DEVENGADO_<año>"]
    if not missing:
        return
    sentence = _("parece {title}, pero faltan columnas: {missing}.")
    words = sentence.format(title=layout.title, missing=", ".join(missing))
    if unknown:
        extra = _("Columnas que no se conocen: {unknown}. ¿Cambiaron de nombre?")
        words = f"{words} {extra.format(unknown=', '.join(unknown))}"
    raise SourceError(path, words, line=line, column=missing[0])


def _refuse_cut(content: Content, layout: Layout) -> None:
    if not content.sheet and not layout.kind.pasted and _lacks_last_line_end(content):
        sentence = _("está cortado: su última línea no termina. Descárgalo otra vez.")
        raise SourceError(content.path, sentence)


def _titles(content: Content, style: tables.Style, header_line: int) -> list[str]:
    first = tables.head(content, style, TITLE_ROWS)
    return [
        " ".join(filter(None, cells))
        for line, cells in first
        if line < header_line and "PIM" not in map(folded, cells)
    ]


def _title_year(titles: list[str]) -> int | None:
    """The year of «Año de Ejecución: 2024» among the titles."""
    for title in titles:
        words = folded(title).split("_")
        years = [int(word) for word in words if word.isdigit() and len(word) == len("2024")]
        if "ANO" in words and "EJECUCION" in words and len(years) == 1:
            return years[0]
    return None


def _first_surprises(
    content: Content,
    style: tables.Style,
    layout: Layout,
    header: Sequence[str],
    titles: list[str],
) -> tuple[Surprise, ...]:
    notes = Notes()
    if style.encoding not in {"", "utf-8-sig"}:
        notes.add("encoding", _("No está en UTF-8; se leyó con su propia codificación."), "cp1252")
    for title in titles:
        notes.add("title-rows", _("Filas de título antes de los nombres de columna."), title)
    for name in layout.unknown(header):
        notes.add("unknown-columns", _("Columnas que no se conocen; no se usaron."), name)
    if not content.sheet and _lacks_last_line_end(content):
        notes.add("maybe-truncated", _("No termina en fin de línea: quizá está cortado."))
    return notes.surprises()


def _lacks_last_line_end(content: Content) -> bool:
    if content.member:
        return False
    with content.path.open("rb") as stream:
        stream.seek(-1, 2)
        return stream.read(1) not in {b"\n", b"\0"}
