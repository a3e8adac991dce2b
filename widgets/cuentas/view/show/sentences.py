"""Three sentences with a pattern: what happens, how might we, and what we ask of whom by when."""

from __future__ import annotations

from collections.abc import Mapping

from cuentas.i18n import plural
from cuentas.i18n import text as _
from cuentas.model.provenance import Mark
from cuentas.view.draw.canvas import COMMITTED, MISSING, SPENT, Fill
from cuentas.view.draw.lenses import Glass, lenses
from cuentas.view.figure import Calculation, Column, Figure, table_of

OFFICE = "office"
PROBLEM = ("who", "what", "evidence")
CHALLENGE = ("change", "deadline")
PROPOSAL = (OFFICE, "action", "deadline", "proof")
PARTS = ("who", "what", "evidence", "change", OFFICE, "action", "deadline", "proof")
GAP = "…"


def sentences(parts: Mapping[str, str], *, is_example: bool) -> Figure:
    """The three sentences as far as they are written; a gap stands where a part is missing."""
    missing = sum(not parts[part] for part in PARTS)
    patterns = (
        (_("1. El problema"), problem_sentence(parts), PROBLEM),
        (_("2. El reto"), challenge_sentence(parts), CHALLENGE),
        (_("3. La propuesta"), proposal_sentence(parts), PROPOSAL),
    )
    table = table_of(
        _("Las tres oraciones"),
        (Column("oracion", _("Oración")), Column("dice", _("Qué dice"))),
        [(name, words) for name, words, _needed in patterns],
    )
    glasses = [Glass(name, (words,), _fill(parts, needed)) for name, words, needed in patterns]
    return Figure(
        name="sentences",
        title=_title(missing),
        drawing=lenses(glasses, f"sentences-{missing}"),
        description=" ".join(f"{name}: {words}" for name, words, _needed in patterns),
        table=table,
        calculation=Calculation(
            _("Se cuentan las partes escritas y las que faltan."),
            f"{len(PARTS)} − {len(PARTS) - missing} = {missing}",
            table,
            "propuesta.csv",
        ),
        footer=_("Palabras inventadas para aprender.")
        if is_example
        else _("Fuente: lo que escribió tu grupo en esta pantalla."),
        mark=Mark.ILLUSTRATIVE if is_example else Mark.OWN,
    )


def problem_sentence(parts: Mapping[str, str]) -> str:
    """To whom it happens, what, and how we know."""
    return _("Problema de {who}: {what}. Lo sabemos porque {evidence}.").format(**_gapped(parts))


def challenge_sentence(parts: Mapping[str, str]) -> str:
    """How might we, with a date."""
    return _("¿Cómo podemos lograr que {change} antes del {deadline}?").format(**_gapped(parts))


def proposal_sentence(parts: Mapping[str, str]) -> str:
    """What is asked of whom, by when, and how it will be checked."""
    return _(
        "Pedimos a esta oficina: {office}. Que {action}, hasta el {deadline}. "
        "Lo comprobaremos con {proof}."
    ).format(**_gapped(parts))


def _gapped(parts: Mapping[str, str]) -> dict[str, str]:
    return {part: parts[part] or GAP for part in PARTS}


def _title(missing: int) -> str:
    if not missing:
        return _("Tu propuesta tiene sus 8 partes: ya se puede responder.")
    return plural(
        "A tu propuesta le falta {count} de 8 partes.",
        "A tu propuesta le faltan {count} de 8 partes.",
        missing,
    ).format(count=missing)


def _fill(parts: Mapping[str, str], needed: tuple[str, ...]) -> Fill:
    written = sum(bool(parts[part]) for part in needed)
    if not written:
        return MISSING
    return SPENT if written == len(needed) else COMMITTED
