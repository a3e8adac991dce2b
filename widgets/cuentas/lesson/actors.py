"""Moments about who is who, and about going from many problems to a proposal."""

from __future__ import annotations

from functools import cached_property

from cuentas.data.pack import national
from cuentas.i18n import text as _
from cuentas.lesson.base import Moments
from cuentas.model.actors import ActorKind, Level, Side
from cuentas.view.actor_editor import ActorEditor, Entry
from cuentas.view.board import LETTERS, Board, Example
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure
from cuentas.view.sentences import SentenceBuilder
from cuentas.view.show import wall
from cuentas.view.show.actors import actor_map
from cuentas.view.show.sentences import OFFICE, proposal_sentence, sentences

KINDS = "actors"


class ActorMoments(Moments):
    """A map of actors, a wall of problems, its votes, and the sentences of a proposal."""

    def actor_map(self, *, example: bool = False) -> Explorer:
        """Who is who here, written by the class; ``example`` begins with the invented one."""
        editor = ActorEditor(_kinds(), self._institutions(), _example_actors())
        if example:
            editor.fill()
        return Explorer(
            lambda: actor_map(editor.actors, is_example=editor.is_example),
            [editor],
            [(editor, "version")],
        )

    def problems(self, *, example: bool = False) -> Explorer:
        """The wall: up to thirty problems, gathered in up to eight challenges."""
        board = self._board
        if example:
            board.fill()

        def draw() -> Figure:
            words = {letter: board.challenge_rows[letter].words.value for letter in LETTERS}
            return wall.grouped(board.problems, words, is_example=board.is_example)

        return Explorer(draw, [board.panel_of_problems()], [(board, "version")])

    def funnel(self, *, example: bool = False) -> Explorer:
        """The votes on the same wall, and what remains of it."""
        board = self._board
        if example:
            board.fill()

        def tell(_change: object) -> None:
            own = "" if board.is_example else wall.challenges_in_a_letter(_vote(board))
            self.selection.say(challenges=own)

        board.observe(tell, "version")
        return Explorer(
            lambda: wall.votes(_vote(board)), [board.panel_of_votes()], [(board, "version")]
        )

    def sentences(self, *, example: bool = False) -> Explorer:
        """From a problem to a challenge and to a proposal, part by part.

        Until another office is picked, the letter goes to the first one of the region.
        """
        offices = self._offices()
        builder = SentenceBuilder(offices, _example_parts())
        if example:
            builder.fill()

        def tell(_change: object = None) -> None:
            known = {} if builder.is_example else builder.parts
            whole = proposal_sentence(known) if known and all(known.values()) else ""
            deadline = known.get("deadline", "")
            office = known.get(OFFICE) or offices[0]
            self.selection.say(office=office, deadline=deadline, proposal=whole)

        tell()
        builder.observe(tell, "version")
        return Explorer(
            lambda: sentences(builder.parts, is_example=builder.is_example),
            [builder],
            [(builder, "version")],
        )

    def two_meetings(self) -> Explorer:
        """The same neighbourhood voted twice, by other people."""
        return Explorer(wall.two_meetings)

    @cached_property
    def _board(self) -> Board:
        return Board(_example_wall())

    def _offices(self) -> list[str]:
        """Who may be asked here: the offices of the pack, and always the regional government."""
        region = self.pack.region
        regional = _("Gobierno Regional de {department}").format(department=region.department_name)
        names = [office.name for office in region.offices]
        return [*names, *([] if regional in names else [regional])]

    def _institutions(self) -> list[str]:
        """Names of the region that are offered while typing; any other may be written."""
        region = self.pack.region
        names = [district.municipality for district in region.districts]
        names += self._offices()
        names += [mine.company for mine in region.mines if mine.company]
        return sorted(dict.fromkeys(names))


def _vote(board: Board) -> wall.Vote:
    return wall.Vote(
        len(board.problems),
        tuple(board.challenges),
        board.purse,
        board.spent,
        board.outcome,
        board.is_example,
    )


