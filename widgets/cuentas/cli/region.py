"""``cuentas region``: what is done with region packs."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from cuentas.cli.status import FAULTS_EXIT, INTERRUPTED_EXIT
from cuentas.cli.words import Group, Refused
from cuentas.data import stamp
from cuentas.data.check import Report
from cuentas.data.controls import Control
from cuentas.data.region import read_region, region_folder, region_slugs
from cuentas.home import current_region
from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.region.orders import SAID, as_typed, course_regions, pack_words, with_out


@click.group(cls=Group, help=_("Hace, comprueba y compara los datos de una región."))
def region() -> None:
    """Group what is done with region packs."""


@region.command("list", help=_("Lista las regiones del curso."))
def region_list() -> None:
    """List slug and name of every region, and mark the one that opens by itself."""
    for slug in region_slugs():
        opens = "  " + _("(se abre primero)") if slug == current_region() else ""
        click.echo(f"{slug}  {read_region(region_folder(slug)).name}{opens}")


@region.command("check", help=_("Comprueba todos los archivos y totales de una región."))
@click.argument("which", metavar=_("REGIÓN"))
def region_check(which: str) -> None:
    """Print every control of a pack, and every fault when there is one."""
    folder = Path(which) if which and Path(which).is_dir() else region_folder(which)
    report = stamp.checked(folder)
    for control in report.controls:
        click.echo(_control(control))
    _print_questions(folder)
    if report.passed:
        _print_lessons(folder)
    _print_verdict(report)


def _print_questions(folder: Path) -> None:
    from cuentas.region.parts.questions import open_questions  # noqa: PLC0415 - only where needed

    asked = open_questions(folder)
    if asked:
        count = len(asked)
        heading = plural(
            "Queda {count} pregunta abierta:", "Quedan {count} preguntas abiertas:", count
        )
        click.echo(heading.format(count=count))
    for one in asked:
        click.echo(f"  ? {one.ask}")


def _print_lessons(folder: Path) -> None:
    from cuentas.course import course  # noqa: PLC0415 - only where needed
    from cuentas.data.pack import Pack  # noqa: PLC0415
    from cuentas.region.runs import runs, where_from  # noqa: PLC0415

    found = runs(course().lessons, Pack(folder))
    for sentence in (*(run.sentence for run in found), *where_from(found)):
        click.echo(f"  · {sentence}")


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
    "type": click.Path(path_type=Path, readable=False),
    "multiple": True,
    "metavar": _("ARCHIVO"),
}
_DATED: dict[str, Any] = {
    "multiple": True,
    "metavar": _("[ARCHIVO=]AAAA-MM-DD"),
    "help": _(
        "Día en que se leyeron los archivos. Si solo sabes el mes, AAAA-MM. "
        "Si solo sabes que fue ese día o antes, hasta:AAAA-MM-DD."
    ),
}


@region.command("new", help=_("Hace el paquete de una región con los archivos oficiales."))
@click.argument("slug", metavar=_("REGIÓN"))
@click.option("--department", required=True, metavar=_("CÓDIGO"), help=_("Código o nombre."))
@click.option("--province", metavar=_("PROVINCIA"), help=_("Solo esta provincia."))
@click.option("--district", "districts", multiple=True, metavar=_("UBIGEO"),
              help=_("Solo estos distritos."))  # fmt: skip
@click.option("--budget", required=True, help=_("Presupuesto y gasto del MEF."), **_FILES)
@click.option("--investments", help=_("Inversiones del MEF o de la Contraloría."), **_FILES)
@click.option("--population", required=True, help=_("Población del INEI."), **_FILES)
@click.option("--query-date", "dates", **_DATED)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar=_("CARPETA"),
              help=_("Dónde dejar el paquete; si falta, en el curso."))  # fmt: skip
def region_new(slug: str, out: Path | None, **asked: Any) -> None:  # noqa: ANN401 - click's options
    """Build a pack, whole or not at all."""
    final = _regions(out) / slug
    with _told(final):
        from cuentas.region.pack import new_pack  # noqa: PLC0415 - slow to load, only needed here

        with _kit() as kit:
            built = new_pack(_choice(slug, asked), final, kit)
        ready = _("Listo: {folder}. Lee {report} y después: cuentas region check {pack}").format(
            folder=as_typed(final), report=as_typed(final / "INFORME.md"), pack=pack_words(final)
        )
        _hear(ready, built.told)


def _hear(ready: str, told: Sequence[str]) -> None:
    """Say that an order is done, and what must be heard at once."""
    click.echo(ready)
    for one in told:
        click.echo(f"  · {one}")


@region.command("update", help=_("Pone al día un paquete con archivos nuevos; guarda el anterior."))
@click.argument("slug", metavar=_("REGIÓN"))
@click.option("--budget", help=_("Presupuesto y gasto del MEF."), **_FILES)
@click.option("--investments", help=_("Inversiones del MEF o de la Contraloría."), **_FILES)
@click.option("--population", help=_("Población del INEI."), **_FILES)
@click.option("--query-date", "dates", **_DATED)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar=_("CARPETA"),
              help=_("Carpeta donde está el paquete; si falta, el curso."))  # fmt: skip
def region_update(slug: str, out: Path | None, **asked: Any) -> None:  # noqa: ANN401 - click's options
    """Bring a pack up to date; the old one stays whole under another name."""
    final = _regions(out) / slug
    with _told(final):
        from cuentas.region.parts.place import scope_of  # noqa: PLC0415 - slow, only needed here
        from cuentas.region.updating.update import update_pack  # noqa: PLC0415
        from cuentas.region.whole import put_in_order  # noqa: PLC0415

        put_in_order(final)
        folder = _pack_folder(final) if out else region_folder(slug)
        with _kit() as kit:
            done = update_pack(_choice(slug, asked | scope_of(folder)), folder, kit)
        _hear(_updated(done.folder, done.old), done.told)


def _updated(folder: Path, old: Path | None) -> str:
    if old is None:
        sentence = _("Nada cambió: {folder} ya dice lo mismo que estos archivos. No se tocó.")
        return sentence.format(folder=as_typed(folder))
    sentence = _(
        "Listo: {folder}. El paquete anterior quedó en {old}. Mira qué cambió: "
        "cuentas region diff {old} {folder}"
    )
    return sentence.format(folder=as_typed(folder), old=as_typed(old))


def _pack_folder(final: Path) -> Path:
    if (final / "region.toml").is_file():
        return final
    sentence = _("En {folder} no hay un paquete «{slug}». Hazlo primero: cuentas region new {pack}")
    raise Refused(sentence.format(folder=final.parent, slug=final.name, pack=with_out(final)))


@region.command("diff", help=_("Dice en oraciones qué cambió entre dos paquetes o dos fechas."))
@click.argument("before", metavar=_("ANTES"))
@click.argument("now", metavar=_("[AHORA]"), required=False)
@click.option("--before-date", type=click.DateTime(["%Y-%m-%d"]), metavar=_("AAAA-MM-DD"),
              help=_("Solo lo leído ese día, en ANTES."))  # fmt: skip
@click.option("--now-date", type=click.DateTime(["%Y-%m-%d"]), metavar=_("AAAA-MM-DD"),
              help=_("Solo lo leído ese día, en AHORA."))  # fmt: skip
@click.option("--limit", type=click.IntRange(min=1), default=SAID, show_default=True,
              metavar=_("NÚMERO"), help=_("Cuántos cambios decir."))  # fmt: skip
@click.option("--all", "everything", is_flag=True, help=_("Dice todos los cambios."))
@click.option("--json", "as_json", is_flag=True, help=_("Escribe los cambios como JSON."))
def region_diff(
    before: str,
    now: str | None,
    *,
    limit: int,
    everything: bool,
    as_json: bool,
    **days: datetime | None,
) -> None:
    """Print what changed, the largest first."""
    from cuentas.region.updating import diff  # noqa: PLC0415 - only this order needs it

    old, new = diff.compared(before, now, _day(days["before_date"]), _day(days["now_date"]))
    found = diff.changes(old, new)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return
    click.echo(diff.heading(old, new, found))
    for sentence in diff.told(found, None if everything else limit):
        click.echo(sentence)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _regions(out: Path | None) -> Path:
    return out or course_regions()


def _choice(slug: str, asked: dict[str, Any]) -> Any:  # noqa: ANN401 - loaded only when needed
    from cuentas.region.choice import Choice, ChoiceError, checked_slug, query_dates  # noqa: PLC0415

    dates = query_dates(asked.pop("dates"))
    choice = Choice(checked_slug(slug), query_dates=dates, **asked)
    if not choice.files:
        raise ChoiceError(_("No diste ningún archivo. Usa --budget, --investments o --population."))
    return choice


@contextmanager
def _told(final: Path) -> Iterator[None]:
    """Turn what can go wrong into one sentence, and say whether something was touched."""
    before = _mark(final)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("\n" + _interrupted(final, before), err=True)
        raise click.exceptions.Exit(INTERRUPTED_EXIT) from None
    except OSError as error:
        sentence = _of_the_disk(error, final, _left(final, before))
        if sentence is None:
            raise
        raise Refused(sentence) from error
    except ValueError as error:
        if not isinstance(error, _known_errors()):
            raise
        raise Refused(str(error)) from error


def _of_the_disk(error: OSError, final: Path, left: str) -> str | None:
    """What the disk refused, ``left`` for what was left of the order, and a way out."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        full = _("No queda espacio en el disco. {left} Libera espacio y repite.")
        return full.format(left=left)
    if error.errno not in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return None
    refused, out = Path(error.filename or final).absolute(), final.parent.absolute()
    ours = refused.is_relative_to(out) or out.is_relative_to(refused)
    sentence = (
        _("No tengo permiso para usar {path}. {left} Usa otra carpeta con --out.")
        if ours
        else _("No tengo permiso para usar {path}. {left} Pide ese permiso y repite.")
    )
    return sentence.format(path=out if ours else refused, left=left)


