"""What the server writes down: enough to help, nothing about who visited.

Whoever facilitates reads it: a time on the wall clock and a sentence, such as
``10:42 Hay 28 celulares con una lección abierta.``
"""

from __future__ import annotations

import logging
import re
import time
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from tornado.web import RequestHandler

from cuentas.i18n import plural
from cuentas.i18n import text as _

NAME, CLASS_NAME = "cuentas.classroom", "cuentas.class"
QUIET_SECONDS = 60
FILE_BYTES, OLD_FILES = 500_000, 2
"""A file of the journal is small; two older ones are kept."""
_QUERY = re.compile(r"\?[^\s'\"),]*")
_ADDRESS = re.compile(
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}\b", re.IGNORECASE
)
_noticed: dict[str, float] = {}
_LOUD_LIBRARIES = ("tornado", "traitlets", "asyncio")


class DiscreetFormatter(logging.Formatter):
    """Removes query strings and network addresses; of an error only its last step is told."""

    def formatException(self, ei: Any) -> str:  # noqa: ANN401, N802 - as upstream
        """The error and the place where it began."""
        return in_a_line(ei[1])

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written: the local time, a word if it is serious, the sentence."""
        told = _ADDRESS.sub("···", _QUERY.sub("", super().format(record)))
        return f"{self.formatTime(record, self.datefmt)} {_weight(record.levelno)}{told}"


def logger() -> logging.Logger:
    """The server's own logger."""
    return logging.getLogger(NAME)


def _of_the_class() -> logging.Logger:
    """What happens in class; what libraries tell about themselves does not come in."""
    return logging.getLogger(CLASS_NAME)


def set_up(level: int = logging.WARNING, file: Path | None = None) -> None:
    """Write to standard error, and to ``file`` if one is given, discreetly.

    Args:
        level: from which weight on lines reach standard error. The file gets what happened
            in class as well.
        file: where the journal is kept; it never grows beyond a few small files.

    Raises:
        OSError: the file cannot be written.
    """
    screen: logging.Handler = logging.StreamHandler()
    screen.setLevel(level)
    handlers = [_discreet(screen, "%H:%M")]
    if file:
        kept = RotatingFileHandler(
            file, maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8"
        )
        handlers.append(_discreet(kept, "%Y-%m-%d %H:%M:%S"))
    logging.basicConfig(level=logging.WARNING, handlers=handlers, force=True)
    _of_the_class().setLevel(logging.INFO)
    for name in _LOUD_LIBRARIES:
        logging.getLogger(name).setLevel(max(level, logging.ERROR))


def log_request(handler: RequestHandler) -> None:
    """Write down a request only when the server failed: method, path and status."""
    if handler.get_status() == 503:  # noqa: PLR2004 - a phone that waits is told elsewhere
        return
    if handler.get_status() >= 500:  # noqa: PLR2004 - the HTTP class of server errors
        request = handler.request
        logger().error("%s %s → %s", request.method, request.path, handler.get_status())


def opened() -> None:
    """The lessons can be visited from now on."""
    day = datetime.now().astimezone().strftime("%d/%m/%Y")
    _of_the_class().info(_("Las lecciones están abiertas. Hoy es {day}.").format(day=day))


def closed() -> None:
    """The lessons were closed in good order."""
    _of_the_class().info(_("Las lecciones se cerraron."))


def phones(count: int) -> None:
    """How many phones have a lesson open."""
    sentence = plural(
        "Hay {count} celular con una lección abierta.",
        "Hay {count} celulares con una lección abierta.",
        count,
    )
    _of_the_class().info(sentence.format(count=count))


def phones_wait(count: int) -> None:
    """How many phones wait for their turn."""
    sentence = plural(
        "{count} celular espera su turno.", "{count} celulares esperan su turno.", count
    )
    _of_the_class().info(sentence.format(count=count))


def lesson_ended(lesson: str, error: Exception) -> None:
    """One learner's lesson failed, and why; that learner is told."""
    logger().error("%s", in_a_line(error) if not str(error) else error)
    sentence = _("La lección {lesson} se detuvo en un celular. Al tocar la pantalla sigue.")
    _of_the_class().warning(sentence.format(lesson=lesson))


def notice(sentence: str) -> None:
    """What may happen a thousand times in a second: each sentence once a minute."""
    now = time.monotonic()
    if now - _noticed.get(sentence, -QUIET_SECONDS) >= QUIET_SECONDS:
        _noticed[sentence] = now
        logger().warning("%s", sentence)


def region_not_offered(slug: str) -> None:
    """The data of another region have faults: learners cannot choose it."""
    sentence = _(
        "La región {region} no se ofrece: sus datos tienen fallas. "
        "Míralas con: cuentas region check {region}"
    )
    _of_the_class().warning(sentence.format(region=slug))


def disk_almost_full(free_mb: int) -> None:
    """The disk has little room left."""
    sentence = _("Quedan {free} MB libres en el disco. Borra archivos que ya no uses.")
    _of_the_class().warning(sentence.format(free=free_mb))


def laptop(words: str) -> None:
    """How the laptop is doing, in the words of the projector page."""
    _of_the_class().info("%s", words)


def _discreet(handler: logging.Handler, clock: str) -> logging.Handler:
    handler.setFormatter(DiscreetFormatter("%(message)s", datefmt=clock))
    return handler


def _weight(level: int) -> str:
    if level >= logging.ERROR:
        return _("Problema:") + " "
    return _("Aviso:") + " " if level >= logging.WARNING else ""


def in_a_line(error: BaseException) -> str:
    """Which error, what it says, and where in the code it began."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f" ({Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno})" if frame else ""
    return f"{type(error).__name__}: {error}{where}"
