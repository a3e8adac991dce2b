"""The command ``cuentas``: it reads what was typed, calls one function and prints."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from cuentas.authoring import notebook as notebooks
from cuentas.authoring.command_words import Group, Mistyped, Refused, in_words
from cuentas.authoring.course import lesson_faults, order_faults
from cuentas.authoring.figures import FigureError, figure
from cuentas.authoring.new_lesson import NewLessonError, new_lesson
from cuentas.data.check import Report, check_pack
from cuentas.data.controls import Control
from cuentas.data.region import read_region, region_folder, region_slugs
from cuentas.data.tables import DatasetError
from cuentas.home import HomeNotFoundError, home, lessons_folder
from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.lesson.catalogue import CourseError, Lesson, course
from cuentas.lesson.readiness import DEFAULT_REGION

DISTRIBUTION = "cuentas-claras"
FAULTS_EXIT, USAGE_EXIT, INTERRUPTED_EXIT = 1, 2, 130
KNOWN_ERRORS = (CourseError, DatasetError, FigureError, HomeNotFoundError, notebooks.NotebookError)
"""Errors whose message is already a sentence for people."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; errors are sentences, never a traceback."""
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
        click.echo(in_words(error), err=True)
        return error.exit_code
    except click.Abort:
        return INTERRUPTED_EXIT
    except (*KNOWN_ERRORS, OSError) as error:
        click.echo(_sentence(error), err=True)
        return FAULTS_EXIT
    return status if isinstance(status, int) else 0


def _sentence(error: Exception) -> str:
    if isinstance(error, KNOWN_ERRORS) or not isinstance(error, OSError):
        return str(error)
    reasons = {
        FileNotFoundError: _("no existe"),
        PermissionError: _("no tengo permiso"),
        IsADirectoryError: _("es una carpeta"),
    }
    reason = reasons.get(type(error), _("el sistema no lo permite"))
    return _("No puedo usar {path}: {reason}.").format(path=error.filename, reason=reason)


def _version() -> str:
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        declared = tomllib.loads((home() / "pyproject.toml").read_text(encoding="utf-8"))
        return str(declared["project"]["version"])


