"""What is said of prior consultation: first to vote on, then beside the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuentas.i18n import text as _
from cuentas.model.provenance import Mark, Provenance
from cuentas.view.draw.canvas import SPENT, UNTOUCHED
from cuentas.view.draw.checklist import Check, checklist
from cuentas.view.figure import Calculation, Column, Figure, table_of
from cuentas.view.footer import footer


@dataclass(frozen=True)
class Belief:
    """Something said of prior consultation: whether it is so, and the article that says it."""

    text: str
    true: bool
    why: str
    article: str


def to_vote_on(beliefs: Sequence[Belief], source: Provenance) -> Figure:
    """The same sentences before the vote: nothing says yet which ones are true."""
    table = table_of(
        _("Las frases para votar"),
        (Column("frase", _("Lo que se dice")),),
        [(one.text,) for one in beliefs],
    )
    return Figure(
        name="consultation",
        title=_("Son {all} frases: ¿cuáles son ciertas?").format(all=len(beliefs)),
        drawing=checklist([Check(one.text, "", "?") for one in beliefs], "consultation-vote"),
        description=" ".join(f"«{one.text}»." for one in beliefs),
        table=table,
        calculation=Calculation(
            _("Se cuentan las frases. La ley se ve después de votar."),
            _("{all} frases").format(all=len(beliefs)),
            table,
            "consulta_previa.csv",
        ),
        footer=footer(source, nominal=False),
        mark=Mark.OWN,
    )


def prior_consultation(beliefs: Sequence[Belief], source: Provenance) -> Figure:
    """What prior consultation is and what it is not."""
    true = sum(belief.true for belief in beliefs)
    table = table_of(
        _("Qué es y qué no es"),
        (
            Column("frase", _("Lo que se dice")),
            Column("es", _("¿Es así?")),
            Column("porque", _("Qué dice la ley")),
            Column("articulo", _("Artículo")),
        ),
        [(one.text, _("sí") if one.true else _("no"), one.why, one.article) for one in beliefs],
    )
    return Figure(
        name="consultation",
        title=_("De {all} frases sobre la consulta previa, {true} son ciertas.").format(
            all=len(beliefs), true=true
        ),
        drawing=checklist(
            [
                Check(one.text, one.why, "✓" if one.true else "✗", SPENT if one.true else UNTOUCHED)
                for one in beliefs
            ],
            "consultation",
        ),
        description=" ".join(
            _("«{text}»: {answer}. {why}").format(
                text=one.text, answer=_("sí") if one.true else _("no"), why=one.why
            )
            for one in beliefs
        ),
        table=table,
        calculation=Calculation(
            _("Cada frase se compara con la Ley 29785."),
            f"{true} + {len(beliefs) - true} = {len(beliefs)}",
            table,
            "consulta_previa.csv",
        ),
        footer=footer(source, nominal=False),
        mark=Mark.OWN,
    )
