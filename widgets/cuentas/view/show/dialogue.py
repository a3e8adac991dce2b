"""Figures about dialogue: conflicts by their date, purses that are never added, who answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine
from cuentas.model.place import Region
from cuentas.model.provenance import Mark, Provenance
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, COMMITTED, MINE, SPENT, UNTOUCHED
from cuentas.view.draw.checklist import COUNTED, Check, checklist
from cuentas.view.figure import Calculation, Cell, Column, Figure, Table, table_of
from cuentas.view.footer import footer

ACTIVE, LATENT = "activo", "latente"
IN_DIALOGUE = "diálogo"


@dataclass(frozen=True)
class Conflict:
    """A case as the ombudsman's monthly report has it: its own words, never a person's name."""

    case: str
    place: str
    company: str
    state: str
    phase: str


@dataclass(frozen=True)
class Count:
    """How many cases a monthly report of the whole country counts."""

    month: date
    total: int
    active: int
    latent: int
    report: str


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


@dataclass(frozen=True)
class Answer:
    """One of the things that cases are matched with: its name and what it means."""

    id: str
    name: str
    meaning: str
    source_key: str


def regional_conflicts(
    cases: Sequence[Conflict], region: Region, month: date, source: Provenance
) -> Figure:
    """The cases of a region in one monthly report, each with its state and its phase."""
    active = sum(case.state == ACTIVE for case in cases)
    states = _states_in_words(active, len(cases) - active)
    title = plural(
        "En {month} la Defensoría registraba {count} caso por minería en {region}: {states}.",
        "En {month} la Defensoría registraba {count} casos por minería en {region}: {states}.",
        len(cases),
    )
    rows = [
        Check(
            case.case,
            _("{state}. Fase: {phase}.").format(state=case.state.capitalize(), phase=case.phase),
            "A" if case.state == ACTIVE else "L",
            COUNTED if case.state == ACTIVE else UNTOUCHED,
        )
        for case in cases
    ]
    table = _conflict_table(cases, region)
    return Figure(
        name="conflicts",
        title=title.format(
            month=formats.month(month), count=len(cases), region=region.name, states=states
        ),
        svg=checklist(rows, f"conflicts-{region.slug}"),
        description=_conflicts_in_words(cases),
        table=table,
        calculation=Calculation(
            _("Se cuentan las filas del reporte de ese mes, una por caso."),
            f"{active} + {len(cases) - active} = {len(cases)}",
            table,
            "conflictos.csv",
        ),
        footer=footer(source, nominal=False),
        mark=source.mark,
    )


def _states_in_words(active: int, latent: int) -> str:
    found = [
        plural("{count} activo", "{count} activos", active).format(count=active),
        plural("{count} latente", "{count} latentes", latent).format(count=latent),
    ]
    return formats.listing(found)


def _conflicts_in_words(cases: Sequence[Conflict]) -> str:
    talking = sum(case.phase == IN_DIALOGUE for case in cases)
    return " ".join(
        (
            _("Activo (A) es el que se expresa en público."),
            _("Latente (L) es el que está en silencio: no quiere decir resuelto."),
            plural(
                "{count} caso está en fase de diálogo.",
                "{count} casos están en fase de diálogo.",
                talking,
            ).format(count=talking),
            _("Los casos: {cases}.").format(cases=". ".join(case.case for case in cases)),
            _("Es una foto de esa fecha: no dice cómo están hoy ni quién tiene la razón."),
            _("Tampoco dice que un distrito reciba más o menos canon por eso."),
        )
    )


def _conflict_table(cases: Sequence[Conflict], region: Region) -> Table:
    columns = (
        Column("caso", _("Caso")),
        Column("lugar", _("Lugar")),
        Column("empresa", _("Empresa que nombra el reporte")),
        Column("estado", _("Estado")),
        Column("fase", _("Fase")),
    )
    rows = [(one.case, one.place, one.company, one.state, one.phase) for one in cases]
    return table_of(_("Casos de {region}").format(region=region.name), columns, rows)


def country_conflicts(counts: Sequence[Count], source: Provenance) -> Figure:
    """Two reports of the whole country: fewer cases is not the same as cases solved."""
    first, last = counts[0], counts[-1]
    table = _count_table(counts)
    return Figure(
        name="conflicts",
        title=_("En {last} hay {fewer} casos menos que en {first}, y {more} latentes más.").format(
            first=formats.month(first.month),
            last=formats.month(last.month),
            fewer=first.total - last.total,
            more=last.latent - first.latent,
        ),
        svg=bars([_count_bar(one) for one in counts], "conflicts-country"),
        description=_counts_in_words(first, last),
        table=table,
        calculation=Calculation(
            _("Se resta el primer reporte del segundo: casos, activos y latentes."),
            f"{last.total} − {first.total} = {formats.number(last.total - first.total)}",
            table,
            "conflictos_pais.csv",
        ),
        footer=footer(source, nominal=False),
        mark=source.mark,
    )


def _count_bar(count: Count) -> Bar:
    return Bar(
        label=formats.month(count.month).capitalize(),
        shown=_("{count} casos").format(count=count.total),
        amount=count.total,
        fill=UNTOUCHED,
        inner=count.active,
        inner_fill=COMMITTED,
    )


def _counts_in_words(first: Count, last: Count) -> str:
    return " ".join(
        (
            _(
                "Es todo el país. La parte rayada son los activos: {before} y después {after}."
            ).format(before=first.active, after=last.active),
            _("La parte blanca son los latentes: {before} y después {after}.").format(
                before=first.latent, after=last.latent
            ),
            _("Que baje el total no quiere decir que se resolvieron."),
            _("La Defensoría cuenta casos registrados, no personas ni razones."),
        )
    )


def _count_table(counts: Sequence[Count]) -> Table:
    columns = (
        Column("mes", _("Mes")),
        Column("reporte", _("Reporte"), "code"),
        Column("casos", _("Casos"), "number"),
        Column("activos", _("Activos"), "number"),
        Column("latentes", _("Latentes"), "number"),
    )
    rows = [
        (formats.month(one.month), one.report, one.total, one.active, one.latent) for one in counts
    ]
    return table_of(_("Casos en todo el país"), columns, rows)


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
        svg=checklist(rows, f"purses-{municipality}"),
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


def found_answers(
    name: str, answers: Sequence[Answer], found: tuple[int, int], ids: frozenset[str], foot: str
) -> Figure:
    """The possible answers of a matching exercise, those already found with their mark."""
    rows = [
        Check(
            answer.name,
            answer.meaning,
            "✓" if answer.id in ids else "",
            SPENT if answer.id in ids else UNTOUCHED,
        )
        for answer in answers
    ]
    table = table_of(
        _("Lo que significa cada respuesta"),
        (
            Column("respuesta", _("Respuesta")),
            Column("que_es", _("Qué es")),
            Column("fuente", _("Fuente")),
        ),
        [(one.name, one.meaning, one.source_key) for one in answers],
    )
    return Figure(
        name=name,
        title=_("Encontraste la respuesta de {found} de {all} casos.").format(
            found=found[0], all=found[1]
        ),
        svg=checklist(rows, f"{name}-" + "-".join(sorted(ids))),
        description=_("Los casos están abajo. Respuestas posibles: {answers}.").format(
            answers="; ".join(f"{one.name}: {one.meaning}" for one in answers)
        ),
        table=table,
        calculation=Calculation(
            _("Se cuentan los casos que ya tienen su respuesta. Los casos son inventados."),
            f"{found[0]} + {found[1] - found[0]} = {found[1]}",
            table,
            f"{name}.csv",
        ),
        footer=foot,
        mark=Mark.ILLUSTRATIVE,
    )


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
        svg=checklist([Check(one.text, "", "?") for one in beliefs], "consultation-vote"),
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
        svg=checklist(
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
