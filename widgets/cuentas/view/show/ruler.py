"""Money is not progress: one invented work read on one ruler."""

from __future__ import annotations

from cuentas.i18n import text as _
from cuentas.model.provenance import Mark
from cuentas.view.draw.canvas import BUDGETED, NEIGHBOUR, SPENT
from cuentas.view.draw.ruler import ROW, Reading, ruler
from cuentas.view.figure import Calculation, Column, Figure, table_of
from cuentas.view.footer import illustrative_footer


def work_and_money(built: int, paid: int, elapsed: int) -> Figure:
    """Physical progress above, money below, time beneath: three percentages of one work."""
    rows = [
        (_("Obra (avance físico)"), built, SPENT),
        (_("Plata (avance financiero)"), paid, BUDGETED),
        (_("Tiempo pasado"), elapsed, NEIGHBOUR),
    ]
    table = table_of(
        _("Una obra inventada"),
        (Column("que", _("Qué se mide")), Column("por_ciento", _("De cada 100"), "number")),
        [(label, value) for label, value, _fill in rows],
    )
    return Figure(
        name="ruler",
        title=_(
            "Se devengaron {paid} de cada 100 soles y hay {built} de cada 100 partes hechas."
        ).format(paid=paid, built=built),
        drawing=ruler(
            [Reading(label, value, fill) for label, value, fill in rows], f"ruler-{built}-{paid}"
        ),
        description=_ruler_in_words(built, paid),
        table=table,
        calculation=Calculation(
            _(
                "El avance financiero es lo devengado entre el costo. El avance físico se mide en "
                "la obra, con las valorizaciones."
            ),
            f"{paid} − {built} = {paid - built}",
            table,
            "obra_inventada.csv",
        ),
        footer=illustrative_footer(),
        mark=Mark.ILLUSTRATIVE,
        row_height=ROW,
    )


def _ruler_in_words(built: int, paid: int) -> str:
    if paid > built:
        return _("Va más plata que obra. Es una alerta para preguntar: ¿qué se pagó y qué falta?")
    if built > paid:
        return _("Va más obra que plata. Puede ser un pago que demora: también se pregunta.")
    return _("Plata y obra van parejas. Aun así, la calidad se mira en la obra.")
