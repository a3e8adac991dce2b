"""Messages between a page and its session: the websocket form of the Jupyter kernel protocol.

A page may move its controls and bring back what its learner did, and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, count, pairwise
from typing import Any

from cuentas.classroom.untrusted import UntrustedError, untrusted_json

PROTOCOL = "v1.kernel.websocket.jupyter.org"
KERNEL_PROTOCOL = "5.3"
VISIT_TARGET = "cuentas.visita"
"""The comm by which a phone that comes back says what its learner had done."""
LARGEST_FRAME = 256 * 1024
LONGEST_WORDS = 20_000
"""Letters of one text; nobody writes a longer one on a phone."""
KINDS = frozenset(
    {"comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"}
)
NAMED = frozenset({"comm_open", "comm_msg", "comm_close"})

_WORD = 8
_PARTS = 4
_MOST_BUFFERS = 16
_LONGEST_NAME = 128
_NAMES = ("msg_id", "msg_type", "session", "username", "version", "date")
_numbers = count(1)

Content = dict[str, Any]


class ForbiddenError(Exception):
    """A well-formed message that no page of ours sends."""


@dataclass(frozen=True)
class Message:
    """A message of a page, checked."""

    kind: str
    header: Content
    content: Content


def read(frame: bytes | str) -> Message:
    """The message in a frame.

    Args:
        frame: a binary websocket message of the protocol: little-endian offsets, then the
            channel, header, parent header, metadata, content and buffers.

    Raises:
        UntrustedError: the frame is not made as the protocol says.
        ForbiddenError: it is, but asks for what pages never ask.
    """
    if isinstance(frame, str):
        raise UntrustedError("text")
    channel, header, parent, metadata, content = _parts(frame)
    said, about = _object(header), _object(content)
    _object(parent)
    _object(metadata)
    _check_header(said)
    message = Message(str(said["msg_type"]), said, about)
    if channel != b"shell" or message.kind not in KINDS:
        raise ForbiddenError(message.kind)
    _check_content(message)
    return message


def write(
    channel: str,
    kind: str,
    content: Content,
    parent: Mapping[str, Any],
    metadata: Content | None = None,
) -> bytes:
    """A frame for a page, as :func:`read` describes it."""
    header = {
        "msg_id": f"s{next(_numbers):x}",
        "msg_type": kind,
        "session": "",
        "username": "",
        "date": datetime.now(UTC).isoformat(),
        "version": KERNEL_PROTOCOL,
    }
    said = (json.dumps(part).encode() for part in (header, parent, metadata or {}, content))
    return _framed([channel.encode(), *said])


def _framed(parts: Sequence[bytes]) -> bytes:
    start = _WORD * (len(parts) + 2)
    ends = list(accumulate(map(len, parts), initial=start))
    numbers = [len(ends), *ends]
    return b"".join([*(number.to_bytes(_WORD, "little") for number in numbers), *parts])


def _parts(frame: bytes) -> list[bytes]:
    """The channel and the four JSON parts, after checking every offset."""
    found = int.from_bytes(frame[:_WORD], "little")
    if not _PARTS + 2 <= found <= _PARTS + 2 + _MOST_BUFFERS:
        raise UntrustedError("offsets")
    start = _WORD * (found + 1)
    offsets = [
        int.from_bytes(frame[place : place + _WORD], "little")
        for place in range(_WORD, start, _WORD)
    ]
    if offsets[0] != start or offsets[-1] != len(frame) or offsets != sorted(offsets):
        raise UntrustedError("offsets")
    return [frame[a:b] for a, b in pairwise(offsets[: _PARTS + 2])]


def _object(part: bytes) -> Content:
    value = untrusted_json(part)
    if not isinstance(value, dict):
        raise UntrustedError("object")
    return value


def _check_header(header: Content) -> None:
    _name(header.get("msg_id"))
    _name(header.get("msg_type"))
    for name in _NAMES:
        _name(header.get(name, ""))
    if header.get("subshell_id") is not None:
        raise ForbiddenError("subshell")


def _check_content(message: Message) -> None:
    if message.kind not in NAMED:
        return
    data = message.content.get("data")
    _name(message.content.get("comm_id"))
    if message.kind == "comm_open":
        if message.content.get("target_name") != VISIT_TARGET:
            raise ForbiddenError(message.kind)
        if not isinstance(data, dict):
            raise UntrustedError("data")
    if message.kind == "comm_msg":
        _check_change(data)


def _check_change(data: object) -> None:
    """Only a change of state, or a control's own message; no word is longer than people write."""
    match data:
        case {"method": "update", "state": dict(state)}:
            words = list(state.values())
        case {"method": "custom", "content": dict(content)}:
            words = list(content.values())
        case _:
            raise ForbiddenError("comm_msg")
    if any(isinstance(word, str) and len(word) > LONGEST_WORDS for word in words):
        raise ForbiddenError("too long")


def _name(value: object) -> None:
    if not isinstance(value, str) or len(value) > _LONGEST_NAME:
        raise UntrustedError("name")
