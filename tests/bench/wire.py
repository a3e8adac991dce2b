"""What travels between a phone and a server of lessons: the page, and the kernel's messages."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)

SUBPROTOCOL = "v1.kernel.websocket.jupyter.org"
CONTROL_VERSION = "1.0.0"
"""Of the protocol by which a page asks for all widget states at once."""
CONTROL_TARGET, VISIT_TARGET = "jupyter.widget.control", "cuentas.visita"
_SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)
_STATES_TYPE = "application/vnd.jupyter.widget-state+json"

Json = dict[str, Any]


class PageError(ValueError):
    """The page is not one that a learner can work with; the message says what it lacks."""


@dataclass(frozen=True)
class Page:
    """What the page script reads in a page: a visit to ask for, or a kernel that is there."""

    visit: Json | None
    kernel: str | None
    states: dict[str, Json]


def read_page(html: str) -> Page:
    """Find in a page what its script would find.

    Raises:
        PageError: the page names neither a visit nor a kernel.
    """
    scripts = _SCRIPT.findall(html)
    visit = _content(scripts, 'id="cc-visit"')
    settings = _content(scripts, 'id="jupyter-config-data"')
    states = _content(scripts, f'type="{_STATES_TYPE}"')
    kernel = (settings or {}).get("kernelId")
    if visit is None and not kernel:
        raise PageError("la página no dice de dónde viene su núcleo")
    if visit is not None and states is None:
        raise PageError("la página no trae el estado de sus controles")
    return Page(visit, kernel, (states or {}).get("state", {}))


def _content(scripts: list[tuple[str, str]], mark: str) -> Json | None:
    """The JSON inside the first script whose tag holds ``mark``."""
    return next((json.loads(text) for tag, text in scripts if mark in tag), None)


@dataclass(frozen=True)
class Message:
    """A message from a kernel, as far as a learner looks into it."""

    kind: str
    parent: str
    parent_session: str
    content: Json

    @property
    def data(self) -> Json:
        """What a comm message carries."""
        return self.content.get("data") or {}


def read_message(frame: bytes) -> Message:
    """The message in one websocket frame of the v1 protocol."""
    _channel, parts = deserialize_msg_from_ws_v1(frame)
    header, parent, _metadata, content = (json.loads(part) for part in parts[:4])
    return Message(header["msg_type"], parent.get("msg_id", ""), parent.get("session", ""), content)


def write_message(session: str, kind: str, content: Json) -> tuple[str, bytes]:
    """A message for the shell channel: its id, and the frame that carries it."""
    identity = uuid4().hex
    message = {
        "header": {
            "msg_id": identity,
            "msg_type": kind,
            "session": session,
            "username": "",
            "date": "2026-01-01T00:00:00.000Z",
            "version": "5.2",
        },
        "parent_header": {},
        "metadata": {"version": CONTROL_VERSION},
        "content": content,
    }
    pack = lambda part: json.dumps(part).encode()  # noqa: E731 - the library asks for a function
    return identity, serialize_msg_to_ws_v1(message, "shell", pack)
