"""The canon on an invented mine: its road, a price shock, its calendar, its doors.

Every amount here is illustrative and says so; the shares are those of the law in force.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.canon import (
    CANON_HISTORY,
    CANON_IN_FORCE,
    CANON_PERCENT_OF_INCOME_TAX,
    DEPARTMENT,
    DISTRICT,
    PROVINCE,
    REGION,
    ROYALTY_IN_FORCE,
    UNIVERSITIES,
    Doors,
    Payments,
    SharingRule,
    region_share,
    shares_of,
)
from cuentas.model.comparison import Change, Population
from cuentas.model.mine import ILLUSTRATIVE_TAX_PERCENT, ExampleMine
from cuentas.model.money import percentage
from cuentas.model.place import District
from cuentas.model.provenance import Mark
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.calendar import Event, Year, calendar
from cuentas.view.draw.canvas import BUDGETED, MINE, MISSING, UNTOUCHED
from cuentas.view.draw.road import Band, Share, road
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import illustrative_footer, population_in_words


def tier_name(tier: str) -> str:
    """Who receives a share of the law, in words."""
    return {
        DISTRICT: _("Distrito de la mina"),
        PROVINCE: _("Municipalidades de la provincia"),
        DEPARTMENT: _("Municipalidades del departamento"),
        REGION: _("Gobierno regional"),
        UNIVERSITIES: _("Universidades nacionales"),
    }[tier]


def door_name(tier: str) -> str:
    """A share of the law in one or two words, for labels."""
    return {
        DISTRICT: _("Distrito de la mina"),
        PROVINCE: _("Provincia"),
        DEPARTMENT: _("Departamento"),
        REGION: _("Gobierno regional"),
    }[tier]


def canon_road(
    mine: ExampleMine, doors: Doors, mine_at: District, mine_to: District, count: Population
) -> Figure:
    """From the mine's profit to one district: tax, canon, four shares, three doors.

    ``count`` is the one by which municipalities share inside a door.
    """
    shares = shares_of(mine.canon)
    reaches = {DISTRICT: doors.district, PROVINCE: doors.province, DEPARTMENT: doors.department}
    title = _("Ejemplo: de {canon} de canon, a {who} llegarían {total}.").format(
        canon=formats.millions(mine.canon),
        total=formats.millions(doors.total),
        who=mine_to.short,
    )
    if not mine.canon:
        title = _("Ejemplo: la mina no gana y no hay canon para nadie.")
    return Figure(
        name="road",
        title=title,
        svg=road(
            _bands(mine),
            [_share(tier, shares[tier], reaches.get(tier)) for tier, _p in CANON_IN_FORCE.shares],
            _("Con lupa: el mismo canon"),
            f"road-{mine.price}-{mine.tonnes}-{mine_at.ubigeo}-{mine_to.ubigeo}",
        ),
        description=_road_in_words(mine, doors, mine_at, mine_to),
        table=_road_table(shares, reaches, mine_to),
        calculation=_road_calculation(mine, count),
        footer=_road_footer(),
        mark=Mark.ILLUSTRATIVE,
    )


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
        svg=bars(scaled, f"shock-{before.price}-{now.price}-{now.tonnes}"),
        description=_shock_in_words(before, now),
        table=_mine_table(before, now),
        calculation=_mine_calculation(before, now),
        footer=illustrative_footer(),
        mark=Mark.ILLUSTRATIVE,
    )


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
        svg=calendar(years, f"calendar-{estimated}-{actual}"),
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


def sharing_rules() -> Table:
    """The law's shares in force and their history, and those of the royalty."""
    columns = (
        Column("desde", _("Desde"), "year"),
        Column("norma", _("Ley")),
        Column("que_reparte", _("Qué reparte")),
        Column("reparto", _("Cómo")),
        Column("distrito_productor", _("¿El distrito de la mina entra en todo?")),
        Column("fuente", _("Fuente")),
    )
    rows = [_rule_row(rule, _("Canon minero")) for rule in CANON_HISTORY]
    rows.append(_rule_row(ROYALTY_IN_FORCE, _("Regalía minera (vigente)")))
    return table_of(_("Cómo se reparte, según la ley, y cómo cambió"), columns, rows)


