"""A chart that lies with picked years: all of them, or the two that tell a wished story.

The title says what the eye believes and what the number says.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine
from cuentas.model.charts import HUNDRED, Point, Series, Story, told, ups_and_downs
from cuentas.model.money import rounded
from cuentas.model.place import District
from cuentas.model.provenance import Provenance
from cuentas.view.draw.canvas import BUDGETED, SPENT
from cuentas.view.draw.columns import Pillar, columns
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import footer
from cuentas.view.show.compare import firmness
from cuentas.view.show.rows import exact_rows, file_name, since_when_in_words
from cuentas.view.words import stage_name

FEW = 5


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
    write = formats.of_hundred if by_share else _soles_value
    name = f"picked-{district.ubigeo}-{story}-{'share' if by_share else 'soles'}"
    unit = (
        _("de cada 100 soles de las municipalidades") if by_share else _("millones de soles (PIM)")
    )
    return Figure(
        name="picked",
        title=_picked_title(series, shown, story, district),
        drawing=columns(_pillars(points, shown, by_share=by_share), unit, name),
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


def _pillars(points: Sequence[Point], shown: Sequence[Point], *, by_share: bool) -> list[Pillar]:
    drawn = shown or points
    ends = {drawn[0], drawn[-1], max(drawn, key=lambda one: one[1])} if drawn else set()
    return [
        Pillar(
            label=str(year) if len(drawn) <= FEW else f"’{year % HUNDRED:02}",
            amount=float(value),
            shown=_above(value, by_share=by_share) if (year, value) in ends else "",
            fill=SPENT if shown else BUDGETED,
        )
        for year, value in drawn
    ]


def _above(value: Fraction, *, by_share: bool) -> str:
    return formats.tenths(value if by_share else value / formats.MILLION)


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
    write = formats.of_hundred if by_share else _soles_value
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
    told = [_hidden_in_words(points, shown), _prices_in_words(by_share=by_share)]
    return " ".join([*told, *since_when_in_words(district)])


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
