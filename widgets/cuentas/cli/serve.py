"""``cuentas serve``: the lessons, for this computer, for a class or behind a hub."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from cuentas.classroom import kept, run
from cuentas.classroom.addresses import networks
from cuentas.classroom.state import Classroom
from cuentas.cli.ports import existing_port
from cuentas.cli.words import Command, Mistyped
from cuentas.home import region_slugs
from cuentas.i18n import text as _

_PATH = re.compile(r"/?(?:(?!\.{1,2}(?:/|$))[A-Za-z0-9._~@%-]+(?:/|$))*")
"""A base address: names between slashes, none of which leads back."""


def _base_url(_context: click.Context, _option: click.Parameter, path: str) -> str:
    if _PATH.fullmatch(path):
        return path
    raise Mistyped(
        _("«{path}» no sirve: --base-url es una ruta de este servidor, como /clase/.").format(
            path=path
        )
    )


def _region(_context: click.Context, _option: click.Parameter, slug: str | None) -> str | None:
    if slug is None or slug in region_slugs():
        return slug
    raise Mistyped(run.unknown_region(slug))


def _log(_context: click.Context, _option: click.Parameter, file: Path | None) -> Path | None:
    if file is None or not file.is_dir():
        return file
    raise Mistyped(
        _("{folder} es una carpeta. Agrega el nombre del archivo: --log {example}").format(
            folder=file, example=file / "clase.log"
        )
    )


@click.command(cls=Command, help=_("Abre las lecciones en esta computadora o para una clase."))
@click.option("--class", "for_class", is_flag=True,
              help=_("Abre una clase para los celulares del mismo Wi-Fi."))  # fmt: skip
@click.option("--address", metavar=_("DIRECCIÓN"),
              help=_("Con --class: cuál de tus redes usan los celulares."))  # fmt: skip
@click.option("--new-code", is_flag=True,
              help=_("Con --class: cambia el código, aunque la clase sea de hoy."))  # fmt: skip
@click.option("--port", type=int, callback=existing_port, metavar=_("NÚMERO"),
              help=_("Puerto; si falta, el primero libre."))  # fmt: skip
@click.option("--base-url", default="/", callback=_base_url, metavar=_("RUTA"),
              help=_("Dónde empieza el curso."))  # fmt: skip
@click.option("--region", metavar=_("REGIÓN"), callback=_region,
              help=_("Región que se abre primero; si falta, la del curso."))  # fmt: skip
@click.option("--log", type=click.Path(path_type=Path), callback=_log, metavar=_("ARCHIVO"),
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
