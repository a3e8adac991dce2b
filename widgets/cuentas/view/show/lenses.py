"""An investment or a budget line through three lenses: who decides, who benefits, whose time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cuentas.i18n import plural
from cuentas.i18n import text as _
from cuentas.model.gender import Answer, Lens, Told, silent
from cuentas.model.provenance import Mark
from cuentas.view.draw.canvas import COMMITTED, MISSING, SPENT
from cuentas.view.draw.lenses import Glass, lenses
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of

FILLS = {Told.WHOLE: SPENT, Told.PARTLY: COMMITTED, Told.SILENT: MISSING}


@dataclass(frozen=True)
class Subject:
    """What is looked at: an id for files, a name, what its record says, and its footer."""

    id: str
    name: str
    answers: Mapping[Lens, Answer]
    footer: str
    mark: Mark


def lens_question(lens: Lens) -> str:
    """The question of a lens, as it is asked aloud."""
    return {
        Lens.DECIDES: _("¿Quién decide?"),
        Lens.BENEFITS: _("¿A quién sirve?"),
        Lens.TIME: _("¿Quién pone el tiempo?"),
    }[lens]


def three_lenses(subject: Subject, group: Mapping[Lens, str]) -> Figure:
    """The record's answers beside those of the group; ``group`` is empty where nobody knows."""
    count = silent(subject.answers)
    answered = _("El registro responde las 3 preguntas.")
    open_ones = _("De las 3 preguntas, el registro no responde {count}.")
    table = _table(subject, group)
    return Figure(
        name="lenses",
        title=(open_ones if count else answered).format(count=count),
        drawing=lenses(
            [_glass(subject, lens, group[lens]) for lens in Lens], f"lenses-{subject.id}"
        ),
        description=_in_words(subject, group),
        table=table,
        calculation=Calculation(
            _("Por cada pregunta se mira si el registro dice algo. Decir algo no es decir todo."),
            f"{len(Lens)} − {len(Lens) - count} = {count}",
            table,
            f"lentes_{subject.id}.csv",
        ),
        footer=subject.footer,
        mark=subject.mark,
    )


def _glass(subject: Subject, lens: Lens, said: str) -> Glass:
    answer = subject.answers[lens]
    record = _("El registro: {words}").format(words=answer.words)
    ours = _("Tu grupo: {words}").format(words=said or _("todavía no sabe"))
    return Glass(lens_question(lens), (record, ours), FILLS[answer.told])


def _told_in_words(told: Told) -> str:
    return {
        Told.WHOLE: _("responde"),
        Told.PARTLY: _("responde en parte"),
        Told.SILENT: _("no responde"),
    }[told]


def _in_words(subject: Subject, group: Mapping[Lens, str]) -> str:
    seen = [
        f"{lens_question(lens)} "
        + _("El registro {told}: {words}").format(
            told=_told_in_words(subject.answers[lens].told), words=subject.answers[lens].words
        )
        for lens in Lens
    ]
    unknown = sum(not group[lens] for lens in Lens)
    left = plural(
        "Tu grupo todavía no sabe {count}: esa es la pregunta para hacer.",
        "Tu grupo todavía no sabe {count}: esas son las preguntas para hacer.",
        unknown,
    ).format(count=unknown)
    looked = _("Se mira «{name}».").format(name=subject.name)
    return (
        " ".join([looked, *seen]) + " " + (left if unknown else _("Tu grupo respondió las tres."))
    )


def _table(subject: Subject, group: Mapping[Lens, str]) -> Table:
    columns = (
        Column("pregunta", _("Pregunta")),
        Column("responde", _("El registro")),
        Column("dice", _("Qué dice")),
        Column("grupo", _("Tu grupo"), empty=_("todavía no sabe")),
    )
    rows = [
        (
            lens_question(lens),
            _told_in_words(subject.answers[lens].told),
            subject.answers[lens].words,
            group[lens] or None,
        )
        for lens in Lens
    ]
    return table_of(subject.name, columns, rows)
