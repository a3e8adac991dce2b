"""What a page may say to its kernel."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuentas.classroom.limits.messages import ForbiddenError, check
from cuentas.classroom.limits.untrusted import UntrustedError

HEADER = {
    "msg_id": "1",
    "msg_type": "comm_msg",
    "session": "s",
    "username": "",
    "version": "5.3",
    "date": "2026-01-01T00:00:00Z",
}
CONTENT = {"comm_id": "control", "data": {"method": "update", "state": {"value": 3}}}


def packed(parts):
    offsets = [8 * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    numbers = [len(offsets), *offsets]
    return b"".join([*(number.to_bytes(8, "little") for number in numbers), *parts])


def frame(channel="shell", header=None, content=None, buffers=()):
    pieces = [HEADER | (header or {}), {}, {}, CONTENT if content is None else content]
    jsons = [json.dumps(piece).encode() for piece in pieces]
    return packed([channel.encode(), *jsons, *buffers])


def opening(target):
    return frame(header={"msg_type": "comm_open"}, content=CONTENT | {"target_name": target})


@pytest.mark.parametrize(
    "good",
    [
        frame(),
        frame(buffers=[b"abc", b""]),
        frame(header={"msg_type": "kernel_info_request"}, content={}),
        frame(header={"msg_type": "comm_info_request"}, content={"target_name": "x"}),
        frame(header={"msg_type": "comm_close"}),
        frame(header={"subshell_id": None}),
        opening("cuentas.visita"),
        opening("jupyter.widget.control"),
    ],
)
def test_what_our_pages_say_passes(good):
    check(good)


FORBIDDEN_KINDS = (
    "execute_request",
    "input_reply",
    "shutdown_request",
    "interrupt_request",
    "debug_request",
    "inspect_request",
    "complete_request",
    "history_request",
    "is_complete_request",
    "create_subshell_request",
    "",
)


@pytest.mark.parametrize("kind", FORBIDDEN_KINDS)
def test_other_kinds_are_forbidden(kind):
    with pytest.raises(ForbiddenError):
        check(frame(header={"msg_type": kind}))


@pytest.mark.parametrize("channel", ["control", "stdin", "iopub", "", "Shell", "shell\0"])
def test_other_channels_are_forbidden(channel):
    with pytest.raises(ForbiddenError):
        check(frame(channel=channel))


@pytest.mark.parametrize("target", ["jupyter.widget", "matplotlib", "", None, ["cuentas.visita"]])
def test_a_page_opens_only_what_lessons_offer(target):
    with pytest.raises(ForbiddenError):
        check(opening(target))


def test_a_message_cannot_ask_for_a_shell_of_its_own():
    with pytest.raises(ForbiddenError):
        check(frame(header={"subshell_id": "otra"}))


BROKEN = {
    "text": '{"channel": "shell"}',
    "empty": b"",
    "short": b"\x06\0\0",
    "no offsets": (0).to_bytes(8, "little"),
    "too many offsets": (2**60).to_bytes(8, "little") + b"\0" * 100,
    "cut": frame()[:-1],
    "longer": frame() + b"x",
    "backwards": frame()[:16] + (5).to_bytes(8, "little") + frame()[24:],
    "few parts": packed([b"shell", b"{}", b"{}"]),
    "many buffers": frame(buffers=[b""] * 17),
    "not json": packed([b"shell", b"{", b"{}", b"{}", b"{}"]),
    "not objects": packed([b"shell", b"[]", b"{}", b"{}", b"{}"]),
    "list for content": packed([b"shell", json.dumps(HEADER).encode(), b"{}", b"{}", b"[]"]),
    "list for parent": packed([b"shell", json.dumps(HEADER).encode(), b"[]", b"{}", b"{}"]),
    "no id": frame(header={"msg_id": None}),
    "list for kind": frame(header={"msg_type": ["comm_msg"]}),
    "long name": frame(header={"username": "x" * 200}),
    "number for a control": frame(content={"comm_id": 3, "data": {}}),
    "no control": frame(content={"data": {}}),
    "bomb": packed([b"shell", json.dumps(HEADER).encode(), b"{}", b"{}", b'{"a":' * 9000]),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_broken_frames_are_not_acceptable(broken):
    with pytest.raises(UntrustedError):
        check(broken)


def test_of_two_kinds_in_one_message_the_one_that_a_kernel_reads_counts():
    header = json.dumps(HEADER)[:-1] + ', "msg_type": "execute_request"}'
    with pytest.raises(ForbiddenError):
        check(packed([b"shell", header.encode(), b"{}", b"{}", json.dumps(CONTENT).encode()]))


@given(st.binary(max_size=300))
def test_any_bytes_pass_or_are_refused_in_words(data):
    with pytest.raises((UntrustedError, ForbiddenError)):
        check(data)


@given(st.integers(0, len(frame()) - 1), st.integers(0, 255))
def test_one_wrong_byte_harms_nobody(place, byte):
    data = bytearray(frame())
    data[place] = byte
    try:
        check(bytes(data))
    except (UntrustedError, ForbiddenError):
        return
    assert bytes(data[: 8 * 7]) == frame()[: 8 * 7]
