"""A rule that can be counted: seats for women in a list, and a sample of projects for women."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.gender import least_seats
from cuentas.model.money import of_hundred, percentage
from cuentas.model.provenance import Mark, Provenance
from cuentas.view.draw.canvas import SPENT, UNTOUCHED
from cuentas.view.draw.coins import Part, coins
from cuentas.view.draw.seats import Group, seats
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import footer


@dataclass(frozen=True)
class Rule:
    """A rule of an ordinance: what it asks, how much, who approved it, and its source key."""

    what: str
    value: Decimal | None
    unit: str
    institution: str
    source_key: str
    note: str


def list_with_quota(places: int, percent: int, source: Provenance) -> Figure:
    """An invented list of ``places`` people under the rule of at least ``percent`` women.

    ``places`` is one of :data:`SIZES`.
    """
    women = least_seats(places, percent)
    title = _("Con la regla, una lista de {places} personas tiene {women} mujeres o más.")
    groups = [
        Group(women, _("mujeres, por lo menos"), SPENT),
        Group(places - women, _("mujeres u hombres"), UNTOUCHED),
    ]
    exact = Decimal(places * percent) / 100
    return Figure(
        name="quota",
        title=title.format(places=places, women=women),
        drawing=seats(groups, f"quota-{places}-{percent}"),
        description=_quota_in_words(places, women),
        table=_every_size(percent),
        calculation=Calculation(
            _("Se multiplica la lista por el porcentaje. El resultado sube al entero."),
            f"{places} × {percent} ÷ 100 = {formats.number(exact.normalize())} → {women}",
            _every_size(percent),
            "cuota.csv",
        ),
        footer=footer(source, nominal=False)
        + " "
        + _("El tamaño de la lista es un ejemplo inventado."),
        mark=Mark.ILLUSTRATIVE,
    )


SIZES = tuple(range(4, 13))


def _quota_in_words(places: int, women: int) -> str:
    return _(
        "La regla guarda {women} lugares y deja {free} para mujeres u hombres. "
        "Es un mínimo: la lista puede tener más mujeres."
    ).format(women=women, free=places - women)


def _every_size(percent: int) -> Table:
    columns = (
        Column("personas", _("Personas en la lista"), "number"),
        Column("mujeres_por_lo_menos", _("Mujeres, por lo menos"), "number"),
    )
    rows = [(size, least_seats(size, percent)) for size in SIZES]
    return table_of(_("La misma regla en listas de otro tamaño"), columns, rows)


def rules_table(rules: Sequence[Rule]) -> Table:
    """What the ordinances ask, each with its source key."""
    columns = (
        Column("regla", _("Qué pide")),
        Column("valor", _("Cuánto"), "number", _("sin número")),
        Column("unidad", _("De qué"), empty="–"),
        Column("quien", _("Quién lo aprobó")),
        Column("fuente", _("Fuente")),
    )
    rows = [(r.what, r.value, r.unit, r.institution, f"[{r.source_key}]") for r in rules]
    return table_of(_("Lo que piden tres ordenanzas"), columns, rows)


def few_projects(for_women: int, sample: int, source: Provenance) -> Figure:
    """A hundred coins of a sample of projects: those said to favour women, and the others."""
    part = of_hundred(for_women, sample)
    table = table_of(
        _("Proyectos de la muestra, 2008 a 2011"),
        (Column("que", _("Qué se contó")), Column("proyectos", _("Proyectos"), "number")),
        [
            (_("Favorecían a mujeres"), for_women),
            (_("Los otros proyectos"), sample - for_women),
            (_("Toda la muestra"), sample),
        ],
    )
    parts = [
        Part(part, _("favorecían a mujeres"), SPENT),
        Part(100 - part, _("los otros proyectos"), UNTOUCHED),
    ]
    share = formats.percent(percentage(for_women, sample))
    return Figure(
        name="sample",
        title=_("De {sample} proyectos de una muestra, {women} favorecían a mujeres.").format(
            sample=sample, women=for_women
        ),
        drawing=coins(parts, f"sample-{for_women}-{sample}"),
        description=_(
            "De cada 100 son {part}. La muestra es de 2008 a 2011 y lo cuenta una entrevista. "
            "No dice que los otros proyectos no sirvan a mujeres."
        ).format(part=part),
        table=table,
        calculation=Calculation(
            _("Los proyectos que favorecían a mujeres se dividen entre la muestra, por 100."),
            f"{for_women} ÷ {sample} × 100 = {share}",
            table,
            "muestra.csv",
        ),
        footer=footer(source, nominal=False),
        mark=source.mark,
    )
