"""Invented figures that quiz questions point at: the same in every region."""

from __future__ import annotations

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.provenance import Mark
from cuentas.view.draw.canvas import SPENT
from cuentas.view.draw.staircase import ROW, Stair, staircase
from cuentas.view.figure import Calculation, Column, Figure, table_of
from cuentas.view.footer import illustrative_footer
from cuentas.view.show.budget import STAGE_FILLS
from cuentas.view.show.ruler import work_and_money
from cuentas.view.words import stage_meaning, stage_name

EXAMPLE_CHAIN = (
    ("pia", 60_000),
    ("pim", 100_000),
    ("certificado", 90_000),
    ("compromiso", 84_000),
    ("devengado", 40_000),
    ("girado", 38_000),
)


def example_chain() -> Figure:
    """An invented municipality whose money waits between compromiso and devengado."""
    letters = "ABCDEF"
    stairs = [
        Stair(
            f"{letter} · {stage_name(name)}",
            stage_meaning(name),
            amount,
            formats.soles(amount),
            STAGE_FILLS.get(name, SPENT),
        )
        for letter, (name, amount) in zip(letters, EXAMPLE_CHAIN, strict=True)
    ]
    table = table_of(
        _("Municipalidad inventada"),
        (Column("etapa", _("Etapa")), Column("soles", _("Soles"), "soles")),
        [(stage_name(name), amount) for name, amount in EXAMPLE_CHAIN],
    )
    steps = [f"{stage_name(name)} {formats.soles(amount)}" for name, amount in EXAMPLE_CHAIN]
    return Figure(
        name="example-chain",
        title=_("Una municipalidad inventada."),
        drawing=staircase(stairs, "example-chain"),
        description=_("Sus pasos: {steps}.").format(steps=formats.listing(steps)),
        table=table,
        calculation=Calculation(_("Números inventados."), "", table, "ejemplo.csv"),
        footer=illustrative_footer(),
        mark=Mark.ILLUSTRATIVE,
        row_height=ROW,
    )


def example_ruler() -> Figure:
    """An invented work with more money than progress."""
    return work_and_money(built=40, paid=70, elapsed=60)


EXAMPLES = {"example_chain": example_chain, "example_ruler": example_ruler}
"""The figures that ``quiz.toml`` may name."""
