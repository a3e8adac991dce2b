"""A chart that lies with two counts of people: each side divided by the one that suits it.

The title says what the eye believes and what the number says.
"""

from __future__ import annotations

from fractions import Fraction

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.charts import Count, Side, populations
from cuentas.model.comparison import Population
from cuentas.model.money import rounded
from cuentas.model.place import Region
from cuentas.model.provenance import Provenance
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import NEIGHBOUR, SPENT
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import population_in_words
from cuentas.view.show.rows import file_name, line_footer, region_rows
from cuentas.view.words import stage_name

PEOPLE_YEAR = 2025


def mixed_counts(
    mine: Side, other: Side, count: Count, region: Region, sources: tuple[Provenance, Provenance]
) -> Figure:
    """Two municipalities per person, divided by the same count or each by another one.

    ``sources`` are those of the budget and of the population.
    """
    used = populations(mine, other, count)
    rows = [
        _side_bar(side, population, region, strong=side is mine)
        for side, population in zip((mine, other), used, strict=True)
    ]
    ubigeos = f"{mine.line.ubigeo}-{other.line.ubigeo}-{mine.line.year}"
    who = region.district(mine.line.ubigeo)
    return Figure(
        name="counts",
        title=_counts_title(mine, other, count, region),
        drawing=bars(rows, f"counts-{ubigeos}-{count}"),
        description=_counts_in_words(mine, other, used, region),
        table=_counts_table(mine, other, region),
        calculation=Calculation(
            _("Se divide el PIM del año entre las personas. La población es de 2025."),
            "; ".join(
                _division(side, population)
                for side, population in zip((mine, other), used, strict=True)
            ),
            region_rows([mine.line, other.line], region),
            file_name(who, f"{mine.line.year}_por_persona"),
        ),
        footer=_counts_footer(mine, used, sources),
        mark=sources[0].mark,
    )


def _amount(side: Side, population: Population) -> str:
    return formats.soles(rounded(side.by(population), 0))


def _division(side: Side, population: Population) -> str:
    people = formats.number(side.people.count(population) or 0)
    return f"{formats.soles(side.line.pim)} ÷ {people} = {_amount(side, population)}"


def _side_bar(side: Side, population: Population, region: Region, *, strong: bool) -> Bar:
    name = region.district(side.line.ubigeo).short
    counted = {Population.CENSUS: _("censo"), Population.PROJECTION: _("proyección")}
    return Bar(
        label=_("{who} ({count})").format(who=name, count=counted[population]),
        shown=_amount(side, population),
        amount=rounded(side.by(population), 0),
        fill=SPENT if population is Population.CENSUS else NEIGHBOUR,
        strong=strong,
    )


def _counts_title(mine: Side, other: Side, count: Count, region: Region) -> str:
    who, with_whom = (region.district(side.line.ubigeo).short for side in (mine, other))
    census = Population.CENSUS
    if count is not Count.MIXED:
        population = Population(count.value)
        return _(
            "Con la misma cuenta, por persona hay {mine} en {who} y {theirs} en {other}."
        ).format(
            mine=_amount(mine, population),
            who=who,
            theirs=_amount(other, population),
            other=with_whom,
        )
    believed = mine.by(mine.most()) / other.by(other.least())
    true = mine.by(census) / other.by(census)
    if believed > 1 > true:
        return _(
            "El ojo cree que {who} tiene más por persona que {other}. "
            "El número dice que, con el mismo censo, es al revés."
        ).format(who=who, other=with_whom)
    if believed >= 1:
        return _exaggerated(who, with_whom, believed, true)
    return _exaggerated(with_whom, who, 1 / believed, 1 / true)


def _exaggerated(more: str, less: str, believed: Fraction, true: Fraction) -> str:
    """How many times the one with more seems to have, and has."""
    seen, exact = formats.times(believed), formats.times(true)
    words = (
        _(
            "El ojo cree que por persona {more} tiene {seen} lo de {less}. "
            "El número dice {exact}, con el mismo censo."
        )
        if seen != exact
        else _(
            "Con {more} y {less}, mezclar las dos poblaciones casi no cambia nada. "
            "Prueba con otro distrito."
        )
    )
    return words.format(more=more, less=less, seen=seen, exact=exact)


def _counts_in_words(
    mine: Side, other: Side, used: tuple[Population, Population], region: Region
) -> str:
    who, with_whom = (region.district(side.line.ubigeo).short for side in (mine, other))
    divided = _("Para {who} se usa {first}; para {other}, {second}.").format(
        who=who,
        other=with_whom,
        first=population_in_words(used[0]),
        second=population_in_words(used[1]),
    )
    meaning = _("Es una cuenta para comparar: nadie recibe esa plata en la mano.")
    if mine.line.year == PEOPLE_YEAR:
        return f"{divided} {meaning}"
    years = _("El presupuesto es de {year} y la población de {people_year}.").format(
        year=mine.line.year, people_year=PEOPLE_YEAR
    )
    return f"{divided} {meaning} {years}"


def _counts_table(mine: Side, other: Side, region: Region) -> Table:
    columns = (
        Column("municipalidad", _("Municipalidad")),
        Column("conteo", _("Quién contó")),
        Column("personas", _("Personas"), "number"),
        Column("pim", stage_name("pim"), "soles"),
        Column("soles_por_persona", _("Soles por persona"), "soles"),
    )
    rows = [
        (
            region.district(side.line.ubigeo).short,
            population_in_words(population),
            side.people.count(population),
            side.line.pim,
            rounded(side.by(population), 0),
        )
        for side in (mine, other)
        for population in Population
    ]
    caption = _("Por persona, {year}").format(year=mine.line.year)
    return table_of(caption, columns, rows)


def _counts_footer(
    mine: Side, used: tuple[Population, Population], sources: tuple[Provenance, Provenance]
) -> str:
    budget, people = sources
    named = formats.listing([population_in_words(one) for one in dict.fromkeys(used)])
    return (
        line_footer(budget, mine.line)
        + " "
        + _("Por persona según {population}.").format(population=named)
        + " "
        + _("Población: {source}.").format(
            source=", ".join(source.title for source in people.consulted)
        )
    )
