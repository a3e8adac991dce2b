"""``cuentas figure``: a figure of the course as a file."""

from __future__ import annotations

from pathlib import Path

import click

from cuentas.authoring import figures
from cuentas.cli.words import Command
from cuentas.home import DEFAULT_REGION
from cuentas.i18n import text as _


@click.command("figure", cls=Command, help=_("Escribe una figura del curso: .svg, .png o .pdf."))
@click.argument("name", metavar=_("FIGURA"))
@click.option("--out", required=True, metavar=_("ARCHIVO"), type=click.Path(path_type=Path),
              help=_("Dónde escribirla; su final dice la forma: .svg, .png o .pdf."))  # fmt: skip
@click.option("--region", "region_slug", default=DEFAULT_REGION, metavar=_("REGIÓN"),
              help=_("Región; si falta, la primera del curso."))  # fmt: skip
@click.option("--district", metavar=_("UBIGEO"), help=_("Ubigeo o nombre del distrito."))
@click.option("--year", type=int, metavar=_("AÑO"), help=_("Año del presupuesto."))
def figure(name: str, out: Path, region_slug: str, district: str | None, year: int | None) -> None:
    """Write a named figure to a file and say what it shows."""
    drawn = figures.figure(name, region_slug, district, year)
    out.write_bytes(figures.as_file(drawn, out.suffix))
    click.echo(drawn.describe())
