"""The days of a request: the calendar until the last one, and the road after silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.deadline import SATURDAY, AppealDates, RequestDates, Rule
from cuentas.model.provenance import Mark, Provenance
from cuentas.view.draw.canvas import MINE, UNTOUCHED
from cuentas.view.draw.checklist import COUNTED, Check, checklist
from cuentas.view.draw.month import OFF, REST, Day, Month, days_of, months
from cuentas.view.figure import Calculation, Cell, Column, Figure, Table, table_of
from cuentas.view.footer import footer


def term_in_words(*, environmental: bool) -> str:
    """Which deadline the request has, beside the other one."""
    if environmental:
        return _("Pides información del ambiente: son 7 días hábiles. En otros pedidos son 10.")
    return _("Tu pedido tiene 10 días hábiles. Si fuera del ambiente, tendría 7.")


def deadline_calendar(
    dates: RequestDates,
    days_off: Mapping[date, str],
    rows: Sequence[tuple[Rule, date]],
    term: str,
    foot: str,
) -> Figure:
    """The months of a request, each working day with its number, and the last day framed.

    ``days_off`` are the holidays that fall between; ``rows`` are the deadlines with their day;
    ``term`` says which deadline it is.
    """
    title = _("Entregas el {delivered}: deben responder hasta el {answer}.")
    return Figure(
        name="deadline",
        title=title.format(
            delivered=formats.weekday_date(dates.delivered),
            answer=formats.weekday_date(dates.answer),
        ),
        drawing=months(_pages(dates, days_off), f"deadline-{dates.delivered}-{dates.answer}"),
        description=f"{term} {_calendar_in_words(dates, days_off)}",
        table=_deadline_table(rows),
        calculation=Calculation(
            _(
                "Se empieza a contar el día hábil siguiente a la entrega. No se cuentan sábados, "
                "domingos ni feriados nacionales."
            ),
            _("{first} es el día 1; {last} es el día {count}").format(
                first=formats.weekday_date(dates.counted[0]),
                last=formats.weekday_date(dates.answer),
                count=len(dates.counted),
            ),
            _counted_table(dates),
            f"plazo_{dates.delivered}.csv",
        ),
        footer=foot,
        mark=Mark.OWN,
    )


def _pages(dates: RequestDates, days_off: Mapping[date, str]) -> list[Month]:
    numbers = {day: str(number) for number, day in enumerate(dates.counted, 1)}
    pages, first = [], dates.delivered.replace(day=1)
    while first <= dates.answer:
        looks = {day: _look(day, dates, days_off, numbers) for day in days_of(first)}
        pages.append(Month(formats.month(first).capitalize(), first, looks))
        first = (first + timedelta(days=31)).replace(day=1)
    return pages


def _look(
    day: date, dates: RequestDates, days_off: Mapping[date, str], numbers: Mapping[date, str]
) -> Day:
    free = _free_look(day, days_off)
    if day == dates.delivered:
        return Day(free.fill, "★", framed=True)
    if day in numbers:
        return Day(COUNTED, numbers[day], framed=day == dates.answer)
    return free


def _free_look(day: date, days_off: Mapping[date, str]) -> Day:
    if day in days_off:
        return Day(OFF)
    return Day(REST) if day.weekday() >= SATURDAY else Day()


def _calendar_in_words(dates: RequestDates, days_off: Mapping[date, str]) -> str:
    sentences = [
        _("La estrella marca la entrega. Lo gris es sábado o domingo."),
        _("El recuadro grueso es el día {count}.").format(count=len(dates.counted)),
    ]
    if dates.received != dates.delivered:
        sentences.append(
            _("Ese día no es hábil: por internet vale como entregado el {day}.").format(
                day=formats.weekday_date(dates.received)
            )
        )
    sentences.append(_holidays_in_words(days_off))
    sentences.append(
        _("¿Se declaró otro día no laborable, nacional o de tu zona? Pregunta si cuenta.")
    )
    return " ".join(sentences)


def _holidays_in_words(days_off: Mapping[date, str]) -> str:
    if not days_off:
        return _("En esas fechas no hay feriado nacional.")
    named = [
        _("el {day} ({name})").format(day=formats.long_date(day).rsplit(" de ", 1)[0], name=name)
        for day, name in days_off.items()
    ]
    return _("No se cuenta por feriado: {days}.").format(days=formats.listing(named))


def _deadline_table(rows: Sequence[tuple[Rule, date]]) -> Table:
    columns = (
        Column("que", _("Qué debe pasar")),
        Column("dias", _("Plazo")),
        Column("hasta", _("Hasta el"), "date"),
        Column("norma", _("Norma")),
    )
    return table_of(
        _("Los plazos de tu pedido"),
        columns,
        [(rule.what, in_days(rule), day, in_law(rule)) for rule, day in rows],
    )


def in_days(rule: Rule) -> str:
    """«10 días hábiles», «15 días calendario»."""
    words = plural("{days} día {count}", "{days} días {count}", rule.days)
    return words.format(days=rule.days, count=rule.count if rule.days > 1 else rule.count[:-2])


def in_law(rule: Rule) -> str:
    """The article and the key of its source."""
    return f"{rule.article} [{rule.source_key}]"


def _counted_table(dates: RequestDates) -> Table:
    columns = (Column("numero", _("Día"), "number"), Column("fecha", _("Fecha")))
    rows: list[tuple[Cell, ...]] = [
        (number, formats.weekday_date(day)) for number, day in enumerate(dates.counted, 1)
    ]
    return table_of(_("Los días hábiles, uno por uno"), columns, rows)


def silence_road(
    dates: RequestDates,
    appeal: AppealDates,
    rules: Mapping[str, Rule],
    answer: Rule,
    source: Provenance,
) -> Figure:
    """What comes after silence: it counts as a no, and a tribunal can be asked.

    ``answer`` is the deadline that the request had.
    """
    steps = [
        (dates.delivered, _("Entregas el pedido"), _("Te sellan tu copia: es tu cargo."), "★"),
        (dates.answer, _("Último día para responder"), in_law(answer), "1"),
        (dates.silence, _("Silencio: vale como un no"), _("Ya pueden apelar. Vayan pronto."), "2"),
        (appeal.admitted, _("El Tribunal admite"), in_law(rules["admission"]), "3"),
        (appeal.decided, _("El Tribunal decide"), in_law(rules["decision"]), "4"),
        (
            appeal.complied,
            _("Si les da la razón, cumplen"),
            in_law(rules["compliance"]),
            "5",
        ),
    ]
    table = table_of(
        _("El camino después del silencio"),
        (
            Column("fecha", _("A más tardar"), "date"),
            Column("paso", _("Qué pasa")),
            Column("detalle", _("Detalle")),
        ),
        [(day, name, more) for day, name, more, _mark in steps],
    )
    return Figure(
        name="silence",
        title=_("Si hasta el {answer} nadie responde, es como un no: se puede apelar.").format(
            answer=formats.weekday_date(dates.answer)
        ),
        drawing=checklist(
            [
                Check(name, formats.weekday_date(day), mark, MINE if mark == "2" else UNTOUCHED)
                for day, name, _more, mark in steps
            ],
            f"silence-{dates.delivered}",
            linked=True,
        ),
        description=_silence_in_words(dates, appeal),
        table=table,
        calculation=_appeal_calculation(dates, rules),
        footer=footer(source, nominal=False),
        mark=Mark.OWN,
    )


def _silence_in_words(dates: RequestDates, appeal: AppealDates) -> str:
    return " ".join(
        (
            _("El silencio no es un sí."),
            _("Desde el {silence} pueden apelar ante el Tribunal de Transparencia (TTAIP).").format(
                silence=formats.long_date(dates.silence)
            ),
            _("Háganlo antes del {appeal}: es la cuenta más corta.").format(
                appeal=formats.long_date(dates.appeal)
            ),
            _("Si apelan el primer día, el Tribunal decide hacia el {decided}.").format(
                decided=formats.long_date(appeal.decided)
            ),
            _("Puede demorar más: el plazo se detiene mientras la entidad envía sus razones."),
        )
    )


def _appeal_calculation(dates: RequestDates, rules: Mapping[str, Rule]) -> Calculation:
    chosen = [rules["appeal-law"], rules["appeal-regulation"]]
    columns = (
        Column("que", _("Qué dice")),
        Column("dias", _("Plazo")),
        Column("desde", _("Desde")),
        Column("norma", _("Norma")),
    )
    rows = [(rule.what, in_days(rule), rule.counted_from, in_law(rule)) for rule in chosen]
    return Calculation(
        _(
            "El plazo para apelar se cuenta de dos maneras. La ley dice 15 días calendario. El "
            "reglamento no pone plazo si hubo silencio. Usamos el más corto: así no hay discusión."
        ),
        _("{answer} + 15 días calendario = {appeal}").format(
            answer=formats.long_date(dates.answer), appeal=formats.long_date(dates.appeal)
        ),
        table_of(_("Dos maneras de contar"), columns, rows),
        f"apelar_{dates.delivered}.csv",
    )
