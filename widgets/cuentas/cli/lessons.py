"""``cuentas lessons``: the course, in order."""

from __future__ import annotations

import json

import click

from cuentas.cli.words import Command
from cuentas.course import Lesson, course
from cuentas.i18n import plural
from cuentas.i18n import text as _


@click.command(cls=Command, help=_("Lista las lecciones del curso, en orden."))
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
