"""What only a local person knows: questions that a new pack leaves in its ``region.toml``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cuentas.data.toml_file import toml_of
from cuentas.i18n import formats, plural
from cuentas.i18n import text as _


@dataclass(frozen=True)
class Question:
    """A question of a pack; open while its answer is empty."""

    key: str
    ask: str
    answer: str = ""


ALWAYS = (
    Question(
        "minas", _("¿Qué minas y proyectos hay, de qué empresa, y qué fuente dice en qué distrito?")
    ),
    Question(
        "lenguas",
        _("¿Qué lenguas se hablan en cada provincia, y quién puede revisar las palabras?"),
    ),
    Question(
        "nombres",
        _(
            "¿Cómo llama la gente a cada provincia y municipalidad? "
            "Revisa `name` y `short`, y sus tildes."
        ),
    ),
    Question("capitales", _("¿Cuál es la capital de cada distrito? Escríbela en `capital`.")),
    Question(
        "mapa",
        _("¿Dónde queda cada distrito? Cambia `tile` para que el mapa de cuadros se parezca."),
    ),
    Question(
        "reglas",
        _("¿Qué ordenanzas de la región tratan del presupuesto participativo y la vigilancia?"),
    ),
    Question("oficinas", _("¿Qué oficinas de aquí responden, y cómo se llaman?")),
)
"""What no official file says of any region."""


def questions(later: Sequence[tuple[str, int]], alike: Sequence[str] = ()) -> Iterator[Question]:
    """The questions of a new pack; ``later`` are the districts whose budget comes midway.

    Each has its name and the first year with a budget in the files. Only a person knows whether
    it is new or its rows are missing. ``alike`` are the districts that have another's name, as
    sentences tell them apart.
    """
    yield from ALWAYS
    if alike:
        sentence = _(
            "Hay distritos que se llaman igual: {names}. ¿Cómo los distingue la gente? "
            "Cambia `short`."
        )
        yield Question("nombres-iguales", sentence.format(names=formats.listing(list(alike))))
    if later:
        yield Question("distritos-nuevos", _about(later))


def _about(later: Sequence[tuple[str, int]]) -> str:
    name, year = later[0]
    return plural(
        "{name} no tiene presupuesto en los datos antes de {year}. "
        "¿Es un distrito nuevo? ¿De cuál se separó? "
        "Si es nuevo, escribe `split_since` y `split_name` en el antiguo.",
        "Estos distritos no tienen presupuesto en los datos antes del año entre paréntesis: "
        "{names}. ¿Son distritos nuevos? ¿De cuáles se separaron? "
        "Si son nuevos, escribe `split_since` y `split_name` en los antiguos.",
        len(later),
    ).format(
        name=name, year=year, names=formats.listing([f"{one} ({since})" for one, since in later])
    )


def as_toml(asked: Iterator[Question]) -> str:
    """The questions as blocks of ``region.toml``."""
    blocks = (
        f"[[questions]]\nkey = {quoted(one.key)}\nask = {quoted(one.ask)}\n"
        f"answer = {quoted(one.answer)}\n"
        for one in asked
    )
    return "\n".join(blocks)


def quoted(words: str) -> str:
    """``words`` as a TOML string."""
    return json.dumps(words, ensure_ascii=False)


def open_questions(pack: Path) -> tuple[Question, ...]:
    """The questions of a pack that nobody has answered; none where the file cannot be read."""
    try:
        raw = toml_of(pack / "region.toml")
        asked = [
            Question(str(one["key"]), str(one["ask"]), str(one.get("answer", "")))
            for one in raw.get("questions", [])
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()
    return tuple(one for one in asked if not one.answer.strip())
