"""The words of the command line in the reader's language: help headings and usage errors.

click speaks English; people who run ``cuentas`` read Spanish.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from cuentas.i18n import text as _


class Refused(click.ClickException):
    """A command that was understood and cannot be done; nothing was changed."""


class Mistyped(Refused):
    """A command that cannot be understood as it was typed."""

    exit_code = 2


class Formatter(click.HelpFormatter):
    """Help pages with headings in the reader's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how to type the command."""
        super().write_usage(prog, args, prefix or _("Se escribe: "))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a part of the page."""
        headings = {"Options": _("Opciones"), "Commands": _("Órdenes")}
        super().write_heading(headings.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own parameters
        """Write names and what they mean."""
        told = [(name, words.replace("[required]", _("[obligatorio]"))) for name, words in rows]
        super().write_dl(told, *args, **kwargs)


class Context(click.Context):
    """The state of a command whose help speaks the reader's language."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help speaks the reader's language."""

    context_class = Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own parameters
        """A command; ``[OPCIONES]`` stands where click writes ``[OPTIONS]``."""
        kwargs.setdefault("options_metavar", _("[OPCIONES]"))
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows this help, told in the reader's language."""
        return _told(super().get_help_option(ctx))


class Group(click.Group):
    """Commands under one name, in the order in which they were written."""

    context_class = Context
    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own parameters
        """A group; its help says ``ORDEN`` where click writes ``COMMAND``."""
        kwargs.setdefault("options_metavar", "")
        kwargs.setdefault("subcommand_metavar", _("ORDEN [OPCIONES]"))
        super().__init__(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in their own order."""
        return list(self.commands)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows this help, told in the reader's language."""
        return _told(super().get_help_option(ctx))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was typed, or a sentence that lists those that exist."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            sentence = _("No conozco la orden «{name}». Órdenes: {names}.").format(
                name=args[0], names=", ".join(self.list_commands(ctx))
            )
            raise Mistyped(sentence)
        return super().resolve_command(ctx, args)


Group.group_class = Group


def in_words(error: click.ClickException) -> str:
    """What went wrong with the command as it was typed, and how to see the right form."""
    if not isinstance(error, click.UsageError):
        return error.format_message()
    path = error.ctx.command_path if error.ctx else "cuentas"
    way_out = _("Mira cómo se escribe: {command} --help").format(command=path)
    return f"{_usage(error)} {way_out}"


def _usage(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return _("No conozco la opción {name}.").format(name=error.option_name)
    if isinstance(error, click.MissingParameter):
        return _("Falta {name}.").format(name=_parameter(error.param))
    if isinstance(error, click.BadParameter):
        return _("El valor de {name} no sirve: se espera {metavar}.").format(
            name=_parameter(error.param), metavar=error.param.metavar if error.param else ""
        )
    if isinstance(error, click.BadOptionUsage):
        return _("A la opción {name} le falta su valor.").format(name=error.option_name)
    return _("No entiendo la orden: sobra o falta algo.")


def _parameter(param: click.Parameter | None) -> str:
    if isinstance(param, click.Argument):
        return str(param.metavar)
    return str(param.opts[0]) if param else ""


def _told(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = _("Muestra esta ayuda.")
    return option
