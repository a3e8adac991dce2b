"""Every investment once, whatever files it is in, with what was declared about it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TypeVar

from cuentas.i18n import text as _
from cuentas.region.sources import InvestmentRow, ProgressRow, Surprise
from cuentas.region.sources.errors import Notes

Row = TypeVar("Row", InvestmentRow, ProgressRow)
_PERIOD = re.compile(r"20\d\d-?(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Invested:
    """Investments, each CUI once; and the monthly declarations about them, each once."""

    rows: tuple[InvestmentRow, ...]
    files: Mapping[str, tuple[InvestmentRow, ...]]
    """Each CUI as each file has it, the file that was followed first."""
    declared: tuple[ProgressRow, ...]
    surprises: tuple[Surprise, ...]

    @property
    def last_declared(self) -> dict[str, str]:
        """The last period that was declared, by CUI, where periods can be put in order."""
        periods = {
            cui: [row.period for row in rows] for cui, rows in _by_cui(self.declared).items()
        }
        return {cui: max(said) for cui, said in periods.items() if all(map(_is_period, said))}


def _is_period(words: str) -> bool:
    return _PERIOD.fullmatch(words) is not None


def invested(rows: Iterable[InvestmentRow], declared: Iterable[ProgressRow] = ()) -> Invested:
    """Each CUI once: as its latest file says it, with what that one does not carry from the others.

    What cannot be shown for lack of a cost or a place is left out and told.
    """
    notes = Notes()
    ordered = {cui: tuple(sorted(found, key=_newest)) for cui, found in _by_cui(rows).items()}
    merged = [_merged(found, notes) for found in ordered.values()]
    whole = tuple(row for row in merged if _is_whole(row, notes))
    return Invested(whole, ordered, _declared(declared, notes), notes.surprises())


def _newest(row: InvestmentRow) -> tuple[int, int]:
    empty = sum(getattr(row, one.name) in {None, ""} for one in fields(row))
    return -(row.query_date or date.min).toordinal(), empty


def _merged(found: Sequence[InvestmentRow], notes: Notes) -> InvestmentRow:
    first, *others = found
    for other in others:
        _tell_contradiction(first, other, notes)
        lacking = {
            one.name: getattr(other, one.name)
            for one in fields(first)
            if getattr(first, one.name) in {None, ""}
        }
        first = replace(first, **lacking, places=max(first.places, other.places))
    return first


def _tell_contradiction(first: InvestmentRow, other: InvestmentRow, notes: Notes) -> None:
    known = {first.updated_cost, other.updated_cost} - {None}
    if len(known) > 1:
        sentence = _("Dos archivos dicen costos distintos de un CUI; se usó el más nuevo.")
        notes.add("files-contradict", sentence, first.cui)


def _is_whole(row: InvestmentRow, notes: Notes) -> bool:
    if None not in {row.viable_cost, row.updated_cost} and row.ubigeo:
        return True
    notes.add("left-out", _("Inversiones sin costo o sin lugar; no se pueden mostrar."), row.cui)
    return False


def _by_cui(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.cui].append(row)
    return found


def _declared(declared: Iterable[ProgressRow], notes: Notes) -> tuple[ProgressRow, ...]:
    found: dict[tuple[str, str], ProgressRow] = {}
    for row in declared:
        before = found.get((row.cui, row.period))
        found[row.cui, row.period] = row
        if before is not None and before != row:
            sentence = _("Un mismo mes declarado dos veces; se usó lo último del archivo.")
            notes.add("repeated-row", sentence, f"{row.cui} {row.period}")
    return tuple(found[which] for which in sorted(found))
