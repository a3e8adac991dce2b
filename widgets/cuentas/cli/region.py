"""``cuentas region``: what is done with region packs."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from cuentas.authoring.command_words import Group, Refused
from cuentas.cli.status import FAULTS_EXIT
from cuentas.data.check import Report, check_pack
from cuentas.data.controls import Control
from cuentas.data.region import read_region, region_folder, region_slugs
from cuentas.home import datasets_folder
from cuentas.i18n import formats, plural
from cuentas.i18n import text as _


@click.group(cls=Group, help=_("Hace, comprueba y compara los datos de una región."))
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
    _print_questions(folder)
    _print_verdict(report)


def _print_questions(folder: Path) -> None:
    from cuentas.region.pack_questions import open_questions  # noqa: PLC0415 - only where needed

    asked = open_questions(folder)
    if asked:
        count = len(asked)
        heading = plural(
            "Queda {count} pregunta abierta:", "Quedan {count} preguntas abiertas:", count
        )
        click.echo(heading.format(count=count))
    for one in asked:
        click.echo(f"  ? {one.ask}")


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


_FILES: dict[str, Any] = {
    "type": click.Path(path_type=Path),
    "multiple": True,
    "metavar": _("ARCHIVO"),
}
_DATED: dict[str, Any] = {"multiple": True, "metavar": _("[ARCHIVO=]AAAA-MM-DD")}


@region.command("new", help=_("Hace el paquete de una región con los archivos oficiales."))
@click.argument("slug", metavar=_("REGIÓN"))
@click.option("--department", required=True, metavar=_("CÓDIGO"), help=_("Código o nombre."))
@click.option("--province", metavar=_("PROVINCIA"), help=_("Solo esta provincia."))
@click.option("--district", "districts", multiple=True, metavar=_("UBIGEO"),
              help=_("Solo estos distritos."))  # fmt: skip
@click.option("--budget", required=True, help=_("Presupuesto y gasto del MEF."), **_FILES)
@click.option("--investments", help=_("Inversiones del MEF o de la Contraloría."), **_FILES)
@click.option("--population", required=True, help=_("Población del INEI."), **_FILES)
@click.option("--query-date", "dates", help=_("Día en que se leyeron los archivos."), **_DATED)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar=_("CARPETA"),
              help=_("Dónde dejar el paquete; si falta, en el curso."))  # fmt: skip
def region_new(slug: str, out: Path | None, **asked: Any) -> None:  # noqa: ANN401 - click's options
    """Build a pack, whole or not at all."""
    from cuentas.region.pack import new_pack  # noqa: PLC0415 - slow to load, only this order needs it
    from cuentas.region.work import usual_work  # noqa: PLC0415

    with _told(slug), _progress() as progress:
        built = new_pack(_choice(slug, asked), _regions(out) / slug, usual_work(), progress)
    click.echo(
        _("Listo: {folder}. Lee {report} y después: cuentas region check {folder}").format(
            folder=built.folder, report=built.folder / "INFORME.md"
        )
    )


@region.command("update", help=_("Pone al día un paquete con archivos nuevos; guarda el anterior."))
@click.argument("slug", metavar=_("REGIÓN"))
@click.option("--budget", required=True, help=_("Presupuesto y gasto del MEF."), **_FILES)
@click.option("--investments", help=_("Inversiones del MEF o de la Contraloría."), **_FILES)
@click.option("--population", help=_("Población del INEI."), **_FILES)
@click.option("--query-date", "dates", help=_("Día en que se leyeron los archivos."), **_DATED)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar=_("CARPETA"),
              help=_("Carpeta donde está el paquete; si falta, el curso."))  # fmt: skip
def region_update(slug: str, out: Path | None, **asked: Any) -> None:  # noqa: ANN401 - click's options
    """Bring a pack up to date; the old one stays whole under another name."""
    from cuentas.region.update import update_pack  # noqa: PLC0415 - slow to load, only this order needs it
    from cuentas.region.work import usual_work  # noqa: PLC0415

    folder = _regions(out) / slug if out else region_folder(slug)
    place = {"department": read_region(folder).department, "districts": (), "province": None}
    with _told(slug), _progress() as progress:
        done = update_pack(_choice(slug, asked | place), folder, usual_work(), progress)
    click.echo(
        _("Listo: {folder}. El paquete anterior quedó en {old}. Mira qué cambió: "
          "cuentas region diff {old} {folder}").format(folder=done.folder, old=done.old)
    )  # fmt: skip


@region.command("diff", help=_("Dice en oraciones qué cambió entre dos paquetes o dos fechas."))
@click.argument("before", metavar=_("ANTES"))
@click.argument("now", metavar=_("[AHORA]"), required=False)
@click.option("--before-date", type=click.DateTime(["%Y-%m-%d"]), metavar=_("AAAA-MM-DD"),
              help=_("Solo lo leído ese día, en ANTES."))  # fmt: skip
@click.option("--now-date", type=click.DateTime(["%Y-%m-%d"]), metavar=_("AAAA-MM-DD"),
              help=_("Solo lo leído ese día, en AHORA."))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=_("Escribe los cambios como JSON."))
def region_diff(
    before: str,
    now: str | None,
    before_date: datetime | None,
    now_date: datetime | None,
    *,
    as_json: bool,
) -> None:
    """Print what changed, the largest first."""
    from cuentas.region import diff  # noqa: PLC0415 - only this order needs it

    first, second = diff.pack_of(before), diff.pack_of(now or before)
    alone = now is None and not before_date
    old = diff.earlier_of(first) if alone else diff.reading_of(first, _day(before_date))
    new = diff.reading_of(second, _day(now_date))
    if alone:
        new = diff.only_like(new, old)
    found = diff.changes(old, new)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return
    click.echo(diff.heading(old, new, found))
    for one in found or ():
        click.echo(f"- {one.sentence}")
    if not found:
        click.echo(_("Nada cambió."))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _regions(out: Path | None) -> Path:
    return out or datasets_folder() / "regions"


def _choice(slug: str, asked: dict[str, Any]) -> Any:  # noqa: ANN401 - loaded only when needed
    from cuentas.region.choice import Choice, checked_slug, query_dates  # noqa: PLC0415

    dates = query_dates(asked.pop("dates"))
    return Choice(checked_slug(slug), query_dates=dates, **asked)


@contextmanager
def _told(slug: str) -> Iterator[None]:
    """Turn what can go wrong into one sentence, and say that nothing was touched."""
    from cuentas.region.choice import ChoiceError  # noqa: PLC0415
    from cuentas.region.pack import PackFaultsError  # noqa: PLC0415
    from cuentas.region.sources import SourceError  # noqa: PLC0415
    from cuentas.region.work import PackExistsError  # noqa: PLC0415

    try:
        yield
    except (ChoiceError, PackExistsError, PackFaultsError, SourceError) as error:
        raise Refused(str(error)) from error
    except KeyboardInterrupt:
        sentence = _("Interrumpido. {slug} quedó como estaba; lo ya leído no se repetirá.")
        click.echo("\n" + sentence.format(slug=slug), err=True)
        raise
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise
        sentence = _(
            "No queda espacio en el disco. {slug} quedó como estaba. Libera espacio y repite."
        )
        raise Refused(sentence.format(slug=slug)) from error


@dataclass
class _Bar:
    """A progress bar for one file at a time, with the time left; silent unless people watch."""

    shown: Any = None
    name: str = ""
    done: int = field(default=0)

    def __call__(self, name: str, done: int, total: int) -> None:
        """Show how much of a file was read, in bytes."""
        if name != self.name or done < self.done:
            self.close()
            self.name, self.done = name, 0
            self.shown = click.progressbar(
                length=max(total, 1), label=name, file=sys.stderr, show_eta=True,
                hidden=not sys.stderr.isatty(),
            )  # fmt: skip
        self.shown.update(done - self.done)
        self.done = done

    def close(self) -> None:
        """End the line of the bar."""
        if self.shown is not None:
            self.shown.render_finish()
            self.shown = None


@contextmanager
def _progress() -> Iterator[_Bar]:
    bar = _Bar()
    try:
        yield bar
    finally:
        bar.close()
