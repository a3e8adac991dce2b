"""What an official file says of itself above its table: day, year, filters and sums."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from cuentas.i18n import text as _
from cuentas.region.sources.words import amount, folded, query_date

_YEAR = re.compile(r"a(?:ñ|n|Ã±|\ufffd|\?)o de ejecuci\S+?n\W*(\d{4})", re.IGNORECASE)
_INCLUDES = re.compile(r"incluye\W*(.+?)\s*$", re.IGNORECASE)
_LEVEL = re.compile(r"(.+?) ([\w.-]+):\s*(.*)")
_WHOLE = {"ACTIVIDADES_Y_PROYECTOS", "ACTIVIDADES_PROYECTOS", ""}
_HALVES = {"SOLO_PROYECTOS": "projects", "SOLO_ACTIVIDADES": "activities"}
_ABOVE = {
    "NIVEL_DE_GOBIERNO",
    "GOB_LOC_MANCOM",
    "GOBIERNOS_LOCALES",
    "MUNICIPALIDADES",
    "DEPARTAMENTO",
    "PROVINCIA",
    "MUNICIPALIDAD",
}
"""Levels that choose whose money it is; any other one chooses a part of it."""
_ANY_YEAR = re.compile(r"\b(20\d\d)\b")
_FILTER = re.compile(
    r"\b(?:Rubro|Fuente(?: de Financiamiento)?|Tipo de Recurso|Funci\S+n|Gen\S+rica|Mes|Trimestre"
    r"|Categor\S+a Presupuestal|Producto/Proyecto|Proyecto|Sector|Pliego)"
    r"(?: [\w.-]+)?[ \t]*:[ \t]*(?!todos|todas)\S[^\n]*",
    re.IGNORECASE,
)
"""A title that says what was chosen, where it stands without the amounts of a level."""
_UNIT = re.compile(
    r"\b(miles|millones)\b(?: de)?(?: nuevos)? (?:soles|S/|personas|habitantes)", re.IGNORECASE
)
_WITHIN = re.compile(r"\b(?:Departamento|Provincia|Municipalidad)\W+(\d{2,6})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Statement:
    """What the rows above a table say of it.

    Attributes:
        day: when the portal was asked.
        year: the year of the budget.
        years: every year that is named.
        includes: what «Incluye» says.
        filters: titles that say what else was chosen.
        unit: ``miles`` or ``millones`` where the amounts are not in units.
        levels: the rows that say what was chosen, from the whole to the part: name, and amounts.
    """

    day: date | None = None
    year: int | None = None
    years: tuple[int, ...] = ()
    includes: str = ""
    filters: tuple[str, ...] = ()
    unit: str = ""
    levels: tuple[tuple[str, tuple[Decimal, ...]], ...] = ()

    @property
    def part(self) -> str:
        """The words that make this a part of a budget; empty where it is the whole."""
        if folded(self.includes) not in _WHOLE:
            return f"Incluye: {self.includes}"
        return self.chosen

    @property
    def chosen(self) -> str:
        """The first level that chooses a part of the money of a place; empty if there is none."""
        levels = (name for name, _amounts in self.levels if not _is_place(name))
        return next(chain(levels, self.filters), "")

    @property
    def within(self) -> str:
        """The digits that the code of every row must begin with; empty where nothing says it."""
        found = [_WITHIN.match(name) for name, _amounts in self.levels]
        return max((one[1] for one in found if one), key=len, default="")

    @property
    def scope(self) -> str:
        """What of the spending it includes: ``total``, ``projects`` or ``activities``."""
        words = folded(self.includes)
        return "total" if words in _WHOLE else _HALVES.get(words, "")

    @property
    def printed(self) -> tuple[str, tuple[Decimal, ...]] | None:
        """What the table below must add up to: the last level, and its amounts."""
        return self.levels[-1] if self.levels else None


def _is_place(name: str) -> bool:
    found = _LEVEL.fullmatch(name)
    return folded(name) == "TOTAL" or (found is not None and folded(found[1]) in _ABOVE)


def statement(rows: Iterable[Sequence[str]], sheet: str = "") -> Statement:
    """What the rows above a table say, and the name of its sheet where it is a year."""
    titles, levels = [], []
    for cells in rows:
        found = level(cells)
        if found:
            levels.append(found)
        else:
            titles.append(" ".join(cell.strip() for cell in cells if cell.strip()))
    words = "\n".join(titles)
    year = _YEAR.search(words) or _ANY_YEAR.fullmatch(sheet.strip())
    includes, unit = _INCLUDES.search(words), _UNIT.search(words)
    return Statement(
        query_date(words),
        int(year[1]) if year else None,
        tuple(dict.fromkeys(int(one) for one in _ANY_YEAR.findall(f"{words}\n{sheet}"))),
        includes[1].strip() if includes else "",
        tuple(one.strip() for one in _FILTER.findall(words)),
        unit[1].lower() if unit else "",
        tuple(levels),
    )


def level(cells: Sequence[str]) -> tuple[str, tuple[Decimal, ...]] | None:
    """The name and the amounts of a row of sums; None for a title."""
    name, *others = [cell for cell in cells if cell.strip()] or [""]
    amounts = _amounts(others)
    return (name.strip(), amounts) if amounts else None


def _amounts(cells: Sequence[str]) -> tuple[Decimal, ...]:
    """The amounts of a row of sums; none where a cell is not one."""
    try:
        found = tuple(amount(cell) for cell in cells)
    except ValueError:
        return ()
    return tuple(one for one in found if one is not None) if None not in found else ()


def of_a_part(said: Statement) -> str:
    """Why a table cannot be taken for the budget of a municipality."""
    sentence = _(
        "dice «{part}»: es una parte del presupuesto, y aquí hace falta todo. En el portal, "
        "consulta con «Actividades y Proyectos» y sin elegir nada más que el lugar."
    )
    return sentence.format(part=said.part)
