"""The exact rows behind a figure: every amount of the pack, with its query date."""

from __future__ import annotations

from collections.abc import Sequence

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine
from cuentas.model.place import District, Region
from cuentas.model.provenance import Provenance
from cuentas.view.figure import Cell, Column, Table, table_of
from cuentas.view.footer import footer
from cuentas.view.words import stage_name

AMOUNTS = ("pia", "pim", "certificado", "compromiso", "compromiso_mensual", "devengado", "girado")


def _amount_columns() -> list[Column]:
    return [
        Column("year", _("Año"), "year"),
        Column("ubigeo", _("Ubigeo"), "code"),
        Column("sec_ejec", "SEC_EJEC", "code"),
        *[Column(name, stage_name(name), "soles") for name in AMOUNTS],
        Column("query_date", _("Consultado"), "date"),
    ]


def exact_rows(lines: Sequence[BudgetLine], district: District) -> Table:
    """The rows of one municipality as the pack has them."""
    caption = _("Filas exactas de {who}").format(who=district.municipality)
    return table_of(caption, _amount_columns(), [_exact(line) for line in lines])


def region_rows(lines: Sequence[BudgetLine], region: Region) -> Table:
    """The rows of all municipalities of a region as the pack has them."""
    caption = _("Filas exactas de las municipalidades de {region}").format(region=region.name)
    return table_of(caption, _amount_columns(), [_exact(line) for line in lines])


def _exact(line: BudgetLine) -> tuple[Cell, ...]:
    amounts = [getattr(line, name) for name in AMOUNTS]
    return (
        str(line.year),
        line.ubigeo,
        line.sec_ejec,
        *amounts,
        line.query_date,
    )


def file_name(district: District, what: int | str) -> str:
    """The name under which the rows are downloaded."""
    return f"{district.ubigeo}_{what}.csv"


def line_footer(source: Provenance, line: BudgetLine) -> str:
    """The footer of a figure of one year: only the source read on that row's date."""
    return footer(source.read_on(line.query_date), finality=line.finality)


def first_year_in_words(line: BudgetLine, district: District) -> str:
    """Said beside every figure of a municipality's first year: it is not like the others."""
    if not district.is_first_year(line.year):
        return ""
    return " " + _("En estos datos fue su primer año con presupuesto. Su PIA fue de {pia}.").format(
        pia=formats.soles(line.pia)
    )


def since_when_in_words(district: District) -> list[str]:
    """The sentences that stand beside the years of a municipality that came later, or was split.

    That the data begin in a year does not tell that the municipality is new.
    """
    sentences = []
    if district.exists_since:
        sentences.append(
            _("En estos datos, esta municipalidad tiene presupuesto desde {year}.").format(
                year=district.exists_since
            )
        )
    if district.split_since:
        sentences.append(
            _(
                "Desde {year}, {name} tiene su propio presupuesto: antes estaba dentro de este."
            ).format(year=district.split_since, name=district.split_name)
        )
    return sentences
