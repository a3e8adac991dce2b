"""What the learner has chosen: one district and one year for the whole lesson."""

from __future__ import annotations

from traitlets import HasTraits, Int, Unicode


class Selection(HasTraits):  # type: ignore[misc]
    """The chosen district (``ubigeo``) and ``year``. Every figure of a lesson follows it."""

    ubigeo = Unicode()
    year = Int()
