"""What a small lesson says of itself, for courses that tests and measures make."""

from __future__ import annotations

_LESSON = """
title = "{title}"
sentence = "Vas a mirar una figura."
goal = "Mirar"
out_of_scope = []
concepts = []
datasets = []
sources = []
[[objectives]]
id = "mirar"
text = "Leer una figura en voz alta."
[[moments]]
id = "m1"
title = "Una figura"
[[plan]]
minutes = 20
moment = "m1"
learners = "Miran"
facilitator = "Pregunta"
[[plan]]
minutes = 25
moment = "m1"
learners = "Conversan"
facilitator = "Escucha"
[act]
title = "Una pregunta"
addressee = "La municipalidad"
letter = "Pido información."
"""


def lesson_toml(title: str) -> str:
    """The ``lesson.toml`` of a lesson of 45 minutes with one moment."""
    return _LESSON.format(title=title)
