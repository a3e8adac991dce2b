"""What watching changes: the cost of works where somebody was known to watch."""

from __future__ import annotations

from decimal import Decimal

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.money import HUNDRED, of_hundred
from cuentas.model.provenance import Mark, Provenance
from cuentas.view.draw.canvas import MISSING, SPENT
from cuentas.view.draw.coins import Part, coins
from cuentas.view.figure import Calculation, Column, Figure, table_of
from cuentas.view.footer import footer


def watching(cost: Decimal, districts: int, letters: int, source: Provenance) -> Figure:
    """What works cost where somebody was known to watch, for every hundred soles elsewhere."""
    left = of_hundred(HUNDRED + cost, HUNDRED)
    rows = [(_("Sin cartas"), HUNDRED), (_("Con cartas"), left)]
    table = table_of(
        _("Costo de las obras, por cada 100 soles"),
        (Column("donde", _("Dónde")), Column("soles", _("Soles"), "soles")),
        rows,
    )
    parts = [
        Part(left, _("costó donde llegaron las cartas"), SPENT),
        Part(HUNDRED - left, _("diferencia con los demás distritos"), MISSING),
    ]
    return Figure(
        name="watching",
        title=_(
            "Donde se avisó, las obras costaron {left} por cada 100 soles de las demás."
        ).format(left=left),
        drawing=coins(parts, "watching"),
        description=_(
            "Un estudio comparó {districts} distritos de ciudad o cercanos a una ciudad. A una "
            "parte llegaron {letters} cartas de una organización y de la Contraloría. Se terminó "
            "la misma proporción de obras. Otro estudio miró a monitores acreditados. Vio menos "
            "sobrecostos en obras por contrato y ningún efecto en el tiempo. Un grupo de vecinas "
            "y vecinos no es lo mismo: por eso la copia al control."
        ).format(districts=districts, letters=letters),
        table=table,
        calculation=Calculation(
            _("A cien soles se les resta lo que bajó el costo, según el estudio."),
            f"100 − {formats.number(abs(cost))} = {formats.number(HUNDRED + cost)}",
            table,
            "estudio_cartas.csv",
        ),
        footer=footer(source, nominal=False),
        mark=Mark.OWN,
    )
