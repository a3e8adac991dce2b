"""Compared with what? A municipality beside its own past and beside its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from statistics import median

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine, Finality
from cuentas.model.money import of_hundred, rounded
from cuentas.model.place import District, Region
from cuentas.model.provenance import Provenance
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED
from cuentas.view.draw.tiles import Tile, tiles
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import footer
from cuentas.view.show.rows import (
    exact_rows,
    file_name,
    first_year_in_words,
    line_footer,
    region_rows,
    since_when_in_words,
)
from cuentas.view.words import stage_name

DRAWN_YEARS = 7
"""How many years the drawing shows at once."""


def own_years(
    lines: Sequence[BudgetLine], year: int, district: District, source: Provenance
) -> Figure:
    """The same municipality through the years: PIM, and devengado inside it."""
    shown = [line for line in lines if line.pim]
    name = f"years-{district.ubigeo}-{year}"
    return Figure(
        name="years",
        title=_years_title(shown, year, district),
        drawing=bars([_year_bar(line, year) for line in _drawn(shown, year)], name),
        description=_years_in_words(shown, district),
        table=_years_table(shown, district),
        calculation=Calculation(
            _("Cada barra es el PIM del año. La parte llena es el devengado."),
            _("avance = devengado ÷ PIM × 100"),
            exact_rows(shown, district),
            file_name(district, "anios"),
        ),
        footer=f"{footer(source)} {firmness(shown)}",
        mark=source.mark,
    )


def all_municipalities(
    lines: Sequence[BudgetLine], chosen: str, region: Region, source: Provenance
) -> Figure:
    """The tile map: what part of its PIM each municipality devengó in one year."""
    year = lines[0].year
    by_place = {line.ubigeo: line for line in lines}
    around = region.map_around(region.district(chosen).province)
    places = [
        _tile(district, place, by_place.get(district.ubigeo), chosen) for district, place in around
    ]
    return Figure(
        name="neighbours",
        title=_neighbours_title(lines, by_place.get(chosen), region),
        drawing=tiles(places, f"neighbours-{chosen}-{year}"),
        description=_neighbours_in_words(lines, region) + _only_drawn(region, chosen),
        table=_neighbours_table(lines, region),
        calculation=Calculation(
            _("En cada cuadro, lo lleno es la parte del PIM que se devengó."),
            _("avance = devengado ÷ PIM × 100"),
            region_rows(lines, region),
            f"{region.slug}_{year}.csv",
        ),
        footer=line_footer(source, lines[0]),
        mark=source.mark,
    )


def twins(line: BudgetLine, other: BudgetLine, region: Region, source: Provenance) -> Figure:
    """The municipality beside the one whose PIM is closest that year, on one scale."""
    pair = (line, other)
    who, with_whom = (region.district(one.ubigeo) for one in pair)
    return Figure(
        name="twins",
        title=_("{who} devengó {mine} de cada 100 soles en {year}; {other}, {theirs}.").format(
            who=who.short,
            mine=of_hundred(line.devengado, line.pim),
            year=line.year,
            other=with_whom.short,
            theirs=of_hundred(other.devengado, other.pim),
        ),
        drawing=bars(
            [_twin_bar(one, region, strong=one is line) for one in pair],
            f"twins-{line.ubigeo}-{line.year}",
        ),
        description=_twins_in_words(line, other, with_whom) + first_year_in_words(line, who),
        table=_neighbours_table(pair, region),
        calculation=Calculation(
            _("Se busca la municipalidad con el PIM más cercano en el mismo año."),
            f"{formats.soles(line.pim)} − {formats.soles(other.pim)} = "
            f"{formats.soles(line.pim - other.pim)}",
            region_rows(pair, region),
            file_name(who, f"{line.year}_parecida"),
        ),
        footer=line_footer(source, line),
        mark=source.mark,
    )


def _twin_bar(line: BudgetLine, region: Region, *, strong: bool) -> Bar:
    return Bar(
        label=region.district(line.ubigeo).short,
        shown=formats.millions(line.pim),
        amount=line.pim,
        fill=BUDGETED,
        inner=min(line.devengado, line.pim),
        strong=strong,
    )


def _twins_in_words(line: BudgetLine, other: BudgetLine, with_whom: District) -> str:
    gap = abs(line.devengado - other.devengado)
    return _(
        "{other} es la municipalidad con el PIM más parecido ese año. "
        "La diferencia de devengado es de {gap}. Parecidas en soles no quiere decir iguales."
    ).format(other=with_whom.short, gap=formats.soles(gap))


def _drawn(lines: Sequence[BudgetLine], year: int) -> list[BudgetLine]:
    """The years that fit a phone screen, newest first: those nearest to the chosen one."""
    nearest = sorted(lines, key=lambda line: abs(line.year - year))[:DRAWN_YEARS]
    return sorted(nearest, key=lambda line: line.year, reverse=True)


def _year_bar(line: BudgetLine, chosen: int) -> Bar:
    spent = of_hundred(line.devengado, line.pim)
    return Bar(
        label=f"{line.year}: {formats.millions(line.pim)}",
        shown=_("{coins} de cada 100").format(coins=spent),
        amount=line.pim,
        fill=BUDGETED,
        inner=min(line.devengado, line.pim),
        strong=line.year == chosen,
    )


def _years_title(lines: Sequence[BudgetLine], year: int, district: District) -> str:
    now = next((line for line in lines if line.year == year), None)
    before = next((line for line in lines if line.year == year - 1), None)
    if before is not None and district.is_first_year(before.year):
        before = None
    if now is None:
        return _("{who} no tiene datos de {year}.").format(who=district.short, year=year)
    coins = of_hundred(now.devengado, now.pim)
    if before is None:
        return _("{who} devengó {coins} de cada 100 soles en {year}.").format(
            who=district.short, coins=coins, year=year
        )
    return _("{who} devengó {coins} de cada 100 soles en {year}; el año anterior, {past}.").format(
        who=district.short, coins=coins, year=year, past=of_hundred(before.devengado, before.pim)
    )


def _years_in_words(lines: Sequence[BudgetLine], district: District) -> str:
    first, last = lines[0], lines[-1]
    moved = _("El PIM pasó de {first} en {first_year} a {last} en {last_year}.").format(
        first=formats.millions(first.pim),
        first_year=first.year,
        last=formats.millions(last.pim),
        last_year=last.year,
    )
    sentences = [moved]
    if len(lines) > DRAWN_YEARS:
        sentences.append(
            _("El dibujo muestra {drawn} años; la tabla, todos.").format(drawn=DRAWN_YEARS)
        )
    return " ".join([*sentences, *since_when_in_words(district)])


def firmness(lines: Sequence[BudgetLine]) -> str:
    """Which of these years can still move, said below the figures of several years."""
    moving = [str(line.year) for line in lines if line.finality is not Finality.CLOSED]
    if not moving:
        return _("Años cerrados.")
    return plural(
        "La cifra de {years} es preliminar: todavía puede moverse.",
        "Las cifras de {years} son preliminares: todavía pueden moverse.",
        len(moving),
    ).format(years=formats.listing(moving))


def _years_table(lines: Sequence[BudgetLine], district: District) -> Table:
    columns = (
        Column("year", _("Año"), "year"),
        Column("pim", stage_name("pim"), "soles"),
        Column("devengado", stage_name("devengado"), "soles"),
        Column("avance", _("Avance"), "percent"),
    )
    rows = [(str(line.year), line.pim, line.devengado, line.avance) for line in lines]
    return table_of(district.municipality, columns, rows)


def _only_drawn(region: Region, chosen: str) -> str:
    if not region.is_large:
        return ""
    return " " + _("El dibujo muestra la provincia de {province}; la tabla, todas.").format(
        province=region.province_name(region.district(chosen).province)
    )


def _tile(district: District, place: tuple[int, int], line: BudgetLine | None, chosen: str) -> Tile:
    avance = line.avance if line else None
    return Tile(
        place=place,
        name=district.tile_name or district.name,
        shown=formats.percent(avance) if avance is not None else _("sin dato"),
        level=float(avance) if avance is not None else None,
        chosen=district.ubigeo == chosen,
    )


def _neighbours_title(lines: Sequence[BudgetLine], mine: BudgetLine | None, region: Region) -> str:
    year = lines[0].year
    if mine is not None and len(lines) == 1:
        return _("En {year} solo hay datos de una municipalidad: {who}.").format(
            year=year, who=region.district(mine.ubigeo).municipality
        )
    if mine is None or mine.avance is None:
        return _("En {year} hay datos de {count} municipalidades de {region}.").format(
            year=year, count=len(lines), region=region.name
        )
    who = region.district(mine.ubigeo).short
    if region.district(mine.ubigeo).is_first_year(year):
        return _("En estos datos, {year} fue el primer año de {who} con presupuesto.").format(
            year=year, who=who
        )
    higher = sum(1 for line in lines if _exact_avance(line) > _exact_avance(mine))
    if not higher:
        return _(
            "En {year}, {who} tuvo el avance más alto de las {count} municipalidades con datos."
        ).format(year=year, who=who, count=len(lines))
    return plural(
        "En {year}, {higher} municipalidad de {count} tuvo más avance que {who}.",
        "En {year}, {higher} municipalidades de {count} tuvieron más avance que {who}.",
        higher,
    ).format(year=year, higher=higher, count=len(lines), who=who)


def _exact_avance(line: BudgetLine) -> Fraction:
    """Unrounded, so that 84.44 and 84.36 are not taken for a tie."""
    return Fraction(line.devengado, line.pim) if line.pim else Fraction(0)


def _neighbours_in_words(lines: Sequence[BudgetLine], region: Region) -> str:
    middle = median(line.avance for line in lines if line.avance is not None)
    half = _("La mitad de las municipalidades llegó a {middle} o más.")
    sentence = half if len(lines) > 1 else _("Su avance es {middle}.")
    sentence = sentence.format(middle=formats.percent(rounded(middle, 1)))
    sentence += _absent_in_words(lines, region)
    return sentence + " " + _("Un avance distinto es una pregunta, no una prueba de nada.")


def _absent_in_words(lines: Sequence[BudgetLine], region: Region) -> str:
    year, present = lines[0].year, {line.ubigeo for line in lines}
    absent = [district for district in region.districts if district.ubigeo not in present]
    young = [one.name for one in absent if one.exists_since and year < one.exists_since]
    silent = len(absent) - len(young)
    words = ""
    if young:
        words += " " + plural(
            "En estos datos, {names} todavía no tenía presupuesto.",
            "En estos datos, {names} todavía no tenían presupuesto.",
            len(young),
        ).format(names=formats.listing(young))
    if silent:
        words += " " + plural(
            "De {silent} distrito no hay dato de ese año en esta fuente.",
            "De {silent} distritos no hay dato de ese año en esta fuente.",
            silent,
        ).format(silent=silent)
    return words


def _neighbours_table(lines: Sequence[BudgetLine], region: Region) -> Table:
    columns = (
        Column("municipalidad", _("Municipalidad")),
        Column("pim", stage_name("pim"), "soles"),
        Column("devengado", stage_name("devengado"), "soles"),
        Column("avance", _("Avance"), "percent"),
    )
    rows = [
        (region.district(line.ubigeo).municipality, line.pim, line.devengado, line.avance)
        for line in lines
    ]
    caption = _("Municipalidades de {region}, {year}").format(
        region=region.name, year=lines[0].year
    )
    return table_of(caption, columns, rows)
