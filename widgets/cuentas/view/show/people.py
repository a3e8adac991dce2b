"""A budget divided by people, and by which count of them."""

from __future__ import annotations

from decimal import Decimal

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine
from cuentas.model.comparison import People, Population, pim_per_person
from cuentas.model.place import District
from cuentas.model.provenance import Provenance
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, NEIGHBOUR, SPENT
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import date_in_words, footer, population_in_words

DOUBLE = 100
PEOPLE_YEAR = 2025
"""The year of both counts."""


def per_person(
    line: BudgetLine,
    people: People,
    population: Population,
    district: District,
    sources: tuple[Provenance, Provenance],
) -> Figure:
    """The PIM of a year for each person, by the counts of 2025 that are known for the district.

    ``population`` must be one of them; ``sources`` are those of the budget and of the population.
    """
    chosen = pim_per_person(line, people, population) or Decimal(0)
    usual = _("Por cada persona de {who} hay {amount} de PIM {year}, según {population}.")
    shared = _(
        "El PIM provincial de {year}, entre la gente de {who} nada más, da {amount} por persona, "
        "según {population}."
    )
    title = (shared if district.is_provincial else usual).format(
        who=district.name,
        amount=formats.soles(chosen),
        year=line.year,
        population=population_in_words(population),
    )
    return Figure(
        name="person",
        title=title,
        drawing=bars(
            _count_bars(line, people, population), f"person-{line.ubigeo}-{line.year}-{population}"
        ),
        description=_counts_in_words(people, district) + _cautions(line, district),
        table=_table(line, people, district),
        calculation=_calculation(line, people, population, district),
        footer=_footer(line, population, sources),
        mark=sources[0].mark,
    )


def _count_bars(line: BudgetLine, people: People, chosen: Population) -> list[Bar]:
    fills = {Population.CENSUS: SPENT, Population.PROJECTION: NEIGHBOUR}
    return [
        Bar(
            label=_("{people} personas: {count}").format(
                people=formats.number(people.count(population) or 0),
                count=population_in_words(population),
            ),
            shown=formats.soles(pim_per_person(line, people, population) or 0),
            amount=pim_per_person(line, people, population) or 0,
            fill=fills[population] if population is chosen else BUDGETED,
            strong=population is chosen,
        )
        for population in people.counted_by
    ]


def _counts_in_words(people: People, district: District) -> str:
    counted = _compared_in_words(people, district) or _counted_once(people, district)
    meaning = _("Es una cuenta para comparar: nadie recibe esa plata en la mano.")
    return f"{counted} {meaning}"


def _counted_once(people: People, district: District) -> str:
    [only] = people.counted_by
    counted = _("{who} tiene {people} personas según {population}.").format(
        who=district.name,
        people=formats.number(people.count(only) or 0),
        population=population_in_words(only),
    )
    return counted + " " + _("De este distrito no tenemos otro conteo para comparar.")


def _compared_in_words(people: People, district: District) -> str:
    """Both counts side by side; nothing where one of them is not known."""
    gap = people.gap_percent
    if gap is None or people.census_2025 is None or people.projection_2025 is None:
        return ""
    size = formats.percent(abs(gap))
    more = _("La proyección cuenta {size} más personas que el censo.")
    if gap >= DOUBLE:
        more = _("La proyección cuenta más del doble de personas que el censo.")
    fewer = _("La proyección cuenta {size} menos personas que el censo.")
    same = _("La proyección y el censo cuentan casi lo mismo.")
    compared = (more if gap > 0 else fewer if gap < 0 else same).format(size=size)
    counted = _(
        "{who} tiene {census} personas en el censo y {projection} en la proyección."
    ).format(
        who=district.name,
        census=formats.number(people.census_2025),
        projection=formats.number(people.projection_2025),
    )
    return f"{counted} {compared}"


def _cautions(line: BudgetLine, district: District) -> str:
    words = ""
    if line.year != PEOPLE_YEAR:
        words += " " + _("El presupuesto es de {year} y la población de {people_year}.").format(
            year=line.year, people_year=PEOPLE_YEAR
        )
    if district.is_provincial:
        words += " " + _("Ojo: es una municipalidad provincial y sirve a más de un distrito.")
    return words


def _table(line: BudgetLine, people: People, district: District) -> Table:
    columns = (
        Column("conteo", _("Quién contó")),
        Column("personas", _("Personas"), "number"),
        Column("pim", _("PIM"), "soles"),
        Column("soles_por_persona", _("Soles por persona"), "soles"),
    )
    rows = [
        (
            population_in_words(population),
            people.count(population),
            line.pim,
            pim_per_person(line, people, population),
        )
        for population in people.counted_by
    ]
    return table_of(f"{district.name}, {line.year}", columns, rows)


def _calculation(
    line: BudgetLine, people: People, population: Population, district: District
) -> Calculation:
    amount = formats.soles(pim_per_person(line, people, population) or 0)
    columns = (
        Column("ubigeo", _("Ubigeo"), "code"),
        Column("census_2025", _("Censo 2025"), "number"),
        Column("census_2025_women", _("Mujeres"), "number"),
        Column("census_2025_men", _("Hombres"), "number"),
        Column("projection_2025", _("Proyección 2025"), "number"),
        Column("pim", _("PIM"), "soles"),
    )
    row = (
        people.ubigeo,
        people.census_2025,
        people.census_2025_women,
        people.census_2025_men,
        people.projection_2025,
        line.pim,
    )
    return Calculation(
        _("Se divide el PIM del año entre las personas. La población es de 2025."),
        f"{formats.soles(line.pim)} ÷ {formats.number(people.count(population) or 0)} = {amount}",
        table_of(district.name, columns, [row]),
        f"{line.ubigeo}_{line.year}_persona.csv",
    )


def _footer(
    line: BudgetLine, population: Population, sources: tuple[Provenance, Provenance]
) -> str:
    budget, counts = sources
    people_source = ", ".join(
        f"{source.title}, {date_in_words(counts.consulted, source.query_date)}"
        for source in counts.consulted
    )
    return (
        footer(budget.read_on(line.query_date), finality=line.finality, population=population)
        + " "
        + _("Población: {source}.").format(source=people_source)
    )
