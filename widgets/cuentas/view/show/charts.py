"""Charts that lie with true numbers, and the same charts put right.

Every title says what the eye believes and what the number says.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine
from cuentas.model.charts import (
    HUNDRED,
    Count,
    Point,
    Series,
    Side,
    Slice,
    Story,
    axis_start,
    few_slices,
    place_of,
    populations,
    times_longer,
    told,
    ups_and_downs,
)
from cuentas.model.comparison import Population
from cuentas.model.money import Amount, rounded
from cuentas.model.place import District, Region
from cuentas.model.provenance import Provenance
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, NEIGHBOUR, SPENT
from cuentas.view.draw.columns import Pillar, columns
from cuentas.view.draw.pie import pie
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import footer, population_in_words
from cuentas.view.show.compare import firmness
from cuentas.view.show.rows import exact_rows, file_name, line_footer, region_rows
from cuentas.view.words import stage_name

MILLION = 1_000_000
FINE = 1_000
"""Lengths are drawn in thousandths: a difference of one tenth must be seen when it is the axis."""
FEW = 5
PEOPLE_YEAR = 2025


def cut_axis(
    lines: Sequence[BudgetLine], room: Fraction | None, district: District, source: Provenance
) -> Figure:
    """The avance of some years as bars on an axis that starts where the learner says.

    ``room`` is what the axis leaves of the shortest bar, as a part of the difference between
    the longest and the shortest; ``None`` is an axis from zero.
    """
    values = [line.avance or 0 for line in lines]
    start = axis_start(values, room)
    low, high = (formats.percent(rounded(Fraction(one), 1)) for one in (min(values), max(values)))
    rows = [
        Bar(
            label=str(line.year),
            shown=formats.percent(line.avance),
            amount=rounded((Fraction(line.avance or 0) - start) * FINE, 0),
            fill=SPENT,
        )
        for line in lines
    ]
    ends = (_("empieza en {start}").format(start=_percent(start)), high)
    years = "-".join(str(line.year) for line in lines)
    return Figure(
        name="axis",
        title=_axis_title(lines, start, low, high),
        svg=bars(rows, f"axis-{district.ubigeo}-{years}-{room}", ends),
        description=_axis_in_words(values, start),
        table=_axis_table(lines, start, district),
        calculation=Calculation(
            _("En el dibujo, el largo de una barra es su número menos el comienzo del eje."),
            _axis_sum(values, start),
            exact_rows(lines, district),
            file_name(district, "eje"),
        ),
        footer=f"{footer(source, nominal=False)} {firmness(lines)}",
        mark=source.mark,
    )


def _percent(value: Fraction) -> str:
    return formats.percent(rounded(value, 1))


def _times(value: Fraction) -> str:
    """«5 veces», «1.1 veces»: one decimal, none when it would be a zero."""
    shown = rounded(value, 1)
    size = formats.number(int(shown) if shown == int(shown) else shown)
    return plural("{size} vez", "{size} veces", 1 if shown == 1 else 2).format(size=size)


def _axis_title(lines: Sequence[BudgetLine], start: Fraction, low: str, high: str) -> str:
    if low == high:
        return _(
            "Todos estos años tienen el mismo avance, {high}: aquí cortar el eje no engaña."
        ).format(high=high)
    times = times_longer([line.avance or 0 for line in lines], start)
    if not start or times is None:
        return _("El ojo y el número dicen lo mismo: el avance fue de {low} a {high}.").format(
            low=low, high=high
        )
    best = max(lines, key=lambda line: line.avance or 0)
    worst = min(lines, key=lambda line: line.avance or 0)
    return _(
        "El ojo cree que el avance de {best} es {times} el de {worst}. "
        "El número dice {high} y {low}."
    ).format(best=best.year, worst=worst.year, times=_times(times), high=high, low=low)


def _axis_in_words(values: Sequence[Amount], start: Fraction) -> str:
    honest = _beside_the_shortest(values)
    if not start:
        return _("El eje empieza en cero. {honest}, igual que los números.").format(honest=honest)
    return (
        _("El eje empieza en {start} y no en cero.").format(start=_percent(start))
        + " "
        + _("Con el eje en cero: {honest}.").format(honest=honest)
        + " "
        + _("Nadie cambió ningún número: cambió el dibujo.")
    )


def _beside_the_shortest(values: Sequence[Amount]) -> str:
    times = times_longer(values, Fraction(0))
    if times is None:
        return _("La barra más corta no tiene largo")
    if rounded(times, 1) == 1:
        return _("La barra más larga es casi igual a la más corta")
    return _("La barra más larga es {times} la más corta").format(times=_times(times))


def _axis_sum(values: Sequence[Amount], start: Fraction) -> str:
    low, high = (rounded(Fraction(one), 1) for one in (min(values), max(values)))
    times = times_longer(values, start)
    ends = [_tenths(Fraction(one)) for one in (high, rounded(start, 1), low)]
    result = _times(times) if times is not None else _("no se puede dividir entre cero")
    return "({0} − {1}) ÷ ({2} − {1}) = {3}".format(*ends, result)


def _axis_table(lines: Sequence[BudgetLine], start: Fraction, district: District) -> Table:
    columns_ = (
        Column("year", _("Año"), "year"),
        Column("avance", _("Avance"), "percent"),
        Column("largo_en_el_dibujo", _("Largo en el dibujo (puntos de %)"), "number"),
    )
    rows = [
        (str(line.year), line.avance, rounded(Fraction(line.avance or 0) - start, 1))
        for line in lines
    ]
    return table_of(district.municipality, columns_, rows)


def picked_years(
    series: Series,
    story: Story,
    district: District,
    lines: Sequence[BudgetLine],
    source: Provenance,
) -> Figure:
    """A budget through the years: all of them, or the two that tell the story somebody wants.

    ``lines`` are the rows of the years of ``series``.
    """
    points, by_share = series.points, series.by_share
    shown = told(points, story)
    write = _share_value if by_share else _soles_value
    name = f"picked-{district.ubigeo}-{story}-{'share' if by_share else 'soles'}"
    unit = (
        _("de cada 100 soles de las municipalidades") if by_share else _("millones de soles (PIM)")
    )
    return Figure(
        name="picked",
        title=_picked_title(series, shown, story, district),
        svg=columns(_pillars(points, shown, by_share=by_share), unit, name),
        description=_picked_in_words(points, shown, district, by_share=by_share),
        table=_picked_table(points, shown, district, by_share=by_share),
        calculation=Calculation(
            _picked_rule(by_share=by_share),
            " · ".join(f"{year}: {write(value)}" for year, value in shown or points),
            exact_rows(lines, district),
            file_name(district, "anios_escogidos"),
        ),
        footer=f"{footer(source, nominal=not by_share)} {firmness(lines)}",
        mark=source.mark,
    )


def _soles_value(value: Fraction) -> str:
    return formats.millions(rounded(value, 0))


def _share_value(value: Fraction) -> str:
    return _("{share} de cada 100").format(share=_tenths(value))


def _tenths(value: Fraction) -> str:
    shown = rounded(value, 1)
    return formats.number(int(shown) if shown == int(shown) else shown)


def _pillars(points: Sequence[Point], shown: Sequence[Point], *, by_share: bool) -> list[Pillar]:
    drawn = shown or points
    ends = {drawn[0], drawn[-1], max(drawn, key=lambda one: one[1])} if drawn else set()
    return [
        Pillar(
            label=str(year) if len(drawn) < FEW + 1 else f"’{year % HUNDRED:02}",
            amount=float(value),
            shown=_above(value, by_share=by_share) if (year, value) in ends else "",
            fill=SPENT if shown else BUDGETED,
        )
        for year, value in drawn
    ]


def _above(value: Fraction, *, by_share: bool) -> str:
    return _tenths(value if by_share else value / MILLION)


def _thing(district: District, *, by_share: bool) -> str:
    words = _("la parte de {who}") if by_share else _("el presupuesto de {who}")
    return words.format(who=district.short)


def _picked_title(series: Series, shown: Sequence[Point], story: Story, district: District) -> str:
    by_share = series.by_share
    thing = _thing(district, by_share=by_share)
    if not shown:
        never = (
            _("No hay dos años que cuenten esa historia: {thing} nunca subió.")
            if story is Story.RISE
            else _("No hay dos años que cuenten esa historia: {thing} nunca bajó.")
        )
        return never.format(thing=thing)
    moves = _moves(series.points)
    if story is Story.WHOLE:
        return _("Con todos los años a la vista, {thing} tuvo {moves}.").format(
            thing=thing, moves=moves
        )
    believed = (
        _("El ojo cree que {thing} se dispara: {before} en {first} y {after} en {last}.")
        if story is Story.RISE
        else _("El ojo cree que {thing} se cae: {before} en {first} y {after} en {last}.")
    )
    write = _share_value if by_share else _soles_value
    (first, before), (last, after) = shown
    return (
        believed.format(
            thing=thing, before=write(before), first=first, after=write(after), last=last
        )
        + " "
        + _("El número dice: de un año a otro hubo {moves}.").format(moves=moves)
    )


def _moves(points: Sequence[Point]) -> str:
    ups, downs = ups_and_downs(points)
    rose = plural("{count} subida", "{count} subidas", ups).format(count=ups)
    fell = plural("{count} bajada", "{count} bajadas", downs).format(count=downs)
    return _("{rose} y {fell}").format(rose=rose, fell=fell)


def _picked_in_words(
    points: Sequence[Point], shown: Sequence[Point], district: District, *, by_share: bool
) -> str:
    sentences = [_hidden_in_words(points, shown), _prices_in_words(by_share=by_share)]
    if district.exists_since:
        sentences.append(
            _("Esta municipalidad tiene presupuesto propio desde {year}.").format(
                year=district.exists_since
            )
        )
    if district.split_since:
        sentences.append(
            _(
                "Desde {year}, {name} tiene su propio presupuesto: antes estaba dentro de este."
            ).format(year=district.split_since, name=district.split_name)
        )
    return " ".join(sentences)


def _hidden_in_words(points: Sequence[Point], shown: Sequence[Point]) -> str:
    hidden = len(points) - len(shown) if shown else 0
    if not hidden:
        return _("El dibujo muestra los {count} años con dato.").format(count=len(points))
    return _("El dibujo muestra {shown} años y esconde {hidden}.").format(
        shown=len(shown), hidden=hidden
    )


def _prices_in_words(*, by_share: bool) -> str:
    if by_share:
        return _(
            "Cada año se compara con las demás municipalidades del mismo año, "
            "con los mismos precios."
        )
    return _(
        "Son soles de cada año: los precios de entonces no son los de hoy. "
        "Para quitar el alza hace falta un índice de precios oficial, y este curso no lo trae."
    )


def _picked_rule(*, by_share: bool) -> str:
    if by_share:
        return _(
            "La parte es el PIM de la municipalidad, entre la suma del PIM de todas, por 100. "
            "Solo entran los años en que hay dato de todas."
        )
    return _("Cada columna es el PIM del año, en soles de ese año.")


def _picked_table(
    points: Sequence[Point], shown: Sequence[Point], district: District, *, by_share: bool
) -> Table:
    value = (
        Column("de_cada_100", _("De cada 100 soles de la región"), "number")
        if by_share
        else Column("pim", stage_name("pim"), "soles")
    )
    columns_ = (
        Column("year", _("Año"), "year"),
        value,
        Column("en_el_dibujo", _("¿Está en el dibujo?")),
    )
    drawn = {year for year, _value in shown or points}
    rows = [
        (
            str(year),
            rounded(amount, 1 if by_share else 0),
            _("sí") if year in drawn else _("no: escondido"),
        )
        for year, amount in points
    ]
    return table_of(district.municipality, columns_, rows)


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
        svg=bars(rows, f"counts-{ubigeos}-{count}"),
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
    seen, exact = _times(believed), _times(true)
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
    columns_ = (
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
    return table_of(caption, columns_, rows)


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


def many_slices(
    lines: Sequence[BudgetLine], mine: str, region: Region, source: Provenance, *, in_pie: bool
) -> Figure:
    """The PIM of all municipalities of a year: a pie of them all, or the few that can be read."""
    year, whole = lines[0].year, sum(line.pim for line in lines)
    name = f"slices-{mine}-{year}-{'pie' if in_pie else 'bars'}"
    slices = few_slices(lines, mine, FEW)
    own = next(line for line in lines if line.ubigeo == mine)
    drawn = (
        pie([line.pim for line in lines if line.pim], name)
        if in_pie
        else bars([_slice_bar(one, whole, mine, region) for one in slices], name)
    )
    return Figure(
        name="slices",
        title=_slices_title(lines, own, region, in_pie=in_pie),
        svg=drawn,
        description=_slices_in_words(lines, slices, region, in_pie=in_pie),
        table=_slices_table(lines, region),
        calculation=Calculation(
            _("La parte de cada una es su PIM, entre la suma del PIM de todas, por 100."),
            f"{formats.soles(own.pim)} ÷ {formats.soles(whole)} × 100 = "
            f"{_tenths(Fraction(own.pim * HUNDRED, whole))}",
            region_rows(lines, region),
            f"{region.slug}_{year}_partes.csv",
        ),
        footer=line_footer(source, own),
        mark=source.mark,
    )


def _slice_bar(one: Slice, whole: int, mine: str, region: Region) -> Bar:
    named = region.district(one.ubigeo).short if one.ubigeo else ""
    rest = plural("La otra", "Las otras {count}, juntas", one.others).format(count=one.others)
    return Bar(
        label=named or rest,
        shown=_share_value(Fraction(one.pim * HUNDRED, whole)),
        amount=one.pim,
        fill=SPENT if one.ubigeo == mine else BUDGETED,
        strong=one.ubigeo == mine,
    )


def _slices_title(
    lines: Sequence[BudgetLine], own: BudgetLine, region: Region, *, in_pie: bool
) -> str:
    whole = sum(line.pim for line in lines)
    words = (
        _(
            "El ojo ve {count} tajadas y se pierde. "
            "El número dice: {who} tiene {share} soles de cada 100."
        )
        if in_pie
        else _(
            "Con pocas barras se lee: {who} tiene {share} soles de cada 100. "
            "Es la número {place} de {count}."
        )
    )
    return words.format(
        count=len(lines),
        who=region.district(own.ubigeo).short,
        share=_tenths(Fraction(own.pim * HUNDRED, whole)),
        place=place_of(lines, own.ubigeo),
    )


def _slices_in_words(
    lines: Sequence[BudgetLine], slices: Sequence[Slice], region: Region, *, in_pie: bool
) -> str:
    known = _("En {year} hay dato de {count} municipalidades de {all}.").format(
        year=lines[0].year, count=len(lines), all=len(region.districts)
    )
    if in_pie:
        return (
            _("En una torta, dos tajadas parecidas se ven iguales y los nombres no caben.")
            + " "
            + known
        )
    joined = slices[-1].others if not slices[-1].ubigeo else 0
    rest = plural(
        "La última barra es la municipalidad que falta.",
        "La última barra junta a {count} municipalidades.",
        joined,
    ).format(count=joined)
    return f"{rest} {known}" if joined else known


def _slices_table(lines: Sequence[BudgetLine], region: Region) -> Table:
    whole = sum(line.pim for line in lines)
    columns_ = (
        Column("municipalidad", _("Municipalidad")),
        Column("pim", stage_name("pim"), "soles"),
        Column("de_cada_100", _("De cada 100 soles"), "number"),
    )
    ordered = sorted(lines, key=lambda line: (-line.pim, line.ubigeo))
    rows = [
        (
            region.district(line.ubigeo).municipality,
            line.pim,
            rounded(Fraction(line.pim * HUNDRED, whole), 1),
        )
        for line in ordered
    ]
    caption = _("Municipalidades de {region}, {year}").format(
        region=region.name, year=lines[0].year
    )
    return table_of(caption, columns_, rows)
