"""What a class writes on a page, which may be an invented example."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from traitlets import HasTraits, Int

from cuentas.view.example import ExampleButton


class Written(HasTraits):  # type: ignore[misc]
    """Something that people write in fields. ``version`` grows with every change.

    ``button`` writes the example and takes it away.
    """

    version = Int()
    button: ExampleButton
    _writing = False

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Write in many fields: whoever follows hears of it once, at the end."""
        self._writing = True
        try:
            yield
        finally:
            self._writing = False
        self.changed()

    def changed(self, _change: Any = None) -> None:  # noqa: ANN401 - whatever a control tells
        """Tell whoever follows, and let the button say what a tap would do now."""
        if not self._writing:
            self.refresh()
            self.version += 1

    def refresh(self) -> None:
        """Show what follows from the words that stand there now."""
        self.button.refresh()
