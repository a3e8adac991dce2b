"""A class with a code: who has not given it learns nothing, however they ask."""

from __future__ import annotations

import asyncio
import re

import pytest

from classroom.tiny_course import FIRST
from hostile.phones import CODE, LESSON, SOON

SCRIPT = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
FORGED_PASSES = ("", "1", CODE, "x" * 4000, '"><script>', "cuentas_aula=", "\xf1\xf1", "0" * 64)
FORGED_WAYS = (
    "//malo.example",
    "/%5Cmalo.example",
    "https:%2F%2Fmalo.example",
    "/?region=%0d%0aSet-Cookie:a=b",
    "?region=apurimac",
    "/..%2F..%2Fetc",
    "/lecciones/" + "x" * 9000,
    SCRIPT,
)
LESSON_WORDS = ("El texto se lee antes que la figura", "Datos de", "cc-visit", "Torata")


def run(story):
    return asyncio.run(asyncio.wait_for(story, 3 * SOON))


def location(answer):
    return re.search(r"^Location: (.*?)\r?$", answer.head, re.MULTILINE | re.IGNORECASE)[1]


async def come_in(phone, query=""):
    """The cookie of a phone that gave the code, and where it was led."""
    answer = await phone.ask(f"/entrar?codigo={CODE}{query}")
    assert answer.status == 303, answer
    given = re.search(r"Set-Cookie: (cuentas_aula=[^;]+)", answer.head, re.IGNORECASE)
    led = await phone.ask(location(answer), Cookie=given[1])
    return given[1], location(led)


@pytest.mark.parametrize("path", ["/", LESSON, f"{LESSON}?region=apurimac", f"{LESSON}?distrito=1"])
@pytest.mark.parametrize("forged", FORGED_PASSES)
def test_a_forged_pass_leads_to_the_door_and_shows_nothing(stranger, path, forged):
    answer = run(stranger.ask(path, Cookie=f"cuentas_aula={forged}; cuentas_clave={forged}"))
    assert answer.status == 302
    assert location(answer).startswith("/entrar")
    assert not any(words.encode() in answer.body for words in LESSON_WORDS)


def test_without_the_code_no_kernel_is_given_and_no_number_of_the_class_is_told(stranger):
    async def story():
        words = {"lesson": FIRST, "version": "", "query": "", "region": "apurimac"}
        hidden = [await stranger.ask(path) for path in ("/aula", "/aula/estado", "/aula?clave=x")]
        return await stranger.post("/visitas", words), hidden

    visit, hidden = run(story())
    assert (visit.status, visit.json) == (403, {"error": "codigo"})
    assert [answer.status for answer in hidden] == [404] * 3
    assert not any(CODE.encode() in answer.body for answer in hidden)


@pytest.mark.parametrize("way", FORGED_WAYS)
def test_the_door_sends_nobody_elsewhere_and_repeats_nothing(stranger, way):
    async def story():
        shown = await stranger.ask(f"/entrar?a={way}")
        _given, led = await come_in(stranger, f"&a={way}")
        return shown, led

    shown, led = run(story())
    assert shown.status == 200
    assert b"alert(1)" not in shown.body
    assert led == "/"


@pytest.mark.parametrize(
    ("region", "expected"),
    [("apurimac", "/?region=apurimac"), ("moquegua", "/"), ("..", "/"), (SCRIPT, "/"),
     ("x" * 10_000, "/"), ("%ff", "/")],
)  # fmt: skip
def test_the_door_leads_to_the_region_of_its_address_if_there_is_one(stranger, region, expected):
    assert run(come_in(stranger, f"&region={region}"))[1] == expected


def test_the_door_keeps_the_region_of_who_was_sent_to_it(stranger):
    async def story():
        sent = location(await stranger.ask("/?region=apurimac"))
        query = sent.partition("?")[2]
        return (await come_in(stranger, f"&{query}"))[1]

    assert run(story()) == "/?region=apurimac"


def test_guessing_codes_is_slowed_down_and_others_come_in_and_learn(guarded, stranger):
    del guarded
    other = type(stranger)(stranger.port, "127.0.0.4")

    async def story():
        guesses = [await stranger.ask(f"/entrar?codigo={1000 + n}") for n in range(40)]
        late = await stranger.ask(f"/entrar?codigo={CODE}")
        cookie, _led = await come_in(other)
        page = await other.ask(LESSON, Cookie=cookie)
        return guesses, late, page

    guesses, late, page = run(story())
    assert {answer.status for answer in guesses} == {403, 429}
    assert late.status == 429
    assert page.status == 200
    assert b"cc-visit" in page.body


def test_a_phone_that_gave_the_code_gets_a_kernel_of_its_region(guarded, stranger):
    del guarded

    async def story():
        cookie, _led = await come_in(stranger)
        page = await stranger.ask(f"{LESSON}?region=apurimac", Cookie=cookie)
        words = re.search(r'id="cc-visit">(.*?)</script>', page.body.decode(), re.DOTALL)[1]
        visit = await stranger.post("/visitas", words.encode(), Cookie=cookie)
        return page, visit

    page, visit = run(story())
    assert b"Datos de apurimac" in page.body
    assert visit.status == 201
