"""The option ``--port``, the same wherever it is typed."""

from __future__ import annotations

import click

from cuentas.classroom.ports import MOST_PORT, OTHER_PORT
from cuentas.cli.words import Mistyped
from cuentas.i18n import text as _


def existing_port(
    _context: click.Context, _option: click.Parameter, port: int | None
) -> int | None:
    """A port that can exist, or none.

    Raises:
        Mistyped: there is no such port; the sentence says which ones there are.
    """
    if port is None or 1 <= port <= MOST_PORT:
        return port
    raise Mistyped(
        _("El puerto {port} no existe: van del 1 al {last}. Ejemplo: --port {example}").format(
            port=port, last=MOST_PORT, example=OTHER_PORT
        )
    )
