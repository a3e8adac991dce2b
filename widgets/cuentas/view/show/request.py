"""The parts of a written request, as the letter says them."""

from __future__ import annotations

from dataclasses import dataclass

from cuentas.i18n import text as _
from cuentas.model.provenance import Mark, Provenance
from cuentas.view.draw.checklist import COUNTED, Check, checklist
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.footer import footer


@dataclass(frozen=True)
class Part:
    """A part of a request: as the letter says it, and as people say it."""

    words: str
    plain: str
    article: str
    source_key: str


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
        drawing=checklist(
            [Check(name, words, mark, COUNTED) for name, words, mark in rows], "request"
        ),
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
