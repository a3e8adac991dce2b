"""A chart that lies with a cut axis: the years of a municipality, from zero or from higher up.

The title says what the eye believes and what the number says.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine
from cuentas.model.charts import axis_start, times_longer
from cuentas.model.money import Amount, rounded
from cuentas.model.place import District
from cuentas.model.provenance import Provenance
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import SPENT
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import footer
from cuentas.view.show.compare import firmness
from cuentas.view.show.rows import exact_rows, file_name

FINE = 1_000
"""Lengths are drawn in thousandths: a difference of one tenth must be seen when it is the axis."""


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
        drawing=bars(rows, f"axis-{district.ubigeo}-{years}-{room}", ends),
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
    ).format(best=best.year, worst=worst.year, times=formats.times(times), high=high, low=low)


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
    return _("La barra más larga es {times} la más corta").format(times=formats.times(times))


def _axis_sum(values: Sequence[Amount], start: Fraction) -> str:
    low, high = (rounded(Fraction(one), 1) for one in (min(values), max(values)))
    times = times_longer(values, start)
    ends = [formats.tenths(Fraction(one)) for one in (high, rounded(start, 1), low)]
    result = formats.times(times) if times is not None else _("no se puede dividir entre cero")
    return "({0} − {1}) ÷ ({2} − {1}) = {3}".format(*ends, result)


def _axis_table(lines: Sequence[BudgetLine], start: Fraction, district: District) -> Table:
    columns = (
        Column("year", _("Año"), "year"),
        Column("avance", _("Avance"), "percent"),
        Column("largo_en_el_dibujo", _("Largo en el dibujo (puntos de %)"), "number"),
    )
    rows = [
        (str(line.year), line.avance, rounded(Fraction(line.avance or 0) - start, 1))
        for line in lines
    ]
    return table_of(district.municipality, columns, rows)