def _left(final: Path, before: int | None) -> str:
    """What an order that did not finish left where the pack is or would be."""
    if before is None:
        return _("No se guardó nada.")
    return _("{slug} quedó como estaba.").format(slug=final.name)


def _known_errors() -> tuple[type[ValueError], ...]:
    from cuentas.region.choice import ChoiceError  # noqa: PLC0415 - slow to load, rarely needed
    from cuentas.region.pack import PackFaultsError  # noqa: PLC0415
    from cuentas.region.sources import SourceError  # noqa: PLC0415
    from cuentas.region.whole import PackChangedError, PackExistsError  # noqa: PLC0415

    return ChoiceError, PackChangedError, PackExistsError, PackFaultsError, SourceError


def _mark(final: Path) -> int | None:
    """What tells one folder from another with the same name."""
    return final.stat().st_ino if final.exists() else None


def _interrupted(final: Path, before: int | None) -> str:
    if _mark(final) == before:
        sentence = _("Interrumpido. {left} Repite la orden cuando quieras.")
        return sentence.format(left=_left(final, before))
    return _("Interrumpido cuando {slug} ya estaba listo.").format(slug=final.name)


@contextmanager
def _kit() -> Iterator[Any]:
    """What an order works with: a progress bar and the lessons of the course."""
    from cuentas.course import course  # noqa: PLC0415 - only needed here
    from cuentas.region.pack import Kit  # noqa: PLC0415 - slow to load, only needed here

    with _progress() as progress:
        yield Kit(progress, course().lessons)


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
