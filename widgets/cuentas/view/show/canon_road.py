"""The road of the canon of an invented mine: tax, canon, four shares, three doors.

Every amount is illustrative and says so; the shares are those of the law in force.
"""

from __future__ import annotations

from collections.abc import Mapping

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
    SharingRule,
    region_share,
    shares_of,
)
from cuentas.model.comparison import Population
from cuentas.model.mine import ExampleMine
from cuentas.model.place import District
from cuentas.model.provenance import Mark
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
        drawing=road(
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
