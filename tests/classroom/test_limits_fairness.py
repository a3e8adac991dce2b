"""Counting without writing down: buckets, phones, notices, and words from outside."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuentas.classroom.limits.addresses import phone_of
from cuentas.classroom.limits.buckets import Bucket, Pace
from cuentas.classroom.limits.fairness import PACES, Fairness
from cuentas.classroom.limits.notices import Notices
from cuentas.classroom.limits.untrusted import UntrustedError, untrusted_json
from cuentas.classroom.security import HEADERS, is_our_host


class Clock:
    now = 50.0

    def __call__(self):
        return self.now


def test_a_phone_may_do_a_burst_and_then_waits():
    fairness = Fairness(clock=Clock())
    burst = int(PACES["visit"].burst)
    assert [fairness.take("visit", "10.0.0.5") for _ in range(burst)] == [0] * burst
    assert fairness.take("visit", "10.0.0.5") == 4
    assert fairness.take("visit", "10.0.0.6") == 0
    assert fairness.take("page", "10.0.0.5") == 0


def test_after_the_wait_that_was_said_it_is_served():
    clock = Clock()
    fairness = Fairness(clock=clock)
    while not (wait := fairness.take("visit", "10.0.0.5")):
        pass
    clock.now += wait
    assert fairness.take("visit", "10.0.0.5") == 0


def test_only_the_last_phones_are_remembered():
    fairness = Fairness(clock=Clock(), remembered=10)
    for number in range(100):
        fairness.take("page", f"10.0.0.{number}")
    assert len(fairness) == 10


def test_behind_a_proxy_nobody_waits():
    fairness = Fairness(enabled=False, clock=Clock())
    assert {fairness.take("visit", "127.0.0.1") for _ in range(1000)} == {0}
    assert len(fairness) == 0


@given(st.lists(st.tuples(st.floats(0, 3), st.floats(0.1, 5)), max_size=60))
def test_a_bucket_never_gives_more_than_its_pace(steps):
    pace, now, given_out = Pace(burst=10, per_second=2), 0.0, 0.0
    bucket = Bucket(pace, now)
    for passed, amount in steps:
        now += passed
        given_out += amount if bucket.take(amount, now) else 0
        assert given_out <= pace.burst + now * pace.per_second + 1e-6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::5", "2001:db8:1:2:aaaa::9"),
        ("::ffff:10.0.0.5", "10.0.0.5"),
        ("fe80::1%wlan0", "fe80::2%wlan0"),
    ],
)
def test_addresses_of_one_phone_count_as_one(one, other):
    assert phone_of(one) == phone_of(other)


def test_addresses_of_two_phones_count_as_two():
    assert phone_of("10.0.0.5") != phone_of("10.0.0.6")
    assert phone_of("2001:db8:1:2::5") != phone_of("2001:db8:1:3::5")
    assert phone_of("/run/socket") == "/run/socket"


def test_a_sentence_is_written_once_a_minute_with_how_often_it_was_true():
    clock, lines = Clock(), []
    notices = Notices(clock, lines.append)
    for _event in range(1000):
        notices.tell("Pasó algo.")
    notices.tell("Pasó otra cosa.")
    assert lines == ["Pasó algo.", "Pasó otra cosa."]
    clock.now += 60
    notices.tell("Pasó algo.")
    assert lines[2] == "Pasó algo. (999 veces más en este tiempo)"


BOMBS = {
    "deep list": b"[" * 60_000,
    "deep and closed": b"[" * 41 + b"]" * 41,
    "deep object": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "long number": b"1" * 50_000,
    "not a number": b"[NaN]",
    "infinite": b"[-Infinity]",
    "half a letter": b'["\\ud800"]',
    "half a letter as a name": b'{"\\udc00": 1}',
    "not utf-8": b'"\xff"',
    "nothing": b"",
    "utf-16": '{"a": 1}'.encode("utf-16"),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_json_that_would_harm_is_refused(bomb):
    with pytest.raises(UntrustedError):
        untrusted_json(bomb)


def test_ordinary_json_is_read():
    value = {"a": [1, 2.5, None, True, "ñ😀"], "b": {"c": []}}
    assert untrusted_json(json.dumps(value).encode()) == value
    assert untrusted_json(b"[" * 40 + b"]" * 40)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        untrusted_json(data)
    except UntrustedError:
        return
    json.loads(data)


LOOPBACK = frozenset({"localhost", "laptop.local"})


@pytest.mark.parametrize(
    "host",
    ["localhost:8866", "LOCALHOST", "localhost.", "127.0.0.1:80", "[::1]:80", "laptop.local:1"],
)
def test_names_and_addresses_of_this_computer_are_answered(host):
    assert is_our_host(host, LOOPBACK)


@pytest.mark.parametrize(
    "host",
    [
        "otro.example",
        "localhost.otro.example",
        "127.0.0.1.otro.example:80",
        "",
        ":80",
        "[x]",
        "a b",
    ],
)
def test_a_name_that_another_site_made_point_here_is_not(host):
    assert not is_our_host(host, LOOPBACK)


def test_behind_a_proxy_the_proxy_has_checked():
    assert is_our_host("hub.example", None)


def test_no_other_site_may_hold_or_read_our_pages():
    assert HEADERS["Cross-Origin-Resource-Policy"] == "same-origin"
    assert HEADERS["Cross-Origin-Opener-Policy"] == "same-origin"
    assert HEADERS["X-Frame-Options"] == "SAMEORIGIN"
