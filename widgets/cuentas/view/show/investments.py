"""Real investments of a district: the cost they were approved with, and the updated one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.investment import Investment
from cuentas.model.money import rounded
from cuentas.model.place import District
from cuentas.model.provenance import Provenance
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, NEIGHBOUR
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import footer

SHOWN = 5


def district_investments(
    investments: Sequence[Investment], district: District, source: Provenance
) -> Figure:
    """The largest investments located in a district; those of several places stand last.

    There must be at least one.
    """
    ordered = sorted(investments, key=lambda one: (one.places > 1, -one.updated_cost))
    return Figure(
        name="investments",
        title=_title(ordered, district),
        drawing=bars([_bar(one) for one in ordered[:SHOWN]], f"investments-{district.ubigeo}"),
        description=_in_words(ordered),
        table=_table(ordered, district),
        calculation=_calculation(ordered, district),
        footer=footer(source),
        mark=source.mark,
    )


def _title(ordered: Sequence[Investment], district: District) -> str:
    chosen = plural(
        "{count} inversión escogida", "{count} inversiones escogidas", len(ordered)
    ).format(count=len(ordered))
    rose = sum(_rose(one) for one in ordered)
    return plural(
        "De {chosen} de {who}, {rose} subió de costo.",
        "De {chosen} de {who}, {rose} subieron de costo.",
        rose,
    ).format(chosen=chosen, who=district.name, rose=rose)


def _rose(one: Investment) -> bool:
    """Whether the cost rose in the whole soles that people see: a cent is no rise."""
    return rounded(one.updated_cost, 0) > rounded(one.viable_cost, 0)


def _bar(one: Investment) -> Bar:
    return Bar(
        label=one.short_name,
        shown=formats.millions(one.updated_cost),
        amount=one.updated_cost,
        fill=BUDGETED,
        inner=min(one.viable_cost, one.updated_cost),
        inner_fill=NEIGHBOUR,
    )


def _in_words(ordered: Sequence[Investment]) -> str:
    first = ordered[0]
    sentence = _(
        "La primera es «{name}» (CUI {cui}): {viable} al aprobarse y {updated} actualizado. "
        "Figura a nombre de: {entity}."
    ).format(
        name=first.short_name,
        cui=first.cui,
        viable=formats.soles(first.viable_cost),
        updated=formats.soles(first.updated_cost),
        entity=first.entity,
    )
    return (
        sentence
        + " "
        + _("La parte rayada es el costo aprobado. Una barra toda rayada no subió de costo.")
        + " "
        + _("El costo no es lo gastado ni lo construido.")
        + _elsewhere(ordered)
    )


def _elsewhere(ordered: Sequence[Investment]) -> str:
    shared = sum(1 for one in ordered if one.places > 1)
    if not shared:
        return ""
    return " " + plural(
        "La última de la tabla figura en varios lugares y puede servir a otra zona.",
        "Las {count} últimas de la tabla figuran en varios lugares y pueden servir a otra zona.",
        shared,
    ).format(count=shared)


def _table(ordered: Sequence[Investment], district: District) -> Table:
    columns = (
        Column("inversion", _("Inversión")),
        Column("cui", "CUI", "code"),
        Column("estado", _("Estado")),
        Column("lugares", _("Lugares donde figura"), "number"),
        Column("costo_viable", _("Costo al aprobarse"), "soles"),
        Column("costo_actualizado", _("Costo actualizado"), "soles"),
        Column("cambio", _("Cambio"), "percent"),
    )
    rows = [
        (
            one.short_name,
            one.cui,
            one.state.capitalize(),
            one.places,
            one.viable_cost,
            one.updated_cost,
            one.cost_change.percent,
        )
        for one in ordered
    ]
    return table_of(_("Inversiones de {who}").format(who=district.name), columns, rows)


def _calculation(ordered: Sequence[Investment], district: District) -> Calculation:
    columns = (
        Column("cui", "CUI", "code"),
        Column("short_name", _("Inversión")),
        Column("entity", _("Entidad")),
        Column("viable_on", _("Viable desde"), "date"),
        Column("viable_cost", _("Costo al aprobarse"), "soles"),
        Column("updated_cost", _("Costo actualizado"), "soles"),
        Column("query_date", _("Consultado"), "date"),
    )
    rows = [
        (o.cui, o.short_name, o.entity, o.viable_on, o.viable_cost, o.updated_cost, o.query_date)
        for o in ordered
    ]
    example = ordered[0].cost_change
    expression = (
        f"{formats.soles(example.now)} − {formats.soles(example.before)} = "
        f"{formats.soles(Decimal(example.difference))}"
    )
    return Calculation(
        _(
            "El cambio es el costo actualizado menos el costo al aprobarse. "
            "Cada CUI se cuenta una vez."
        ),
        expression,
        table_of(_("Inversiones de {who}").format(who=district.name), columns, rows),
        f"{district.ubigeo}_inversiones.csv",
    )
