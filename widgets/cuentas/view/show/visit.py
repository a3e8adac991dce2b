"""What a committee marked on the sheet of its visit."""

from __future__ import annotations

from collections.abc import Sequence

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.provenance import Mark
from cuentas.model.watch import Point, Seen, Visit
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, COMMITTED, SPENT, UNTOUCHED
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of

IN_SIGHT = (Seen.YES, Seen.NO, Seen.UNSEEN)


def answer_in_words(answer: Seen, months: str) -> str:
    """An answer of the visit sheet as people say it; ``months`` is the limit in words."""
    return {
        Seen.YES: _("Sí"),
        Seen.NO: _("No"),
        Seen.UNSEEN: _("No se pudo ver"),
        Seen.FEWER: _("Menos de {months}").format(months=months),
        Seen.MORE: _("{months} o más").format(months=months),
        Seen.UNKNOWN: _("No se sabe"),
    }[answer]


def visit_sheet(points: Sequence[Point], visit: Visit, months: str) -> Figure:
    """What a committee marked on its visit, counted."""
    counts = [(answer_in_words(one, months), visit.count(one)) for one in IN_SIGHT]
    answered = len(visit.answers)
    whole = Bar(_("Puntos de la hoja"), formats.number(len(points)), len(points), UNTOUCHED)
    drawn = [
        Bar(label, formats.number(count), count, fill)
        for (label, count), fill in zip(counts, (SPENT, BUDGETED, COMMITTED), strict=True)
    ]
    table = _visit_table(points, visit, months)
    return Figure(
        name="visit",
        title=plural(
            "De {whole} puntos de la hoja, marcaron {count}.",
            "De {whole} puntos de la hoja, marcaron {count}.",
            answered,
        ).format(whole=len(points), count=answered),
        drawing=bars([whole, *drawn], "visit-" + "-".join(str(count) for _label, count in counts)),
        description=_visit_in_words(visit, months),
        table=table,
        calculation=Calculation(
            _("Se cuenta cuántos puntos tienen cada respuesta."),
            f"{answered} ÷ {len(points)}",
            table,
            "hoja_de_visita.csv",
        ),
        footer=_("Hoja de este curso. Lo que marcan se guarda en este teléfono y pasa a su carta."),
        mark=Mark.OWN,
    )


def _visit_in_words(visit: Visit, months: str) -> str:
    if not visit.answers:
        return _("Todavía no hay nada marcado. También vale «no se pudo ver»: dice la verdad.")
    sentences = [
        _("{words}: {count}.").format(words=answer_in_words(one, months), count=visit.count(one))
        for one in IN_SIGHT
    ]
    if visit.stalled:
        sentences.append(
            _(
                "El vecindario cuenta {months} o más sin trabajo: es una señal para preguntar."
            ).format(months=months)
        )
    return " ".join([*sentences, _("La hoja dice lo que se vio, no por qué.")])


def _visit_table(points: Sequence[Point], visit: Visit, months: str) -> Table:
    columns = (
        Column("punto", _("Punto")),
        Column("respuesta", _("Respuesta"), empty=_("sin marcar")),
        Column("fuente", _("Clave de la fuente"), "code"),
    )
    rows = [
        (
            one.text,
            answer_in_words(visit.answers[one.id], months) if one.id in visit.answers else None,
            one.source_key,
        )
        for one in points
    ]
    return table_of(_("Hoja de visita"), columns, rows)
