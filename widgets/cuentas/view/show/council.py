"""A purse that does not reach for everything, a speech for an assembly, and inherited works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.council import Council, Inheritance, Known, Proposal
from cuentas.model.money import Amount
from cuentas.model.provenance import Mark
from cuentas.view import colours
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, SPENT, UNTOUCHED, Fill
from cuentas.view.draw.checklist import COUNTED, Check, checklist
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of

TAKEN, SERVES, LEFT_OUT, PROOF = "taken", "serves", "left_out", "proof"
PARTS = (TAKEN, SERVES, LEFT_OUT, PROOF)
"""What a presentation to an assembly has to say, in its order."""

WAITING = Fill(colours.OCHRE)
"""The square of a work that stands still: attention, never guilt."""


@dataclass(frozen=True)
class PurseOf:
    """Where a purse comes from: so many of each hundred soles of a budget.

    Attributes:
        budget: the whole budget, in soles.
        whose: of whose budget, in words, with its year («del PIM 2023 de Torata»).
        footer: the sources of the budget and of the costs.
        mark: own reckoning, because a class sets the share; invented where the budget is.
    """

    budget: Amount
    share: int
    whose: str
    footer: str
    mark: Mark


def council(sitting: Council, origin: PurseOf) -> Figure:
    """The purse on one scale with the works: those taken, and those that wait."""
    table = _proposal_table(sitting)
    return Figure(
        name="council",
        title=_council_title(sitting),
        drawing=bars(_council_bars(sitting), f"council-{len(sitting.taken)}-{origin.share}"),
        description=_council_in_words(sitting, origin),
        table=table,
        calculation=Calculation(
            _("La bolsa es una parte del presupuesto. Se le resta el costo de lo que entra."),
            f"{formats.soles(origin.budget)} × {origin.share} ÷ 100 = "
            f"{formats.soles(sitting.purse)}; {formats.soles(sitting.purse)} − "
            f"{formats.soles(sitting.cost)} = {formats.soles(sitting.left)}",
            table,
            "concejo.csv",
        ),
        footer=origin.footer,
        mark=origin.mark,
    )


def _council_title(sitting: Council) -> str:
    count = len(sitting.taken)
    if not count:
        return _("La bolsa tiene {purse} y todavía no entra ninguna obra.").format(
            purse=formats.soles(sitting.purse)
        )
    if not sitting.fits:
        return _("No alcanza: a la bolsa le faltan {missing}.").format(
            missing=formats.soles(-sitting.left)
        )
    return plural(
        "Entra {count} obra y quedan {left}.", "Entran {count} obras y quedan {left}.", count
    ).format(count=count, left=formats.soles(sitting.left))


def _council_bars(sitting: Council) -> list[Bar]:
    whole = Bar(
        _("La bolsa"),
        formats.soles(sitting.purse),
        sitting.purse,
        BUDGETED,
        inner=sitting.cost,
        strong=True,
    )
    return [whole, *(_work_bar(sitting, one) for one in sitting.proposals)]


def _work_bar(sitting: Council, one: Proposal) -> Bar:
    fill = SPENT if one.id in sitting.chosen else UNTOUCHED
    return Bar(one.name, formats.soles(one.cost), one.cost, fill)


def _council_in_words(sitting: Council, origin: PurseOf) -> str:
    sentences = [
        _("La bolsa es {share} de cada 100 soles {whose}: {purse}.").format(
            share=origin.share, whose=origin.whose, purse=formats.soles(sitting.purse)
        ),
        _("Es un ejercicio: cuánto entra lo mueve tu grupo."),
    ]
    if sitting.taken:
        sentences.append(_("Entran: {works}.").format(works=_named(sitting.taken)))
    if sitting.left_out:
        sentences.append(_("Quedan fuera: {works}.").format(works=_named(sitting.left_out)))
    if sitting.taken and sitting.fits and sitting.would_fit:
        sentences.append(_("Con lo que queda todavía cabe otra."))
    return " ".join(sentences)


def _named(works: Sequence[Proposal]) -> str:
    return formats.listing([f"«{one.name}»" for one in works])


def _proposal_table(sitting: Council) -> Table:
    columns = (
        Column("obra", _("Obra")),
        Column("costo", _("Costo"), "soles"),
        Column("entra", _("¿Entra?")),
    )
    rows = [
        (one.name, one.cost, _("sí") if one.id in sitting.chosen else _("no"))
        for one in sitting.proposals
    ]
    return table_of(_("Las obras que piden un lugar en la bolsa"), columns, rows)


def presentation(said: Mapping[str, str], *, fits: bool) -> Figure:
    """The four parts of a short presentation, as far as they are said."""
    done = sum(bool(said[part]) for part in PARTS)
    rows = [_part(part, said[part]) for part in PARTS]
    table = table_of(
        _("Tu presentación"),
        (Column("parte", _("Parte")), Column("dice", _("Qué dice"), empty=_("falta"))),
        [(part_in_words(part), said[part] or None) for part in PARTS],
    )
    return Figure(
        name="presentation",
        title=_("Tu presentación tiene {count} de {whole} partes.").format(
            count=done, whole=len(PARTS)
        ),
        drawing=checklist(rows, f"presentation-{done}"),
        description=_presentation_in_words(said, fits=fits),
        table=table,
        calculation=Calculation(
            _("Se cuentan las partes dichas y las que faltan."),
            f"{len(PARTS)} − {done} = {len(PARTS) - done}",
            table,
            "presentacion.csv",
        ),
        footer=_("Fuente: lo que escogió y escribió tu grupo en esta pantalla."),
        mark=Mark.OWN,
    )


def part_in_words(part: str) -> str:
    """The name of a part of the presentation."""
    return {
        TAKEN: _("Qué entra y cuánto cuesta"),
        SERVES: _("A quiénes sirve"),
        LEFT_OUT: _("Qué queda fuera y por qué"),
        PROOF: _("Cómo se comprobará"),
    }[part]


def _part(part: str, words: str) -> Check:
    mark, fill = ("✓", COUNTED) if words else ("", UNTOUCHED)
    return Check(part_in_words(part), words or _("falta"), mark, fill)


def _presentation_in_words(said: Mapping[str, str], *, fits: bool) -> str:
    lines = [f"{part_in_words(part)}: {said[part]}." for part in PARTS if said[part]]
    if not fits:
        lines.append(_("Ojo: lo elegido pasa de la bolsa. Así no se puede presentar."))
    missing = [part_in_words(part).lower() for part in PARTS if not said[part]]
    if missing:
        lines.append(_("Falta decir: {parts}.").format(parts="; ".join(missing)))
    return " ".join(lines)


def inherited(left: Inheritance, footer: str, mark: Mark) -> Figure:
    """The works of a place with what the class knows of each: first what nobody knows.

    ``footer`` tells where names and costs come from.
    """
    unknown = left.counts[Known.UNKNOWN]
    table = table_of(
        _("El inventario de tu grupo"),
        (
            Column("obra", _("Obra")),
            Column("costo", _("Costo"), "soles"),
            Column("estado", _("Qué sabe tu grupo")),
        ),
        [(one.name, one.cost, known_in_words(left.of(one))) for one in left.works],
    )
    return Figure(
        name="inherited",
        title=_inherited_title(unknown, len(left.works)),
        drawing=checklist(
            [_inherited_row(left, one) for one in left.works], f"inherited-{unknown}"
        ),
        description=_inherited_in_words(left),
        table=table,
        calculation=Calculation(
            _("Se cuentan las obras de la lista según lo que marcó tu grupo."),
            " + ".join(str(count) for count in left.counts.values()) + f" = {len(left.works)}",
            table,
            "inventario.csv",
        ),
        footer=" ".join([footer, _("Cómo está cada obra lo dijo tu grupo.")]),
        mark=mark,
    )


def _inherited_title(unknown: int, whole: int) -> str:
    if not unknown:
        return _("De las {whole} obras de la lista, tu grupo sabe algo de todas.").format(
            whole=whole
        )
    return plural(
        "De {whole} obras, tu grupo no sabe cómo está {count}.",
        "De {whole} obras, tu grupo no sabe cómo están {count}.",
        unknown,
    ).format(whole=whole, count=unknown)


def known_in_words(known: Known) -> str:
    """What a class knows of an inherited work."""
    return {
        Known.UNKNOWN: _("no sabemos"),
        Known.RUNNING: _("se está haciendo"),
        Known.STOPPED: _("está parada"),
        Known.UNSETTLED: _("se terminó, pero falta la cuenta final"),
        Known.IN_USE: _("se terminó y se usa"),
    }[known]


def _inherited_row(left: Inheritance, one: Proposal) -> Check:
    marks: dict[Known, tuple[str, Fill]] = {
        Known.UNKNOWN: ("?", UNTOUCHED),
        Known.RUNNING: ("→", COUNTED),
        Known.STOPPED: ("‖", WAITING),
        Known.UNSETTLED: ("…", BUDGETED),
        Known.IN_USE: ("✓", COUNTED),
    }
    mark, fill = marks[left.of(one)]
    return Check(one.name, known_in_words(left.of(one)), mark, fill)


def _inherited_in_words(left: Inheritance) -> str:
    sentences = [
        _("{state}: {works}.").format(
            state=known_in_words(known).capitalize(),
            works=formats.listing([f"«{one.name}»" for one in left.those(known)]),
        )
        for known, count in left.counts.items()
        if count
    ]
    return " ".join([*sentences, _("Lo que nadie sabe es lo primero que se pide por escrito.")])
