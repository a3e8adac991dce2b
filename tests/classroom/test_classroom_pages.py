"""The door and the projector page, asked by phones, facilitators and the curious."""

from __future__ import annotations

import re

import pytest

from classroom.class_server import ClassServer, a_class
from cuentas.classroom.machine import Attendance
from cuentas.classroom.version import course_version
from cuentas.course import course


def led(klass, answer):
    """Where a phone is in the end that was let in and keeps its pass."""
    again = answer.headers["Location"].removeprefix(klass.base_url)
    return klass.ask(again, cookie=pass_of(answer)).headers["Location"]


@pytest.fixture
def klass():
    server = ClassServer(a_class())
    yield server
    server.stop()


def pass_of(answer):
    [cookie] = answer.cookies
    return cookie.split(";")[0]


def test_a_phone_without_code_is_sent_to_a_page_with_one_field(klass):
    assert klass.ask("").headers["Location"] == "/entrar"
    page = klass.ask("entrar")
    assert page.status == 200
    assert page.text.count("<input") == 1
    assert 'inputmode="numeric"' in page.text
    assert page.cookies == []
    assert "1234" not in page.text


def test_the_qr_opens_the_door_and_the_code_leaves_the_address(klass):
    answer = klass.ask("entrar?codigo=1234")
    assert (answer.status, led(klass, answer)) == (303, "/")
    assert klass.ask("", cookie=pass_of(answer)).status == 200


def test_the_code_can_be_typed_with_spaces(klass):
    for typed in (" 1234 ", "1 2 3 4", "12 34"):
        answer = klass.ask("entrar", "POST", codigo=typed)
        assert (answer.status, led(klass, answer)) == (303, "/")
    assert 'maxlength="8"' in klass.ask("entrar").text


def test_a_phone_that_keeps_no_cookie_is_told_what_is_wrong_and_what_to_do(klass):
    answer = klass.ask("entrar?codigo=1234")
    again = klass.ask(answer.headers["Location"].lstrip("/"))
    assert again.status == 200
    assert "tu navegador no guarda el permiso" in again.text
    assert "otro navegador" in again.text
    asked = klass.ask(f"{ASKED}&codigo=1234").headers["Location"].lstrip("/")
    assert f'action="/{ASKED}"' in klass.ask(asked).text


def test_the_cookie_ends_with_the_session_is_hidden_from_scripts_and_is_the_same_for_all(klass):
    first, second = (klass.ask("entrar?codigo=1234").cookies[0] for _phone in range(2))
    assert first == second
    assert re.search("HttpOnly", first, re.IGNORECASE)
    assert re.search("SameSite=Lax", first, re.IGNORECASE)
    assert "Path=/" in first
    assert not re.search("expires|max-age", first, re.IGNORECASE)
    assert "1234" not in first


def test_a_wrong_code_gets_a_kind_sentence_and_no_cookie(klass):
    for answer in (klass.ask("entrar?codigo=9999"), klass.ask("entrar", "POST", codigo="x" * 9000)):
        assert answer.status == 403
        assert "Ese no es el código de hoy." in answer.text
        assert answer.cookies == []


def test_guessing_is_slowed_down_even_with_the_right_code(klass):
    for _try in range(10):
        assert klass.ask("entrar", "POST", codigo="9999").status == 403
    answer = klass.ask("entrar", "POST", codigo="1234")
    assert answer.status == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "Ya probaste varias veces." in answer.text
    assert answer.cookies == []


