"""What server, zygote and kernels have agreed on: names, and questions over a local socket.

A question and its answer are a line of JSON each.
"""

from __future__ import annotations

import asyncio
import json
import socket
from pathlib import Path
from typing import Any

Message = dict[str, Any]

VISIT_TARGET = "cuentas.visita"
"""The comm by which a phone that comes back says what its learner had done."""
CONTROL_TARGET = "jupyter.widget.control"
"""The comm by which ipywidgets tells the state of all widgets."""
LESSON_VARIABLE = "CUENTAS_LESSON"
"""In a kernel's environment: the lesson it is for."""
STAGE_VARIABLE = "CUENTAS_STAGE"
"""In a kernel's environment: where the rehearsed lesson that becomes it listens."""
_LIMIT = 64 * 2**20


def receive(connection: socket.socket) -> Message:
    """The question that came over ``connection``.

    Raises:
        ValueError: it is not a JSON object.
        ConnectionError: the other side left before it was whole.
    """
    with connection.makefile("rb") as stream:
        line = stream.readline(_LIMIT)
    if not line.endswith(b"\n"):
        raise ConnectionError("la pregunta llegó cortada")
    message = json.loads(line)
    if not isinstance(message, dict):
        raise ValueError("se esperaba un objeto JSON")  # noqa: TRY004 - as for JSON that cannot be read
    return message


def send(connection: socket.socket, message: Message) -> None:
    """Answer ``message``."""
    connection.sendall(json.dumps(message).encode() + b"\n")


async def ask(path: Path, question: Message, seconds: float) -> Message:
    """Ask whoever listens at ``path``.

    Raises:
        ConnectionError, FileNotFoundError: nobody listens, or they left without an answer.
        TimeoutError: no answer within ``seconds``.
    """
    async with asyncio.timeout(seconds):
        reader, writer = await asyncio.open_unix_connection(path, limit=_LIMIT)
        try:
            writer.write(json.dumps(question).encode() + b"\n")
            line = await reader.readline()
        finally:
            writer.close()
    if not line.endswith(b"\n"):
        raise ConnectionError("la respuesta llegó cortada")
    answer: Message = json.loads(line)
    return answer
