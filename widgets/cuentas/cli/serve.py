"""``cuentas serve``: the lessons, for this computer, for a class or behind a hub."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cuentas.authoring.command_words import Command, Mistyped
from cuentas.i18n import text as _
from cuentas.serve import run
from cuentas.serve.classroom import kept
from cuentas.serve.classroom.addresses import networks
from cuentas.serve.classroom.state import Classroom


@click.command(cls=Command, help=_("Abre las lecciones en esta computadora o para una clase."))
@click.option("--class", "for_class", is_flag=True,
              help=_("Abre una clase para los celulares del mismo Wi-Fi."))  # fmt: skip
@click.option("--address", metavar=_("DIRECCIÓN"),
              help=_("Con --class: cuál de tus redes usan los celulares."))  # fmt: skip
@click.option("--new-code", is_flag=True,
              help=_("Con --class: cambia el código, aunque la clase sea de hoy."))  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65535), metavar=_("NÚMERO"),
              help=_("Puerto; si falta, el primero libre."))  # fmt: skip
@click.option("--base-url", default="/", metavar=_("RUTA"), help=_("Dónde empieza el curso."))
@click.option("--log", type=click.Path(path_type=Path, dir_okay=False), metavar=_("ARCHIVO"),
              help=_("Guarda también en un archivo lo que pasa en clase."))  # fmt: skip
@click.option("--open", "open_browser", is_flag=True, help=_("Abre el navegador."))
def serve(
    address: str | None,
    *,
    for_class: bool,
    new_code: bool,
    **options: Any,  # noqa: ANN401 - those of run.serve, under the same names
) -> None:
    """Serve the course until it is stopped."""
    if (address or new_code) and not for_class:
        raise Mistyped(_("Eso va con --class: cuentas serve --class"))
    classroom = _classroom(address, new_code=new_code) if for_class else None
    raise click.exceptions.Exit(run.serve(**options, classroom=classroom))


def _classroom(address: str | None, *, new_code: bool) -> Classroom:
    own = [network.ip for network in networks()] if address else []
    if address and address not in own:
        raise Mistyped(
            _("Esta laptop no tiene la dirección {address}. Tiene: {own}.").format(
                address=address, own=", ".join(own)
            )
        )
    return kept.classroom(address, fresh=new_code)
