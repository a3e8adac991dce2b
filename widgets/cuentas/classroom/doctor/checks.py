"""The checks of a laptop, each a function that says what it found and what to do."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from cuentas.classroom import addresses, kept, machine
from cuentas.classroom.assets import built_files, no_script
from cuentas.classroom.doctor.finding import Finding, State, judged
from cuentas.classroom.ports import OTHER_PORT
from cuentas.classroom.version import DISTRIBUTION
from cuentas.classroom.watch import free_disk_mb
from cuentas.home import HomeNotFoundError, current_region, home, region_slugs
from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.lesson import readiness

LEAST_PYTHON = (3, 11)
DISK_MB = 300
OPEN_FILES = 1024
"""Files and sockets that thirty phones and their lessons keep open, with room to spare."""
NEWEST_RULE = datetime(2026, 7, 14).astimezone()
"""The day on which the laws of the course were read: no clock of a class is before it."""


def python() -> Finding:
    """Whether Python is recent enough."""
    told = ".".join(str(part) for part in sys.version_info[:3])
    advice = _("Instala Python 3.11 o más nuevo y vuelve a instalar las lecciones.")
    good = sys.version_info >= LEAST_PYTHON
    return judged("python", _("Python {version}").format(version=told), advice, good=good,
                  needed=True)  # fmt: skip


def packages() -> Finding:
    """Whether all that the course uses is installed, in a version that works."""
    try:
        asked = [Requirement(line) for line in requires(DISTRIBUTION) or []]
    except PackageNotFoundError:
        return Finding("packages", State.UNKNOWN,
                       _("Las lecciones no están instaladas: no sé qué les falta"))  # fmt: skip
    missing = [str(one) for one in asked if _is_asked(one) and not _is_there(one)]
    sentence = (
        _("Faltan paquetes: {names}").format(names=", ".join(missing))
        if missing
        else _("Los paquetes necesarios están instalados")
    )
    advice = _("Con internet, en la carpeta del curso: make serve")
    return judged("packages", sentence, advice, good=not missing, needed=True)


def packs() -> Iterator[Finding]:
    """Whether the data of the region that opens are in order, and those of the others."""
    try:
        home()
    except HomeNotFoundError as error:
        yield Finding("pack", State.BAD, str(error), needed=True)
        return
    yield pack(current_region(), readiness.faults())
    others = [slug for slug in region_slugs() if slug != current_region()]
    if others:
        yield other_regions(others, [slug for slug in others if readiness.faults(slug)])


def pack(region: str, faults: tuple[str, ...]) -> Finding:
    """Whether the data of the region that opens are in order."""
    sentence = (
        _("Los datos de la región {region} tienen fallas: {faults}")
        if faults
        else _("Se abre la región {region}: sus datos están completos")
    ).format(region=region, faults="; ".join(faults))
    advice = _("Mira la lista entera: cuentas region check {region}").format(region=region)
    return judged("pack", sentence, advice, good=not faults, needed=True)


def other_regions(regions: list[str], faulty: list[str]) -> Finding:
    """Which regions learners may choose besides; those with faults are not offered."""
    sentence = (
        _("No se ofrecen, porque sus datos tienen fallas: {regions}")
        if faulty
        else _("También se puede elegir: {regions}")
    ).format(regions=", ".join(faulty or regions))
    advice = _("Mira cada lista. Por ejemplo: cuentas region check {region}").format(
        region=(faulty or regions)[0]
    )
    return judged("regions", sentence, advice, good=not faulty)


def script() -> Finding:
    """Whether the script that moves the controls is there."""
    good = bool(built_files())
    sentence = _("Los controles de las lecciones están listos") if good else no_script()
    return judged("script", sentence, "", good=good)


def memory() -> Finding:
    """How many learners fit in the memory that is free now."""
    now = machine.look()
    sentence = _("Memoria libre: {free} MB. {learners}").format(
        free=formats.number(now.memory_free_mb),
        learners=plural(
            "Por memoria cabe {count} celular.",
            "Por memoria caben {count} celulares.",
            now.learners,
        ).format(count=formats.number(now.learners)),
    )
    advice = _("Cierra otros programas, sobre todo el navegador con muchas pestañas.")
    return judged("memory", sentence, advice, good=now.learners > 0, needed=True)


def disk() -> Finding:
    """Whether the disk has room for what lessons write while they run."""
    free = free_disk_mb(_existing_home())
    sentence = _("Espacio libre en el disco: {free} MB").format(free=formats.number(free))
    return judged("disk", sentence, _("Borra archivos que ya no uses."), good=free >= DISK_MB)


def keeping(folder: Path | None = None) -> Finding:
    """Whether a class opened again today will have the same code.

    Args:
        folder: where classes are kept; by default where this system keeps such things.
    """
    where = folder or kept.usual_folder()
    trouble = kept.trouble_keeping(where)
    sentence = (
        _("La clase se puede guardar: si la laptop se apaga, el código será el mismo")
        if trouble is None
        else _("No puedo guardar la clase: si la laptop se apaga, el código cambiará")
    )
    full = trouble is not None and trouble.errno == errno.ENOSPC
    allow = _("Da permiso para escribir en la carpeta {folder}.").format(folder=where)
    advice = _("Borra archivos que ya no uses.") if full else allow
    return judged("class", sentence, advice, good=trouble is None)


def port(number: int) -> Finding:
    """Whether nobody else uses the port of the lessons."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", number))
        except PermissionError:
            words = _("El puerto {port} es solo para quien administra el sistema")
            advice = _("Elige uno más alto: --port {other}").format(other=OTHER_PORT)
        except OSError:
            words = _("El puerto {port} ya está en uso")
            advice = _("Cierra otras lecciones abiertas. Si no, cuentas serve buscará otro puerto.")
        else:
            words, advice = _("El puerto {port} está libre"), ""
    return judged("port", words.format(port=number), advice, good=not advice)


