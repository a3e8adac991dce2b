"""A municipality's budget: opening and modified, the chain, a hundred coins."""

from __future__ import annotations

from collections.abc import Sequence

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.budget import CHAIN, BudgetLine, Step, chain, committed_not_spent
from cuentas.model.comparison import Change
from cuentas.model.money import hundred_coins, without_sign
from cuentas.model.place import District
from cuentas.model.provenance import Provenance
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, COMMITTED, MISSING, SPENT, UNTOUCHED, Fill
from cuentas.view.draw.coins import Part, coins
from cuentas.view.draw.staircase import Stair, staircase
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of
from cuentas.view.show.rows import exact_rows, file_name, first_year_in_words, line_footer
from cuentas.view.words import stage_meaning, stage_name

STAGE_FILLS = {"pia": BUDGETED, "pim": BUDGETED, "certificado": COMMITTED, "compromiso": COMMITTED}


def opening_and_modified(line: BudgetLine, district: District, source: Provenance) -> Figure:
    """PIA beside PIM: what the year added."""
    change = Change(line.pia, line.pim)
    title = _("{who} empezó {year} con {pia} y terminó con {pim}.").format(
        who=district.short,
        year=line.year,
        pia=formats.millions(line.pia),
        pim=formats.millions(line.pim),
    )
    rows = [
        Bar(_stage_line("pia"), formats.soles(line.pia), line.pia, BUDGETED),
        Bar(_stage_line("pim"), formats.soles(line.pim), line.pim, BUDGETED, strong=True),
    ]
    return Figure(
        name="opening",
        title=title,
        drawing=bars(rows, f"opening-{line.ubigeo}-{line.year}"),
        description=_change_in_words(change) + first_year_in_words(line, district),
        table=_steps_table(line, district),
        calculation=Calculation(
            _("El PIM es el PIA más lo que se agregó, menos lo que se quitó durante el año."),
            f"{formats.soles(line.pim)} − {formats.soles(line.pia)} = {formats.soles(line.added)}",
            exact_rows([line], district),
            file_name(district, line.year),
        ),
        footer=line_footer(source, line),
        mark=source.mark,
    )


def execution_chain(
    line: BudgetLine,
    district: District,
    source: Provenance,
    revisions: Sequence[BudgetLine] = (),
) -> Figure:
    """The staircase from PIA to girado, with what is missing at each step.

    ``revisions`` are the same row on other query dates: the description tells what moved.
    """
    title = _("De {pim} de presupuesto, {who} devengó {devengado} en {year}.").format(
        pim=formats.millions(line.pim),
        who=district.short,
        devengado=formats.millions(line.devengado),
        year=line.year,
    )
    return Figure(
        name="chain",
        title=title,
        drawing=staircase(_stairs(line), f"chain-{line.ubigeo}-{line.year}"),
        description=_chain_in_words(line)
        + first_year_in_words(line, district)
        + _moved_in_words(line, revisions),
        table=_steps_table(line, district),
        calculation=_avance_calculation(line, district),
        footer=line_footer(source, line),
        mark=source.mark,
    )


def of_every_hundred(line: BudgetLine, district: District, source: Provenance) -> Figure:
    """A hundred coins of the PIM: devengado, with a contract, untouched."""
    spent, others = hundred_coins(min(line.devengado, line.pim), _not_spent(line))
    title = _("{who} devengó {coins} de cada 100 soles en {year}.").format(
        who=district.short, coins=spent, year=line.year
    )
    parts = [Part(spent, _("devengado: recibido, ya se debe pagar"), SPENT)]
    fills = REST_FILLS[-len(others) :]
    parts += [Part(n, label, fill) for (label, n), fill in zip(others.items(), fills, strict=True)]
    return Figure(
        name="hundred",
        title=title,
        drawing=coins(parts, f"hundred-{line.ubigeo}-{line.year}"),
        description=_hundred_in_words(spent, others, line) + first_year_in_words(line, district),
        table=_steps_table(line, district),
        calculation=_avance_calculation(line, district),
        footer=line_footer(source, line),
        mark=source.mark,
    )


REST_FILLS = (COMMITTED, UNTOUCHED)
"""With a contract and without one; a source that is silent on contracts gives the last alone."""


def _stage_line(name: str) -> str:
    return f"{stage_name(name)}: {stage_meaning(name)}"


