"""What the projector page says about the class, in sentences and numbers."""

from __future__ import annotations

from cuentas.classroom.machine import Attendance, Machine, Sense, in_words
from cuentas.classroom.state import Classroom
from cuentas.course import Course, course
from cuentas.i18n import formats, plural
from cuentas.i18n import text as _


def state(classroom: Classroom, machine: Machine, visits: Attendance) -> dict[str, object]:
    """The class now; a script puts each sentence in its place. Nobody can be recognised."""
    sense = machine.sense(visits)
    return {
        "address": classroom.address,
        "health": sense.health.value,
        "machine": in_words(sense),
        "memory": _("Memoria libre: {free} MB. {load}.").format(
            free=formats.number(machine.memory_free_mb), load=_work(machine.load)
        ),
        "joined": formats.number(visits.joined),
        "joined_words": plural(
            "celular con una lección abierta", "celulares con una lección abierta", visits.joined
        ),
        "room": _room(sense, machine.room(visits)),
        "waiting": _waiting(visits.waiting),
        "lessons": _by_lesson(visits, course()),
    }


def _work(load: float) -> str:
    return _("Trabajo: {percent} de cada 100").format(
        percent=formats.number(min(100, round(load * 100)))
    )


def _room(sense: Sense, count: int) -> str:
    """How many more may come: a promise only where nothing is tight."""
    if sense is Sense.NO_SEATS:
        return _("Quien llegue espera su turno y puede leer.")
    if sense is not Sense.WELL:
        return ""
    return plural("Cabe {count} más.", "Caben {count} más.", count).format(
        count=formats.number(count)
    )


def _waiting(count: int) -> str:
    if not count:
        return ""
    return plural(
        "{count} celular espera su turno.", "{count} celulares esperan su turno.", count
    ).format(count=formats.number(count))


def _by_lesson(visits: Attendance, course: Course) -> list[str]:
    listed = [(lesson.title, visits.phones.get(lesson.slug, 0)) for lesson in course.lessons]
    return [f"{title} {formats.number(count)}" for title, count in listed if count]
