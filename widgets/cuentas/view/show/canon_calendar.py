"""When the canon of an invented mine arrives: the year it is gained, and the next one."""

from __future__ import annotations

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.canon import (
    Payments,
)
from cuentas.model.provenance import Mark
from cuentas.view.draw.calendar import Event, Year, calendar
from cuentas.view.draw.canvas import BUDGETED, MINE, MISSING, UNTOUCHED
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import illustrative_footer


def canon_calendar(estimated: int, actual: int, paid: Payments) -> Figure:
    """The year that the mine gains, and the year that the canon arrives in two parts."""
    years = (
        Year(
            _("Año 1: la mina gana"),
            (Event(1, 12, _("genera canon por"), formats.millions(actual), MINE),),
        ),
        Year(_("Año 2: el canon llega"), _arrivals(paid)),
    )
    return Figure(
        name="calendar",
        title=_calendar_title(actual, paid),
        drawing=calendar(years, f"calendar-{estimated}-{actual}"),
        description=_calendar_in_words(estimated, actual, paid),
        table=_payments_table(estimated, actual, paid),
        calculation=_payments_calculation(estimated, actual, paid),
        footer=_(
            "Regla: adelanto en enero (Decreto de Urgencia 006-2024) y el resto a mitad de año."
        )
        + " "
        + illustrative_footer(),
        mark=Mark.ILLUSTRATIVE,
    )


def _arrivals(paid: Payments) -> tuple[Event, ...]:
    advance = Event(1, 1, _("adelanto de enero"), formats.millions(paid.advance), BUDGETED)
    if paid.to_deduct:
        label, amount, fill = _("se descuenta después"), paid.to_deduct, MISSING
    else:
        label, amount, fill = (
            _("segunda parte"),
            paid.settlement,
            MINE if paid.settlement else UNTOUCHED,
        )
    return advance, Event(6, 7, label, formats.millions(amount), fill)


def _calendar_title(actual: int, paid: Payments) -> str:
    if paid.to_deduct:
        return _("El adelanto fue mayor que el canon: no hay segunda parte.")
    if not actual:
        return _("La mina no ganó en el año 1: en el año 2 no llega canon.")
    if not paid.settlement:
        return _("El adelanto fue igual al canon: no hay segunda parte.")
    if not paid.advance:
        return _("No hubo adelanto: el canon llega en una sola parte.")
    return _("El canon del año 1, {actual}, llega en el año 2 en dos partes.").format(
        actual=formats.millions(actual)
    )


def _calendar_in_words(estimated: int, actual: int, paid: Payments) -> str:
    start = _("El Estado calculó {estimated} y adelantó la mitad en enero: {advance}.").format(
        estimated=formats.millions(estimated), advance=formats.millions(paid.advance)
    )
    if paid.to_deduct:
        end = _(
            "El canon verdadero fue {actual}. Sobraron {extra}: se descuentan después. "
            "Aquí nadie se llevó nada: no había segunda parte."
        ).format(actual=formats.millions(actual), extra=formats.millions(paid.to_deduct))
    elif not paid.settlement:
        end = _("El canon verdadero fue {actual}. No faltaba nada por llegar.").format(
            actual=formats.millions(actual)
        )
    else:
        end = _(
            "El canon verdadero fue {actual}. A mitad de año llegó lo que faltaba: {rest}."
        ).format(actual=formats.millions(actual), rest=formats.millions(paid.settlement))
    return f"{start} {end}"


def _payments_table(estimated: int, actual: int, paid: Payments) -> Table:
    columns = (
        Column("cuando", _("Cuándo")),
        Column("que", _("Qué")),
        Column("soles", _("Soles"), "soles"),
    )
    rows = [
        (_("Antes del año 2"), _("Canon calculado en el presupuesto"), estimated),
        (_("Enero del año 2"), _("Adelanto: la mitad"), paid.advance),
        (_("Año 1"), _("Canon que generó el año"), actual),
        (_("Junio o julio del año 2"), _("Segunda parte"), paid.settlement),
        (_("Después"), _("Se descuenta"), paid.to_deduct),
    ]
    return table_of(_("Cuándo llega el canon"), columns, rows)


def _payments_calculation(estimated: int, actual: int, paid: Payments) -> Calculation:
    return Calculation(
        _(
            "El adelanto es la mitad del canon calculado. La segunda parte es el canon verdadero "
            "menos el adelanto. Si el adelanto fue mayor, la diferencia se descuenta después."
        ),
        f"{formats.soles(actual)} − {formats.soles(paid.advance)} = "
        f"{formats.soles(actual - paid.advance)}",
        _payments_table(estimated, actual, paid),
        "calendario_del_canon.csv",
    )
