"""The hours that homes give when a service fails: money that no budget counts."""

from __future__ import annotations

from collections.abc import Mapping

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.gender import TimeCost
from cuentas.model.provenance import Mark
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, NEIGHBOUR, SPENT
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of

WOMEN, MEN, CHILDREN = "women", "men", "children"
FILLS = {WOMEN: SPENT, MEN: NEIGHBOUR, CHILDREN: BUDGETED}


def giver_name(giver: str) -> str:
    """Who gives the time, in words."""
    return {
        WOMEN: _("Mujeres"),
        MEN: _("Hombres"),
        CHILDREN: _("Niñas y niños"),
    }[giver]


def time_cost(cost: TimeCost, *, is_own: bool) -> Figure:
    """Hours a year by who gives them. ``is_own``: the class has put its own numbers."""
    parts = cost.hours_by_giver()
    title = plural(
        "Si el agua falla, {homes} casas ponen {hours} hora al año.",
        "Si el agua falla, {homes} casas ponen {hours} horas al año.",
        cost.hours,
    )
    table = _table(cost, parts)
    return Figure(
        name="time",
        title=title.format(homes=formats.number(cost.homes), hours=formats.number(cost.hours)),
        drawing=bars(_bars(cost, parts), f"time-{cost.hours}-{'-'.join(map(str, parts.values()))}"),
        description=_in_words(cost, parts),
        table=table,
        calculation=Calculation(
            _(
                "Se multiplican los minutos de un día por las casas y por los días. "
                "Después se divide entre 60."
            ),
            f"{cost.minutes_a_day} × {formats.number(cost.homes)} × {cost.days} ÷ 60 = "
            f"{formats.number(cost.hours)}",
            table,
            "horas_al_anio.csv",
        ),
        footer=_footer(is_own=is_own),
        mark=Mark.OWN if is_own else Mark.ILLUSTRATIVE,
    )


def time_in_a_letter(cost: TimeCost) -> str:
    """The same as one sentence for a letter."""
    return _(
        "Nuestro grupo calculó que, cuando falla el agua, {homes} casas ponen {hours} horas al año."
    ).format(homes=formats.number(cost.homes), hours=formats.number(cost.hours))


def _bars(cost: TimeCost, parts: Mapping[str, int]) -> list[Bar]:
    return [
        Bar(
            _("{who}: {minutes} min al día").format(
                who=giver_name(giver), minutes=cost.minutes[giver]
            ),
            _hours(hours),
            hours,
            FILLS[giver],
        )
        for giver, hours in parts.items()
    ]


def _hours(hours: int) -> str:
    return plural("{hours} hora", "{hours} horas", hours).format(hours=formats.number(hours))


def _in_words(cost: TimeCost, parts: Mapping[str, int]) -> str:
    one = _("En una sola casa son {minutes} minutos al día: {hours} al año.").format(
        minutes=cost.minutes_a_day, hours=_hours(cost.hours_of_one_home)
    )
    whole = plural(
        "Todas juntas hacen {days} jornada de ocho horas.",
        "Todas juntas hacen {days} jornadas de ocho horas.",
        cost.workdays,
    ).format(days=formats.number(cost.workdays))
    shares = "; ".join(f"{giver_name(giver).lower()}, {_hours(n)}" for giver, n in parts.items())
    given = _("Así se reparte: {shares}.").format(shares=shares)
    return f"{one} {whole} {given} " + _("Ese tiempo no está en el costo de la obra.")


def _table(cost: TimeCost, parts: Mapping[str, int]) -> Table:
    columns = (
        Column("quien", _("Quién pone el tiempo")),
        Column("minutos_al_dia", _("Minutos al día en una casa"), "number"),
        Column("horas_al_anio", _("Horas al año en todas las casas"), "number"),
    )
    rows = [(giver_name(giver), cost.minutes[giver], hours) for giver, hours in parts.items()]
    caption = _("{homes} casas, {days} días al año").format(homes=cost.homes, days=cost.days)
    return table_of(caption, columns, rows)


def _footer(*, is_own: bool) -> str:
    if is_own:
        return _("Fuente: los números que puso tu grupo. No salen de una encuesta.")
    return _("Números inventados para empezar. Cámbialos por los de tu grupo.")
