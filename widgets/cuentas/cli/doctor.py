"""``cuentas doctor``: whether this laptop can hold a class."""

from __future__ import annotations

import json

import click

from cuentas.classroom.doctor import report
from cuentas.classroom.doctor.finding import Finding
from cuentas.classroom.ports import DEFAULT_PORT
from cuentas.cli.ports import existing_port
from cuentas.cli.status import FAULTS_EXIT
from cuentas.cli.words import Command
from cuentas.i18n import text as _


@click.command(cls=Command, help=_("Dice qué le falta a esta laptop para la clase."))
@click.option("--port", type=int, callback=existing_port, default=DEFAULT_PORT,
              metavar=_("NÚMERO"), help=_("Puerto que vas a usar."))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=_("Escribe lo que encontró como JSON."))
def doctor(port: int, *, as_json: bool) -> None:
    """Examine the laptop; exit status 0 when lessons can be served."""
    findings = []
    for finding in report.examine(port):
        findings.append(finding)
        if not as_json:
            click.echo(report.lines(finding))
    _conclude(findings, as_json=as_json)
    if any(finding.prevents for finding in findings):
        raise click.exceptions.Exit(FAULTS_EXIT)


def _conclude(findings: list[Finding], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report.as_json(findings), ensure_ascii=False, indent=1))
    else:
        click.echo("\n" + report.verdict(findings))
