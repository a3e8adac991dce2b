"""One work through its life: dates, two costs, and the clock of its viability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.investment import Investment
from cuentas.model.money import HUNDRED
from cuentas.model.provenance import Mark, Provenance, Source
from cuentas.model.works import ACTIVE, MONTHS, Direction, Viability, counted, of_each_hundred
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, COMMITTED, SPENT
from cuentas.view.draw.strip import Stop, strip
from cuentas.view.figure import Calculation, Cell, Column, Figure, Table, table_of
from cuentas.view.footer import footer, illustrative_footer


@dataclass(frozen=True)
class Origin:
    """How firm a work's numbers are: its mark and its footer."""

    mark: Mark
    footer: str


def registered(source: Provenance) -> Origin:
    """Numbers of the official register."""
    return Origin(source.mark, footer(source))


def made_up() -> Origin:
    """Numbers that nobody registered."""
    return Origin(Mark.ILLUSTRATIVE, illustrative_footer())


def life(work: Investment, origin: Origin) -> Figure:
    """What the register tells of one work, and what it does not tell."""
    table = _known_table(work)
    return Figure(
        name="life",
        title=_("«{name}» tiene un solo número: el CUI {cui}.").format(
            name=work.short_name, cui=work.cui
        ),
        drawing=strip([*_known_stops(work), *_unknown_stops()], f"life-{work.cui}"),
        description=_life_in_words(work),
        table=table,
        calculation=Calculation(
            _("Son las fechas y los costos de su fila. Cada CUI se cuenta una vez."),
            f"CUI {work.cui}",
            _exact([work]),
            f"{work.cui}_inversion.csv",
        ),
        footer=origin.footer,
        mark=origin.mark,
    )


def _known_stops(work: Investment) -> list[Stop]:
    stops = []
    if work.registered_on:
        stops.append(Stop(_("Se registró"), formats.long_date(work.registered_on), SPENT))
    if work.viable_on:
        words = _("{day}. Costo viable: {cost}").format(
            day=formats.long_date(work.viable_on), cost=formats.soles(work.viable_cost)
        )
        stops.append(Stop(_("Fecha de viabilidad"), words, SPENT))
    words = _("Al {day}: {state}. Costo actualizado: {cost}").format(
        day=formats.long_date(work.query_date),
        state=state_in_words(work),
        cost=formats.soles(work.updated_cost),
    )
    return [*stops, Stop(_("En el registro"), words, COMMITTED)]


def _unknown_stops() -> list[Stop]:
    return [Stop(name, paper, known=False) for name, paper in unknown_steps()]


def unknown_steps() -> tuple[tuple[str, str], ...]:
    """What the register does not tell, and the document that does."""
    return (
        (_("¿Tiene expediente técnico?"), _("No lo dice. Pide su registro, con fecha.")),
        (_("¿Cuánto se devengó?"), _("No lo dice. Pide el devengado total por CUI.")),
        (
            _("¿Cuánto está construido?"),
            _("No lo dice. Pide la última valorización o el último informe de avance."),
        ),
        (_("¿La gente ya la usa?"), _("No lo dice. Pide el acta de recepción.")),
    )


def state_in_words(work: Investment) -> str:
    """The two states that the register has."""
    return _("activa") if work.state == ACTIVE else _("cerrada")


def _life_in_words(work: Investment) -> str:
    sentences = [
        _("Figura a nombre de: {entity}.").format(entity=work.entity),
        _("El {day} figuraba {state}.").format(
            day=formats.long_date(work.query_date), state=state_in_words(work)
        ),
        _("Se sabe su nombre, su costo y sus fechas."),
        _("No se sabe si tiene expediente, cuánto se devengó ni cuánto está construido."),
    ]
    if work.state != ACTIVE:
        sentences.append(_("«Cerrada» habla del registro: no dice que la obra esté hecha."))
    return " ".join(sentences)


