"""A button that fills a page with an invented example, and takes it away again."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ui

from cuentas.i18n import text as _
from cuentas.view.controls import show


class ExampleButton(ui.Button):  # type: ignore[misc]
    """Offers the example while nothing is written, and to clear it while nothing was changed.

    What a class has written itself is never replaced: then the button is not there.
    """

    def __init__(
        self,
        is_empty: Callable[[], bool],
        is_example: Callable[[], bool],
        fill: Callable[[], None],
        clear: Callable[[], None],
    ) -> None:
        """A button over what ``fill`` writes and ``clear`` takes away."""
        super().__init__()
        self._is_empty, self._is_example = is_empty, is_example
        self.on_click(lambda _button: fill() if is_empty() else clear())
        self.refresh()

    def refresh(self) -> None:
        """Say what a tap would do now."""
        empty, example = self._is_empty(), self._is_example()
        self.description = _("Borrar el ejemplo") if example else _("Ver un ejemplo inventado")
        show(self, when=bool(empty or example))
