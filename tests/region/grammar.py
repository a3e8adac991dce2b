"""A grammar of official layouts: every table, and every way in which people hand it over.

A table is what an official file says; a variant says the same in other letters, other numbers,
another wrapping. Whatever is read of a variant must be what is read of the table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from bench.national import MONTHLY, YEARLY
from cuentas.region.sources import (
    budget_rows,
    investment_rows,
    part_rows,
    population_rows,
    spending_rows,
    totals_rows,
)
from region.sources import official as made
from region.sources import wrapped

Rows = list[list[str]]
MONEY = (budget_rows, spending_rows, totals_rows, part_rows)


@dataclass(frozen=True)
class Layout:
    """An official table: its titles, its header of one row or two, its rows, and who reads it."""

    header: Rows
    rows: Rows
    readers: Sequence[Callable[..., object]]
    above: Rows = field(default_factory=list)
    amounts: frozenset[str] = frozenset()
    """The columns whose numbers may be written otherwise."""

    @property
    def table(self) -> Rows:
        """All of its rows."""
        return [*self.above, *self.header, *self.rows]


def _portal(part: str, names: Sequence[str], levels: Rows) -> Layout:
    """What the Consulta Amigable shows: titles, what was chosen, a header of two rows, the rows."""
    header = [[part, *wrapped.HEADER[1:]], wrapped.PARTS]
    rows = [[name, *_sums(at), "80.0"] for at, name in enumerate(names, start=1)]
    whole = [f"{sum(range(1, len(names) + 1)) * 1_000:,}"] * 7
    above = [*wrapped.titles(), *([*one, *whole, "80.0"] for one in levels)]
    read = (budget_rows,) if part == "Municipalidad" else (part_rows,)
    return Layout(header, rows, read, above)


def _sums(times: int) -> list[str]:
    return [f"{times * 1_000:,}"] * 7


TOWNS = [row[3] for row in made.BUDGETS if row[1].startswith("18")]
OF_A_TOWN = [["Departamento 18: MOQUEGUA"], [f"Municipalidad {TOWNS[0]}"]]
PEOPLE = [
    ["180106", "TORATA", "6300", "3200", "3100"],
    ["180204", "ICHUÑA", "4100", "2000", "2100"],
    ["180301", "ILO", "70000", "35000", "35000"],
]
PROJECTED = [
    ["180106", "MOQUEGUA", "MARISCAL NIETO", "TORATA", "6100"],
    ["180204", "MOQUEGUA", "GENERAL SÁNCHEZ CERRO", "ICHUÑA", "4000"],
]
_MONEY = {name for name in [*YEARLY, *MONTHLY] if name.startswith("MONTO")}


def _listed(header: list[str]) -> Layout:
    rows = [made.investment(header, f"200000{at}") for at in range(3)]
    costs = {"MONTO_VIABLE", "COSTO_ACTUALIZADO", "Monto viable", "Costo actualizado"}
    return Layout([header], rows, (investment_rows,), amounts=frozenset(costs))


LAYOUTS: Mapping[str, Layout] = {
    "ranking": _portal("Municipalidad", TOWNS, [["Departamento 18: MOQUEGUA"]]),
    "rubro": _portal("Rubro", ["07: FONCOMUN", "18: CANON Y SOBRECANON"], OF_A_TOWN),
    "función": _portal("Función", ["15: TRANSPORTE", "22: EDUCACIÓN"], OF_A_TOWN),
    "proyecto": _portal("Proyecto", ["2160704: CREACIÓN DE LA PISTA, ILO - MOQUEGUA"], OF_A_TOWN),
    "amigable": Layout([made.AMIGABLE], made.BUDGETS, (budget_rows,)),
    "yearly": Layout([YEARLY], made.YEARLY_ROWS, MONEY, amounts=frozenset(_MONEY)),
    "monthly": Layout([MONTHLY], made.monthly_rows(), MONEY, amounts=frozenset(_MONEY)),
    "comparative": Layout([made.comparative_header()], made.comparative_rows(), MONEY),
    "census": Layout(
        [["ubigeo", "nombre", "total", "hombre", "mujer"]],
        PEOPLE,
        (population_rows,),
        amounts=frozenset({"total", "hombre", "mujer"}),
    ),
    "projection": Layout(
        [["UBIGEO", "DEPARTAMENTO", "PROVINCIA", "DISTRITO", "POBLACIÓN"]],
        PROJECTED,
        (population_rows,),
        [["PERÚ: POBLACIÓN PROYECTADA AL 30 DE JUNIO DE 2025"]],
        frozenset({"POBLACIÓN"}),
    ),
    "detail": _listed(made.DETAIL),
    "closed": _listed(made.CLOSED),
    "search": _listed(made.SEARCH),
}
"""The layouts, by a name of ours."""


def _bare(words: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", words) if one.isascii())


SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "as it is": str,
    "small": str.lower,
    "capitals": str.upper,
    "without accents": _bare,
    "spaces around": lambda name: f"  {name} ",
    "spaces between": lambda name: name.replace("_", " "),
    "damaged": lambda name: name.encode().decode("latin-1"),
}
"""The same name of a column, spelt otherwise."""
NUMBERS: Mapping[str, Callable[[str], str]] = {
    "as it is": str,
    "two decimals": lambda cell: cell if "." in cell else f"{cell}.00",
    "thousands": lambda cell: f"{int(cell):,}" if cell.isdigit() else cell,
    "spaces around": lambda cell: f" {cell} ",
    "the tail of a float": lambda cell: cell if "." in cell else f"{cell}.0000000002",
}
"""The same amount, written otherwise."""
EDGES: Mapping[str, Callable[[Rows], Rows]] = {
    "as it is": lambda rows: rows,
    "blank lines around": lambda rows: [[], *rows, []],
    "a blank column": lambda rows: [[*row, ""] for row in rows],
}


@st.composite
def variants(draw: st.DrawFn, layout: Layout) -> tuple[str, bytes]:
    """A table said otherwise, and in words how."""
    spelling, number, edge = (
        draw(st.sampled_from(sorted(each))) for each in (SPELLINGS, NUMBERS, EDGES)
    )
    header = [[SPELLINGS[spelling](name) for name in row] for row in layout.header]
    places = {at for at, name in enumerate(layout.header[0]) if name in layout.amounts}
    rows = [
        [NUMBERS[number](cell) if at in places else cell for at, cell in enumerate(row)]
        for row in layout.rows
    ]
    table = EDGES[edge]([*layout.above, *header, *rows])
    way = draw(st.sampled_from(sorted(wrapped.WAYS)))
    return f"{spelling}, {number}, {edge}, {way}", wrapped.WAYS[way](table)
