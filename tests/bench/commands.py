"""What can be asked of ``python tests/bench``."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import click

from bench import national_report, national_run, report
from bench.compare import FULL, QUICK
from bench.compare import compare as measure
from bench.crowd import Class, Teller
from bench.kills import kills as kill_all
from bench.kills import table
from bench.servers import BENCH, ROOT, NotStartedError
from bench.soak import growth
from bench.soak import soak as soak_for
from bench.soak import write as write_soak
from bench.steering import CrowdError
from bench.wander import Wanderers

RESULTS = BENCH / "results"
INTERRUPTED, ENDED, FAILED = 130, 143, 1


def out_option(name: str) -> Any:
    """Where results go: ``results/<date><name>.json`` unless said otherwise."""
    default = RESULTS / f"{datetime.now(UTC):%Y-%m-%d}{name}.json"
    return click.option("--out", type=click.Path(path_type=Path), default=default)


@click.group(help="Mide una clase: muchos celulares contra un servidor, al lado de otros.")
def bench() -> None:
    """Group every measure under one name; ended from outside, it still ends its servers."""
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(ENDED))


@bench.command(help="Ahora, antes y Voilà, uno al lado del otro.")
@click.option(
    "--quick/--full", default=True, help="5 personas y un minuto, o 30 y un cuarto de hora."
)
@out_option("")
def run(out: Path, *, quick: bool) -> None:
    """Compare, print the table, keep the results; Ctrl-C keeps what there is."""
    results: dict[str, Any] = {"plan": "quick" if quick else "full"}
    status = 0
    try:
        measure(QUICK if quick else FULL, results, _say)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except (NotStartedError, CrowdError) as error:
        _say(str(error))
        status = FAILED
    _keep(results, out)
    click.echo(report.markdown(results))
    sys.exit(status)


@bench.command(help="Una clase que va y viene durante mucho rato.")
@click.option("--minutes", type=float, default=60.0, show_default=True)
@click.option("--learners", type=int, default=30, show_default=True)
@out_option("-soak")
def soak(minutes: float, learners: int, out: Path) -> None:
    """Soak, write numbers and drawing, fail when a promise is broken."""
    told = soak_for(minutes, learners, _say)
    write_soak(told, out)
    click.echo(f"Crecimiento del servidor: {growth(told['samples'])} MB por hora")
    for name, kept in told["verdicts"].items():
        click.echo(f"{'✓' if kept else '✗'} {name}")
    sys.exit(0 if all(told["verdicts"].values()) else FAILED)


@bench.command(help="Qué ve una clase cuando muere el servidor.")
@click.option("--learners", type=int, default=30, show_default=True)
@out_option("-kills")
def kills(learners: int, out: Path) -> None:
    """Kill the server, and print what learners saw."""
    told = kill_all(learners, _say)
    _keep({"kills": told}, out)
    click.echo(table(told))


@bench.command(help="El paquete de una región con un archivo del tamaño del país, sintético.")
@click.option("--rows", "sizes", type=int, multiple=True, default=national_run.SIZES)
@click.option("--times", type=int, default=3, show_default=True, help="Veces que se repite.")
@click.option("--pandas/--no-pandas", default=True, help="El más grande le pide más de 8 GB.")
@click.option("--folder", type=click.Path(path_type=Path, exists=True), default=gettempdir)
@out_option("-national")
def national(sizes: tuple[int, ...], times: int, folder: Path, out: Path, *, pandas: bool) -> None:
    """Compare the kit with pandas and with the engine alone; fail when a promise is broken."""
    told: dict[str, Any] = {}
    plan = national_run.Plan(tuple(sorted(sizes)), times, pandas, folder)
    try:
        national_run.run(plan, told, _say)
    except KeyboardInterrupt:
        _say("Interrumpido: escribo lo que hay.")
    except national_run.BenchError as error:
        raise click.ClickException(str(error)) from None
    kept = national_report.verdicts(told)
    _keep(told | {"verdicts": kept}, out)
    national_report.draw(told, out.with_suffix(".svg"))
    click.echo(national_report.table(told))
    for name, good in kept.items():
        click.echo(f"{'✓' if good else '✗'} {name}")
    sys.exit(0 if all(kept.values()) else FAILED)


@bench.command(help="Pone la tabla de unos resultados en los README.")
@click.argument("results", type=click.Path(path_type=Path, exists=True))
def readme(results: Path) -> None:
    """Write the table between the marks of both pages."""
    told = json.loads(results.read_text("utf-8"))
    for name, language in (("README.md", "en"), ("README.es.md", "es")):
        try:
            report.write_into(ROOT / name, told, language)
        except report.NoMarksError as error:
            raise click.ClickException(str(error)) from None


@bench.command(hidden=True)
@click.argument("options")
def crowd(options: str) -> None:
    """Be a crowd; the other commands start this one."""
    told = json.loads(options)
    teller = Teller()
    makers = {"class": Class, "soak": Wanderers}
    maker = makers[told.pop("scenario")]
    asyncio.run(maker(**told, teller=teller).run())
    teller.end()


def _say(words: str) -> None:
    click.echo(words, err=True)


def _keep(results: dict[str, Any], out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
    _say(f"Resultados: {out}")
