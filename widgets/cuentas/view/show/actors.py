"""The map of who is who, as the class wrote it: kinds of offices, never persons."""

from __future__ import annotations

from collections.abc import Sequence

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.actors import Actor, Level, Side, best_doors, missing_sides
from cuentas.model.provenance import Mark
from cuentas.view import colours
from cuentas.view.draw.canvas import BUDGETED, UNTOUCHED, Fill, Pattern
from cuentas.view.draw.grid import Axes, Pin, grid
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of

FILLS = {
    Side.STATE: Fill(colours.PALE_TEAL, Pattern.PLAIN, colours.TEAL),
    Side.COMPANY: BUDGETED,
    Side.COMMUNITY: Fill(colours.PALE_TEAL, Pattern.PLAIN, colours.TEAL),
    Side.KNOWLEDGE: UNTOUCHED,
}
SQUARE = {Side.STATE, Side.COMPANY}


def side_name(side: Side) -> str:
    """A part of society in one word."""
    return {
        Side.STATE: _("Estado"),
        Side.COMPANY: _("empresa"),
        Side.COMMUNITY: _("comunidad"),
        Side.KNOWLEDGE: _("saber"),
    }[side]


def level_name(level: Level) -> str:
    """How much, in a word."""
    return {Level.LOW: _("poco"), Level.MIDDLE: _("algo"), Level.HIGH: _("mucho")}[level]


def actor_map(actors: Sequence[Actor], *, is_example: bool) -> Figure:
    """Where each actor stands: how much it decides, and how much it cares."""
    axes = Axes(_("↑ Cuánto puede decidir"), _("Cuánto le importa"), _("poco"), _("mucho"))
    table = _table(actors)
    key = "-".join(f"{a.number}{a.kind.id}{a.influence}{a.interest}" for a in actors)
    return Figure(
        name="actors",
        title=_title(actors),
        drawing=grid([_pin(actor) for actor in actors], axes, f"actors-{key}"),
        description=_in_words(actors),
        table=table,
        calculation=Calculation(
            _("No hay una cuenta: el grupo acuerda dónde va cada actor y puede moverlo."),
            _("{count} actores de {sides} partes").format(
                count=len(actors), sides=len(Side) - len(missing_sides(actors))
            ),
            table,
            "mapa_de_actores.csv",
        ),
        footer=_footer(is_example=is_example),
        mark=Mark.ILLUSTRATIVE if is_example else Mark.OWN,
    )


def _footer(*, is_example: bool) -> str:
    if is_example:
        return _("Nombres y lugares inventados para empezar. Bórralos y pon los de tu zona.")
    return _("Fuente: lo que escribió tu grupo en esta pantalla. Es su opinión de hoy.")


def _pin(actor: Actor) -> Pin:
    side = actor.kind.side
    label = f"{actor.called} ({side_name(side)})"
    return Pin(
        actor.number, actor.influence, actor.interest, FILLS[side], label, square=side in SQUARE
    )


def _title(actors: Sequence[Actor]) -> str:
    if not actors:
        return _("Tu mapa tiene 0 actores: empieza por tu municipalidad.")
    missing = [side_name(side) for side in missing_sides(actors)]
    if not missing:
        return _("Tu mapa tiene {count} actores y están las cuatro partes.").format(
            count=len(actors)
        )
    return plural(
        "Tu mapa tiene {count} actor. Falta esta parte: {missing}.",
        "Tu mapa tiene {count} actores. Falta esta parte: {missing}.",
        len(actors),
    ).format(count=len(actors), missing=formats.listing(missing))


def _in_words(actors: Sequence[Actor]) -> str:
    if not actors:
        return _("Elige una clase de actor y escribe el nombre de la institución.")
    doors = [actor.called for actor in best_doors(actors)]
    far = [a.called for a in actors if a.influence is Level.HIGH and a.interest is Level.LOW]
    near = [a.called for a in actors if a.influence is Level.LOW and a.interest is Level.HIGH]
    sentences = [
        _("Pueden decidir mucho: {names}.").format(names=formats.listing(doors)) if doors else "",
        _("Deciden mucho y les importa poco: {names}. ¿Cómo invitarles?").format(
            names=formats.listing(far)
        )
        if far
        else "",
        _("Les importa mucho y deciden poco: {names}. ¿Con quién pueden juntarse?").format(
            names=formats.listing(near)
        )
        if near
        else "",
        _("Los cuadrados son Estado o empresa. Los círculos, comunidad o saber."),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _table(actors: Sequence[Actor]) -> Table:
    columns = (
        Column("numero", _("Número"), "number"),
        Column("actor", _("Actor")),
        Column("clase", _("Clase")),
        Column("decide", _("Cuánto puede decidir")),
        Column("le_importa", _("Cuánto le importa")),
        Column("responde", _("De qué puede responder")),
        Column("ley_27806", _("¿La ley de acceso la obliga?")),
    )
    rows = [
        (
            actor.number,
            actor.called,
            actor.kind.name,
            level_name(actor.influence),
            level_name(actor.interest),
            actor.answers,
            _("sí") if actor.kind.bound_by_request else _("no lo comprobamos"),
        )
        for actor in actors
    ]
    return table_of(_("Quién es quién"), columns, rows or [_nobody()])


def _nobody() -> tuple[int, str, str, str, str, str, str]:
    """The row of a map without actors, so that a reader of tables is told too."""
    return (0, _("todavía ninguno"), "–", "–", "–", "–", "–")
