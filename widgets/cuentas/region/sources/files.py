"""Recognise an official file by what it holds, never by its name."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cuentas.i18n import text as _
from cuentas.region.sources import tables
from cuentas.region.sources.content import (
    UTF8,
    Content,
    Fingerprint,
    Look,
    Progress,
    first_encoding,
    inspected,
    look_inside,
    refuse_changed,
    silent,
)
from cuentas.region.sources.errors import Notes, SourceError, Surprise
from cuentas.region.sources.kinds import COMPARED, RECOGNISED, Kind, Layout
from cuentas.region.sources.layouts import BY_KIND, best_layout
from cuentas.region.sources.others import LOOKED_AT, is_open_sheet_at, page
from cuentas.region.sources.statement import Statement, level, of_a_part, statement
from cuentas.region.sources.words import folded
from cuentas.region.sources.wrappings import is_page

COUNTED = 2025
"""The year of the only census and the only projection of people that a pack has a place for."""
TITLE_ROWS = 40
"""How many rows of titles may stand before the header."""


class Header(NamedTuple):
    """Where the names of the columns stand, and how much they are like an official header."""

    style: tables.Style
    line: int
    names: list[str]
    likeness: float
    first: list[tables.Row]
    """The first rows of the file, titles and header too."""


@dataclass(frozen=True)
class SourceFile:
    """An official file that this kit can read, and how."""

    path: Path
    kind: Kind
    sha256: str
    size: int
    mtime_ns: int
    members: tuple[str, ...]
    said: Statement
    """What the rows above its table say of it."""
    years: tuple[int, ...]
    layout: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_line: int
    surprises: tuple[Surprise, ...] = ()
    content: Content = field(kw_only=True, repr=False)
    style: tables.Style = field(kw_only=True, repr=False)
    query_date: date | None = field(default=None, kw_only=True)
    """The day that its rows carry, once it was settled."""

    @cached_property
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


def recognise(
    path: Path,
    progress: Progress = silent,
    began: Callable[[SourceFile], Iterable[Look] | None] | None = None,
) -> SourceFile:
    """What official file this is, by its content; all of its bytes are looked at.

    ``began`` hears of the file as soon as its header is known and before its fingerprint is, so
    that somebody may start reading it at the same time. What it returns, if anything, is shown
    the bytes of a text while they are looked at.

    Raises:
        SourceError: it cannot be read, it is none that this kit knows, or columns are missing.
    """
    content = look_inside(path)
    guess = "" if content.sheet else first_encoding(content)
    found = _described(content, guess)
    looks = began(found) if began else None
    mark, encoding = inspected(content, progress, *(looks or ()))
    if encoding != guess:
        found = _described(content, encoding)
    refuse_changed(path, mark)
    own = tuple(replace(one, sha256=mark.sha256) for one in found.surprises)
    return replace(found, sha256=mark.sha256, size=mark.size, mtime_ns=mark.mtime_ns, surprises=own)


def _described(content: Content, encoding: str) -> SourceFile:
    """The file as its header says, its fingerprint still unknown."""
    if content.sheet:
        together = _sheets_together(content)
        if together is not None:
            return _described(together, UTF8)
    header = _header(content, _styles(content, encoding))
    layout = best_layout(header.names)[0]
    if header.likeness < RECOGNISED:
        raise SourceError(content.path, _not_known(content))
    _refuse_incomplete(content.path, layout, header)
    _refuse_cut(content, layout)
    return _source_file(content, layout, header)


def _not_known(content: Content) -> str:
    with content.path.open("rb") as stream:
        if is_page(stream.read(LOOKED_AT)):
            return page()
    titles = ", ".join(layout.title for layout in BY_KIND.values())
    sentence = _("no es un archivo oficial que se sepa leer. Se leen: {titles}.")
    return sentence.format(titles=titles)


def _source_file(content: Content, layout: Layout, header: Header) -> SourceFile:
    titles, now = _titles(header), content.path.stat()
    said = _said(header)
    _refuse_part(content, layout, said)
    shown = _("{title}, {count} columnas").format(title=layout.title, count=len(header.names))
    return SourceFile(
        path=content.path,
        kind=layout.kind,
        sha256="",
        size=now.st_size,
        mtime_ns=now.st_mtime_ns,
        members=(content.member,) if content.member else (),
        said=said,
        years=_years_of(layout, header.names),
        layout=shown,
        encoding=header.style.encoding,
        delimiter=header.style.delimiter,
        header=_official_names(layout, header.names),
        header_line=header.line,
        surprises=_first_surprises(content, layout, header, titles),
        content=content,
        style=header.style,
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


def _header(content: Content, styles: Iterable[tables.Style]) -> Header:
    """The style and the row that look most like an official header."""
    best = Header(tables.Style("", ","), 1, [], 0.0, [])
    for style in styles:
        first = tables.head(content, style, TITLE_ROWS)
        for at, (line, cells) in enumerate(first):
            after = first[at + 1] if at + 1 < len(first) else None
            for end, names in _readings(line, cells, after):
                likeness = best_layout(names)[1]
                if likeness > best.likeness:
                    best = Header(style, end, names, likeness, first)
    return best


def _sheets_together(content: Content) -> Content | None:
    """Sheets that carry the same table, such as one a year, as one text; None if there is one.

    Raises:
        SourceError: two sheets carry different official tables, or one is a part of a budget.
    """
    headers = [_header(content, [style]) for style in _styles(content, "")]
    official = [one for one in headers if one.likeness >= RECOGNISED]
    if len(official) <= 1 and not (official and is_open_sheet_at(content.path)):
        return None
    layouts = [best_layout(one.names)[0] for one in official]
    names = {tuple(map(folded, one.names)) for one in official}
    if len({layout.kind for layout in layouts}) > 1 or len(names) > 1:
        sheets = ", ".join(f"«{one.style.sheet}»" for one in official)
        sentence = _("sus hojas {sheets} no traen la misma tabla. Guarda cada una en su archivo.")
        raise SourceError(content.path, sentence.format(sheets=sheets))
    said_by_each = [_said(one) for one in official]
    if len({said.day for said in said_by_each}) > 1:
        sentence = _("sus hojas se consultaron en días distintos. Guarda cada una en su archivo.")
        raise SourceError(content.path, sentence)
    for said in said_by_each:
        _refuse_part(content, layouts[0], said)
        if said.part:
            raise SourceError(content.path, of_a_part(said))
    return replace(content, sheet=False, text=_one_text(content, official).encode("utf-8"))


def _one_text(content: Content, headers: Sequence[Header]) -> str:
    """The titles and the header of the first sheet, and the rows of all, each with its year."""
    text, first = io.StringIO(), headers[0]
    table = csv.writer(text, delimiter="\t", lineterminator="\n")
    years = [_said(one).year for one in headers]
    adds_year = len(headers) > 1 and None not in years and "ANO" not in map(folded, first.names)
    titles = [cell for one in headers for row in _above(one) if not level(row) for cell in row]
    table.writerows([cell] for cell in dict.fromkeys(filter(None, titles)))
    sums = [_said(one).printed for one in headers]
    if None not in sums:
        name, *_others = (one[0] for one in sums if one)
        table.writerow([name, *map(sum, zip(*(one[1] for one in sums if one), strict=False))])
    table.writerow([*first.names, *(["Año"] if adds_year else [])])
    for header, year in zip(headers, years, strict=True):
        rows = (row for row in tables.rows(content, header.style) if row[0] > header.line)
        for _line, cells in tables.same_width(content, rows, header.names):
            table.writerow([*cells, *([year] if adds_year else [])])
    return text.getvalue()


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


def _refuse_incomplete(path: Path, layout: Layout, header: Header) -> None:
    names, line = header.names, header.line
    broken = [name for name in names if len(name.splitlines()) > 1]
    if broken and layout.kind.spending:
        sentence = _("el nombre de una columna está partido en dos líneas. Descárgalo otra vez.")
        raise SourceError(path, sentence, line=line, column=broken[0])
    twice = layout.repeated(names)
    if twice:
        sentence = _("la columna está dos veces en {title}. Deja una.")
        raise SourceError(path, sentence.format(title=layout.title), line=line, column=twice[0])
    missing = layout.missing(names)
    if layout.kind is Kind.COMPARATIVE and not _years_of(layout, names):
        missing = ["PIA_<año>", "PIM_<año>", "DEVENGADO_<año>"]
    if missing:
        sentence = _("parece {title}, pero faltan columnas: {missing}.")
        words = sentence.format(title=layout.title, missing=", ".join(missing))
        words += _of_unknown(layout.unknown(names))
        raise SourceError(path, words, line=line, column=missing[0])


def _of_unknown(names: list[str]) -> str:
    sentence = _("Columnas que no se conocen: {unknown}. ¿Cambiaron de nombre?")
    return " " + sentence.format(unknown=", ".join(names)) if names else ""


def _refuse_cut(content: Content, layout: Layout) -> None:
    if not content.sheet and not layout.kind.pasted and _lacks_last_line_end(content):
        sentence = _("está cortado: su última línea no termina. Descárgalo otra vez.")
        raise SourceError(content.path, sentence)


def _titles(header: Header) -> list[str]:
    return [" ".join(filter(None, cells)) for cells in _above(header)]


def _above(header: Header) -> list[list[str]]:
    """The rows above the header, be it of one row or of two."""
    above = (cells for line, cells in header.first if line < header.line)
    return [cells for cells in above if "PIM" not in map(folded, cells)]


def _said(header: Header) -> Statement:
    return statement(_above(header), header.style.sheet)


def _refuse_part(content: Content, layout: Layout, said: Statement) -> None:
    """A part of a budget is not taken for all of it, nor the people of one year for another's."""
    if said.unit:
        sentence = _(
            "dice que sus cantidades están en {unit}. Busca la tabla con unidades enteras."
        )
        raise SourceError(content.path, sentence.format(unit=said.unit))
    if layout.kind.population and said.years and COUNTED not in said.years:
        sentence = _("dice que es de {year}. El curso usa la población de {expected}: busca esa.")
        words = sentence.format(year=said.years[-1], expected=COUNTED)
        raise SourceError(content.path, words)


def _official_names(layout: Layout, names: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns as the ministry writes them, in capitals, where it does."""
    return tuple(name.upper() if layout.kind.spending else name for name in names)


def _first_surprises(
    content: Content, layout: Layout, header: Header, titles: list[str]
) -> tuple[Surprise, ...]:
    notes = Notes()
    if header.style.encoding not in {"", UTF8}:
        notes.add("encoding", _("No está en UTF-8; se leyó con su propia codificación."), "cp1252")
    for title in titles:
        notes.add("title-rows", _("Filas de título antes de los nombres de columna."), title)
    for name in layout.unknown(header.names):
        notes.add("unknown-columns", _("Columnas que no se conocen; no se usaron."), name)
    if not content.sheet and _lacks_last_line_end(content):
        notes.add("maybe-truncated", _("No termina en fin de línea: quizá está cortado."))
    return notes.surprises()


def _lacks_last_line_end(content: Content) -> bool:
    if content.text is not None:
        return not content.text.endswith(b"\n")
    if content.member:
        return False
    with content.path.open("rb") as stream:
        stream.seek(-1, 2)
        return stream.read(1) not in {b"\n", b"\0"}
