"""Signals that a committee reads: a measure, what it is compared with, and a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine
from cuentas.model.investment import Investment
from cuentas.model.money import HUNDRED, rounded
from cuentas.model.place import District, Region
from cuentas.model.provenance import Mark, Provenance
from cuentas.model.watch import EARLIER_YEARS, Kind, Notice, Signal, YearShare
from cuentas.model.works import Viability
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, COMMITTED, NEIGHBOUR, SPENT, UNTOUCHED
from cuentas.view.figure import Calculation, Column, Figure, Table, render, table_of
from cuentas.view.footer import footer
from cuentas.view.show.rows import exact_rows, file_name
from cuentas.view.show.works import Origin, if_small, months_counted, time_in_words, viability_title


@dataclass(frozen=True)
class OwnYears:
    """A municipality's percentage year by year, with the chosen year's signal, if any."""

    district: District
    year: int
    shares: tuple[YearShare, ...]
    lines: tuple[BudgetLine, ...]
    signal: Signal | None
    kind: Kind


def signal_card(notice: Notice, limits: Mapping[str, str], *, raised: bool) -> str:
    """The parts of a signal below its figure: limit, who says so, base, three reasons, paper."""
    return render(
        "signal.html.j2",
        name=notice.name,
        raised=raised,
        limit=limit_in_words(notice, limits),
        institution=notice.institution,
        key=", ".join(notice.source_key.split()),
        base=notice.base,
        explanations=notice.explanations,
        document=notice.document,
    )


def limit_in_words(notice: Notice, limits: Mapping[str, str]) -> str:
    """The limit with the numbers of the institutions that set it."""
    return notice.limit.format_map(limits)


def reading(*, raised: bool) -> str:
    """What a letter says after its figure: a question, or interest where nothing stands out."""
    if raised:
        return _("Puede tener una buena explicación, y por eso preguntamos.")
    return _("Tampoco muestra algo fuera de lo común. Igual queremos conocer el documento.")


def own_years_signal(told: OwnYears, source: Provenance) -> Figure:
    """The chosen year beside the municipality's own earlier years."""
    table = _years_table(told)
    return Figure(
        name=f"signal-{told.kind.value}",
        title=_years_title(told),
        drawing=bars(
            _year_bars(told), f"signal-{told.kind.value}-{told.district.ubigeo}-{told.year}"
        ),
        description=_years_in_words(told),
        table=table,
        calculation=_years_calculation(told),
        footer=footer(source),
        mark=source.mark,
    )


def _share_of(told: OwnYears) -> Decimal | None:
    return next((one.percent for one in told.shares if one.year == told.year), None)


def _years_title(told: OwnYears) -> str:
    percent = _share_of(told)
    who, year = told.district.short, told.year
    if percent is None:
        return _("De {year} la fuente no dice este dato de {who}.").format(year=year, who=who)
    count = rounded(percent, 0)
    if told.kind is Kind.AVANCE:
        return _("{who} devengó {count} de cada 100 soles en {year}.").format(
            who=who, count=count, year=year
        )
    return _(
        "{who}, {year}: {count} de cada 100 soles reservados no tenían contrato ni orden."
    ).format(who=who, year=year, count=count)


def _year_bars(told: OwnYears) -> list[Bar]:
    whole = Bar(_("De cada 100"), formats.percent(HUNDRED), Decimal(HUNDRED), UNTOUCHED)
    fill = SPENT if told.kind is Kind.AVANCE else BUDGETED
    years = [
        Bar(
            str(one.year),
            formats.percent(one.percent),
            one.percent,
            fill if one.year == told.year else COMMITTED,
            strong=one.year == told.year,
        )
        for one in told.shares
        if one.year <= told.year
    ]
    return [whole, *years]


