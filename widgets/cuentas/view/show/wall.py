"""The wall of a class as figures: problems by challenge, and the funnel with its votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.provenance import Mark
from cuentas.model.votes import Challenge, Fate, Outcome, Purse, by_points, funnel, places
from cuentas.view import colours
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, COMMITTED, UNTOUCHED, Fill, Pattern
from cuentas.view.draw.funnel import Stage
from cuentas.view.draw.funnel import funnel as draw_funnel
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of

PASSED = Fill(colours.PALE_TEAL, Pattern.PLAIN, colours.TEAL)


@dataclass(frozen=True)
class Vote:
    """A vote as it was counted: the problems, the challenges, the purse, and what came of it."""

    problems: int
    challenges: tuple[Challenge, ...]
    purse: Purse
    spent: int
    outcome: Outcome
    is_example: bool

    @property
    def is_overspent(self) -> bool:
        """Whether more points were counted than there are."""
        return self.purse.left(self.spent) < 0


def grouped(
    problems: Sequence[tuple[str, str]], words: Mapping[str, str], *, is_example: bool
) -> Figure:
    """How many problems each challenge gathers; ``words`` are the challenges by letter."""
    counts = {letter: sum(own == letter for _w, own in problems) for letter in words}
    waiting = sum(not own for _w, own in problems)
    inside = len(problems) - waiting
    table = _problem_table(problems)
    return Figure(
        name="grouped",
        title=plural(
            "Tu grupo escribió {count} problema y {inside} ya tiene reto.",
            "Tu grupo escribió {count} problemas y {inside} ya tienen reto.",
            len(problems),
        ).format(count=len(problems), inside=inside),
        drawing=bars(_group_bars(counts, waiting, words), f"grouped-{len(problems)}-{inside}"),
        description=_groups_in_words(counts, waiting),
        table=table,
        calculation=Calculation(
            _("Se cuentan los problemas escritos y los que ya están en un reto."),
            f"{len(problems)} − {waiting} = {inside}",
            table,
            "problemas.csv",
        ),
        footer=_footer(is_example=is_example),
        mark=Mark.ILLUSTRATIVE if is_example else Mark.OWN,
    )


def votes(vote: Vote) -> Figure:
    """From all the problems to the few challenges that go on, and why."""
    table = _vote_table(vote)
    return Figure(
        name="funnel",
        title=_title(vote),
        drawing=draw_funnel(_stages(vote), f"funnel-{vote.problems}-{vote.spent}"),
        description=_votes_in_words(vote),
        table=table,
        calculation=Calculation(
            _(
                "Los puntos del grupo son personas por puntos. Pasan los retos con más puntos. "
                "Un empate en el borde lo decide el grupo."
            ),
            f"{vote.purse.people} × {vote.purse.points_each} = {vote.purse.whole}",
            table,
            "votos.csv",
        ),
        footer=_footer(is_example=vote.is_example),
        mark=Mark.ILLUSTRATIVE if vote.is_example else Mark.OWN,
    )


def challenges_in_a_letter(vote: Vote) -> str:
    """The challenges that go on, one a line, for a letter."""
    chosen = [one for one in by_points(vote.challenges) if _fate(vote, one) is Fate.CHOSEN]
    line = _("{number}. {words} ({points})")
    return "\n".join(
        line.format(number=number, words=_called(one), points=_points(one.points))
        for number, one in enumerate(chosen, 1)
    )


def _footer(*, is_example: bool) -> str:
    if is_example:
        return _("Problemas, retos y puntos inventados para aprender.")
    return _("Fuente: lo que escribió y contó tu grupo en esta pantalla.")


def _group_bars(counts: Mapping[str, int], waiting: int, words: Mapping[str, str]) -> list[Bar]:
    used = [(letter, count) for letter, count in counts.items() if count]
    rows = [
        Bar(
            _("Reto {letter}").format(letter=letter),
            str(count),
            count,
            COMMITTED,
            strong=bool(words[letter]),
        )
        for letter, count in used
    ]
    return [*rows, Bar(_("Todavía sin reto"), str(waiting), waiting, UNTOUCHED)]


def _groups_in_words(counts: Mapping[str, int], waiting: int) -> str:
    used = [
        plural("reto {letter}, {count} problema", "reto {letter}, {count} problemas", count).format(
            letter=letter, count=count
        )
        for letter, count in counts.items()
        if count
    ]
    if not used:
        return _("Escribe un problema por fila. Después elige en qué reto va cada uno.")
    gathered = _("Así están: {groups}.").format(groups="; ".join(used))
    left = plural("Falta ubicar {count}.", "Faltan ubicar {count}.", waiting).format(count=waiting)
    return f"{gathered} {left}" if waiting else f"{gathered} " + _("No falta ninguno.")


def _problem_table(problems: Sequence[tuple[str, str]]) -> Table:
    columns = (
        Column("problema", _("Problema")),
        Column("reto", _("Reto"), empty=_("sin reto")),
    )
    rows = [(words, letter or None) for words, letter in problems]
    return table_of(_("Los problemas de la pared"), columns, rows or [(_("todavía ninguno"), None)])


def _fate(vote: Vote, challenge: Challenge) -> Fate:
    return vote.outcome.fates[challenge.letter]


def _called(challenge: Challenge) -> str:
    letter = _("Reto {letter}").format(letter=challenge.letter)
    return f"{letter}: {challenge.words}" if challenge.words else letter


def _title(vote: Vote) -> str:
    tied = vote.outcome.letters(Fate.TIED)
    chosen = vote.outcome.letters(Fate.CHOSEN)
    if vote.is_overspent:
        return _("Se contaron {spent} puntos y solo hay {whole}: cuenten otra vez.").format(
            spent=vote.spent, whole=vote.purse.whole
        )
    if tied:
        return _("Empatan los retos {letters}, con {edge} puntos: decide el grupo.").format(
            letters=formats.listing(tied), edge=vote.outcome.edge
        )
    if chosen:
        return plural(
            "De {problems} problemas, {count} reto pasa a propuesta: {letters}.",
            "De {problems} problemas, {count} retos pasan a propuesta: {letters}.",
            len(chosen),
        ).format(problems=vote.problems, count=len(chosen), letters=formats.listing(chosen))
    return _("Hay {whole} puntos por repartir.").format(whole=vote.purse.whole)


def _stages(vote: Vote) -> list[Stage]:
    steps = funnel(vote.problems, vote.challenges, vote.outcome)
    with_points = sum(one.points > 0 for one in vote.challenges)
    counted = _("{spent} de {whole} puntos contados").format(
        spent=vote.spent, whole=vote.purse.whole
    )
    inside = _("{count} problemas están en un reto").format(count=steps.grouped)
    last = UNTOUCHED if vote.outcome.letters(Fate.TIED) else PASSED
    return [
        Stage(vote.problems, _("Problemas escritos"), _("los que escribió el grupo"), UNTOUCHED),
        Stage(steps.challenges, _("Retos"), inside, BUDGETED),
        Stage(with_points, _("Retos con puntos"), counted, BUDGETED),
        Stage(steps.chosen, _("Pasan a propuesta"), _edge_in_words(vote), last),
    ]


def _edge_in_words(vote: Vote) -> str:
    if vote.is_overspent:
        return _("la cuenta no cierra")
    if vote.outcome.letters(Fate.TIED):
        return _("hay un empate por decidir")
    if vote.outcome.edge:
        return _("el borde está en {edge} puntos").format(edge=vote.outcome.edge)
    return _("pasan los que tienen puntos")


def _fate_in_words(fate: Fate) -> str:
    return {
        Fate.CHOSEN: _("pasa a propuesta"),
        Fate.TIED: _("empata: decide el grupo"),
        Fate.LEFT: _("queda guardado"),
        Fate.UNVOTED: _("sin puntos: queda guardado"),
    }[fate]


def _points(count: int) -> str:
    return plural("{count} punto", "{count} puntos", count).format(count=count)


def _votes_in_words(vote: Vote) -> str:
    if not vote.challenges:
        return _("Primero escribe problemas y júntalos en retos, en el momento anterior.")
    told = [
        _("{who} ({points}): {fate}.").format(
            who=_called(one), points=_points(one.points), fate=_fate_in_words(_fate(vote, one))
        )
        for one in by_points(vote.challenges)
    ]
    return " ".join([*told, _("Lo guardado no se pierde: vuelve en la próxima reunión.")])


def _vote_table(vote: Vote) -> Table:
    columns = (
        Column("reto", _("Reto")),
        Column("problemas", _("Problemas"), "number"),
        Column("puntos", _("Puntos"), "number"),
        Column("lugar", _("Lugar"), "number"),
        Column("criterios", _("Criterios que cumple"), "number"),
        Column("que_paso", _("Qué pasó")),
    )
    place = places(vote.challenges)
    rows = [
        (
            _called(one),
            one.problems,
            one.points,
            place[one.letter],
            one.criteria,
            _fate_in_words(_fate(vote, one)),
        )
        for one in by_points(vote.challenges)
    ]
    return table_of(_("Retos y puntos"), columns, rows or [(_("todavía ninguno"), 0, 0, 0, 0, "–")])


def two_meetings() -> Figure:
    """The same challenges voted by other people: another first place."""
    names = (_("Reunión de la mañana"), _("Reunión de la noche"))
    points = ((18, 9), (9, 18))
    rows = [
        bar
        for name, (water, road) in zip(names, points, strict=True)
        for bar in (
            Bar(_("{name}: agua").format(name=name), str(water), water, COMMITTED),
            Bar(_("{name}: camino").format(name=name), str(road), road, BUDGETED),
        )
    ]
    table = table_of(
        _("Un barrio inventado"),
        (
            Column("reunion", _("Reunión")),
            Column("agua", _("Puntos para el agua"), "number"),
            Column("camino", _("Puntos para el camino"), "number"),
        ),
        [(name, *both) for name, both in zip(names, points, strict=True)],
    )
    return Figure(
        name="meetings",
        title=_("En 2 reuniones del mismo barrio ganó un reto distinto."),
        drawing=bars(rows, "two-meetings"),
        description=_(
            "En la mañana ganó el agua y en la noche ganó el camino. Los problemas eran los "
            "mismos. Cambió quién pudo venir."
        ),
        table=table,
        calculation=Calculation(_("Números inventados."), "18 − 9 = 9", table, "reuniones.csv"),
        footer=_("Un barrio y unos puntos inventados para aprender."),
        mark=Mark.ILLUSTRATIVE,
    )