def _rule_row(rule: SharingRule, what: str) -> tuple[str, ...]:
    shares = [f"{tier_name(tier)} {percent} %" for tier, percent in rule.shares]
    return (
        str(rule.since),
        rule.law,
        what,
        formats.listing(shares),
        {True: _("no"), False: _("sí"), None: _("sin dato")}[rule.excludes_producer],
        rule.source_key,
    )


def _bands(mine: ExampleMine) -> list[Band]:
    return [
        Band(
            _("Lo que gana la mina") if mine.profit >= 0 else _("Lo que pierde la mina"),
            formats.millions(abs(mine.profit)),
            max(mine.profit, 0),
        ),
        Band(_("Impuesto a la renta"), formats.millions(mine.income_tax), mine.income_tax),
        Band(_("Canon: la mitad"), formats.millions(mine.canon), mine.canon),
    ]


def _share(tier: str, amount: int, reaches: int | None) -> Share:
    percent = dict(CANON_IN_FORCE.shares)[tier]
    reached = (
        _("no pasa por las municipalidades")
        if reaches is None
        else _("a tu distrito: {amount}").format(amount=formats.millions(reaches))
    )
    label = f"{door_name(tier)}: {percent} %"
    return Share(label, formats.millions(amount), amount, reaches or 0, reached)


def _road_in_words(mine: ExampleMine, doors: Doors, mine_at: District, mine_to: District) -> str:
    if mine.canon == 0:
        return _(
            "La mina no gana este año. Sin ganancia no hay impuesto, y sin impuesto no hay canon."
        )
    opened = [
        _("{amount} por la puerta «{tier}»").format(
            amount=formats.millions(amount), tier=door_name(tier).lower()
        )
        for tier, amount in (
            (DISTRICT, doors.district),
            (PROVINCE, doors.province),
            (DEPARTMENT, doors.department),
        )
        if amount
    ]
    return _("La mina del ejemplo está en {mine_at}. A {who} le llegarían {opened}.").format(
        mine_at=mine_at.name, who=mine_to.short, opened=formats.listing(opened)
    )


def _road_table(shares: Mapping[str, int], reaches: Mapping[str, int], who: District) -> Table:
    columns = (
        Column("puerta", _("Quién recibe")),
        Column("por_ciento", _("De cada 100"), "number"),
        Column("soles", _("Soles"), "soles"),
        Column("llega", _("Llega a {who}").format(who=who.name), "soles"),
    )
    rows = [
        (tier_name(tier), percent, shares[tier], reaches.get(tier, _("no pasa por aquí")))
        for tier, percent in CANON_IN_FORCE.shares
    ]
    return table_of(_("El canon por puertas"), columns, rows)


def _road_calculation(mine: ExampleMine, count: Population) -> Calculation:
    region = region_share(shares_of(mine.canon)[REGION])
    return Calculation(
        _(
            "El canon es la mitad del impuesto a la renta de la mina. Se reparte 10, 25, 40 y 25. "
            "De la parte del gobierno regional, {universities} son para universidades públicas y "
            "{institutes} para institutos. Dentro de cada puerta, este ejemplo reparte solo por "
            "número de personas, según {count}. El índice verdadero lo aprueba el MEF: mira "
            "población y necesidades básicas insatisfechas."
        ).format(
            count=population_in_words(count),
            universities=formats.millions(region.universities),
            institutes=formats.millions(region.institutes),
        ),
        f"{formats.soles(mine.income_tax)} × {CANON_PERCENT_OF_INCOME_TAX} ÷ 100 = "
        f"{formats.soles(mine.canon)}",
        sharing_rules(),
        "reparto_del_canon.csv",
    )


def _road_footer() -> str:
    rule = _("Reparto: Ley 27506, artículos 5 y 9. Dentro de cada puerta, solo por población.")
    return f"{rule} {illustrative_footer()}"


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