def _change_in_words(change: Change) -> str:
    if not change.difference:
        return _("Durante el año el presupuesto no cambió.")
    size = without_sign(change.difference)
    sentence = (
        _("Durante el año se agregaron {amount} ({words}).")
        if change.difference > 0
        else _("Durante el año se quitaron {amount} ({words}).")
    ).format(amount=formats.soles(size), words=formats.in_words(size))
    if change.percent is None:
        return sentence
    return (
        sentence
        + " "
        + _("El cambio es de {percent} frente al inicio.").format(
            percent=formats.percent(change.percent)
        )
    )


def _stairs(line: BudgetLine) -> list[Stair]:
    known = {step.name: step for step in chain(line)}
    return [_stair(known[name]) if name in known else _unknown_stair(name) for name in CHAIN]


def _unknown_stair(name: str) -> Stair:
    silent = _("esta fuente no lo dice")
    return Stair(stage_name(name), stage_meaning(name), 0, _("sin dato"), MISSING, silent)


def _stair(step: Step) -> Stair:
    fill: Fill = STAGE_FILLS.get(step.name, SPENT)
    return Stair(
        stage_name(step.name),
        stage_meaning(step.name),
        step.amount,
        formats.soles(step.amount),
        fill,
        _gap_in_words(step),
    )


def _gap_in_words(step: Step) -> str:
    if step.change is None or step.change >= 0:
        return ""
    amount = formats.soles(-step.change)
    if step.name == "pim":
        return _("se quitaron {amount}").format(amount=amount)
    return _("aún no llegan aquí {amount}").format(amount=amount)


def _chain_in_words(line: BudgetLine) -> str:
    rest = _("Del PIM quedaron sin devengar {amount} ({words}).").format(
        amount=formats.soles(line.unspent), words=formats.in_words(line.unspent)
    )
    silent = [stage_name(name) for name in CHAIN if getattr(line, name) is None]
    if not silent:
        return rest
    return (
        _("Esta fuente no dice estos pasos: {stages}.").format(stages=formats.listing(silent))
        + f" {rest}"
    )


def _moved_in_words(line: BudgetLine, revisions: Sequence[BudgetLine]) -> str:
    return "".join(
        " "
        + _("Otro día, el {day}, el portal daba un devengado de {amount}.").format(
            day=formats.long_date(other.query_date), amount=formats.soles(other.devengado)
        )
        for other in revisions
        if other.devengado != line.devengado
    )


def _not_spent(line: BudgetLine) -> dict[str, int]:
    unspent = max(line.unspent, 0)
    committed = committed_not_spent(line)
    if committed is None:
        return {_("sin devengar: la fuente no dice si hay contrato"): unspent}
    committed = min(committed, unspent)
    return {
        _("con contrato u orden, sin devengar"): committed,
        _("sin contrato ni orden"): unspent - committed,
    }


def _hundred_in_words(spent: int, others: dict[str, int], line: BudgetLine) -> str:
    rest = [f"{coins} {label}" for label, coins in others.items()]
    return plural(
        "De cada 100 soles del PIM, {spent} llegó a devengarse. Los demás: {rest}. "
        "El avance exacto es {avance}.",
        "De cada 100 soles del PIM, {spent} llegaron a devengarse. Los demás: {rest}. "
        "El avance exacto es {avance}.",
        spent,
    ).format(spent=spent, rest="; ".join(rest), avance=formats.percent(line.avance))


def _avance_calculation(line: BudgetLine, district: District) -> Calculation:
    return Calculation(
        _("El avance es el devengado dividido entre el PIM, por 100. Mide plata, no obras."),
        f"{formats.soles(line.devengado)} ÷ {formats.soles(line.pim)} × 100 = "
        f"{formats.percent(line.avance)}",
        exact_rows([line], district),
        file_name(district, line.year),
    )


def _steps_table(line: BudgetLine, district: District) -> Table:
    rows = [
        (stage_name(step.name), stage_meaning(step.name), step.amount, step.change)
        for step in chain(line)
    ]
    columns = (
        Column("etapa", _("Etapa")),
        Column("significado", _("Qué es")),
        Column("soles", _("Soles"), "soles"),
        Column("cambio", _("Frente al paso anterior"), "soles", _("es el primer paso")),
    )
    caption = _("{who}, {year}").format(who=district.municipality, year=line.year)
    return table_of(caption, columns, rows)
