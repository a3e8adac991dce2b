"""The public budget, and beside it the money that is in no budget portal: never added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine
from cuentas.model.provenance import Mark
from cuentas.view.draw.canvas import BUDGETED, MINE, SPENT
from cuentas.view.draw.checklist import Check, checklist
from cuentas.view.figure import Calculation, Cell, Column, Figure, Table, table_of


@dataclass(frozen=True)
class Purse:
    """Where money comes from, who answers for it, and where it is seen."""

    id: str
    name: str
    who_puts: str
    who_answers: str
    where_seen: str
    in_budget: bool


@dataclass(frozen=True)
class Promise:
    """A commitment or an amount outside the budget; ``amount`` in whole soles where there is one.

    ``said_by`` is ``official``, ``press`` or ``company``.
    """

    purse: str
    name: str
    what: str
    amount: int | None
    as_of: date | None
    said_by: str


def purses(  # noqa: PLR0913, PLR0917 - what is public, what is beside it, and what was found
    kinds: Sequence[Purse],
    line: BudgetLine | None,
    promises: Sequence[Promise],
    municipality: str,
    found: tuple[int, int],
    foot: str,
) -> Figure:
    """The public budget, and beside it the money that is in no budget portal, never added.

    ``found`` is how many cases were matched, out of how many.
    """
    rows = [_purse_row(kind, line, promises) for kind in kinds]
    table = _promise_table(line, promises, municipality)
    return Figure(
        name="purses",
        title=_("Son {count} bolsillos y no se suman. Encontraste {found} de {all}.").format(
            count=len(kinds), found=found[0], all=found[1]
        ),
        drawing=checklist(rows, f"purses-{municipality}"),
        description=_purses_in_words(kinds, line, promises, municipality),
        table=table,
        calculation=Calculation(
            _(
                "No se suma nada. El presupuesto es de un año y se ve en la Consulta Amigable. Un "
                "fondo dura muchos años y no está en ese portal."
            ),
            _("{count} bolsillos, {inside} en el presupuesto de hoy").format(
                count=len(kinds), inside=sum(kind.in_budget for kind in kinds)
            ),
            table,
            "bolsillos.csv",
        ),
        footer=foot,
        mark=_purses_mark(kinds, promises),
    )


def _purse_row(kind: Purse, line: BudgetLine | None, promises: Sequence[Promise]) -> Check:
    amount = _purse_amount(kind, line, promises)
    shown = _("{amount}. Responde: {who}.").format(amount=amount, who=kind.who_answers)
    fill = SPENT if kind.in_budget else MINE if kind.id == "fund" else BUDGETED
    return Check(kind.name, shown, "", fill)


def _purse_amount(kind: Purse, line: BudgetLine | None, promises: Sequence[Promise]) -> str:
    """The year's budget; outside it, the largest amount that somebody named, and for what."""
    if kind.in_budget:
        return formats.soles(line.pim) if line else _("Sin dato")
    largest = _largest(kind, promises)
    if largest is None:
        return _("Pregunta el monto")
    told = _("{amount}, según {who}. {what}").format(
        amount=formats.soles(largest.amount or 0), who=said_by(largest.said_by), what=largest.what
    )
    return told.removesuffix(".")


def _largest(kind: Purse, promises: Sequence[Promise]) -> Promise | None:
    """The largest amount that somebody named for a purse."""
    named = [one for one in promises if one.purse == kind.id and one.amount]
    return max(named, key=lambda one: one.amount or 0, default=None)


def _purses_mark(kinds: Sequence[Purse], promises: Sequence[Promise]) -> Mark:
    """The press's, where one of the amounts that are shown is only known from it."""
    shown = [_largest(kind, promises) for kind in kinds if not kind.in_budget]
    quoted = any(one is not None and one.said_by == "press" for one in shown)
    return Mark.PRESS if quoted else Mark.OWN


def _purses_in_words(
    kinds: Sequence[Purse], line: BudgetLine | None, promises: Sequence[Promise], municipality: str
) -> str:
    sentences = []
    if line:
        sentences.append(
            _("El PIM {year} de la {who} es {pim}.").format(
                year=line.year, who=municipality, pim=formats.soles(line.pim)
            )
        )
    sentences += [
        _("«{name}»: {who}. {where}.").format(
            name=kind.name, who=kind.who_puts, where=kind.where_seen
        )
        for kind in kinds
    ]
    if not any(one.amount for one in promises):
        sentences.append(_("De esta región todavía no tenemos montos de los otros bolsillos."))
    sentences.append(_("Nunca se suman: uno no paga lo que prometió el otro."))
    return " ".join(sentences)


def _promise_table(
    line: BudgetLine | None, promises: Sequence[Promise], municipality: str
) -> Table:
    columns = (
        Column("que", _("Qué es")),
        Column("detalle", _("Detalle")),
        Column("soles", _("Monto"), "soles", _("sin monto")),
        Column("fecha", _("A qué fecha"), "date", _("sin fecha")),
        Column("lo_dice", _("Quién lo dice")),
    )
    public: list[tuple[Cell, ...]] = (
        [(_("PIM {year}").format(year=line.year), municipality, line.pim, line.query_date, "MEF")]
        if line
        else []
    )
    beside = [(one.name, one.what, one.amount, one.as_of, said_by(one.said_by)) for one in promises]
    return table_of(_("Cada plata por su lado"), columns, [*public, *beside])


def promise_in_words(promise: Promise) -> str:
    """What was agreed, at which date, and who tells it."""
    day = formats.long_date(promise.as_of) if promise.as_of else _("sin fecha")
    return _("{what} Lo dice {who} ({day}).").format(
        what=promise.what, who=said_by(promise.said_by), day=day
    )


def said_by(kind: str) -> str:
    """Who tells an amount: an office, a newspaper or a company."""
    return {
        "official": _("una entidad pública"),
        "press": _("la prensa"),
        "company": _("la empresa"),
    }[kind]