def _years_in_words(told: OwnYears) -> str:
    signal = told.signal
    if signal is None:
        return _(
            "Para comparar hacen falta {count} años anteriores con dato. Sin ellos no hay señal."
        ).format(count=EARLIER_YEARS)
    extreme = formats.percent(signal.compared_with)
    if told.kind is Kind.AVANCE:
        beside = _("Antes de ese año, su avance más bajo fue {extreme}.")
        verdict = _("Está por debajo de todos.") if signal.raised else _("No está por debajo.")
    else:
        beside = _("Antes de ese año, lo más alto fue {extreme}.")
        verdict = _("Está por encima de todos.") if signal.raised else _("No está por encima.")
    return f"{beside.format(extreme=extreme)} {verdict} " + _("Mide plata, no obras.")


def _years_table(told: OwnYears) -> Table:
    heading = _("Avance") if told.kind is Kind.AVANCE else _("Reservado sin contrato")
    columns = (Column("anio", _("Año"), "year"), Column("por_ciento", heading, "percent"))
    rows = [(str(one.year), one.percent) for one in told.shares if one.year <= told.year]
    caption = _("{who}, hasta {year}").format(who=told.district.municipality, year=told.year)
    return table_of(caption, columns, rows or [(str(told.year), None)])


def _years_calculation(told: OwnYears) -> Calculation:
    line = next((one for one in told.lines if one.year == told.year), None)
    words = (
        _("El avance es el devengado dividido entre el PIM, por 100.")
        if told.kind is Kind.AVANCE
        else _(
            "Al certificado se le resta el compromiso y se divide entre el certificado, por 100."
        )
    )
    rows = [one for one in told.lines if one.year <= told.year]
    return Calculation(
        words, _years_sum(told, line), exact_rows(rows, told.district), file_name(told.district, "")
    )


def _years_sum(told: OwnYears, line: BudgetLine | None) -> str:
    percent = _share_of(told)
    if line is None or percent is None:
        return _("sin dato")
    if told.kind is Kind.AVANCE:
        part, whole = formats.soles(line.devengado), formats.soles(line.pim)
    else:
        missing = (line.certificado or 0) - (line.compromiso or 0)
        part, whole = formats.soles(max(missing, 0)), formats.soles(line.certificado or 0)
    return f"{part} ÷ {whole} × 100 = {formats.percent(percent)}"


def cost_signal(work: Investment, signal: Signal, limits: Sequence[Decimal], o: Origin) -> Figure:
    """How much a cost grew, beside the steps of who approves changes of a contract."""
    names = (
        _("Hasta aquí aprueba la gestión"),
        _("Hasta aquí aprueba el titular"),
        _("Hasta aquí, con permiso de la Contraloría"),
    )
    rows = [(_("Cambio del costo viable"), signal.measured)]
    rows += zip(names, sorted(limits), strict=True)
    table = table_of(
        _("El crecimiento, y quién aprueba cambios de un contrato"),
        (Column("que", _("Qué")), Column("por_ciento", _("Por ciento"), "percent")),
        rows,
    )
    return Figure(
        name="signal-cost",
        title=_growth_title(work, signal),
        drawing=bars(_measured_bars(rows), f"signal-cost-{work.cui}"),
        description=_growth_in_words(signal),
        table=table,
        calculation=Calculation(
            _("Al costo actualizado se le resta el costo viable y se divide entre el viable."),
            f"({formats.soles(work.updated_cost)} − {formats.soles(work.viable_cost)}) ÷ "
            f"{formats.soles(work.viable_cost)} × 100 = {formats.percent(signal.measured)}",
            table,
            f"{work.cui}_senal_costo.csv",
        ),
        footer=o.footer,
        mark=o.mark,
    )


def _growth_title(work: Investment, signal: Signal) -> str:
    if signal.measured > 0:
        words = _("El costo de «{name}» creció {percent} sobre el costo viable.")
    elif signal.measured < 0:
        words = _("El costo de «{name}» bajó {percent} sobre el costo viable.")
    else:
        words = _("El costo de «{name}» quedó igual: {percent} sobre el costo viable.")
    return words.format(name=work.short_name, percent=formats.percent(abs(signal.measured)))


def _growth_in_words(signal: Signal) -> str:
    passed = (
        _("Pasa la referencia de {limit}.")
        if signal.raised
        else _("No pasa la primera referencia, {limit}.")
    )
    return " ".join(
        [
            passed.format(limit=formats.percent(signal.compared_with)),
            _("La referencia se mide sobre el contrato y este crecimiento sobre el costo viable."),
            _("Son bases distintas: por eso solo abre una pregunta."),
        ]
    )