def _kinds() -> list[ActorKind]:
    return [
        ActorKind(
            row["id"],
            row["name"],
            Side(row["side"]),
            row["answers"],
            bound_by_request=row["bound_by_request"] == "sí",
            source_key=row["source_key"],
        )
        for row in national(KINDS).rows()
    ]


def _example_actors() -> tuple[Entry, ...]:
    low, middle, high = Level
    return (
        ("district", _("Municipalidad de un distrito inventado"), high, high),
        ("regional", _("Gobierno regional inventado"), high, middle),
        ("company", _("Minera inventada"), high, low),
        ("suppliers", _("Asociación de transportistas inventada"), low, middle),
        ("community", _("Comunidad de la parte alta, inventada"), middle, high),
        ("women", _("Club de madres inventado"), low, high),
        ("academia", _("Instituto inventado"), low, middle),
    )


def _example_parts() -> dict[str, str]:
    return {
        "who": _("las familias de la parte alta"),
        "what": _("el agua llega dos horas al día"),
        "evidence": _("lo contamos en veinte casas, durante una semana"),
        "change": _("el agua llegue todo el día"),
        "action": _("publique qué inversión falta, con su CUI y su fecha"),
        "deadline": _("30 de abril"),
        "proof": _("el documento que la apruebe y una visita al reservorio"),
    }


def _example_wall() -> Example:
    return Example(tuple(_example_problems()), _example_challenges())


def _example_problems() -> list[tuple[str, str]]:
    by_letter = {
        "A": (
            _("El agua llega dos horas al día"),
            _("El reservorio pierde agua"),
            _("Las niñas cargan baldes antes de la escuela"),
            _("No sabemos si el agua es buena"),
            _("El recibo sube y el agua no"),
        ),
        "B": (
            _("El camino se corta con la lluvia"),
            _("El carro no llega a la posta"),
            _("La cosecha se queda en la chacra"),
            _("No hay señal en la curva peligrosa"),
        ),
        "C": (
            _("La posta abre tres días"),
            _("No hay quien atienda partos"),
            _("Falta medicina para los mayores"),
            _("La ambulancia está malograda"),
        ),
        "D": (
            _("Los jóvenes se van a buscar trabajo"),
            _("Los puestos no se anuncian aquí"),
            _("No hay cursos cerca"),
            _("Las compras se hacen en otra ciudad"),
        ),
        "E": (
            _("Las reuniones son de noche"),
            _("No hay quien cuide a los niños"),
            _("Solo hablan los mismos"),
            _("El acta no se entiende"),
        ),
        "F": (
            _("La obra del colegio está parada"),
            _("Nadie sabe cuándo termina"),
            _("El baño del colegio no funciona"),
        ),
        "G": (
            _("La basura se quema junto al río"),
            _("El camión recolector no sube"),
            _("No hay dónde dejar pilas"),
        ),
        "H": (
            _("La losa no tiene luz"),
            _("Los perros andan sueltos"),
            _("La plaza no tiene sombra"),
        ),
    }
    return [(words, letter) for letter, all_words in by_letter.items() for words in all_words]


def _example_challenges() -> dict[str, tuple[str, int, int]]:
    """Words, points and criteria of the invented challenges: sixty points of twenty people."""
    return {
        "A": (_("¿Cómo podemos tener agua todo el día?"), 18, 4),
        "B": (_("¿Cómo podemos pasar por el camino todo el año?"), 12, 3),
        "C": (_("¿Cómo podemos tener la posta abierta siempre?"), 9, 3),
        "D": (_("¿Cómo podemos enterarnos de los puestos y prepararnos?"), 9, 2),
        "E": (_("¿Cómo podemos hacer reuniones a las que todas lleguen?"), 6, 4),
        "F": (_("¿Cómo podemos saber cuándo se termina el colegio?"), 4, 4),
        "G": (_("¿Cómo podemos sacar la basura del río?"), 2, 3),
        "H": (_("¿Cómo podemos usar la losa de noche?"), 0, 2),
    }