def phones(found: list[str]) -> Finding:
    """Which addresses phones should use."""
    sentence = (
        _("Dirección para los celulares: {found}").format(found=" · ".join(found))
        if found
        else _("Esta laptop no está en ninguna red")
    )
    advice = _("Conecta la laptop al Wi-Fi o crea un punto de acceso. No hace falta internet.")
    return judged("phones", sentence, advice, good=bool(found))


def clock(now: datetime | None = None) -> Finding:
    """Whether the date can be true: lessons speak of years and deadlines."""
    today = now or datetime.now().astimezone()
    good = NEWEST_RULE <= today < NEWEST_RULE.replace(year=NEWEST_RULE.year + 10)
    sentence = _("Hoy es {day}").format(day=today.strftime("%d/%m/%Y"))
    return judged("clock", sentence, _("Pon en hora la laptop: la fecha no puede ser."), good=good)


def open_files() -> Finding:
    """Whether the system lets the server keep enough connections open."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return Finding("files", State.GOOD, _("Este sistema no limita las conexiones abiertas"))
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    endless = limit == resource.RLIM_INFINITY
    sentence = _("Conexiones que el sistema permite abrir: {limit}").format(
        limit=_("sin límite") if endless else formats.number(limit)
    )
    advice = _("Antes de abrir la clase escribe: ulimit -n 4096")
    return judged("files", sentence, advice, good=endless or limit >= OPEN_FILES)


def all_checks(number: int) -> Iterator[Finding]:
    """Every check but that of the firewall, in the order in which people read them."""
    yield python()
    yield packages()
    yield from packs()
    yield script()
    yield memory()
    yield disk()
    yield keeping()
    yield open_files()
    yield clock()
    yield port(number)
    yield phones(addresses.this_computer())


def _existing_home() -> Path:
    try:
        return home()
    except HomeNotFoundError:
        return Path.cwd()


def _is_asked(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def _is_there(requirement: Requirement) -> bool:
    try:
        return requirement.specifier.contains(version(requirement.name), prereleases=True)
    except PackageNotFoundError:
        return False
