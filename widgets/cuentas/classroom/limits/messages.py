"""What a page may say to its kernel: messages about its controls, and nothing else."""

from __future__ import annotations

from itertools import pairwise

from cuentas.classroom.kernel.protocol import CONTROL_TARGET, VISIT_TARGET
from cuentas.classroom.limits.untrusted import UntrustedError, untrusted_json

PROTOCOL = "v1.kernel.websocket.jupyter.org"
LARGEST_FRAME = 256 * 1024
CHANNEL = b"shell"
KINDS = frozenset(
    {"comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"}
)
NAMED = frozenset({"comm_open", "comm_msg", "comm_close"})
TARGETS = (VISIT_TARGET, CONTROL_TARGET)

_WORD = 8
_PARTS = 4
_MOST_BUFFERS = 16
_LONGEST_NAME = 128
_NAMES = ("msg_id", "msg_type", "session", "username", "version", "date")


class ForbiddenError(Exception):
    """A well-formed message that no page of ours sends."""


def check(frame: bytes | str) -> None:
    """Let a frame pass, or say why not.

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
    kind = said["msg_type"]
    if channel != CHANNEL or kind not in KINDS:
        raise ForbiddenError(kind)
    if kind == "comm_open" and about.get("target_name") not in TARGETS:
        raise ForbiddenError(kind)
    if kind in NAMED:
        _name(about.get("comm_id"))


def _parts(frame: bytes) -> list[bytes]:
    """The channel and the four JSON parts, after checking every offset."""
    count = int.from_bytes(frame[:_WORD], "little")
    if not _PARTS + 2 <= count <= _PARTS + 2 + _MOST_BUFFERS:
        raise UntrustedError("offsets")
    start = _WORD * (count + 1)
    offsets = [
        int.from_bytes(frame[place : place + _WORD], "little")
        for place in range(_WORD, start, _WORD)
    ]
    if offsets[0] != start or offsets[-1] != len(frame) or offsets != sorted(offsets):
        raise UntrustedError("offsets")
    return [frame[a:b] for a, b in pairwise(offsets[: _PARTS + 2])]


def _object(part: bytes) -> dict[str, object]:
    value = untrusted_json(part)
    if not isinstance(value, dict):
        raise UntrustedError("object")
    return value


def _check_header(header: dict[str, object]) -> None:
    _name(header.get("msg_id"))
    _name(header.get("msg_type"))
    for name in _NAMES:
        _name(header.get(name, ""))
    if header.get("subshell_id") is not None:
        raise ForbiddenError("subshell")


def _name(value: object) -> None:
    if not isinstance(value, str) or len(value) > _LONGEST_NAME:
        raise UntrustedError("name")
