"""What makes a question answerable, found by plain signs in what somebody wrote.

It looks for signs and understands nothing: a sign may be there without its meaning, and a good
question may do without one. Whoever shows the result says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from babel.dates import get_month_names

from cuentas.model.place import plain

MONTHS = sorted(
    {name for locale in ("es", "es_PE") for name in get_month_names(locale=locale).values()}
)
"""Their names, «setiembre» as well as «septiembre»."""
DOCUMENTS = (
    "acta",
    "acuerdo",
    "adenda",
    "contrato",
    "cronograma",
    "documento",
    "evaluacion",
    "expediente",
    "informe",
    "inventario",
    "liquidacion",
    "oficio",
    "ordenanza",
    "plano",
    "registro",
    "reporte",
    "resolucion",
    "valorizacion",
)
"""Papers that an office keeps, without accents; their plurals count too."""
PLURALS = ("", "s", "es")
_YEAR = r"\b(?:19|20)\d{2}\b"
_DAY = r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b"
_CODE = r"\b\d{7}\b"
_DATE = re.compile(rf"{_YEAR}|{_DAY}|\b(?:{'|'.join(MONTHS)})\b")
_SPACES = re.compile(r"(?<=\d)[\s\u00a0](?=\d{3}\b)")
_NOT_A_DATUM = re.compile(rf"{_DAY}|{_YEAR}|{_CODE}|\b\d{{1,2}} de (?:{'|'.join(MONTHS)})")
_ACCUSING = re.compile(r"\b(?:corrupt|corrup|rob[oa]|ladron|rater|coima|mafia|sinverguenza)")


class Piece(StrEnum):
    """The five pieces of a question that somebody can answer. Source: own synthesis."""

    ONE = "one"
    DATUM = "datum"
    DATE = "date"
    PLACE = "place"
    DOCUMENT = "document"


def pieces(words: str, places: Iterable[str] = ()) -> frozenset[Piece]:
    """The pieces whose signs are in ``words``; ``places`` are names that a question may carry."""
    said = _SPACES.sub("", plain(words))
    found = {
        Piece.ONE: words.count("?") == 1 and len(said.split()) > 1,
        Piece.DATUM: re.search(r"\d", _NOT_A_DATUM.sub(" ", said)),
        Piece.DATE: _DATE.search(said),
        Piece.PLACE: re.search(_CODE, said) or _names(said, places),
        Piece.DOCUMENT: _names(said, (f"{one}{end}" for one in DOCUMENTS for end in PLURALS)),
    }
    return frozenset(piece for piece, sign in found.items() if sign)


def accuses(words: str) -> bool:
    """Whether ``words`` carry a blame, which no document can answer."""
    return bool(_ACCUSING.search(plain(words)))


def _names(said: str, names: Iterable[str]) -> bool:
    return any(re.search(rf"\b{re.escape(plain(name))}\b", said) for name in names if name)
