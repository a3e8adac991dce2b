"""The pieces of a question: which of them it has, and which are missing."""

from __future__ import annotations

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.provenance import Mark
from cuentas.model.question import Piece
from cuentas.view.draw.canvas import SPENT, UNTOUCHED
from cuentas.view.draw.checklist import Check, checklist
from cuentas.view.figure import Calculation, Column, Figure, table_of

ALL_PIECES = len(Piece)


def question_pieces(found: frozenset[Piece], example: str, accuses: bool, foot: str) -> Figure:  # noqa: FBT001 - a sign that was found
    """Which of the five pieces a learner's question has; ``example`` is one with all of them."""
    rows = [(piece_name(one), piece_meaning(one), one in found) for one in Piece]
    table = table_of(
        _("Las cinco piezas de tu pregunta"),
        (
            Column("pieza", _("Pieza")),
            Column("que_es", _("Qué es")),
            Column("esta", _("¿Está?")),
        ),
        [(name, meaning, _("sí") if there else _("todavía no")) for name, meaning, there in rows],
    )
    return Figure(
        name="pieces",
        title=_pieces_title(found, accuses=accuses),
        drawing=checklist(
            [
                Check(name, meaning, "✓" if there else "", SPENT if there else UNTOUCHED)
                for name, meaning, there in rows
            ],
            "pieces-" + "-".join(sorted(found)),
        ),
        description=_pieces_in_words(found, example, accuses=accuses),
        table=table,
        calculation=Calculation(
            _(
                "Se buscan señales en lo que escribiste: un solo signo de pregunta, un número, una "
                "fecha, un lugar o un CUI, y el nombre de un documento. Es una revisión sencilla: "
                "no entiende tu idea."
            ),
            f"{len(found)} + {ALL_PIECES - len(found)} = {ALL_PIECES}",
            table,
            "pregunta.csv",
        ),
        footer=foot,
        mark=Mark.OWN,
    )


def _pieces_title(found: frozenset[Piece], *, accuses: bool) -> str:
    """How many pieces there are; a question that blames is told so first."""
    if accuses:
        return _("Tu pregunta acusa: ningún papel la responde así.")
    title = _("Tu pregunta tiene {found} de {all} piezas.")
    return title.format(found=len(found), all=ALL_PIECES)


def piece_name(piece: Piece) -> str:
    """What a piece is called."""
    return {
        Piece.ONE: _("Una sola pregunta"),
        Piece.DATUM: _("Un dato"),
        Piece.DATE: _("Una fecha"),
        Piece.PLACE: _("Un lugar o un CUI"),
        Piece.DOCUMENT: _("Un documento"),
    }[piece]


def piece_meaning(piece: Piece) -> str:
    """What a piece is for, in everyday words."""
    return {
        Piece.ONE: _("con dos, responden la que quieren"),
        Piece.DATUM: _("un monto o una cantidad que viste"),
        Piece.DATE: _("de qué año o de qué día es el dato"),
        Piece.PLACE: _("de qué distrito o de qué inversión"),
        Piece.DOCUMENT: _("el papel donde está la respuesta"),
    }[piece]


def _pieces_in_words(found: frozenset[Piece], example: str, *, accuses: bool) -> str:
    missing = [piece_name(piece).lower() for piece in Piece if piece not in found]
    missing = [name.replace("cui", "CUI") for name in missing]
    sentences = [_("Dila de nuevo, sin culpar a nadie.")] if accuses else []
    if missing:
        lacking = plural("Falta: {missing}.", "Faltan: {missing}.", len(missing))
        sentences.append(lacking.format(missing=formats.listing(missing)))
    elif not accuses:
        sentences.append(
            _("Están las cinco. Léela en voz alta: ¿alguien podría responderla con un papel?")
        )
    if example:
        sentences.append(_("Un ejemplo con las cinco: «{example}»").format(example=example))
    return " ".join(sentences)
