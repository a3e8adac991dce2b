"""What a page may say to its session."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuentas.classroom.messages import LONGEST_WORDS, ForbiddenError, read, write
from cuentas.classroom.untrusted import UntrustedError

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


def nest(words):
    """The frame with ten thousand lists, one inside the other, where a long text was."""
    return words.replace(b'"' + b"x" * 19_998 + b'"', b"[" * 10_000 + b"]" * 10_000)


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
    ],
)
def test_what_our_pages_say_passes(good):
    read(good)


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
        read(frame(header={"msg_type": kind}))


@pytest.mark.parametrize("channel", ["control", "stdin", "iopub", "", "Shell", "shell\0"])
def test_other_channels_are_forbidden(channel):
    with pytest.raises(ForbiddenError):
        read(frame(channel=channel))


@pytest.mark.parametrize(
    "target",
    ["jupyter.widget", "jupyter.widget.control", "matplotlib", "", None, ["cuentas.visita"]],
)
def test_a_page_opens_only_what_lessons_offer(target):
    with pytest.raises(ForbiddenError):
        read(opening(target))


@pytest.mark.parametrize(
    "data",
    [
        {"method": "request_state"},
        {"method": "echo_update", "state": {}},
        {"method": "update", "state": [1]},
        {"method": "update"},
        {"method": "custom", "content": "click"},
        {"method": "update", "state": {"value": "x" * (LONGEST_WORDS + 1)}},
        "update",
        None,
    ],
    ids=str,
)
def test_a_control_only_tells_its_state_or_that_it_was_touched(data):
    with pytest.raises(ForbiddenError):
        read(frame(content={"comm_id": "control", "data": data}))


def test_the_longest_words_that_people_write_pass():
    state = {"value": "ñ" * LONGEST_WORDS}
    message = read(frame(content={"comm_id": "c", "data": {"method": "update", "state": state}}))
    assert message.content["data"]["state"] == state


def test_what_is_written_for_a_page_is_a_frame_of_the_protocol():
    written = write("shell", "comm_msg", CONTENT, HEADER)
    message = read(written)
    assert (message.kind, message.content) == ("comm_msg", CONTENT)
    assert (
        message.header["msg_id"] != read(write("shell", "comm_msg", CONTENT, {})).header["msg_id"]
    )


def test_a_message_cannot_ask_for_a_shell_of_its_own():
    with pytest.raises(ForbiddenError):
        read(frame(header={"subshell_id": "otra"}))


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
        read(broken)


def test_of_two_kinds_in_one_message_the_one_that_a_kernel_reads_counts():
    header = json.dumps(HEADER)[:-1] + ', "msg_type": "execute_request"}'
    with pytest.raises(ForbiddenError):
        read(packed([b"shell", header.encode(), b"{}", b"{}", json.dumps(CONTENT).encode()]))


@given(st.binary(max_size=300))
def test_any_bytes_pass_or_are_refused_in_words(data):
    with pytest.raises((UntrustedError, ForbiddenError)):
        read(data)


@given(st.integers(0, len(frame()) - 1), st.integers(0, 255))
def test_one_wrong_byte_harms_nobody(place, byte):
    data = bytearray(frame())
    data[place] = byte
    try:
        read(bytes(data))
    except (UntrustedError, ForbiddenError):
        return
    assert bytes(data[: 8 * 7]) == frame()[: 8 * 7]
