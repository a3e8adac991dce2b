"""The datasets of a pack, from what was read: rows, controls and notes of each."""

from collections.abc import Iterator

from cuentas.region.datasets.budget import budget
from cuentas.region.datasets.investments import investments
from cuentas.region.datasets.levels import spending, totals
from cuentas.region.datasets.parts_of_budgets import by_function, by_rubro
from cuentas.region.datasets.people import population
from cuentas.region.datasets.sheets import Sheets
from cuentas.region.parts.tables import Table

__all__ = ["Sheets", "tables"]


def tables(sheets: Sheets) -> Iterator[Table]:
    """Every dataset that what was read is enough for, or whose controls expect some row.

    A part of a department has none of those that tell of all of it.
    """
    if sheets.read.budget:
        yield budget(sheets)
    of_all = () if sheets.read.place.is_part else (totals, spending)
    for make in (population, investments, by_function, by_rubro, *of_all):
        table = make(sheets)
        if table.rows or table.checks:
            yield table
