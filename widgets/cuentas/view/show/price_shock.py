"""Another price on the same tonnes of an invented mine: profit and canon move much more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.comparison import Change
from cuentas.model.mine import ILLUSTRATIVE_TAX_PERCENT, ExampleMine
from cuentas.model.money import percentage
from cuentas.model.provenance import Mark
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, MINE
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import illustrative_footer


def price_shock(before: ExampleMine, now: ExampleMine) -> Figure:
    """The same tonnes at another price: profit and canon move much more than the price."""
    price = Change(before.price, now.price)
    canon = Change(before.canon, now.canon)
    rows = [
        *_pair(_("Precio por tonelada"), before.price, now.price, formats.soles),
        *_pair(_("Canon generado"), before.canon, now.canon, formats.millions),
    ]
    scaled = _each_pair_on_its_own_scale(rows)
    return Figure(
        name="shock",
        title=_shock_title(price, canon),
        drawing=bars(scaled, f"shock-{before.price}-{now.price}-{now.tonnes}"),
        description=_shock_in_words(before, now),
        table=_mine_table(before, now),
        calculation=_mine_calculation(before, now),
        footer=illustrative_footer(),
        mark=Mark.ILLUSTRATIVE,
    )


def _pair(label: str, before: int, now: int, shown: Callable[[int], str]) -> list[Bar]:
    return [
        Bar(_("{what}, antes").format(what=label), shown(before), before, BUDGETED),
        Bar(_("{what}, ahora").format(what=label), shown(now), now, MINE, strong=True),
    ]


def _each_pair_on_its_own_scale(rows: list[Bar]) -> list[Bar]:
    """Price and canon have different units: each pair is drawn against its own largest."""
    scaled = []
    for first, second in zip(rows[::2], rows[1::2], strict=True):
        largest = max(first.amount, second.amount, 1)
        for bar in (first, second):
            level = percentage(max(bar.amount, 0), largest) or 0
            scaled.append(replace(bar, amount=level))
    return scaled


def _shock_title(price: Change, canon: Change) -> str:
    if not price.difference:
        return _("Con el mismo precio, el canon no cambia.")
    if canon.now == 0:
        return _("Si el precio {price}, la mina no gana y no hay canon.").format(
            price=_moves(price)
        )
    return _("Si el precio {price}, el canon {canon}.").format(
        price=_moves(price), canon=_moves(canon)
    )


def _moves(change: Change) -> str:
    size = formats.percent(abs(change.percent or Decimal(0)))
    verb = _("sube {size}") if change.difference > 0 else _("baja {size}")
    return verb.format(size=size)


def _shock_in_words(before: ExampleMine, now: ExampleMine) -> str:
    if before.profit == now.profit:
        return _(
            "La mina vende las mismas {tonnes} toneladas al mismo precio. Su resultado sigue "
            "igual: {now}. Mueve el precio para ver qué cambia."
        ).format(tonnes=formats.number(now.tonnes), now=_gain_in_words(now.profit))
    return _(
        "La mina vende las mismas {tonnes} toneladas y gasta lo mismo en producir. "
        "Su resultado pasa de {before} a {now}. El canon sale de la ganancia, no de las toneladas."
    ).format(
        tonnes=formats.number(now.tonnes),
        before=_gain_in_words(before.profit),
        now=_gain_in_words(now.profit),
    )


def _gain_in_words(profit: int) -> str:
    if profit <= 0:
        return _("una pérdida de {amount}").format(amount=formats.millions(-profit))
    return _("una ganancia de {amount}").format(amount=formats.millions(profit))


def _mine_table(before: ExampleMine, now: ExampleMine) -> Table:
    columns = (
        Column("que", _("Qué")),
        Column("antes", _("Antes"), "soles"),
        Column("ahora", _("Ahora"), "soles"),
    )
    rows = [
        (_("Precio por tonelada"), before.price, now.price),
        (_("Costo por tonelada"), before.cost, now.cost),
        (_("Ganancia"), before.profit, now.profit),
        (_("Impuesto del ejemplo"), before.income_tax, now.income_tax),
        (_("Canon"), before.canon, now.canon),
    ]
    caption = _("La mina del ejemplo, {tonnes} toneladas").format(tonnes=formats.number(now.tonnes))
    return table_of(caption, columns, rows)


def _mine_calculation(before: ExampleMine, now: ExampleMine) -> Calculation:
    return Calculation(
        _(
            "Ganancia = toneladas × (precio − costo). Impuesto del ejemplo = {percent} de cada 100 "
            "soles de ganancia: es un número redondo, no la tasa de la ley. Canon = la mitad."
        ).format(percent=ILLUSTRATIVE_TAX_PERCENT),
        f"{formats.number(now.tonnes)} × ({formats.soles(now.price)} − {formats.soles(now.cost)}) "
        f"= {formats.soles(now.profit)}",
        _mine_table(before, now),
        "mina_del_ejemplo.csv",
    )