def _known_table(work: Investment) -> Table:
    columns = (Column("dato", _("Qué")), Column("dice", _("Qué dice el registro")))
    known: list[tuple[Cell, ...]] = [
        (_("Nombre corto"), work.short_name),
        ("CUI", work.cui),
        (_("Entidad"), work.entity),
        (_("Estado"), state_in_words(work)),
        (_("Costo viable"), formats.soles(work.viable_cost)),
        (_("Costo actualizado"), formats.soles(work.updated_cost)),
    ]
    return table_of(_("Lo que se sabe y lo que se pide"), columns, [*known, *unknown_steps()])


def cost(work: Investment, others: Sequence[Investment], origin: Origin) -> Figure:
    """The approved cost beside the updated one, for every hundred soles approved."""
    return Figure(
        name="cost",
        title=_cost_title(work),
        drawing=bars(_cost_bars(work), f"cost-{work.cui}"),
        description=_cost_in_words(work, others),
        table=_cost_table([work, *(one for one in others if one.cui != work.cui)]),
        calculation=Calculation(
            _("Se divide el costo actualizado entre el costo viable, por 100."),
            f"{formats.soles(work.updated_cost)} ÷ {formats.soles(work.viable_cost)} × 100 = "
            f"{formats.number(of_each_hundred(work) or 0)}",
            _exact([work]),
            f"{work.cui}_costos.csv",
        ),
        footer=origin.footer,
        mark=origin.mark,
    )


def _cost_title(work: Investment) -> str:
    now = of_each_hundred(work)
    if now is None:
        return _("«{name}» no tiene costo aprobado en el registro.").format(name=work.short_name)
    return _("Por cada {hundred} soles aprobados, ahora figuran {now}.").format(
        hundred=HUNDRED, now=formats.number(now)
    )


def _cost_bars(work: Investment) -> list[Bar]:
    before, now = work.viable_cost, work.updated_cost
    return [
        Bar(_("Costo viable"), formats.soles(before), before, COMMITTED),
        Bar(_("Costo actualizado"), formats.soles(now), now, BUDGETED, strong=True),
    ]


def direction_in_words(way: Direction) -> str:
    """A change of cost as one verb."""
    return {
        Direction.ROSE: _("El costo subió."),
        Direction.SAME: _("El costo no cambió."),
        Direction.FELL: _("El costo bajó."),
    }[way]


def _cost_in_words(work: Investment, others: Sequence[Investment]) -> str:
    found = counted(others)
    whole = counted([work])
    own = next(one for one, count in whole.items() if count)
    return " ".join(
        [
            _("Se trata de «{name}».").format(name=work.short_name),
            direction_in_words(own),
            _("La base es el costo que se aprobó."),
            _("El costo no es lo gastado ni lo construido."),
            *([_others_in_words(found)] if len(others) > 1 else []),
        ]
    )


def _others_in_words(found: dict[Direction, int]) -> str:
    return plural(
        "En la lista de tu distrito hay {count} inversión. Suben {rose}. Bajan {fell}. "
        "Quedan igual {same}.",
        "En la lista de tu distrito hay {count} inversiones. Suben {rose}. Bajan {fell}. "
        "Quedan igual {same}.",
        sum(found.values()),
    ).format(count=sum(found.values()), **{way.value: count for way, count in found.items()})


def _cost_table(works: Sequence[Investment]) -> Table:
    columns = (
        Column("inversion", _("Inversión")),
        Column("cui", "CUI", "code"),
        Column("costo_viable", _("Costo viable"), "soles"),
        Column("costo_actualizado", _("Costo actualizado"), "soles"),
        Column("de_cada_cien", _("Ahora, por cada 100"), "number"),
    )
    rows = [
        (one.short_name, one.cui, one.viable_cost, one.updated_cost, of_each_hundred(one))
        for one in works
    ]
    return table_of(_("El costo de las inversiones de la lista"), columns, rows)


def viability_clock(work: Investment, clock: Viability, origin: Origin, term: Source) -> Figure:
    """How long ago a work was declared viable, beside the term that ``term`` tells."""
    table = _clock_table(clock)
    return Figure(
        name="viability",
        title=viability_title(work, clock),
        drawing=strip(_clock_stops(clock), f"viability-{work.cui}"),
        description=_clock_in_words(work, clock),
        table=table,
        calculation=months_counted(clock, _exact([work]), f"{work.cui}_viabilidad.csv"),
        footer=f"{origin.footer} " + term_in_words(term),
        mark=origin.mark,
    )