def _measured_bars(rows: Sequence[tuple[str, Decimal]]) -> list[Bar]:
    """The measure first and strong, then what it is compared with."""
    (name, measured), *references = rows
    first = Bar(name, formats.percent(measured), max(measured, Decimal(0)), NEIGHBOUR, strong=True)
    return [
        first,
        *[Bar(label, formats.percent(value), value, BUDGETED) for label, value in references],
    ]


def viability_signal(work: Investment, clock: Viability, signal: Signal, o: Origin) -> Figure:
    """Months since a viability beside its term."""
    rows = [
        (_("Desde la viabilidad"), int(signal.measured)),
        (_("Plazo de la viabilidad"), int(signal.compared_with)),
    ]
    table = table_of(
        _("El tiempo y su plazo, en meses"),
        (Column("que", _("Qué")), Column("meses", _("Meses"), "number")),
        rows,
    )
    fills = (NEIGHBOUR, BUDGETED)
    drawn = [
        Bar(label, time_in_words(months), months, fill, strong=fill is NEIGHBOUR)
        for (label, months), fill in zip(rows, fills, strict=True)
    ]
    return Figure(
        name="signal-viability",
        title=viability_title(work, clock),
        drawing=bars(drawn, f"signal-viability-{work.cui}"),
        description=_viability_in_words(clock, signal),
        table=table,
        calculation=months_counted(clock, table, f"{work.cui}_senal_viabilidad.csv"),
        footer=o.footer,
        mark=o.mark,
    )


def _viability_in_words(clock: Viability, signal: Signal) -> str:
    if signal.raised:
        first = _("En la fecha del archivo el plazo ya había pasado.")
    elif clock.passed:
        first = _("El plazo pasó, pero el registro figura cerrado.")
    else:
        first = _("En la fecha del archivo el plazo todavía corría.")
    rest = _("Este archivo no dice si el expediente técnico está registrado.")
    return f"{first} {rest} {if_small()}"


def how_common(found: tuple[int, int], region: Region, year: int, source: Provenance) -> Figure:
    """How many municipalities of the region have the same signal in a year: counted, unnamed."""
    raised, told = found
    rest = told - raised
    rows = [(_("Con la señal"), raised), (_("Sin la señal"), rest)]
    table = table_of(
        _("Municipalidades de {region}, {year}").format(region=region.name, year=year),
        (Column("que", _("Qué")), Column("cuantas", _("Municipalidades"), "number")),
        rows,
    )
    fills = (NEIGHBOUR, UNTOUCHED)
    drawn = [
        Bar(label, formats.number(count), count, fill)
        for (label, count), fill in zip(rows, fills, strict=True)
    ]
    return Figure(
        name="signal-common",
        title=_common_title(raised, told, year),
        drawing=bars(drawn, f"signal-common-{region.slug}-{year}"),
        description=_common_in_words(told),
        table=table,
        calculation=Calculation(
            _("Se cuenta cada municipalidad cuyo avance quedó por debajo de sus años anteriores."),
            f"{told} − {raised} = {rest}",
            table,
            f"{region.slug}_senal_{year}.csv",
        ),
        footer=footer(source, nominal=False),
        mark=Mark.OWN,
    )


def _common_title(raised: int, told: int, year: int) -> str:
    if not told:
        return _("De {year} no hay años anteriores con que comparar.").format(year=year)
    return plural(
        "En {year}, {count} de {told} municipalidades tuvo la misma señal de avance.",
        "En {year}, {count} de {told} municipalidades tuvieron la misma señal de avance.",
        raised,
    ).format(year=year, count=raised, told=told)


def _common_in_words(told: int) -> str:
    return _(
        "La señal es un avance menor que en todos sus años anteriores. Se miraron {told} "
        "municipalidades con dato. Puede haber una causa de todos, como una emergencia. "
        "Por eso una señal no señala a nadie."
    ).format(told=told)
