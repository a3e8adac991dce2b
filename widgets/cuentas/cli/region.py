"""``cuentas region``: what is done with region packs."""

from __future__ import annotations

from pathlib import Path

import click

from cuentas.authoring.command_words import Group
from cuentas.cli.status import FAULTS_EXIT
from cuentas.data.check import Report, check_pack
from cuentas.data.controls import Control
from cuentas.data.region import read_region, region_folder, region_slugs
from cuentas.i18n import formats, plural
from cuentas.i18n import text as _


@click.group(cls=Group, help=_("Comprueba los datos de una región."))
def region() -> None:
    """Group what is done with region packs."""


@region.command("list", help=_("Lista las regiones del curso."))
def region_list() -> None:
    """List slug and name of every region."""
    for slug in region_slugs():
        click.echo(f"{slug}  {read_region(region_folder(slug)).name}")


@region.command("check", help=_("Comprueba todos los archivos y totales de una región."))
@click.argument("which", metavar=_("REGIÓN"))
def region_check(which: str) -> None:
    """Print every control of a pack, and every fault when there is one."""
    folder = Path(which) if Path(which).is_dir() else region_folder(which)
    report = check_pack(folder)
    for control in report.controls:
        click.echo(_control(control))
    _print_verdict(report)


def _control(control: Control) -> str:
    agrees = _("coincide") if control.agrees else _("no coincide")
    mark = "✓" if control.kept else "✗"
    line = _("{mark} {dataset}: {sentence}. Esperado {expected}, encontrado {found}: {agrees}.")
    told = line.format(
        mark=mark,
        dataset=control.dataset,
        sentence=control.sentence.rstrip("."),
        expected=formats.number(control.expected),
        found=formats.number(control.found),
        agrees=agrees,
    )
    return told + (
        " " + _("Razón: {reason}").format(reason=control.reason) if control.reason else ""
    )


def _print_verdict(report: Report) -> None:
    kept = sum(control.kept for control in report.controls)
    click.echo(
        _("{kept} de {all} controles se cumplen.").format(kept=kept, all=len(report.controls))
    )
    if report.passed:
        click.echo(_("La región se puede usar en clase."))
        return
    count = len(report.faults)
    heading = plural("Hay {count} falla:", "Hay {count} fallas:", count).format(count=count)
    click.echo(heading, err=True)
    for fault in report.faults:
        click.echo(f"  - {fault}", err=True)
    raise click.exceptions.Exit(FAULTS_EXIT)
