"""Figures about asking: the pieces of a question, the parts of a request, and its days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.deadline import SATURDAY, AppealDates, RequestDates, Rule
from cuentas.model.provenance import Mark, Provenance
from cuentas.model.question import Piece
from cuentas.view.draw.canvas import MINE, SPENT, UNTOUCHED
from cuentas.view.draw.checklist import COUNTED, Check, checklist
from cuentas.view.draw.month import OFF, REST, Day, Month, days_of, months
from cuentas.view.figure import Calculation, Cell, Column, Figure, Table, table_of
from cuentas.view.footer import footer

ALL_PIECES = len(Piece)


@dataclass(frozen=True)
class Part:
    """A part of a request: as the letter says it, and as people say it."""

    words: str
    plain: str
    article: str
    source_key: str


def question_pieces(found: frozenset[Piece], example: str, accuses: bool, foot: str) -> Figure:  # noqa: FBT001 - a sign that was found
    """Which of the five pieces a learner's question has; ``example`` is one with all of them."""
    rows = [(piece_name(one), piece_meaning(one), one in found) for one in Piece]
    table = table_of(
        _("Las cinco piezas de tu pregunta"),
        (
            Column("pieza", _("Pieza")),
            Column("que_es", _("Qué es")),
            Column("esta", _("¿Está?")),
        ),
        [(name, meaning, _("sí") if there else _("todavía no")) for name, meaning, there in rows],
    )
    return Figure(
        name="pieces",
        title=_pieces_title(found, accuses=accuses),
        svg=checklist(
            [
                Check(name, meaning, "✓" if there else "", SPENT if there else UNTOUCHED)
                for name, meaning, there in rows
            ],
            "pieces-" + "-".join(sorted(found)),
        ),
        description=_pieces_in_words(found, example, accuses=accuses),
        table=table,
        calculation=Calculation(
            _(
                "Se buscan señales en lo que escribiste: un solo signo de pregunta, un número, una "
                "fecha, un lugar o un CUI, y el nombre de un documento. Es una revisión sencilla: "
                "no entiende tu idea."
            ),
            f"{len(found)} + {ALL_PIECES - len(found)} = {ALL_PIECES}",
            table,
            "pregunta.csv",
        ),
        footer=foot,
        mark=Mark.OWN,
    )


def _pieces_title(found: frozenset[Piece], *, accuses: bool) -> str:
    """How many pieces there are; a question that blames is told so first."""
    if accuses:
        return _("Tu pregunta acusa: ningún papel la responde así.")
    title = _("Tu pregunta tiene {found} de {all} piezas.")
    return title.format(found=len(found), all=ALL_PIECES)


def piece_name(piece: Piece) -> str:
    """What a piece is called."""
    return {
        Piece.ONE: _("Una sola pregunta"),
        Piece.DATUM: _("Un dato"),
        Piece.DATE: _("Una fecha"),
        Piece.PLACE: _("Un lugar o un CUI"),
        Piece.DOCUMENT: _("Un documento"),
    }[piece]


def piece_meaning(piece: Piece) -> str:
    """What a piece is for, in everyday words."""
    return {
        Piece.ONE: _("con dos, responden la que quieren"),
        Piece.DATUM: _("un monto o una cantidad que viste"),
        Piece.DATE: _("de qué año o de qué día es el dato"),
        Piece.PLACE: _("de qué distrito o de qué inversión"),
        Piece.DOCUMENT: _("el papel donde está la respuesta"),
    }[piece]


def _pieces_in_words(found: frozenset[Piece], example: str, *, accuses: bool) -> str:
    missing = [piece_name(piece).lower() for piece in Piece if piece not in found]
    missing = [name.replace("cui", "CUI") for name in missing]
    sentences = [_("Dila de nuevo, sin culpar a nadie.")] if accuses else []
    if missing:
        lacking = plural("Falta: {missing}.", "Faltan: {missing}.", len(missing))
        sentences.append(lacking.format(missing=formats.listing(missing)))
    elif not accuses:
        sentences.append(
            _("Están las cinco. Léela en voz alta: ¿alguien podría responderla con un papel?")
        )
    if example:
        sentences.append(_("Un ejemplo con las cinco: «{example}»").format(example=example))
    return " ".join(sentences)


def request_parts(
    parts: tuple[Part, Part, Part], about: str, *, fits: bool, source: Provenance
) -> Figure:
    """The parts of a request, as the learner put them together: document, office, form.

    ``about`` is place and year; ``fits`` says whether that office usually has that document.
    """
    document, office, form = parts
    rows = [
        (_("A quién"), office.words, "1"),
        (_("Qué documento"), document.words, "2"),
        (_("De qué lugar y año"), about, "3"),
        (_("Cómo lo recibes"), form.words, "4"),
        (_("Quién lo pide"), _("Tu nombre y tu DNI: los escribes a mano, en el papel."), "5"),
        (_("Para qué lo quieres"), _("No hace falta decirlo."), "–"),
    ]
    table = table_of(
        _("Las partes de tu pedido"),
        (Column("parte", _("Parte")), Column("palabras", _("Cómo lo dice tu carta"))),
        [(name, words) for name, words, _number in rows],
    )
    return Figure(
        name="request",
        title=_("Pides {office} saber {document}, {form}.").format(
            office=office.plain, document=document.plain, form=form.plain
        ),
        svg=checklist([Check(name, words, mark, COUNTED) for name, words, mark in rows], "request"),
        description=_request_in_words(fits=fits),
        table=table,
        calculation=Calculation(
            _(
                "La ley pide poco: qué documento quieres, a qué entidad y quién eres. Nadie puede "
                "exigirte una razón (Ley 27806, artículo 7)."
            ),
            _("5 partes y 0 razones"),
            _articles(document, office, form),
            "pedido.csv",
        ),
        footer=footer(source, nominal=False),
        mark=Mark.OWN,
    )


