"""What the server writes down: enough to help, nothing about who visited."""

from __future__ import annotations

import logging
import re

from tornado.web import RequestHandler

NAME = "cuentas.serve"
_QUERY = re.compile(r"\?[^\s'\"),]*")
_ADDRESS = re.compile(
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}\b", re.IGNORECASE
)
_LOUD_LIBRARIES = ("tornado", "traitlets", "asyncio")


class DiscreetFormatter(logging.Formatter):
    """Removes query strings and network addresses from every line, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return _ADDRESS.sub("···", _QUERY.sub("", super().format(record)))


def logger() -> logging.Logger:
    """The server's own logger."""
    return logging.getLogger(NAME)


def set_up(level: int = logging.WARNING) -> None:
    """Send warnings and errors to standard error, discreetly."""
    handler = logging.StreamHandler()
    handler.setFormatter(DiscreetFormatter("%(levelname)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _LOUD_LIBRARIES:
        logging.getLogger(name).setLevel(max(level, logging.ERROR))


def log_request(handler: RequestHandler) -> None:
    """Write down a request only when the server failed: method, path and status."""
    if handler.get_status() >= 500:  # noqa: PLR2004 - the HTTP class of server errors
        request = handler.request
        logger().error("%s %s → %s", request.method, request.path, handler.get_status())
