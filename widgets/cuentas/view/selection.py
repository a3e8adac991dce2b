"""What the learner has chosen: one district and one year for the whole lesson."""

from __future__ import annotations

from traitlets import Dict, HasTraits, Int, Unicode


class Selection(HasTraits):  # type: ignore[misc]
    """The chosen district (``ubigeo``) and ``year``. Every figure of a lesson follows it.

    ``words`` is what the learner wrote or picked in the lesson for its letter, by the names of
    ``[act.blanks]`` in ``lesson.toml``.
    """

    ubigeo = Unicode()
    year = Int()
    words = Dict()

    def say(self, **words: str) -> None:
        """Keep what the learner said; the letter is written anew with it."""
        self.words = self.words | words
