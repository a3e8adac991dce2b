"""The command that opens the lessons on this computer."""

from __future__ import annotations

import sys
from typing import TextIO

from cuentas.home import HomeNotFoundError
from cuentas.i18n import text as _
from cuentas.lesson import readiness
from cuentas.lesson.catalogue import CourseError
from cuentas.serve import journal
from cuentas.serve.application import DEFAULT_PORT, CuentasApplication, PortBusyError

LOOPBACK = "127.0.0.1"
FAILED = 1


def serve(
    port: int | None = None,
    base_url: str = "/",
    *,
    open_browser: bool = False,
    ip: str = LOOPBACK,
    out: TextIO | None = None,
) -> int:
    """Serve the course until Ctrl-C or SIGTERM, then end every kernel.

    Args:
        port: the port to use; ``None`` takes the first free one from 8866 on.
        base_url: where the course starts, such as ``/user/ana/cuentas/`` behind a proxy.
        open_browser: open the index in the browser of this computer.
        ip: the interface to listen on; by default only this computer can connect.
        out: where the address is written; standard output by default.

    Returns:
        The exit status of the command: 0, or 1 when the port is busy, the course cannot be
        read, or the region's data have faults; standard error says which, all of them.
    """
    journal.set_up()
    try:
        faults = readiness.faults()
        if faults:
            return _failed(_not_ready(faults))
        _application(port, base_url, open_browser, ip, out or sys.stdout).start()
    except (CourseError, HomeNotFoundError) as error:
        return _failed(str(error))
    except PortBusyError:
        return _failed(_busy(port))
    return 0


def _application(
    port: int | None,
    base_url: str,
    open_browser: bool,  # noqa: FBT001 - passed on as it came
    ip: str,
    out: TextIO,
) -> CuentasApplication:
    application = CuentasApplication(
        port=port or DEFAULT_PORT,
        keep_port=port is not None,
        base_url=_as_base(base_url),
        ip=ip,
        open_browser=open_browser,
        announce=lambda address: _announce(address, out),
    )
    application.initialize()
    return application


def _not_ready(faults: tuple[str, ...]) -> str:
    head = _("No abro las lecciones: los datos de la región tienen fallas.")
    return "\n".join([head, *(f"- {fault}" for fault in faults)])


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


def _busy(port: int | None) -> str:
    if port is None:
        return _(
            "No encuentro un puerto libre. Cierra otras lecciones abiertas en esta computadora "
            "o elige un puerto: cuentas serve --port 9000"
        )
    return _(
        "El puerto {port} ya está en uso. Cierra el programa que lo usa, elige otro "
        "(cuentas serve --port {other}) o no escribas ninguno y buscaré uno libre."
    ).format(port=port, other=port + 1)
