"""Counting without writing down: paces, phones, and words from outside."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import parse

from cuentas.classroom import journal
from cuentas.classroom.fairness import PACES, Fairness
from cuentas.classroom.phones import phone_of
from cuentas.classroom.security import HEADERS, is_our_host, same_origin
from cuentas.classroom.untrusted import UntrustedError, untrusted_json


def test_a_phone_may_do_a_burst_and_then_waits():
    fairness = Fairness()
    burst = PACES["visit"].amount
    assert [fairness.take("visit", "10.0.0.5") for _ in range(burst)] == [0] * burst
    assert 0 < fairness.take("visit", "10.0.0.5") <= PACES["visit"].get_expiry()
    assert fairness.take("visit", "10.0.0.6") == 0
    assert fairness.take("page", "10.0.0.5") == 0


def test_after_the_wait_that_was_said_it_is_served():
    fairness = Fairness(paces={"visit": parse("2 per 1 second")})
    while not (wait := fairness.take("visit", "10.0.0.5")):
        pass
    time.sleep(wait)
    assert fairness.take("visit", "10.0.0.5") == 0


def test_looking_costs_nothing():
    fairness = Fairness(paces={"code": parse("1 per 60 second")})
    assert [fairness.wait("code", "10.0.0.5") for _ in range(5)] == [0] * 5
    fairness.take("code", "10.0.0.5")
    assert fairness.wait("code", "10.0.0.5") > 0


def test_behind_a_proxy_nobody_waits():
    fairness = Fairness(enabled=False)
    assert {fairness.take("visit", "127.0.0.1") for _ in range(1000)} == {0}


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


def test_a_sentence_is_written_once_a_minute(monkeypatch):
    lines, clock = [], [100.0]
    monkeypatch.setattr(journal.logger(), "warning", lambda _form, line: lines.append(line))
    monkeypatch.setattr(journal.time, "monotonic", lambda: clock[0])
    for _event in range(1000):
        journal.notice("Pasó algo que no había pasado.")
    journal.notice("Pasó otra cosa que no había pasado.")
    assert len(lines) == 2
    clock[0] += journal.QUIET_SECONDS
    journal.notice("Pasó algo que no había pasado.")
    assert len(lines) == 3


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


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("my-site.example:80", "http://my-site.example"),
        ("my-site.example", "http://my-site.example:80"),
        ("MY-site.example:443", "https://my-site.example"),
        ("10.0.0.7:8866", "http://10.0.0.7:8866"),
        ("[::1]:80", "http://[::1]"),
    ],
)
def test_the_port_that_goes_without_saying_may_be_said(host, origin):
    assert same_origin(host, origin)


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("my-site.example:80", "https://my-site.example"),
        ("my-site.example:8080", "http://my-site.example"),
        ("my-site.example", "http://otro.example"),
        ("my-site.example", "null"),
        ("", ""),
        ("my-site.example:443", "http://my-site.example"),
    ],
)
def test_another_port_or_name_is_another_site(host, origin):
    assert not same_origin(host, origin)