def viability_title(work: Investment, clock: Viability) -> str:
    """How long ago a work was declared viable, as its register says."""
    return _("«{name}» tenía fecha de viabilidad desde hacía {time}.").format(
        name=work.short_name, time=time_in_words(clock.months)
    )


def months_counted(clock: Viability, rows: Table, file_name: str) -> Calculation:
    """From one day to the other, in whole months; ``rows`` are what can be downloaded."""
    return Calculation(
        _("Se cuentan los meses enteros desde la viabilidad hasta la fecha del archivo."),
        f"{formats.long_date(clock.since)} → {formats.long_date(clock.seen)} = "
        f"{time_in_words(clock.months)}",
        rows,
        file_name,
    )


def time_in_words(months: int) -> str:
    """«3 años y 4 meses», «5 meses», «menos de un mes»."""
    years, rest = divmod(months, MONTHS)
    parts = []
    if years:
        parts.append(plural("{count} año", "{count} años", years).format(count=years))
    if rest:
        parts.append(plural("{count} mes", "{count} meses", rest).format(count=rest))
    return formats.listing(parts) or _("menos de un mes")


def term_in_words(source: Source) -> str:
    """Who tells the term of a viability."""
    return _("Plazo: {publisher}, «{title}» [{key}].").format(
        publisher=source.publisher, title=source.title, key=source.key
    )


def _clock_stops(clock: Viability) -> list[Stop]:
    term = plural("Se cumple {count} año", "Se cumplen {count} años", clock.term).format(
        count=clock.term
    )
    stops = [
        (clock.since, Stop(_("Fecha de viabilidad"), formats.long_date(clock.since), SPENT)),
        (clock.ends, Stop(term, formats.long_date(clock.ends), BUDGETED)),
        (clock.seen, Stop(_("Fecha del archivo"), formats.long_date(clock.seen), COMMITTED)),
    ]
    return [stop for _day, stop in sorted(stops, key=lambda pair: pair[0])]


def _clock_in_words(work: Investment, clock: Viability) -> str:
    term = plural(
        "La viabilidad vence en {count} año si no se registra el expediente técnico.",
        "La viabilidad vence en {count} años si no se registra el expediente técnico.",
        clock.term,
    ).format(count=clock.term)
    asked = _("Este archivo no dice si se registró: se pregunta.")
    passed = _("En la fecha del archivo ese plazo ya había pasado.")
    running = _("En la fecha del archivo ese plazo todavía corría.")
    closed = _("El registro figura cerrado: pregunta qué pasó con la obra.")
    which = closed if work.state != ACTIVE else passed if clock.passed else running
    return f"{term} {which} {asked} {if_small()}"


def if_small() -> str:
    """A small repair may not need a viability; the register does not tell which works are so."""
    return _(
        "Si es una IOARR (una inversión chica, de reparación o reposición), pregunta si el plazo "
        "le toca."
    )


def _clock_table(clock: Viability) -> Table:
    columns = (Column("momento", _("Momento")), Column("dia", _("Día"), "date"))
    rows = [
        (_("Viabilidad"), clock.since),
        (_("Fin del plazo"), clock.ends),
        (_("Fecha del archivo"), clock.seen),
    ]
    return table_of(_("El reloj de la viabilidad"), columns, rows)


def _exact(works: Sequence[Investment]) -> Table:
    columns = (
        Column("cui", "CUI", "code"),
        Column("short_name", _("Inversión")),
        Column("state", _("Estado")),
        Column("entity", _("Entidad")),
        Column("registered_on", _("Registrada"), "date"),
        Column("viable_on", _("Viable desde"), "date"),
        Column("viable_cost", _("Costo viable"), "soles"),
        Column("updated_cost", _("Costo actualizado"), "soles"),
        Column("places", _("Lugares"), "number"),
        Column("query_date", _("Consultado"), "date"),
    )
    names = [column.name for column in columns]
    rows = [tuple(getattr(one, name) for name in names) for one in works]
    return table_of(_("La fila exacta"), columns, rows)