def test_script_in_the_code_is_never_sent_back(klass):
    answer = klass.ask("entrar?codigo=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "alert(1)" not in answer.text


LESSON = "/lecciones/x?distrito=180106&anio=2024"
ASKED = "entrar?a=/lecciones/x%3Fdistrito%3D180106%26anio%3D2024"


def test_after_the_code_a_phone_is_where_it_was_going(klass):
    page = klass.ask(ASKED)
    assert f'action="/{ASKED}"' in page.text
    wrong = klass.ask(ASKED, "POST", codigo="9999")
    assert f'action="/{ASKED}"' in wrong.text
    answer = klass.ask(ASKED, "POST", codigo="1234")
    assert (answer.status, led(klass, answer)) == (303, LESSON)
    assert klass.ask(ASKED, cookie=pass_of(answer)).headers["Location"] == LESSON
    assert led(klass, klass.ask(f"{ASKED}&codigo=1234")) == LESSON


@pytest.mark.parametrize(
    "way", ["//malo.example", "https://malo.example/", "/%5Cmalo.example", "%5C%5Cmalo.example",
            "/x%0D%0ASet-Cookie:a=b", "/..%2F..%2Fotra", "/lecciones/" + "x" * 300]
)  # fmt: skip
def test_the_door_sends_nobody_to_another_site(klass, way):
    page = klass.ask(f"entrar?a={way}")
    assert 'action="/entrar"' in page.text
    answer = klass.ask(f"entrar?a={way}", "POST", codigo="1234")
    assert (answer.status, led(klass, answer)) == (303, "/")
    assert klass.ask(f"entrar?a={way}", cookie=pass_of(answer)).headers["Location"] == "/"


def test_who_is_already_in_is_not_asked_again(klass):
    cookie = pass_of(klass.ask("entrar?codigo=1234"))
    assert klass.ask("entrar", cookie=cookie).headers["Location"] == "/"


def test_the_facilitators_link_leaves_a_strict_cookie_and_no_key_in_the_address(klass):
    answer = klass.ask(f"aula?clave={klass.classroom.key}")
    assert (answer.status, answer.headers["Location"]) == (302, "/aula")
    [cookie] = answer.cookies
    assert re.search("HttpOnly", cookie, re.IGNORECASE)
    assert re.search("SameSite=Strict", cookie, re.IGNORECASE)
    assert klass.classroom.key not in cookie
    page = klass.ask("aula", cookie=pass_of(answer))
    assert page.status == 200
    assert klass.classroom.key not in page.text


@pytest.mark.parametrize("path", ["aula", "aula?clave=", "aula?clave=mal", "aula/estado"])
def test_without_the_key_the_projector_page_does_not_exist(klass, path):
    phone = pass_of(klass.ask("entrar?codigo=1234"))
    for answer in (klass.ask(path), klass.ask(path, cookie=phone)):
        assert answer.status == 404
        assert "No encontramos esta página" in answer.text
        assert "1234" not in answer.text


def facilitator(klass):
    return pass_of(klass.ask(f"aula?clave={klass.classroom.key}"))


def test_the_projector_page_shows_address_code_and_qr(klass):
    page = klass.ask("aula", cookie=facilitator(klass)).text
    assert f"192.168.1.5:{klass.port}" in page
    assert ">1234</strong>" in page
    assert '<svg role="img"' in page
    assert "Código QR para entrar" in page
    assert "script-src 'self'" in klass.ask("entrar").headers["Content-Security-Policy"]


def test_the_state_of_the_class_counts_phones_and_names_nobody(klass):
    slug = course().lessons[0].slug
    klass.attendance = Attendance(phones={slug: 12}, sessions=14, room=9, waiting=2)
    told = klass.ask("aula/estado", cookie=facilitator(klass))
    assert told.headers["Cache-Control"] == "no-store"
    assert told.json["joined"] == "12"
    assert told.json["lessons"] == [f"{course().lessons[0].title} 12"]
    assert told.json["health"] == "tight"
    assert set(told.json) == {"address", "health", "machine", "memory", "joined", "joined_words",
                              "room", "waiting", "lessons"}  # fmt: skip


def test_a_laptop_without_network_is_told_on_the_page(klass):
    klass.classroom.addresses = list
    page = klass.ask("aula", cookie=facilitator(klass))
    assert page.status == 200
    assert "Conecta la laptop al Wi-Fi o crea un punto de acceso." in page.text
    assert "cc-qr" not in page.text


def test_health_needs_no_key_and_says_nothing_personal(klass):
    klass.attendance = Attendance(phones={"a": 3}, sessions=5, room=3)
    answer = klass.ask("healthz")
    assert answer.status == 200
    told = answer.json
    assert set(told) == {"status", "sessions", "room", "memory_free_mb", "load", "uptime_s",
                         "version"}  # fmt: skip
    assert (told["sessions"], told["room"], told["version"]) == (5, 3, course_version())


def test_a_full_class_is_said_with_503(klass):
    klass.attendance = Attendance(sessions=40, room=0)
    answer = klass.ask("healthz")
    assert (answer.status, answer.json["status"]) == (503, "full")


def test_everything_lives_below_a_base_address():
    klass = ClassServer(a_class(), "/ana/")
    try:
        answer = klass.ask("entrar?codigo=1234")
        assert led(klass, answer) == "/ana/"
        assert "Path=/ana/" in answer.cookies[0]
        assert klass.ask("", cookie=pass_of(answer)).status == 200
        assert 'action="/ana/entrar"' in klass.ask("entrar").text
        assert klass.classroom.joining_address.endswith("/ana/entrar?codigo=1234")
    finally:
        klass.stop()


def test_outside_a_class_the_door_is_open_and_the_wall_does_not_exist():
    plain = ClassServer(None)
    try:
        assert plain.ask("").status == 200
        assert plain.ask("entrar").headers["Location"] == "/"
        assert plain.ask("entrar", "POST", codigo="1").headers["Location"] == "/"
        assert plain.ask("aula").status == 404
        assert plain.ask("aula?clave=x").status == 404
        assert plain.ask("healthz").status == 200
    finally:
        plain.stop()
