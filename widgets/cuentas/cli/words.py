"""How the orders of ``cuentas`` are typed, listed and refused; click says the rest in Spanish."""

from __future__ import annotations

from typing import Any

import click

from cuentas.i18n import text as _


class Refused(click.ClickException):
    """A command that was understood and cannot be done; nothing was changed."""


class Mistyped(Refused):
    """A command that cannot be understood as it was typed."""

    exit_code = 2


class Command(click.Command):
    """A command whose usage says ``[OPCIONES]``: click has no words for that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own parameters
        """A command, with click's own parameters."""
        super().__init__(*args, **{"options_metavar": _("[OPCIONES]"), **kwargs})


class Group(click.Group):
    """Commands under one name, in the order in which they were written."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own parameters
        """A group, with click's own parameters; its usage says ``ORDEN``."""
        usage = {"options_metavar": "", "subcommand_metavar": _("ORDEN [OPCIONES]")}
        super().__init__(*args, **{**usage, **kwargs})

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in their own order."""
        return list(self.commands)