def _show_version(context: click.Context, _option: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's signature
    if asked and not context.resilient_parsing:
        click.echo(f"Cuentas Claras {_version()}")
        context.exit()


@click.group(cls=Group, help=_("Cuentas Claras: lecciones para leer el presupuesto público."))
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


@cuentas.command(help=_("Lista las lecciones del curso, en orden."))
@click.option("--json", "as_json", is_flag=True, help=_("Escribe la lista como JSON."))
def lessons(*, as_json: bool) -> None:
    """List slug, title, minutes, status and address of every lesson."""
    listed = [_listed(lesson) for lesson in course().lessons]
    if as_json:
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    for one in listed:
        minutes = plural("{count} minuto", "{count} minutos", int(one["minutes"]))
        length = minutes.format(count=one["minutes"])
        click.echo(f"{one['slug']}\n  {one['title']}\n  {length} · {_status(str(one['status']))}")


def _listed(lesson: Lesson) -> dict[str, str | int]:
    return {
        "slug": lesson.slug,
        "title": lesson.title,
        "minutes": lesson.minutes,
        "status": lesson.status,
        "url_path": lesson.url_path,
    }


def _status(status: str) -> str:
    names = {
        "draft": _("en borrador"),
        "review": _("en revisión"),
        "published": _("publicada"),
    }
    return names[status]


@cuentas.group(help=_("Crea, comprueba y ordena lecciones."), name="lesson")
def lesson_group() -> None:
    """Group what authors do with lessons."""


@lesson_group.command("new", help=_("Crea una lección en borrador, NN_nombre, con la plantilla."))
@click.argument("slug", metavar="NN_nombre")
@click.option("--title", required=True, metavar=_("PREGUNTA"), help=_("La pregunta que responde."))
@click.option("--module", metavar=_("LETRA"), help=_("Módulo; si falta, el último del curso."))
def lesson_new(slug: str, title: str, module: str | None) -> None:
    """Make the folder of a lesson and list it in the course."""
    try:
        folder = new_lesson(lessons_folder(), slug, title, module)
    except NewLessonError as error:
        raise Mistyped(str(error)) from error
    click.echo(
        _("Lista: {folder}. Abre {notebook} en JupyterLab y escribe.").format(
            folder=folder, notebook=folder / "lesson.ipynb"
        )
    )


@lesson_group.command("check", help=_("Dice todo lo que le falta o le sobra a cada lección."))
@click.argument("slugs", nargs=-1, metavar="[NN_nombre]…")
def lesson_check(slugs: tuple[str, ...]) -> None:
    """Check notebooks, questions, letters and sources."""
    found = {} if slugs else {"course.toml": order_faults(course())}
    found |= {lesson.slug: _lesson_faults(lesson) for lesson in _chosen(slugs)}
    for name, faults in found.items():
        click.echo(f"{name}: " + (_("bien") if not faults else str(len(faults))))
        for fault in faults:
            click.echo(f"  - {fault}")
    if any(found.values()):
        raise click.exceptions.Exit(FAULTS_EXIT)


def _lesson_faults(lesson: Lesson) -> list[str]:
    notebook = notebooks.read(lesson.notebook)
    faults = [*notebooks.faults(notebook, lesson), *lesson_faults(lesson)]
    if lesson.notebook.read_text(encoding="utf-8") != notebooks.canonical_text(notebook):
        faults.append(
            _("lesson.ipynb no está en forma canónica: cuentas lesson format {slug}").format(
                slug=lesson.slug
            )
        )
    return faults


@lesson_group.command(
    "format", help=_("Ejecuta cada cuaderno, guarda sus oráculos y lo deja en forma canónica.")
)
@click.argument("slugs", nargs=-1, metavar="[NN_nombre]…")
@click.option("--check", is_flag=True, help=_("Solo dice qué cambiaría."))
def lesson_format(slugs: tuple[str, ...], *, check: bool) -> None:
    """Write the canonical form of each notebook, oracles run again."""
    changed = [lesson for lesson in _chosen(slugs) if _format(lesson, write=not check)]
    if check and changed:
        raise click.exceptions.Exit(FAULTS_EXIT)


def _format(lesson: Lesson, *, write: bool) -> bool:
    """Whether the notebook was not yet in canonical form; ``write`` puts it right."""
    try:
        wanted = notebooks.canonical_text(
            notebooks.execute_oracles(notebooks.read(lesson.notebook))
        )
    except notebooks.NotebookError as error:
        raise Refused(f"{lesson.slug}: {error}") from error
    differs = lesson.notebook.read_text(encoding="utf-8") != wanted
    if differs and write:
        lesson.notebook.write_text(wanted, encoding="utf-8")
    words = (_("corregida") if write else _("cambiaría")) if differs else _("bien")
    click.echo(f"{lesson.slug}: {words}")
    return differs


def _chosen(slugs: Sequence[str]) -> list[Lesson]:
    """The lessons with these slugs; all of them when none is named."""
    known = {lesson.slug: lesson for lesson in course().lessons}
    for slug in slugs:
        if slug not in known:
            raise Mistyped(
                _("No conozco la lección «{slug}». Lecciones: {slugs}.").format(
                    slug=slug, slugs=", ".join(known)
                )
            )
    return [known[slug] for slug in slugs] if slugs else list(known.values())


@cuentas.group(help=_("Comprueba los datos de una región."))
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


@cuentas.command("figure", help=_("Escribe una figura del curso como SVG."))
@click.argument("name", metavar=_("FIGURA"))
@click.option("--out", required=True, metavar=_("ARCHIVO"), type=click.Path(path_type=Path),
              help=_("Dónde escribir el SVG."))  # fmt: skip
@click.option("--region", "region_slug", default=DEFAULT_REGION, metavar=_("REGIÓN"),
              help=_("Región; si falta, la primera del curso."))  # fmt: skip
@click.option("--district", metavar=_("UBIGEO"), help=_("Ubigeo o nombre del distrito."))
@click.option("--year", type=int, metavar=_("AÑO"), help=_("Año del presupuesto."))
def figure_command(
    name: str, out: Path, region_slug: str, district: str | None, year: int | None
) -> None:
    """Write a named figure to a file and say what it shows."""
    drawn = figure(name, region_slug, district, year)
    out.write_bytes(drawn.svg.encode("utf-8"))
    click.echo(drawn.describe())


@cuentas.command(help=_("Abre las lecciones en esta computadora."))
@click.option("--port", type=click.IntRange(1, 65535), metavar=_("NÚMERO"),
              help=_("Puerto; si falta, el primero libre."))  # fmt: skip
@click.option("--base-url", default="/", metavar=_("RUTA"), help=_("Dónde empieza el curso."))
@click.option("--open", "open_browser", is_flag=True, help=_("Abre el navegador."))
def serve(port: int | None, base_url: str, *, open_browser: bool) -> None:
    """Serve the course until it is stopped."""
    from cuentas.serve.run import serve as run  # noqa: PLC0415 - Voilà is slow to import

    status = run(port, base_url, open_browser=open_browser)
    raise click.exceptions.Exit(status)


if __name__ == "__main__":
    sys.exit(main())
