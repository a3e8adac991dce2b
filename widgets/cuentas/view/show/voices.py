"""Who has spoken in the room: times and minutes, without names and without judging."""

from __future__ import annotations

from dataclasses import dataclass

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.gender import MEN, OTHERS, WOMEN, YOUNG, Tally, Voice
from cuentas.model.money import of_hundred
from cuentas.model.provenance import Mark
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, COMMITTED
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of

GROUPS = (WOMEN, MEN, OTHERS)


@dataclass(frozen=True)
class Present:
    """How many women and men are in the room, as the class counted; zero when it did not."""

    women: int
    men: int


def group_name(group: tuple[Voice, ...]) -> str:
    """The name of a group of voices."""
    return {WOMEN: _("Mujeres"), MEN: _("Hombres"), OTHERS: _("Otras")}[group]


def voices(tally: Tally, present: Present) -> Figure:
    """Minutes of each group; the part inside a bar is what young people spoke."""
    table = _table(tally)
    shares = tally.of_hundred()
    sums = [f"{group_name(g).lower()} {s}" for g, s in zip(GROUPS, shares, strict=True)]
    return Figure(
        name="voices",
        title=_title(tally),
        drawing=bars([_bar(tally, group) for group in GROUPS], f"voices-{len(tally.turns)}"),
        description=_in_words(tally, present),
        table=table,
        calculation=Calculation(
            _("Los minutos de cada grupo se dividen entre todos los minutos, por 100."),
            _("De cada 100 minutos: {sums}.").format(sums=formats.listing(sums)),
            table,
            "quien_hablo.csv",
        ),
        footer=_("Fuente: lo que contó tu grupo en esta pantalla. No se anota ningún nombre."),
        mark=Mark.OWN,
    )


def _title(tally: Tally) -> str:
    if not tally.turns:
        return _("Todavía no se contó a nadie.")
    women, men, _others = tally.of_hundred()
    if women and men:
        return plural(
            "De cada 100 minutos hablados, {women} fue de mujeres.",
            "De cada 100 minutos hablados, {women} fueron de mujeres.",
            women,
        ).format(women=women)
    return plural(
        "Se contó {times} intervención y {minutes}.",
        "Se contaron {times} intervenciones y {minutes}.",
        tally.times(),
    ).format(times=tally.times(), minutes=_minutes(tally.minutes()))


def _minutes(minutes: int) -> str:
    return plural("{count} minuto", "{count} minutos", minutes).format(count=minutes)


def _times(times: int) -> str:
    return plural("{count} vez", "{count} veces", times).format(count=times)


def _young(group: tuple[Voice, ...]) -> tuple[Voice, ...]:
    return tuple(voice for voice in group if voice in YOUNG)


def _bar(tally: Tally, group: tuple[Voice, ...]) -> Bar:
    young = _young(group)
    spoken = tally.minutes(*group)
    return Bar(
        f"{group_name(group)}: {_times(tally.times(*group))}",
        _minutes(spoken),
        spoken,
        BUDGETED,
        inner=tally.minutes(*young) if young else 0,
        inner_fill=COMMITTED,
    )


def _in_words(tally: Tally, present: Present) -> str:
    if not tally.turns:
        return _("Toca un botón cada vez que alguien termine de hablar.")
    said = [
        _group_in_words(tally, group, share)
        for group, share in zip(GROUPS, tally.of_hundred(), strict=True)
    ]
    young = _("De ellos, {minutes} de personas jóvenes: es la parte rayada.").format(
        minutes=_minutes(tally.minutes(*YOUNG))
    )
    return " ".join([*said, young, _beside_those_present(present), _("¿Quién falta por hablar?")])


def _group_in_words(tally: Tally, group: tuple[Voice, ...], share: int) -> str:
    return _("{who}: {times}, {minutes}, {share} de cada 100.").format(
        who=group_name(group),
        times=_times(tally.times(*group)),
        minutes=_minutes(tally.minutes(*group)),
        share=share,
    )


def _beside_those_present(present: Present) -> str:
    whole = present.women + present.men
    if not whole:
        return _("Cuenten también cuántas personas hay en la sala, para comparar.")
    return _("En la sala, las mujeres son {share} de cada 100 personas.").format(
        share=of_hundred(present.women, whole)
    )


def _table(tally: Tally) -> Table:
    columns = (
        Column("quien", _("Quién habló")),
        Column("veces", _("Veces"), "number"),
        Column("minutos", _("Minutos"), "number"),
        Column("de_cada_100", _("De cada 100 minutos"), "number"),
        Column("minutos_jovenes", _("Minutos de jóvenes"), "number"),
    )
    rows = [
        (
            group_name(group),
            tally.times(*group),
            tally.minutes(*group),
            share,
            tally.minutes(*_young(group)) if _young(group) else 0,
        )
        for group, share in zip(GROUPS, tally.of_hundred(), strict=True)
    ]
    return table_of(_("Quién habló en la sala"), columns, rows)
