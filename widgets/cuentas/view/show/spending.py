"""What the money is for, counted in a hundred coins: four parts at most, the rest together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.budget import finality
from cuentas.model.money import Amount, percentage, split, total
from cuentas.model.provenance import Provenance
from cuentas.view.draw.canvas import BUDGETED, NEIGHBOUR, SPENT, UNTOUCHED
from cuentas.view.draw.coins import Part, coins
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import footer

FILLS = (SPENT, BUDGETED, NEIGHBOUR, UNTOUCHED)


@dataclass(frozen=True)
class Slice:
    """A part of a budget: official name, everyday name, soles budgeted and devengado.

    ``pim`` is ``None`` where the source does not tell it.
    """

    name: str
    plain_name: str
    pim: Amount | None
    devengado: Amount


def hundred_by_part(
    name: str, where: str, year: int, slices: Sequence[Slice], source: Provenance
) -> Figure:
    """A hundred soles devengado by ``where`` in ``year``, by what or by whom they were for."""
    ordered = sorted(slices, key=lambda part: part.devengado, reverse=True)
    counted = _counted(ordered)
    largest, first_coins = next(iter(counted.items()))
    title = plural(
        "De cada 100 soles que devengaron en {year} las entidades con sede en {where}, "
        "{coins} corresponde {what}.",
        "De cada 100 soles que devengaron en {year} las entidades con sede en {where}, "
        "{coins} corresponden {what}.",
        first_coins,
    ).format(where=where, year=year, coins=first_coins, what=_to(largest))
    parts = [
        Part(coins_, label, fill)
        for (label, coins_), fill in zip(counted.items(), FILLS, strict=False)
    ]
    return Figure(
        name=name,
        title=title,
        drawing=coins(parts, f"{name}-{where}-{year}"),
        description=_in_words(counted),
        table=_table(where, year, ordered),
        calculation=_calculation(where, year, ordered),
        footer=footer(source, finality=finality(year, _last_read(source))),
        mark=source.mark,
    )


def _to(what: str) -> str:
    """«a obras», «al Gobierno Regional…»: official names ask for their article when read aloud."""
    article = {
        "Gobierno": _("al {what}"),
        "Municipalidades": _("a las {what}"),
        "Universidad": _("a la {what}"),
        "Universidades": _("a las {what}"),
        "Poder": _("al {what}"),
    }.get(what.partition(" ")[0], _("a {what}"))
    return article.format(what=what)


def _last_read(source: Provenance) -> date:
    return max(consulted.query_date for consulted in source.consulted)


def _counted(ordered: Sequence[Slice]) -> Mapping[str, int]:
    shown = len(FILLS) - 1
    amounts: dict[str, Amount] = {part.plain_name: part.devengado for part in ordered[:shown]}
    rest = [part.devengado for part in ordered[shown:]]
    if rest:
        label = ordered[shown].plain_name if len(rest) == 1 else _("todo lo demás")
        amounts[label] = total(rest)
    return split(100, {label: max(amount, 0) for label, amount in amounts.items()})


def _in_words(counted: Mapping[str, int]) -> str:
    parts = [f"{label}: {number}" for label, number in counted.items()]
    return (
        _("Así se reparten las cien monedas: {parts}.").format(parts="; ".join(parts))
        + " "
        + _("No cuenta lo que gastan aquí entidades con sede en otro departamento.")
    )


def _table(where: str, year: int, ordered: Sequence[Slice]) -> Table:
    whole = total([part.devengado for part in ordered])
    columns = (
        Column("nombre_sencillo", _("Para qué")),
        Column("nombre", _("Nombre oficial")),
        Column("pim", _("PIM"), "soles"),
        Column("devengado", _("Devengado"), "soles"),
        Column("de_cada_100", _("De cada 100"), "percent"),
    )
    rows = [
        (part.plain_name, part.name, part.pim, part.devengado, percentage(part.devengado, whole))
        for part in ordered
    ]
    return table_of(f"{where}, {year}", columns, rows)


def _calculation(where: str, year: int, ordered: Sequence[Slice]) -> Calculation:
    whole = total([part.devengado for part in ordered])
    first = ordered[0]
    share = formats.percent(percentage(Decimal(first.devengado), whole))
    columns = (
        Column("nombre", _("Nombre oficial")),
        Column("pim", _("PIM"), "soles"),
        Column("devengado", _("Devengado"), "soles"),
    )
    return Calculation(
        _("Cada parte se divide entre la suma del devengado y se multiplica por 100."),
        f"{formats.soles(first.devengado)} ÷ {formats.soles(whole)} × 100 = {share}",
        table_of(
            f"{where}, {year}", columns, [(part.name, part.pim, part.devengado) for part in ordered]
        ),
        f"de_cada_100_{year}.csv",
    )
