"""A chart that hides with too many slices: all municipalities in a pie, or the few one can read.

The title says what the eye believes and what the number says.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine
from cuentas.model.charts import HUNDRED, Slice, few_slices, place_of
from cuentas.model.money import rounded
from cuentas.model.place import Region
from cuentas.model.provenance import Provenance
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, SPENT
from cuentas.view.draw.pie import pie
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.show.rows import line_footer, region_rows
from cuentas.view.words import stage_name

FEW = 5


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
        drawing=drawn,
        description=_slices_in_words(lines, slices, region, in_pie=in_pie),
        table=_slices_table(lines, region),
        calculation=Calculation(
            _("La parte de cada una es su PIM, entre la suma del PIM de todas, por 100."),
            f"{formats.soles(own.pim)} ÷ {formats.soles(whole)} × 100 = "
            f"{formats.tenths(Fraction(own.pim * HUNDRED, whole))}",
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
        shown=formats.of_hundred(Fraction(one.pim * HUNDRED, whole)),
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
        share=formats.tenths(Fraction(own.pim * HUNDRED, whole)),
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
    columns = (
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
    return table_of(caption, columns, rows)