def _request_in_words(*, fits: bool) -> str:
    sentences = [
        _("Tiene 5 partes."),
        _("No lleva razones: la ley no las pide."),
        _("Pide un papel que ya existe, no una opinión."),
    ]
    if not fits:
        sentences.append(
            _("Ojo: esa oficina quizá no lo tiene. Si no le corresponde, debe pasar el pedido.")
        )
    return " ".join(sentences)


def _articles(*parts: Part) -> Table:
    columns = (
        Column("palabras", _("Parte del pedido")),
        Column("norma", _("Norma")),
        Column("articulo", _("Artículo"), empty="–"),
    )
    rows = [(part.words, part.source_key, part.article or None) for part in parts]
    return table_of(_("Qué norma sostiene cada parte"), columns, rows)


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
        svg=months(_pages(dates, days_off), f"deadline-{dates.delivered}-{dates.answer}"),
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
        svg=checklist(
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


@dataclass(frozen=True)
class Entry:
    """A line of the class's question ledger.

    ``due`` is the last day to answer; ``answered`` the day an answer came, if one did.
    """

    question: str
    datum: str
    addressee: str
    delivered: date
    due: date
    answered: date | None = None

    def state(self, today: date) -> str:
        """``answered``, ``waiting`` (still in time) or ``silent``, as seen on ``today``."""
        if self.answered is not None and self.answered <= today:
            return "answered"
        return "waiting" if today <= self.due else "silent"


MARKS = {"answered": "✓", "waiting": "…", "silent": "!"}
FILLS = {"answered": SPENT, "waiting": UNTOUCHED, "silent": COUNTED}


def ledger(entries: Sequence[Entry], today: date) -> Figure:
    """The class's questions as they stand on ``today``: answered, waiting, silent."""
    states = [entry.state(today) for entry in entries]
    checks = [
        Check(entry.question, _ledger_line(entry, state), MARKS[state], FILLS[state])
        for entry, state in zip(entries, states, strict=True)
    ]
    counts = {name: states.count(name) for name in MARKS}
    table = _ledger_table(entries, states)
    return Figure(
        name="ledger",
        title=_("De {all} preguntas: {states}.").format(
            all=len(entries), states=_states_in_words(counts)
        ),
        svg=checklist(checks, f"ledger-{today}"),
        description=_ledger_in_words(today),
        table=table,
        calculation=Calculation(
            _("Se divide las preguntas con respuesta entre todas las entregadas."),
            f"{counts['answered']} ÷ {len(entries)} × 100 = "
            + formats.percent(round(100 * counts["answered"] / len(entries))),
            table,
            "cuaderno_de_preguntas.csv",
        ),
        footer=_("Las preguntas del cuaderno son inventadas, menos la primera: es la tuya."),
        mark=Mark.ILLUSTRATIVE,
    )


def _states_in_words(counts: Mapping[str, int]) -> str:
    answered = plural("{count} respondida", "{count} respondidas", counts["answered"])
    return formats.listing(
        [
            answered.format(count=counts["answered"]),
            _("{count} en plazo").format(count=counts["waiting"]),
            _("{count} en silencio").format(count=counts["silent"]),
        ]
    )


def _ledger_in_words(today: date) -> str:
    return " ".join(
        (
            _("Así está el cuaderno el {today}.").format(today=formats.weekday_date(today)),
            _("El visto es una respuesta, los puntos esperan y el «!» es silencio."),
            _("Una pregunta termina con una respuesta o con una apelación, no al entregarla."),
        )
    )


def _ledger_line(entry: Entry, state: str) -> str:
    words = {
        "answered": _("Respondida. Se leyó en grupo."),
        "waiting": _("En plazo hasta el {due}."),
        "silent": _("Venció el {due} sin respuesta: se puede apelar."),
    }
    due = formats.long_date(entry.due)
    return f"{entry.addressee}. {words[state].format(due=due)}"


def state_name(state: str) -> str:
    """How a state is called on the sheet."""
    return {
        "answered": _("respuesta"),
        "waiting": _("en plazo"),
        "silent": _("silencio"),
    }[state]


def _ledger_table(entries: Sequence[Entry], states: Sequence[str]) -> Table:
    columns = (
        Column("pregunta", _("Pregunta")),
        Column("dato", _("Dato y fecha")),
        Column("destinatario", _("A quién")),
        Column("entregada", _("Entregada"), "date"),
        Column("plazo", _("Plazo"), "date"),
        Column("estado", _("Respuesta o silencio")),
    )
    rows = [
        (one.question, one.datum, one.addressee, one.delivered, one.due, state_name(state))
        for one, state in zip(entries, states, strict=True)
    ]
    return table_of(_("El cuaderno de preguntas"), columns, rows)
