"""The phases of an official cycle, one of them looked at."""

from __future__ import annotations

from collections.abc import Sequence

from cuentas.i18n import text as _
from cuentas.model.provenance import Mark, Provenance
from cuentas.model.works import (
    Phase,
)
from cuentas.view.draw.canvas import SPENT, UNTOUCHED
from cuentas.view.draw.strip import Stop, strip
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import footer


def phases(all_phases: Sequence[Phase], chosen: str, source: Provenance, order: str = "") -> Figure:
    """Phases in their order, one of them looked at; ``order`` says whose order it is.

    Without it, it is that of Invierte.pe.
    """
    one = next(phase for phase in all_phases if phase.id == chosen)
    stops = [
        Stop(
            _("{order}. {name}").format(order=phase.order, name=phase.name),
            phase.plain,
            SPENT if phase.order <= one.order else UNTOUCHED,
            chosen=phase is one,
        )
        for phase in all_phases
    ]
    table = _phase_table(all_phases)
    return Figure(
        name="phases",
        title=_("Fase {order} de {count}: {name}.").format(
            order=one.order, count=len(all_phases), name=one.name
        ),
        drawing=strip(stops, f"phases-{chosen}"),
        description=_phase_in_words(one),
        table=table,
        calculation=Calculation(
            order or _("El orden es el del ciclo de inversión. No hay ninguna cuenta."),
            " → ".join(phase.name for phase in all_phases),
            table,
            "fases.csv",
        ),
        footer=footer(source.from_sources(one.source_key.split()), nominal=False),
        mark=Mark.OWN,
    )


def _phase_in_words(phase: Phase) -> str:
    return _(
        "{plain} Responde: {who}. Queda este papel: {document} Puedes preguntar: {ask}"
    ).format(plain=phase.plain, who=phase.who, document=phase.document, ask=phase.ask)


def _phase_table(all_phases: Sequence[Phase]) -> Table:
    columns = (
        Column("fase", _("Fase")),
        Column("que_pasa", _("Qué pasa")),
        Column("responde", _("Quién responde")),
        Column("documento", _("Qué documento queda")),
        Column("pregunta", _("Qué preguntar")),
        Column("fuente", _("Clave de la fuente"), "code"),
    )
    rows = [(x.name, x.plain, x.who, x.document, x.ask, x.source_key) for x in all_phases]
    return table_of(_("Las fases de una inversión"), columns, rows)
