"""``cuentas lesson``: what authors do with lessons."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Sequence

import click

from cuentas.authoring import notebook as notebooks
from cuentas.authoring.course import in_part, lesson_faults, order_faults
from cuentas.authoring.new_lesson import (
    FIRST_STATUS,
    NewLessonError,
    new_lesson,
    unwritten,
    without_page,
)
from cuentas.cli.status import FAULTS_EXIT
from cuentas.cli.words import Group, Mistyped, Refused
from cuentas.course import Lesson, course
from cuentas.home import lessons_folder
from cuentas.i18n import text as _


@click.group("lesson", cls=Group, help=_("Crea, comprueba y ordena lecciones."))
def lesson() -> None:
    """Group what authors do with lessons."""


@lesson.command("new", help=_("Crea una lección en borrador, NN_nombre, con la plantilla."))
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
        _(
            "Lista: {folder}. Abre {notebook} en JupyterLab y escribe. Mírala con «cuentas serve» "
            "en /lecciones/{slug}. Su página de la guía falta: facilitator_guide/lecciones."
        ).format(folder=folder, notebook=folder / "lesson.ipynb", slug=slug)
    )


@lesson.command("check", help=_("Dice todo lo que le falta o le sobra a cada lección."))
@click.argument("slugs", nargs=-1, metavar="[NN_nombre]…")
def lesson_check(slugs: tuple[str, ...]) -> None:
    """Check notebooks, questions, letters and sources."""
    found = {} if slugs else {"course.toml": order_faults(course())}
    chosen = _chosen(slugs)
    found |= {lesson.slug: _lesson_faults(lesson) for lesson in chosen}
    told = {lesson.slug: [*in_part(lesson), *_preview(lesson)] for lesson in chosen}
    for name, faults in found.items():
        click.echo(f"{name}: " + (_("bien") if not faults else str(len(faults))))
        for line in [*faults, *told.get(name, ())]:
            click.echo(f"  - {line}")
    if any(found.values()):
        raise click.exceptions.Exit(FAULTS_EXIT)


def _preview(lesson: Lesson) -> list[str]:
    """Where a draft is seen: nothing leads to it yet."""
    if lesson.status != FIRST_STATUS:
        return []
    sentence = _("en borrador: mírala con «cuentas serve» en {path}")
    return [sentence.format(path=lesson.url_path)]


def _lesson_faults(lesson: Lesson) -> list[str]:
    notebook = notebooks.read(lesson.notebook)
    faults = [*notebooks.faults(notebook, lesson), *lesson_faults(lesson)]
    faults += [*unwritten(lesson), *without_page(lesson)]
    if lesson.notebook.read_text(encoding="utf-8") != notebooks.canonical_text(notebook):
        faults.append(
            _("lesson.ipynb no está en forma canónica: cuentas lesson format {slug}").format(
                slug=lesson.slug
            )
        )
    return faults


@lesson.command(
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
    except CancelledError as error:  # Ctrl-C while a cell was running
        raise click.Abort from error
    differs = lesson.notebook.read_text(encoding="utf-8") != wanted
    if differs and write:
        notebooks.write(lesson.notebook, wanted)
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
