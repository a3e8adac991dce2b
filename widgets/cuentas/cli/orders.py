"""The orders of ``cuentas``: each has its module, loaded only when it is typed.

The server must not wait for what authors use, nor authors for the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import click

from cuentas.classroom.version import course_version
from cuentas.cli.status import FAULTS_EXIT, INTERRUPTED_EXIT, USAGE_EXIT
from cuentas.cli.words import Group
from cuentas.i18n import teach_libraries
from cuentas.i18n import text as _

ORDERS = ("lessons", "lesson", "region", "figure", "serve", "doctor")
"""Each is a module of this package and a command in it, under the same name."""


def run(arguments: Sequence[str] | None) -> int:
    """Run the order that was typed and return its exit status; errors are told as sentences."""
    teach_libraries()
    try:
        status = cuentas.main(
            args=None if arguments is None else list(arguments),
            prog_name="cuentas",
            standalone_mode=False,
        )
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return USAGE_EXIT
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo(_("Interrumpido."), err=True)
        return INTERRUPTED_EXIT
    except (ValueError, OSError) as error:
        return _told(error)
    return status if isinstance(status, int) else 0


def _told(error: Exception) -> int:
    from cuentas.cli.errors import sentence  # noqa: PLC0415 - slow to load, rarely needed

    told = sentence(error)
    if told is None:
        raise error
    click.echo(told, err=True)
    return FAULTS_EXIT


def _show_version(context: click.Context, _option: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's signature
    if asked and not context.resilient_parsing:
        click.echo(f"Cuentas Claras {course_version()}")
        context.exit()


class Orders(Group):
    """The orders of the course, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The orders, in the order in which people meet them."""
        return list(ORDERS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The order with this name."""
        if cmd_name not in ORDERS:
            return None
        command: click.Command = getattr(import_module(f"cuentas.cli.{cmd_name}"), cmd_name)
        return command


@click.group(cls=Orders, help=_("Cuentas Claras: lecciones para leer el presupuesto público."))
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help=_("Muestra la versión."),
)
def cuentas() -> None:
    """Group every command under one name."""
