"""The limits that institutions set, by their names in the national table."""

from __future__ import annotations

from functools import cache

from cuentas.data.pack import national
from cuentas.i18n import formats
from cuentas.model.watch import Threshold


@cache
def thresholds() -> dict[str, Threshold]:
    """Every limit by its name, with the institution that sets it and its source."""
    return {one.id: one for one in national("thresholds").records(Threshold)}


def values() -> dict[str, str]:
    """The value of every limit as people read it, by its name."""
    return {name: formats.number(one.value) for name, one in thresholds().items()}
