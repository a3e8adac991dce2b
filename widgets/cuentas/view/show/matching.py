"""The possible answers of a matching exercise, and which ones were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.i18n import text as _
from cuentas.model.provenance import Mark
from cuentas.view.draw.canvas import SPENT, UNTOUCHED
from cuentas.view.draw.checklist import Check, checklist
from cuentas.view.figure import Calculation, Column, Figure, table_of


@dataclass(frozen=True)
class Answer:
    """One of the things that cases are matched with: its name and what it means."""

    id: str
    name: str
    meaning: str
    source_key: str


def found_answers(
    name: str, answers: Sequence[Answer], found: tuple[int, int], ids: frozenset[str], foot: str
) -> Figure:
    """The possible answers of a matching exercise, those already found with their mark."""
    rows = [
        Check(
            answer.name,
            answer.meaning,
            "✓" if answer.id in ids else "",
            SPENT if answer.id in ids else UNTOUCHED,
        )
        for answer in answers
    ]
    table = table_of(
        _("Lo que significa cada respuesta"),
        (
            Column("respuesta", _("Respuesta")),
            Column("que_es", _("Qué es")),
            Column("fuente", _("Fuente")),
        ),
        [(one.name, one.meaning, one.source_key) for one in answers],
    )
    return Figure(
        name=name,
        title=_("Encontraste la respuesta de {found} de {all} casos.").format(
            found=found[0], all=found[1]
        ),
        drawing=checklist(rows, f"{name}-" + "-".join(sorted(ids))),
        description=_("Los casos están abajo. Respuestas posibles: {answers}.").format(
            answers="; ".join(f"{one.name}: {one.meaning}" for one in answers)
        ),
        table=table,
        calculation=Calculation(
            _("Se cuentan los casos que ya tienen su respuesta. Los casos son inventados."),
            f"{found[0]} + {found[1] - found[0]} = {found[1]}",
            table,
            f"{name}.csv",
        ),
        footer=foot,
        mark=Mark.ILLUSTRATIVE,
    )
