"""The command that opens the lessons: for this computer, for a class, or behind a hub."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import sys
import threading
import webbrowser
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from cuentas.classroom import journal, server, welcome
from cuentas.classroom.assets import built_files, no_script
from cuentas.classroom.closing import Closing
from cuentas.classroom.command import Command
from cuentas.classroom.ports import DEFAULT_PORT
from cuentas.classroom.state import Classroom
from cuentas.classroom.watch import Watch
from cuentas.course import CourseError, course
from cuentas.home import REGION_VARIABLE, HomeNotFoundError, current_region, region_slugs
from cuentas.i18n import text as _
from cuentas.lesson import readiness

FAILED = 1


@dataclass(frozen=True)
class Opening:
    """How the course is opened.

    Attributes:
        port: the port to use; ``None`` takes the first free one from 8866 on.
        base_url: where the course starts, such as ``/user/ana/cuentas/`` behind a proxy.
        open_browser: open the first page in the browser of this computer.
        classroom: the class that phones join; ``None`` serves this computer only.
        log: a file that keeps the journal, besides standard error.
        region: the region that opens by itself, where one was asked for.
        out: where addresses are written.
    """

    port: int | None = None
    base_url: str = "/"
    open_browser: bool = False
    classroom: Classroom | None = None
    log: Path | None = None
    region: str | None = None
    out: TextIO = field(default_factory=lambda: sys.stdout)

    @property
    def command(self) -> Command:
        """The line that opens it so."""
        return Command(
            for_class=self.classroom is not None,
            address=self.classroom.chosen if self.classroom else None,
            port=self.port,
            base_url=self.base_url,
            log=self.log,
            open_browser=self.open_browser,
            region=self.region,
        )


def serve(  # noqa: PLR0913 - what a person may type
    port: int | None = None,
    base_url: str = "/",
    *,
    open_browser: bool = False,
    classroom: Classroom | None = None,
    log: Path | None = None,
    region: str | None = None,
) -> int:
    """Serve the course until Ctrl-C or SIGTERM, then end every kernel.

    The arguments are those of ``Opening``.

    Returns:
        The exit status of the command: 0, or 1 when the port cannot be opened, the course
        cannot be read, or the region is unknown or its data have faults; standard error says
        which, all of them.

    Raises:
        SystemExit: it was asked to stop before the lessons were open; 130 after Ctrl-C.
    """
    opening = Opening(port, _as_base(base_url), open_browser, classroom, log, region)
    journal.set_up(logging.INFO if classroom else logging.WARNING, log)
    try:
        with Closing(opening.out).heard() as closing:
            course()
            known = _use(region)
            return _open(opening, closing) if known else _failed(unknown_region(current_region()))
    except (CourseError, HomeNotFoundError) as error:
        return _failed(str(error))


def _open(opening: Opening, closing: Closing) -> int:
    if faults := readiness.faults(current_region()):
        return _failed(_not_ready(faults))
    try:
        # The same loop on every system: what Windows has by default needs a second thread.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(_serve(opening, closing))
    except server.PortError as error:
        return _failed(_closed_port(opening.command, error))
    journal.closed()
    if not opening.classroom:
        closing.end()
    return 0


async def _serve(opening: Opening, closing: Closing) -> None:
    opened = server.ClassServer(
        port=opening.port or DEFAULT_PORT,
        keep_port=opening.port is not None,
        base_url=opening.base_url,
        classroom=opening.classroom,
    )
    opened.announce = lambda address: _opened(opened, opening, address)
    loop = asyncio.get_running_loop()
    closing.stop = lambda: loop.call_soon_threadsafe(opened.stop)
    await opened.serve()


def _use(region: str | None) -> bool:
    """Make ``region`` the one in use; whether the course knows it, or none was named.

    What the environment says of a district, or of styles in a notebook, is not for a class.
    """
    os.environ.pop("QUERY_STRING", None)
    os.environ["SERVER_SOFTWARE"] = "voila"
    if region:
        os.environ[REGION_VARIABLE] = region
    named = os.environ.get(REGION_VARIABLE)
    return not named or named in region_slugs()


def _opened(opened: server.ClassServer, opening: Opening, address: str) -> None:
    """The port is open: say it to people and to the journal."""
    if opening.classroom:
        _welcome(opening.classroom, opened.port, opening)
    else:
        _announce(address, opening.out)
        if opening.open_browser:
            _show(address)
    if not built_files():
        sys.stderr.write(no_script() + "\n")
    journal.opened()
    Watch(opened.attendance).keep_looking()


def _show(address: str) -> None:
    """Open a page in the browser of this computer, which may take its time."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _welcome(classroom: Classroom, port: int, opening: Opening) -> None:
    classroom.port, classroom.base_url = port, opening.base_url
    welcome.write(classroom, opening.out, opening.command)
    if opening.open_browser:
        _show(classroom.facilitator_address)


def _not_ready(faults: tuple[str, ...]) -> str:
    head = _("No abro las lecciones: los datos de la región tienen fallas.")
    return "\n".join([head, *(f"- {fault}" for fault in faults)])


def unknown_region(region: str) -> str:
    """What is said of a region that the course does not have: which ones it has."""
    known = ", ".join(region_slugs()) or _("ninguna")
    return _("No conozco la región «{region}». Regiones de este curso: {known}.").format(
        region=region, known=known
    )


def _failed(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return FAILED


def _as_base(base_url: str) -> str:
    inner = base_url.strip("/")
    return f"/{inner}/" if inner else "/"


def _announce(address: str, stream: TextIO) -> None:
    line = _("Las lecciones están en {address} — para terminar: Ctrl-C").format(address=address)
    stream.write(line + "\n")
    stream.flush()


def _closed_port(command: Command, error: server.PortError) -> str:
    other = command.on_another_port()
    if error.errno == errno.EACCES and command.port is not None:
        return _(
            "El puerto {port} es solo para quien administra el sistema. Elige uno más alto "
            "({command}) o no escribas ninguno y buscaré uno libre."
        ).format(port=command.port, command=other)
    if command.port is None:
        return _(
            "No encuentro un puerto libre. Cierra otras lecciones abiertas en esta computadora "
            "o elige un puerto: {command}"
        ).format(command=other)
    return _(
        "El puerto {port} ya está en uso. Cierra el programa que lo usa, elige otro "
        "({command}) o no escribas ninguno y buscaré uno libre."
    ).format(port=command.port, command=other)
