"""A figure that never stands alone: message, drawing, description, table, sums and source."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.provenance import Mark
from cuentas.view.draw.canvas import Drawing
from cuentas.view.draw.svg import svg

Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class Column:
    """A column: official name (also the CSV's), heading for people, and how cells are written.

    ``kind`` is ``text``, ``code``, ``year``, ``number``, ``soles``, ``percent`` or ``date``.
    ``empty`` is what an empty cell says; by default, that the source does not tell.
    """

    name: str
    heading: str
    kind: str = "text"
    empty: str = ""

    @property
    def is_number(self) -> bool:
        """Whether cells line up on the right."""
        return self.kind in {"number", "soles", "percent"}

    def shown(self, cell: Cell) -> str:
        """The cell as people read it; an unknown amount is said, never left blank."""
        if cell is None:
            return self.empty or _("sin dato")
        if isinstance(cell, date):
            return formats.long_date(cell)
        if self.is_number and isinstance(cell, int | Decimal):
            writers = {"soles": formats.soles, "percent": formats.percent}
            return writers.get(self.kind, formats.number)(cell)
        return str(cell)


@dataclass(frozen=True)
class Table:
    """Rows under named columns; ``caption`` tells a screen reader what they are."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def shown(self) -> list[list[str]]:
        """Every cell as people read it."""
        return [
            [column.shown(cell) for column, cell in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]

    def csv(self) -> str:
        """The rows with official column names and plain numbers, ready for a spreadsheet."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow([column.name for column in self.columns])
        writer.writerows(["" if cell is None else cell for cell in row] for row in self.rows)
        return buffer.getvalue()


@dataclass(frozen=True)
class Calculation:
    """«¿Cómo se calculó?»: the formula in words, the sum with its numbers, the exact rows."""

    words: str
    expression: str
    rows: Table
    file_name: str

    @property
    def csv_link(self) -> str:
        """A link that downloads the rows without asking any server."""
        return "data:text/csv;charset=utf-8," + quote("\ufeff" + self.rows.csv())


@dataclass(frozen=True)
class Figure:
    """A figure as a lesson shows it.

    ``title`` is its message in a sentence; ``description`` is one plain paragraph; ``footer``
    is one line: source, query date, preliminary or final, nominal, population. Where people
    may be asked to point at a row, ``row_height`` is how many points each one is high.
    """

    name: str
    title: str
    drawing: Drawing
    description: str
    table: Table
    calculation: Calculation
    footer: str
    mark: Mark
    row_height: int = 0

    def describe(self) -> str:
        """Message and description: what a screen reader says, paper prints and tests compare."""
        return f"{self.title} {self.description}"

    @property
    def id(self) -> str:
        """An id that is the same for the same content and differs otherwise."""
        digest = hashlib.sha256(self.describe().encode()).hexdigest()[:8]
        return f"{self.name}-{digest}"

    @property
    def mark_words(self) -> str:
        """How the three kinds of number are told apart on screen."""
        return {
            Mark.OFFICIAL: _("Cifra oficial"),
            Mark.PRESS: _("Dato citado de la prensa"),
            Mark.COMPANY: _("Dato dicho por la empresa"),
            Mark.OWN: _("Elaboración propia"),
            Mark.ILLUSTRATIVE: _("Ejemplo inventado"),
        }[self.mark]

    def svg(self, place: str = "") -> Markup:
        """The drawing, safe to stand in a page: it is our own and escapes its texts.

        ``place`` keeps its ids apart from those of the same drawing elsewhere on the page.
        """
        return Markup(svg(self.drawing, place))  # noqa: S704 - drawn by us, never typed by anyone

    def html(self, place: str = "") -> str:
        """The whole ``<figure>``; ``place`` tells it apart when a page shows it twice."""
        own = f"{self.id}-{place}" if place else self.id
        return render("figure.html.j2", figure=self, id=own, place=place)


def render(template: str, **values: object) -> str:
    """One of the view's templates filled in; every value is escaped."""
    return _template(template).render(**values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cuentas.view"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["_"] = _
    return environment


def _template(name: str) -> Template:
    return _environment().get_template(name)


def table_of(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Table:
    """A table from any sequences."""
    return Table(caption, tuple(columns), tuple(tuple(row) for row in rows))
