"""Social conflicts by the date of their report: those of a region, and those of the country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.place import Region
from cuentas.model.provenance import Provenance
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import COMMITTED, UNTOUCHED
from cuentas.view.draw.checklist import COUNTED, Check, checklist
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import footer

ACTIVE = "activo"

IN_DIALOGUE = "diálogo"


@dataclass(frozen=True)
class Conflict:
    """A case as the ombudsman's monthly report has it: its own words, never a person's name."""

    case: str
    place: str
    company: str
    state: str
    phase: str


@dataclass(frozen=True)
class Count:
    """How many cases a monthly report of the whole country counts."""

    month: date
    total: int
    active: int
    latent: int
    report: str


def regional_conflicts(
    cases: Sequence[Conflict], region: Region, month: date, source: Provenance
) -> Figure:
    """The cases of a region in one monthly report, each with its state and its phase."""
    active = sum(case.state == ACTIVE for case in cases)
    states = _states_in_words(active, len(cases) - active)
    title = plural(
        "En {month} la Defensoría registraba {count} caso por minería en {region}: {states}.",
        "En {month} la Defensoría registraba {count} casos por minería en {region}: {states}.",
        len(cases),
    )
    rows = [
        Check(
            case.case,
            _("{state}. Fase: {phase}.").format(state=case.state.capitalize(), phase=case.phase),
            "A" if case.state == ACTIVE else "L",
            COUNTED if case.state == ACTIVE else UNTOUCHED,
        )
        for case in cases
    ]
    table = _conflict_table(cases, region)
    return Figure(
        name="conflicts",
        title=title.format(
            month=formats.month(month), count=len(cases), region=region.name, states=states
        ),
        drawing=checklist(rows, f"conflicts-{region.slug}"),
        description=_conflicts_in_words(cases),
        table=table,
        calculation=Calculation(
            _("Se cuentan las filas del reporte de ese mes, una por caso."),
            f"{active} + {len(cases) - active} = {len(cases)}",
            table,
            "conflictos.csv",
        ),
        footer=footer(source, nominal=False),
        mark=source.mark,
    )


def _states_in_words(active: int, latent: int) -> str:
    found = [
        plural("{count} activo", "{count} activos", active).format(count=active),
        plural("{count} latente", "{count} latentes", latent).format(count=latent),
    ]
    return formats.listing(found)


def _conflicts_in_words(cases: Sequence[Conflict]) -> str:
    talking = sum(case.phase == IN_DIALOGUE for case in cases)
    return " ".join(
        (
            _("Activo (A) es el que se expresa en público."),
            _("Latente (L) es el que está en silencio: no quiere decir resuelto."),
            plural(
                "{count} caso está en fase de diálogo.",
                "{count} casos están en fase de diálogo.",
                talking,
            ).format(count=talking),
            _("Los casos: {cases}.").format(cases=". ".join(case.case for case in cases)),
            _("Es una foto de esa fecha: no dice cómo están hoy ni quién tiene la razón."),
            _("Tampoco dice que un distrito reciba más o menos canon por eso."),
        )
    )


def _conflict_table(cases: Sequence[Conflict], region: Region) -> Table:
    columns = (
        Column("caso", _("Caso")),
        Column("lugar", _("Lugar")),
        Column("empresa", _("Empresa que nombra el reporte")),
        Column("estado", _("Estado")),
        Column("fase", _("Fase")),
    )
    rows = [(one.case, one.place, one.company, one.state, one.phase) for one in cases]
    return table_of(_("Casos de {region}").format(region=region.name), columns, rows)


def country_conflicts(counts: Sequence[Count], source: Provenance) -> Figure:
    """Two reports of the whole country: fewer cases is not the same as cases solved."""
    first, last = counts[0], counts[-1]
    table = _count_table(counts)
    return Figure(
        name="conflicts",
        title=_("En {last} hay {fewer} casos menos que en {first}, y {more} latentes más.").format(
            first=formats.month(first.month),
            last=formats.month(last.month),
            fewer=first.total - last.total,
            more=last.latent - first.latent,
        ),
        drawing=bars([_count_bar(one) for one in counts], "conflicts-country"),
        description=_counts_in_words(first, last),
        table=table,
        calculation=Calculation(
            _("Se resta el primer reporte del segundo: casos, activos y latentes."),
            f"{last.total} − {first.total} = {formats.number(last.total - first.total)}",
            table,
            "conflictos_pais.csv",
        ),
        footer=footer(source, nominal=False),
        mark=source.mark,
    )


def _count_bar(count: Count) -> Bar:
    return Bar(
        label=formats.month(count.month).capitalize(),
        shown=_("{count} casos").format(count=count.total),
        amount=count.total,
        fill=UNTOUCHED,
        inner=count.active,
        inner_fill=COMMITTED,
    )


def _counts_in_words(first: Count, last: Count) -> str:
    return " ".join(
        (
            _(
                "Es todo el país. La parte rayada son los activos: {before} y después {after}."
            ).format(before=first.active, after=last.active),
            _("La parte blanca son los latentes: {before} y después {after}.").format(
                before=first.latent, after=last.latent
            ),
            _("Que baje el total no quiere decir que se resolvieron."),
            _("La Defensoría cuenta casos registrados, no personas ni razones."),
        )
    )


def _count_table(counts: Sequence[Count]) -> Table:
    columns = (
        Column("mes", _("Mes")),
        Column("reporte", _("Reporte"), "code"),
        Column("casos", _("Casos"), "number"),
        Column("activos", _("Activos"), "number"),
        Column("latentes", _("Latentes"), "number"),
    )
    rows = [
        (formats.month(one.month), one.report, one.total, one.active, one.latent) for one in counts
    ]
    return table_of(_("Casos en todo el país"), columns, rows)
