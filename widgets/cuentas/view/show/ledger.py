"""The question ledger of a class: answered, waiting, silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.provenance import Mark
from cuentas.view.draw.canvas import SPENT, UNTOUCHED
from cuentas.view.draw.checklist import COUNTED, Check, checklist
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of


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
        drawing=checklist(checks, f"ledger-{today}"),
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
